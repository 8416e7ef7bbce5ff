"""Sentry, the log and the client know a request by the same id, its route and its user."""

import re

import pytest
from fastapi.testclient import TestClient

from src.api.app import create_app
from src.core.settings import Settings
from tests.api.conftest import CROWD, SECRET, Told

TELLING = "".join(["4111", "1111", "1111", "1111"]).encode()


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


@pytest.mark.parametrize("name", CROWD)
def test_what_is_told_of_one_request_is_on_no_other(told: Told, name: str) -> None:
    (event,) = told.bodies("event", name)
    assert event["tags"] == {"name": name, "request_id": name, "route": "/fail/crowd/{name}"}
    assert [crumb["message"] for crumb in event["breadcrumbs"]["values"]] == [name]
    assert event["contexts"]["trace"]["trace_id"] == told.answers[name].json()["trace_id"]


def test_the_route_says_nothing_of_whom_an_application_is_mounted_for(told: Told) -> None:
    (event,) = told.bodies("event", "mounted-for")
    assert event["tags"]["route"] == "/of/{customer}/route/{number}"
    assert "quackenbush" not in told.line("mounted-for")


def test_what_a_client_should_not_have_sent_stays_here(told: Told) -> None:
    (event,) = told.bodies("event", "told-everything")
    assert event["request"]["headers"]["authorization"] == "[Filtered]"
    assert told.bodies("transaction", "told-everything")
    for secret in (SECRET, "203.0.113.77"):
        assert secret not in str(told.items)
        assert secret not in told.log


@pytest.mark.parametrize(("name", "status"), [("nested", 404), ("preflight", 200)])
def test_an_answer_of_a_mounted_service_or_of_a_middleware_has_the_id_once(told: Told, name: str, status: int) -> None:
    answer = told.answers[name]
    assert answer.status_code == status
    assert answer.headers.get_list("x-request-id") == [name]
    assert told.line(name)


def test_the_log_has_one_line_for_a_request_without_its_url_or_its_client(told: Told) -> None:
    assert " INFO src.api.requests: GET (no route): 404 in " in told.line("unrouted")
    assert " WARNING src.api.requests: GET /status/{status}: 503 in " in told.line("status-503")
    assert "jane" not in told.log
    assert "uvicorn.access" not in told.log


def test_a_health_check_is_neither_logged_nor_traced(told: Told) -> None:
    assert told.answers["health"].json() == {"status": "ok"}
    assert "/health" not in told.log
    assert told.bodies("transaction", "health") == []


@pytest.mark.parametrize("given", [b"", b"two words", b"x" * 65, b"line\tbreak", b"\xe9", b"a=b", b'"quoted"', TELLING])
def test_a_bad_id_of_a_request_is_replaced(given: bytes) -> None:
    with TestClient(create_app(Settings())) as client:
        answer = client.get("/health/live", headers={b"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
