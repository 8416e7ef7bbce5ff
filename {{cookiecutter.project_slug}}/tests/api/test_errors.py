"""An unhandled error in a route is one event, however the service is started."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from src.api.app import create_app
from src.core.settings import Settings
from tests.support.kent import Kent
from tests.support.service import free_port, running_service


def assert_it_is_the_failure(event: dict[str, Any]) -> None:
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "LookupError"
    assert exception["mechanism"]["handled"] is False
    assert exception["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["environment"] == "test"
    assert event["release"] == "loans@1.2.3"
    assert event["level"] == "error"


@pytest.mark.parametrize("workers", [1, 2])
def test_one_event_arrives_from_uvicorn(kent: Kent, tmp_path: Path, workers: int) -> None:
    port = free_port()
    with running_service(
        tmp_path,
        "-m",
        "uvicorn",
        "tests.api.failing_app:app",
        f"--port={port}",
        f"--workers={workers}",
        ready="Application startup complete.",
        SENTRY_DSN=kent.dsn,
        SENTRY_ENVIRONMENT="test",
        SENTRY_RELEASE="loans@1.2.3",
    ) as service:
        assert httpx2.get(f"http://127.0.0.1:{port}/fail", trust_env=False).status_code == 500
        service.stop()
    (event,) = kent.bodies("event")
    assert_it_is_the_failure(event)
    assert event["transaction"] == "tests.api.failing_app.fail"


def test_one_event_arrives_from_a_test_client(sentry: Kent) -> None:
    app = create_app(Settings())

    @app.get("/fail")
    async def fail() -> None:
        raise LookupError

    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/fail").status_code == 500
    (event,) = sentry.bodies("event")
    assert_it_is_the_failure(event)
