"""The bot, with handlers that fail and take their time, in a process of its own: one that polls, one with a webhook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx2
import pytest
from aiogram import Bot

from src.bot.webhook import webhook_secret
from tests.support.bot_api import TOKEN, BotApi, Failure, message, running_bot_api
from tests.support.kent import Kent
from tests.support.service import Service, free_port, running_service

# How Telegram brings an update: to a bot that polls; to a webhook that answers once the update is dealt with, or at
# once; to the second bot of a dispatcher.
MODES = ["polling", "webhook", "background", "second"]
REFUSED = {
    "403": Failure(403, "Forbidden: bot was blocked by the user"),
    "429": Failure(429, "Too Many Requests: retry after 7", {"retry_after": 7}),
    "304": Failure(400, "Bad Request: message is not modified: specified new message content is the same"),
    "400": Failure(400, "Bad Request: chat not found"),
}
_updates = count(1)


@dataclass
class RunningBot:
    """A bot that runs, its Telegram, its Sentry, and a service that it calls and that is told of the trace."""

    service: Service
    bot_api: BotApi
    called: BotApi  # any server that remembers headers
    kent: Kent
    telegram: httpx2.Client  # as which updates are posted to a webhook
    health_url: str
    url: str | None  # of the webhook

    def bring(self, update: dict[str, Any], mode: str = "webhook") -> int:
        """Something happens: by polling if this bot polls. The status of the bot's answer, or 0."""
        if self.url is None:
            self.bot_api.bring(update)
            return 0
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook_secret(Bot(TOKEN))} if mode == "webhook" else {}
        url = self.url if mode == "webhook" else self.url.replace("/telegram", f"/{mode}")
        try:
            return self.telegram.post(url, json=update, headers=headers).status_code
        except httpx2.RemoteProtocolError:
            return 0

    def send(self, text: str, user_id: int = 42, mode: str = "webhook", **content: Any) -> int:
        """Somebody writes. See `bring`."""
        return self.bring(message(next(_updates), text, user_id, **content), mode)

    def refuse_some(self) -> None:
        """Let Telegram refuse what is written to some chats, by their ids: `REFUSED`."""

        def is_to(chat: str) -> Callable[[dict[str, str]], bool]:
            return lambda call: call["chat_id"] == chat

        for chat, failure in REFUSED.items():
            self.bot_api.fail("sendMessage", failure, is_to(chat))

    def events(self) -> list[dict[str, Any]]:
        """The events that have arrived, once the bot has dealt with all that was sent."""
        told = f"done {next(_updates)}"
        self.send(f"/{told}", user_id=1)
        self.kent.wait_for("event", where=lambda event: event.get("message") == told)
        events = self.kent.bodies("event")
        return [event for event in events if not str(event.get("message")).startswith("done ")]

    def event(self) -> dict[str, Any]:
        """The only event that has arrived."""
        (event,) = self.events()
        return event


def start(mode: str, kent: Kent, folder: Callable[..., Any], release: str = "loans@1.2.3") -> Iterator[RunningBot]:
    """A bot that polls, or has a webhook."""
    with running_bot_api() as bot_api, running_bot_api() as called, httpx2.Client(trust_env=False, timeout=30) as http:
        port, url = free_port(), None
        settings = {
            **bot_api.settings,
            "PORT": str(port),
            "SENTRY_DSN": kent.dsn,
            "SENTRY_ENVIRONMENT": "test",
            "SENTRY_RELEASE": release,
            "SENTRY_TRACES_SAMPLE_RATE": "1",
            "SENTRY_TRACES_SAMPLE_RATES": '{"edited_channel_post": 0}',
            "SENTRY_TRACE_TO": called.url,
            "SENTRY_PROFILES_SAMPLE_RATE": "0",
        }
        if mode != "polling":
            url = settings["TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        ready = "Start polling" if mode == "polling" else "Webhook set"
        with running_service(folder("bot"), "-m", "tests.bot.failing_bot", ready=ready, **settings) as service:
            yield RunningBot(service, bot_api, called, kent, http, f"http://127.0.0.1:{port}/health", url)


@pytest.fixture(scope="session")
def _polling_bot(_kent: Kent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    yield from start("polling", _kent, tmp_path_factory.mktemp)


@pytest.fixture(scope="session")
def _webhook_bot(_kent: Kent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    yield from start("webhook", _kent, tmp_path_factory.mktemp)


@pytest.fixture
def polling_bot(_polling_bot: RunningBot, kent: Kent) -> RunningBot:  # noqa: ARG001 - of which nothing is known yet
    """A bot that polls."""
    _polling_bot.bot_api.recover()
    return _polling_bot


@pytest.fixture
def webhook_bot(_webhook_bot: RunningBot, kent: Kent) -> RunningBot:  # noqa: ARG001 - of which nothing is known yet
    """A bot with a webhook."""
    _webhook_bot.bot_api.recover()
    return _webhook_bot


@pytest.fixture(params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest) -> RunningBot:
    """The bot by polling, then by webhook."""
    running: RunningBot = request.getfixturevalue(f"{request.param}_bot")
    return running


@pytest.fixture(params=["polling", "webhook"])
def fresh_bot(
    request: pytest.FixtureRequest, kent: Kent, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningBot]:
    """The same, of another release, started for one test, which may stop it."""
    yield from start(request.param, kent, tmp_path_factory.mktemp, release="loans@fresh")


@pytest.fixture
def webhook_bot_to_kill(kent: Kent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot with a webhook, started for one test."""
    yield from start("webhook", kent, tmp_path_factory.mktemp)
