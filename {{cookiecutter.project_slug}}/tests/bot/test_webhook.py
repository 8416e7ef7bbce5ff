"""The webhook is for Telegram alone."""

import socket

import httpx2
import pytest
from aiogram import Bot

from src.bot.webhook import webhook_secret
from tests.bot.conftest import RunningBot
from tests.support.bot_api import TOKEN, message
from tests.support.kent import Kent


@pytest.mark.parametrize("secret", [None, b"guess", b"\xe9"])
def test_an_update_without_the_secret_is_refused(webhook_bot: RunningBot, secret: bytes | None) -> None:
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    (call,) = webhook_bot.bot_api.wait_for("setWebhook")
    answered = len(webhook_bot.bot_api.wait_for("sendMessage", 0))
    response = httpx2.post(call["url"], json=message(1, "/start"), headers=headers, trust_env=False)
    assert response.status_code == 401
    assert webhook_bot.events() == []
    assert len(webhook_bot.bot_api.wait_for("sendMessage", 0)) == answered


def test_what_is_no_request_is_no_event(webhook_bot: RunningBot) -> None:
    (call,) = webhook_bot.bot_api.wait_for("setWebhook")
    with socket.create_connection(("127.0.0.1", httpx2.URL(call["url"]).port or 80)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nno header\r\n\r\n")
        assert b" 400 " in client.recv(4096)
    assert webhook_bot.events() == []


@pytest.mark.parametrize("way", ["fail", "handled", "handler-fails", "cancel", "handler-cancels"])
def test_a_failed_update_is_not_sent_again(webhook_bot: RunningBot, way: str) -> None:
    assert webhook_bot.send(f"/{way}") == 200
    webhook_bot.events()


def test_an_update_that_cannot_be_read_does_not_come_again(webhook_bot: RunningBot, kent: Kent) -> None:
    assert webhook_bot.bring(message(17, "/start", forward_origin={"type": "not-yet", "date": 1})) == 200
    assert webhook_bot.events() == []
    assert "Update 17 cannot be read: aiogram must be upgraded" in webhook_bot.service.log
    assert "not-yet" not in webhook_bot.service.log + str(kent.items())


def test_what_is_no_json_is_a_bad_request(webhook_bot: RunningBot) -> None:
    (call,) = webhook_bot.bot_api.wait_for("setWebhook")
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook_secret(Bot(TOKEN))}
    response = httpx2.post(call["url"], content=b"{", headers=headers, trust_env=False)
    assert response.status_code == 400
    assert webhook_bot.events() == []
