"""Polls that fail are one event for each streak."""

import time

from tests.bot.conftest import RunningBot
from tests.support.bot_api import Failure
from tests.support.kent import Kent


def polls(bot: RunningBot) -> int:
    """How many there have been."""
    return len(bot.bot_api.wait_for("getUpdates"))


def test_a_streak_of_failing_polls_is_one_event_and_success_arms_the_next(polling_bot: RunningBot, kent: Kent) -> None:
    before = polls(polling_bot)
    polling_bot.bot_api.fail("getUpdates", Failure(502, "Bad Gateway"))
    polling_bot.bot_api.wait_for("getUpdates", before + 3)
    polling_bot.bot_api.recover()
    (event,) = polling_bot.events()
    assert event["exception"]["values"][-1]["type"] == "TelegramServerError"
    assert event["transaction"] == "getUpdates"
    assert event["fingerprint"] == ["telegram-unavailable"]
    assert event["tags"] == {"bot_id": "1234567"}
    assert "user" not in event
    # Another process polls: that is an event at once.
    polling_bot.bot_api.fail("getUpdates", Failure(409, "Conflict: terminated by other getUpdates request"))
    kent.wait_for("event", where=lambda event: "TelegramConflictError" in str(event))
    time.sleep(1.1)
    polling_bot.bot_api.recover()
    assert [event["exception"]["values"][-1]["type"] for event in polling_bot.events()] == [
        "TelegramServerError",
        "TelegramConflictError",
    ]


def test_a_few_failing_polls_are_no_event(polling_bot: RunningBot) -> None:
    before = polls(polling_bot)
    polling_bot.bot_api.fail("getUpdates", Failure(hang_up=True))
    polling_bot.bot_api.wait_for("getUpdates", before + 1)
    polling_bot.bot_api.recover()
    assert polling_bot.events() == []


def test_a_poll_is_no_transaction(polling_bot: RunningBot, kent: Kent) -> None:
    polling_bot.send("/start")
    polling_bot.events()
    names = {body["transaction"] for body in kent.wait_for("transaction")}
    assert names <= {"src.bot.handlers.start", "__main__.done"}
