"""The bot's health over HTTP, by polling and by webhook."""

import gc
import runpy
import socket

import httpx2
import pytest

from tests.bot.conftest import RunningBot
from tests.support.bot_api import Failure, running_bot_api
from tests.support.service import free_port


def test_it_is_live_and_ready(bot: RunningBot) -> None:
    bot.events()
    live, ready = (httpx2.get(f"{bot.health_url}/{name}", trust_env=False) for name in ("live", "ready"))
    assert (live.status_code, live.json()["status"]) == (200, "live")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


def test_it_tells_how_long_ago_a_poll_succeeded(polling_bot: RunningBot) -> None:
    polling_bot.events()
    age = httpx2.get(f"{polling_bot.health_url}/ready", trust_env=False).json()["seconds_since_get_updates"]
    assert 0 <= age < 60


@pytest.mark.usefixtures("log_as_before")
@pytest.mark.parametrize("webhook", ["", "https://bot.test/telegram"])
def test_a_port_that_is_taken_stops_a_bot_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], webhook: str
) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", webhook)
    with running_bot_api() as bot_api, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for setting in {**bot_api.settings, "PORT": str(port), "LOG_LEVEL": "ERROR"}.items():
            monkeypatch.setenv(*setting)
        with pytest.raises(SystemExit, match=f"^HOST, PORT: 127.0.0.1:{port} cannot be listened on") as stopped:
            runpy.run_module("src.main", run_name="__main__")
    assert "\n" not in str(stopped.value)
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("log_as_before")
@pytest.mark.parametrize("webhook", ["", "https://loans.test/telegram"])
@pytest.mark.parametrize("failure", [Failure(hang_up=True), Failure(404, "Not Found"), Failure(body="<html>")])
def test_a_telegram_that_cannot_be_asked_stops_a_bot_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: Failure, webhook: str
) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", webhook)
    with running_bot_api() as bot_api:
        for method in ("deleteWebhook", "getMe", "setWebhook"):
            bot_api.fail(method, failure)
        for setting in {**bot_api.settings, "PORT": str(free_port()), "LOG_LEVEL": "ERROR"}.items():
            monkeypatch.setenv(*setting)
        with pytest.raises(SystemExit, match=r"^The bot cannot start, for ") as stopped:
            runpy.run_module("src.main", run_name="__main__")
    assert "\n" not in str(stopped.value)
    del stopped
    gc.collect()  # a session that was left open would say so
    assert capsys.readouterr() == ("", "")
