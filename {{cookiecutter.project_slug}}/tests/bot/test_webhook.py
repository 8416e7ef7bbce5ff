"""The webhook is for Telegram alone."""

from pathlib import Path

import httpx2
import pytest

from tests.support.bot_api import message, running_bot_api
from tests.support.service import free_port, running_service


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
def test_an_update_without_the_secret_is_refused(tmp_path: Path, headers: dict[str, str]) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    with (
        running_bot_api() as bot_api,
        running_service(
            tmp_path,
            "-m",
            "src.main",
            ready="Webhook",
            PORT=str(port),
            TELEGRAM_WEBHOOK_URL=url,
            **bot_api.settings,
        ),
    ):
        assert bot_api.wait_for("setWebhook")[0]["url"] == url
        assert httpx2.post(url, json=message(1, "/start"), headers=headers, trust_env=False).status_code == 401
        assert not [method for method, _ in bot_api.calls if method == "sendMessage"]
