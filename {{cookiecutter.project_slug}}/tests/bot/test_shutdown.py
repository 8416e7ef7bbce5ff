"""A bot that is told to stop finishes what it has in hand; one that is killed has not told Telegram that it has."""

from threading import Thread

from tests.bot.conftest import RunningBot
from tests.support.kent import Kent


def test_an_update_in_hand_is_finished_and_reported(fresh_bot: RunningBot, kent: Kent) -> None:
    sender = Thread(target=fresh_bot.send, args=["/slow"])
    sender.start()
    fresh_bot.bot_api.wait_for("sendMessage")
    fresh_bot.service.stop()
    sender.join()
    assert [call["text"] for call in fresh_bot.bot_api.wait_for("sendMessage", count=2)] == ["begun", "done"]
    assert fresh_bot.service.process.returncode == 0
    transactions = [body for body in kent.bodies("transaction") if body["release"] == "loans@fresh"]
    assert [body["transaction"] for body in transactions] == ["__main__.slow"]
    bodies = [body for body in kent.bodies("sessions") if body["attrs"]["release"] == "loans@fresh"]
    sessions = [aggregate for body in bodies for aggregate in body["aggregates"]]
    assert sum(session.get("exited", 0) for session in sessions) == 1


def test_a_webhook_that_is_killed_has_not_answered_so_that_telegram_sends_the_update_again(
    webhook_bot_to_kill: RunningBot,
) -> None:
    statuses: list[int] = []
    sender = Thread(target=lambda: statuses.append(webhook_bot_to_kill.send("/slow")))
    sender.start()
    webhook_bot_to_kill.bot_api.wait_for("sendMessage")
    webhook_bot_to_kill.service.process.kill()
    sender.join()
    assert statuses == [0]
