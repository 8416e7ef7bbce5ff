"""A bot that is told to stop finishes what it has in hand; one that is killed has not told Telegram that it has."""

import time
from threading import Thread

from tests.bot.conftest import RunningBot
from tests.support.bot_api import message
from tests.support.kent import Kent


def test_an_update_in_hand_is_finished_and_reported_and_one_that_never_ends_is_not_waited_for(
    fresh_bot: RunningBot, kent: Kent
) -> None:
    fresh_bot.send("/fail", 41)
    fresh_bot.bot_api.wait_for("sendMessage")
    senders = [Thread(target=fresh_bot.send, args=update) for update in (("/slow", 42), ("/hang", 43))]
    for sender in senders:
        sender.start()
    fresh_bot.bot_api.wait_for("sendMessage", count=3)
    start = time.monotonic()
    fresh_bot.service.stop()
    assert time.monotonic() - start < 15
    for sender in senders:
        sender.join()
    texts = [call["text"] for call in fresh_bot.bot_api.wait_for("sendMessage", count=4)]
    assert texts[1:] == ["begun", "begun", "done"]
    assert fresh_bot.service.process.returncode == 0
    transactions = [body for body in kent.bodies("transaction") if body["release"] == "loans@fresh"]
    assert {body["transaction"]: body["contexts"]["trace"]["status"] for body in transactions} == {
        "__main__.raises.<locals>.handler": "internal_error",
        "__main__.slow": "ok",
        "__main__.hang": "cancelled",
    }
    assert [event["user"]["id"] for event in kent.bodies("event")] == [41]
    bodies = [body for body in kent.bodies("sessions") if body["attrs"]["release"] == "loans@fresh"]
    sessions = [aggregate for body in bodies for aggregate in body["aggregates"]]
    assert [sum(session.get(key, 0) for session in sessions) for key in ("exited", "crashed")] == [2, 1]


def test_an_update_in_the_hands_of_a_webhook_that_is_killed_is_dealt_with_by_the_next_one(
    webhook_bot_to_kill: RunningBot, webhook_bot: RunningBot
) -> None:
    update = message(1_000_000, "/slow", 47)
    statuses: list[int] = []
    sender = Thread(target=lambda: statuses.append(webhook_bot_to_kill.bring(update)))
    sender.start()
    webhook_bot_to_kill.bot_api.wait_for("sendMessage")
    webhook_bot_to_kill.service.process.kill()
    sender.join()
    assert statuses == [0]  # Telegram has got no answer, and sends it again
    assert webhook_bot.bring(update) == 200
    answers = [call["text"] for call in webhook_bot.bot_api.wait_for("sendMessage") if call["chat_id"] == "47"]
    assert answers == ["begun", "done"]
