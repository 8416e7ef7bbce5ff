"""The bot, with handlers that fail and take their time, in a process of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest
from aiogram import Bot

from src.bot.webhook import webhook_secret
from tests.support.bot_api import TOKEN, BotApi, message, running_bot_api
from tests.support.kent import Kent
from tests.support.service import Service, free_port, running_service


class RunningBot(NamedTuple):
    """A bot that runs, and how Telegram brings it what somebody writes."""

    service: Service
    send: Callable[[str], object]


@pytest.fixture
def bot_api() -> Iterator[BotApi]:
    """A Telegram on loopback."""
    with running_bot_api() as bot_api:
        yield bot_api


@pytest.fixture(params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, bot_api: BotApi, kent: Kent, tmp_path: Path) -> Iterator[RunningBot]:
    """The bot by polling, then by webhook."""
    settings = {
        **bot_api.settings,
        "SENTRY_DSN": kent.dsn,
        "SENTRY_ENVIRONMENT": "test",
        "SENTRY_RELEASE": "loans@1.2.3",
    }
    send: Callable[[str], object]
    if request.param == "polling":
        ready, send = "Start polling", bot_api.send
    else:
        port = free_port()
        url = f"http://127.0.0.1:{port}/telegram"
        settings |= {"PORT": str(port), "TELEGRAM_WEBHOOK_URL": url}
        ready = "Webhook"
        secret = webhook_secret(Bot(TOKEN))

        def send(text: str) -> object:
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            return httpx2.post(url, json=message(1, text), headers=headers, trust_env=False)

    with running_service(tmp_path, "-m", "tests.bot.failing_bot", ready=ready, **settings) as service:
        yield RunningBot(service, send)
