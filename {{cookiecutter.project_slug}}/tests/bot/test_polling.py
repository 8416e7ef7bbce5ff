"""Polls that fail are one event for each streak."""

import pytest

from tests.bot.conftest import RunningBot
from tests.support.bot_api import Failure, message
from tests.support.kent import Kent


def polls(bot: RunningBot) -> int:
    """How many there have been."""
    return len(bot.bot_api.wait_for("getUpdates"))


def test_a_streak_of_failing_polls_is_one_event_and_success_arms_the_next(polling_bot: RunningBot) -> None:
    for streak in (1, 2):
        before = polls(polling_bot)
        polling_bot.bot_api.fail("getUpdates", Failure(502, "Bad Gateway"))
        polling_bot.bot_api.wait_for("getUpdates", before + 4)
        polling_bot.bot_api.recover()
        events = polling_bot.events()
        assert len(events) == streak
    for event in events:
        assert event["exception"]["values"][-1]["type"] == "TelegramServerError"
        assert event["transaction"] == "getUpdates"
        assert event["fingerprint"] == ["telegram-unavailable"]
        assert event["tags"] == {"bot_id": "1234567"}
        assert "user" not in event


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure(409, "Conflict: terminated by other getUpdates request"), "TelegramConflictError"),
        (Failure(401, "Unauthorized"), "TelegramUnauthorizedError"),
    ],
)
def test_another_process_that_polls_and_a_token_that_is_revoked_are_an_event_at_once(
    polling_bot: RunningBot, kent: Kent, failure: Failure, error: str
) -> None:
    before = polls(polling_bot)
    polling_bot.bot_api.fail("getUpdates", failure)
    kent.wait_for("event")
    assert polls(polling_bot) <= before + 1
    polling_bot.bot_api.wait_for("getUpdates", before + 2)
    polling_bot.bot_api.recover()
    (event,) = polling_bot.events()
    assert event["exception"]["values"][-1]["type"] == error


def test_an_update_that_cannot_be_read_does_not_hold_up_the_next(polling_bot: RunningBot, kent: Kent) -> None:
    unknown = message(1, "/start", forward_origin={"type": "not-yet", "date": 1})
    polling_bot.bring(unknown)
    polling_bot.send("/fail")
    assert polling_bot.event()["exception"]["values"][-1]["type"] == "LookupError"
    assert "cannot be read: aiogram must be upgraded" in polling_bot.service.log
    assert "not-yet" not in polling_bot.service.log + str(kent.items())


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
