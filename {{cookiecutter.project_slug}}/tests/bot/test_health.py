"""The bot's health over HTTP, by polling and by webhook."""

import socket
from pathlib import Path

import httpx2

from tests.bot.conftest import RunningBot
from tests.support.bot_api import running_bot_api
from tests.support.service import Service


def test_it_is_live_and_ready(bot: RunningBot) -> None:
    bot.events()
    live, ready = (httpx2.get(f"{bot.health_url}/{name}", trust_env=False) for name in ("live", "ready"))
    assert (live.status_code, live.json()["status"]) == (200, "live")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


def test_it_tells_how_long_ago_a_poll_succeeded(polling_bot: RunningBot) -> None:
    polling_bot.events()
    age = httpx2.get(f"{polling_bot.health_url}/ready", trust_env=False).json()["seconds_since_get_updates"]
    assert 0 <= age < 60


def test_a_port_that_is_taken_stops_a_bot_that_polls_with_one_line(tmp_path: Path) -> None:
    with running_bot_api() as bot_api, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = {**bot_api.settings, "PORT": str(port), "LOG_LEVEL": "ERROR"}
        service = Service(tmp_path, "-m", "src.main", **settings)
        code = service.process.wait(timeout=30)
        (line,) = service.log.splitlines()
        service.close()
    assert code == 1
    assert line.startswith(f"PORT: 127.0.0.1:{port} cannot be listened on")
