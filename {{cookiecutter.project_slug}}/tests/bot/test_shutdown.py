"""A bot that is told to stop finishes what it has in hand."""

from threading import Thread

from tests.bot.conftest import RunningBot
from tests.support.bot_api import BotApi


def test_an_update_in_hand_is_finished(bot: RunningBot, bot_api: BotApi) -> None:
    sender = Thread(target=bot.send, args=["/slow"])
    sender.start()
    bot_api.wait_for("sendMessage")
    bot.service.stop()
    sender.join()
    assert [call["text"] for call in bot_api.wait_for("sendMessage", count=2)] == ["begun", "done"]
    assert bot.service.process.returncode == 0
