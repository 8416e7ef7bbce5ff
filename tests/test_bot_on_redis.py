"""A crowd of updates: none mixes with another, in one process or in two on one Redis, which may go away."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.conftest import Bake
from tests.redis import running_redis
from tests.service import free_port, running, support

BOT = Path(__file__).with_name("bots") / "crowd.py"
ANSWERS = {"service_type": "aiogram", "database": "none"}
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
update_ids = count(1)


@pytest.fixture
def project(service: Bake) -> Path:
    """A baked bot, ready to run."""
    return service(**ANSWERS)


class Webhook:
    """A bot that runs with a webhook."""

    def __init__(self, url: str, http: httpx2.Client, telegram: ModuleType) -> None:
        self._http = http
        self._url = url
        self._telegram = telegram

    def send(self, text: str, user_id: int) -> int:
        """The status that Telegram is answered with."""
        return self._http.post(self._url, json=self._telegram.message(next(update_ids), text, user_id)).status_code


@contextmanager
def running_webhook(project: Path, bot_api: Any, **settings: str) -> Iterator[Webhook]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    settings = {**bot_api.settings, **settings, "PORT": str(port), "TELEGRAM_WEBHOOK_URL": url}
    before = len(bot_api.wait_for("setWebhook", 0))
    with running(project, "uv", "run", "python", str(BOT), ready="Webhook set", PYTHONPATH=str(project), **settings):
        secret = bot_api.wait_for("setWebhook", before + 1)[-1]["secret_token"]
        with httpx2.Client(headers={SECRET_HEADER: secret}, trust_env=False, timeout=60) as http:
            yield Webhook(url, http, support(project, "bot_api"))


def test_of_500_concurrent_updates_each_failure_has_its_own_user_tag_breadcrumbs_and_trace(project: Path) -> None:
    with support(project, "kent").running_kent() as kent, support(project, "bot_api").running_bot_api() as bot_api:
        settings = {"SENTRY_DSN": kent.dsn, "SENTRY_TRACES_SAMPLE_RATE": "0"}
        with running_webhook(project, bot_api, **settings) as webhook, ThreadPoolExecutor(50) as people:
            updates = [(f"/fail {number}" if number % 5 == 0 else "/start", 100 + number % 50) for number in range(500)]
            assert set(people.map(lambda update: webhook.send(*update), updates)) == {200}
        events = kent.bodies("event")
    assert sorted(int(event["tags"]["mine"]) for event in events) == [*range(0, 500, 5)]
    assert len({event["contexts"]["trace"]["trace_id"] for event in events}) == 100
    for event in events:
        mine = event["tags"]["mine"]
        assert event["user"] == {"id": 100 + int(mine) % 50}
        assert event["contexts"]["telegram"]["user_id"] == event["user"]["id"]
        assert [crumb["message"] for crumb in event["breadcrumbs"]["values"]] == [f"crumb of {mine}"]


def test_one_persons_updates_are_serial_and_two_persons_are_parallel_in_two_processes(project: Path) -> None:
    with ExitStack() as stack:
        redis = stack.enter_context(running_redis(free_port()))
        bot_api = stack.enter_context(support(project, "bot_api").running_bot_api())
        bots = [stack.enter_context(running_webhook(project, bot_api, REDIS_URL=redis)) for _ in range(2)]
        spans = {}
        for users in ((7, 7), (8, 9)):
            answered = len(bot_api.wait_for("sendMessage", 0))
            threads = [
                threading.Thread(target=bot.send, args=("/work", user)) for bot, user in zip(bots, users, strict=True)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            answers = bot_api.wait_for("sendMessage", answered + 2)[answered:]
            spans[users] = sorted(tuple(map(float, answer["text"].split())) for answer in answers)
    (_, first_ends), (second_begins, _) = spans[7, 7]
    assert first_ends <= second_begins
    (_, first_ends), (second_begins, _) = spans[8, 9]
    assert second_begins < first_ends


def test_what_redis_is_asked_is_in_the_updates_transaction_and_says_nothing_of_the_person(project: Path) -> None:
    with ExitStack() as stack:
        kent = stack.enter_context(support(project, "kent").running_kent())
        bot_api = stack.enter_context(support(project, "bot_api").running_bot_api())
        settings = {"SENTRY_DSN": kent.dsn, "SENTRY_TRACES_SAMPLE_RATE": "1"}
        redis = stack.enter_context(running_redis(free_port()))
        with running_webhook(project, bot_api, REDIS_URL=redis, **settings) as webhook:
            assert webhook.send("/start", 7) == 200
        (transaction,) = kent.bodies("transaction")
    assert transaction["transaction"] == "src.bot.handlers.start"
    spans = [span for span in transaction["spans"] if span["op"] == "db.redis"]
    commands = {span["description"].split()[0].strip("'") for span in spans}
    assert {"GET", "SET"} <= commands  # the state, and the lock
    assert all(span["data"]["db.system"] == "redis" for span in spans)
    assert "Jane" not in str(transaction)


def test_a_redis_that_goes_away_is_one_event_and_the_bot_recovers(project: Path) -> None:
    with ExitStack() as stack:
        kent = stack.enter_context(support(project, "kent").running_kent())
        bot_api = stack.enter_context(support(project, "bot_api").running_bot_api())
        redis = ExitStack()
        port = free_port()
        url = redis.enter_context(running_redis(port))
        with running_webhook(project, bot_api, REDIS_URL=url, SENTRY_DSN=kent.dsn) as webhook:
            assert webhook.send("/start", 7) == 200
            in_flight = threading.Thread(target=webhook.send, args=("/work", 7))
            in_flight.start()
            time.sleep(0.1)
            redis.close()
            in_flight.join()
            with running_redis(port):
                assert webhook.send("/start", 7) == 200
                answers = [call["text"] for call in bot_api.wait_for("sendMessage", 3)]
        (event,) = kent.bodies("event")
    assert answers[0] == answers[-1] == "Hello. Send a command."
    assert "ConnectionError" in event["exception"]["values"][-1]["type"]
    assert event["user"] == {"id": 7}
