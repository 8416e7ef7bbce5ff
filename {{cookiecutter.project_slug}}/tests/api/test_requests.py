"""Sentry, the log and the client know a request by the same id, its route and its user."""

import re

import pytest
from fastapi.testclient import TestClient

from src.api.app import create_app
from src.core.settings import Settings
from tests.api.conftest import Told


def test_an_event_has_its_route_and_its_request_id(told: Told) -> None:
    (event,) = told.bodies("event", "status-500")
    assert event["tags"] == {"request_id": "status-500", "route": "/status/{status}"}


def test_an_event_has_the_id_of_the_user_who_asked_and_nothing_else_of_them(told: Told) -> None:
    (event,) = told.bodies("event", "user")
    assert event["user"] == {"id": "42"}


def test_a_token_that_nobody_has_is_refused(told: Told) -> None:
    answer = told.answers["nobody"]
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert told.bodies("event", "nobody") == []


def test_the_log_has_one_line_for_a_request_without_its_url_or_its_client(told: Told) -> None:
    assert " INFO src.api.requests: GET (no route): 404 in " in told.line("unrouted")
    assert " WARNING src.api.requests: GET /status/{status}: 503 in " in told.line("status-503")
    assert "jane" not in told.log
    assert "uvicorn.access" not in told.log


def test_a_health_check_is_neither_logged_nor_traced(told: Told) -> None:
    assert told.answers["health"].json() == {"status": "ok"}
    assert "/health" not in told.log
    assert told.bodies("transaction", "health") == []


@pytest.mark.parametrize("given", [b"", b"two words", b"x" * 65, b"line\tbreak", b"\xe9", b"a=b", b'"quoted"'])
def test_a_bad_id_of_a_request_is_replaced(given: bytes) -> None:
    with TestClient(create_app(Settings())) as client:
        answer = client.get("/health/live", headers={b"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
