"""A newcomer's first error: a baked service, run by the README's command, is asked as a user would; Sentry hears."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.bugsink import running_bugsink
from tests.conftest import Bake, run

STARTS_WITHIN_SECONDS = 60.0


def support(project: Path, name: str) -> ModuleType:
    """A module of the baked service's own test support."""
    spec = importlib.util.spec_from_file_location(name, project / f"tests/support/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def running(project: Path, ready: str, **settings: str) -> Iterator[None]:
    """`uv run python -m src.main`, until it is told to stop."""
    log = project / "service.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SENTRY_", "VIRTUAL_ENV"))}
    with (
        log.open("w") as output,
        subprocess.Popen(
            ["uv", "run", "python", "-m", "src.main"],
            cwd=project,
            env=inherited | {"UV_PYTHON": sys.executable} | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as service,
    ):
        try:
            deadline = time.monotonic() + STARTS_WITHIN_SECONDS
            while ready not in log.read_text():
                assert service.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
            yield
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=30)


def apply_over_http(project: Path, dsn: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    settings = {"PORT": str(port), "SENTRY_DSN": dsn, "SENTRY_ENVIRONMENT": "test", "SENTRY_RELEASE": "loans@1.2.3"}
    with running(project, "Application startup complete.", **settings):
        loans = f"http://127.0.0.1:{port}/loans"
        assert httpx2.post(loans, json={"user_id": 42, "amount": "500"}, trust_env=False).status_code == 502


def apply_over_telegram(project: Path, dsn: str) -> None:
    with support(project, "bot_api").running_bot_api() as bot_api:
        settings = {"SENTRY_DSN": dsn, "SENTRY_ENVIRONMENT": "test", "SENTRY_RELEASE": "loans@1.2.3"}
        with running(project, "Start polling", **settings, **bot_api.settings):
            bot_api.send("/loan 500")
            bot_api.wait_for("sendMessage")


def assert_it_is_the_loan_error(event: dict[str, Any]) -> None:
    failure = event["exception"]["values"][-1]
    assert (failure["type"], failure["value"]) == ("CreditCheckError", "no credit check of user 42")
    assert failure["stacktrace"]["frames"][-1]["function"] == "approves"
    assert (event["environment"], event["release"]) == ("test", "loans@1.2.3")
    assert event["contexts"]["loan"]["status"] == "pending"


@pytest.mark.parametrize("database", ["sqlalchemy", "none"])
@pytest.mark.parametrize("service_type", ["fastapi", "aiogram"])
def test_kent_gets_one_event(copy: Bake, service_type: str, database: str) -> None:
    project = copy(service_type=service_type, database=database, ci="none")
    run(project, "uv", "sync")
    with support(project, "kent").running_kent() as kent:
        {"fastapi": apply_over_http, "aiogram": apply_over_telegram}[service_type](project, kent.dsn)
        (event,) = kent.bodies("event")
    assert_it_is_the_loan_error(event)


def test_bugsink_gets_one_issue(copy: Bake, tmp_path: Path) -> None:
    project = copy(service_type="fastapi", database="sqlalchemy", ci="none")
    run(project, "uv", "sync")
    with running_bugsink(tmp_path) as bugsink:
        apply_over_http(project, bugsink.dsn)
        (issue,) = bugsink.issues()
        (event,) = bugsink.events(issue["id"])
    assert issue["calculated_type"] == "CreditCheckError"
    assert_it_is_the_loan_error(event)
