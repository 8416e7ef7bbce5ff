"""A bot's conversations outlive it in Redis, and not in memory."""

from pathlib import Path

import pytest

from tests.conftest import Bake, each
from tests.redis import running_redis
from tests.service import running, support

BOT = Path(__file__).with_name("bots") / "conversation.py"


def ask(project: Path, text: str, **settings: str) -> str:
    """What a bot, started for it, answers."""
    with (
        support(project, "bot_api").running_bot_api() as telegram,
        running(
            project,
            *("uv", "run", "python", str(BOT)),
            ready="Start polling",
            PYTHONPATH=str(project),
            **telegram.settings,
            **settings,
        ),
    ):
        telegram.send(text)
        (answer,) = telegram.wait_for("sendMessage")
        return answer["text"]


@pytest.mark.parametrize("answers", each(service_type=("aiogram",), database=("none",)))
def test_the_next_process_goes_on_where_the_last_one_was(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    with running_redis() as url:
        assert ask(project, "/begin", REDIS_URL=url) == "begun"
        assert ask(project, "/where", REDIS_URL=url) == "begun"
        assert ask(project, "/where") == "nowhere"
