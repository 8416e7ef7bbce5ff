"""The webhook is for Telegram alone."""

import httpx2
import pytest

from tests.bot.conftest import RunningBot
from tests.support.bot_api import message


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
def test_an_update_without_the_secret_is_refused(webhook_bot: RunningBot, headers: dict[str, str]) -> None:
    (call,) = webhook_bot.bot_api.wait_for("setWebhook")
    answered = len(webhook_bot.bot_api.wait_for("sendMessage", 0))
    response = httpx2.post(call["url"], json=message(1, "/start"), headers=headers, trust_env=False)
    assert response.status_code == 401
    webhook_bot.events()
    assert len(webhook_bot.bot_api.wait_for("sendMessage", 0)) == answered


@pytest.mark.parametrize("way", ["fail", "handled", "handler-fails"])
def test_a_failed_update_is_not_sent_again(webhook_bot: RunningBot, way: str) -> None:
    assert webhook_bot.send(f"/{way}") == 200
