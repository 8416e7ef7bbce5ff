"""A bot whose webhook is a route of FastAPI: an update that fails is one event, and its trace is the request's."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import httpx2
import pytest

from tests.conftest import Bake
from tests.service import free_port, running, support

BOT = Path(__file__).with_name("bots") / "fastapi_webhook.py"
FAILED = {"telegram": 7, "background": 8}


class Told(NamedTuple):
    """What became of the updates, by the path they came on."""

    statuses: list[int]
    answers: list[str]
    kent: Any


@pytest.fixture(scope="module")
def told(service: Bake) -> Iterator[Told]:
    """Two people write `/start` and `/fail`, on either path."""
    project = service(service_type="aiogram", database="none")
    with support(project, "kent").running_kent() as kent, support(project, "bot_api").running_bot_api() as telegram:
        yield ask(project, kent, telegram, support(project, "bot_api"))


def ask(project: Path, kent: Any, telegram: Any, bot_api: ModuleType) -> Told:
    port, statuses = free_port(), []
    settings = {"SENTRY_DSN": kent.dsn, "SENTRY_TRACES_SAMPLE_RATE": "1", **telegram.settings, "PORT": str(port)}
    command = ("uv", "run", "--with", "fastapi", "--with", "uvicorn", "python", str(BOT))
    with running(project, *command, ready="startup complete", PYTHONPATH=str(project), **settings):
        for number, (path, user_id) in enumerate(FAILED.items()):
            for text in ("/start", "/fail"):
                update = bot_api.message(number, text, user_id)
                url = f"http://127.0.0.1:{port}/{path}"
                statuses.append(httpx2.post(url, json=update, trust_env=False, timeout=30).status_code)
        answers = [call["text"] for call in telegram.wait_for("sendMessage", 4)]
    return Told(statuses, answers, kent)


def test_it_is_one_event_for_each_of_the_failures(told: Told) -> None:
    events = told.kent.bodies("event")
    assert sorted(event["user"]["id"] for event in events) == [7, 8]
    assert {event["transaction"] for event in events} == {"__main__.fail"}
    assert {event["exception"]["values"][-1]["mechanism"]["type"] for event in events} == {"aiogram"}


def test_telegram_need_not_send_them_again_and_whoever_wrote_is_told(told: Told) -> None:
    assert told.statuses == [200] * 4
    apologies = [text for text in told.answers if text.startswith("Something went wrong")]
    assert sorted(event["event_id"] in " ".join(apologies) for event in told.kent.bodies("event")) == [True, True]


def test_it_is_a_transaction_of_its_own(told: Told) -> None:
    updates = [body for body in told.kent.bodies("transaction") if body["contexts"]["trace"]["op"] == "queue.process"]
    assert sorted((body["user"]["id"], body["transaction"]) for body in updates) == [
        (user_id, name) for user_id in (7, 8) for name in ("__main__.fail", "src.bot.handlers.start")
    ]


def test_its_trace_is_that_of_the_request_which_waits_for_it(told: Told) -> None:
    transactions = told.kent.bodies("transaction")
    requests = [body for body in transactions if body["transaction"] == "/telegram"]
    updates = [body for body in transactions if body.get("user") == {"id": 7}]
    traces = [{body["contexts"]["trace"]["trace_id"] for body in bodies} for bodies in (requests, updates)]
    assert len(traces[0]) == 2
    assert traces[0] == traces[1]


def test_nothing_of_what_was_sent_leaves_with_it(told: Told) -> None:
    for item in told.kent.items():
        assert "Jane" not in str(item)
        assert "jane_doe" not in str(item)
