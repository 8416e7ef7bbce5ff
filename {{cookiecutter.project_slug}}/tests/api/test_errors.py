"""A request that fails is one event, wherever it fails, and the client learns its ids and nothing else."""

from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from src.api.app import create_app
from src.core.settings import Settings
from tests.api.conftest import Told
from tests.support.kent import Kent
from tests.support.service import Service, free_port, running_service

HANDLER = "tests.api.failing_app"
# Where it fails -> what the event is named after.
FAILURES = {
    "route": f"{HANDLER}.fail",
    "sync": f"{HANDLER}.fail_in_thread",
    "dependency": f"{HANDLER}.depend",
    "middleware": "500",
    "handler": f"{HANDLER}.fail_for_handler",
    "group": f"{HANDLER}.fail_twice",
    "after": f"{HANDLER}.answer_first",
    "background": f"{HANDLER}.schedule",
    "stream": f"{HANDLER}.stream",
    "mounted": f"{HANDLER}.fail_mounted",
    "socket-before": f"{HANDLER}.talk",
    "socket-after": f"{HANDLER}.talk",
}
ANSWERED = ("route", "sync", "dependency", "middleware", "handler", "group")


@pytest.mark.parametrize(("place", "transaction"), FAILURES.items(), ids=FAILURES)
def test_a_failure_is_one_event_wherever_it_happens(told: Told, place: str, transaction: str) -> None:
    (event,) = told.bodies("event", place)
    assert event["exception"]["values"][-1]["mechanism"]["handled"] is False
    assert event["transaction"] == transaction
    assert (event["environment"], event["release"], event["level"]) == ("test", "loans@1.2.3", "error")


def test_a_task_that_fails_and_that_nobody_awaits_is_one_event_of_its_request(told: Told) -> None:
    (event,) = told.bodies("event", "forgotten")
    assert event["exception"]["values"][-1]["value"] == "background"
    assert event["transaction"] == f"{HANDLER}.forget"
    assert [body for body in told.bodies("event") if "request_id" not in body["tags"]] == []


def test_a_task_whose_failure_is_expected_is_no_event(told: Told) -> None:
    assert told.answers["expected"].status_code == 200
    assert told.bodies("event", "expected") == []


@pytest.mark.parametrize("place", ANSWERED)
def test_the_answer_is_a_problem_with_the_ids_of_the_event(told: Told, place: str) -> None:
    (event,) = told.bodies("event", place)
    answer = told.answers[place]
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == place
    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "request_id": place,
        "event_id": event["event_id"],
        "trace_id": event["contexts"]["trace"]["trace_id"],
    }


@pytest.mark.parametrize("place", [*ANSWERED, "after", "background", "stream", "captured", "status-503"])
def test_the_line_in_the_log_has_the_same_ids(told: Told, place: str) -> None:
    (event,) = told.bodies("event", place)
    line = told.line(place)
    assert f"event_id={event['event_id']}" in line
    assert f"trace_id={event['contexts']['trace']['trace_id']}" in line


@pytest.mark.parametrize("status", [500, 503, 599])
def test_an_http_error_from_500_on_is_one_event_and_says_nothing(told: Told, status: int) -> None:
    (event,) = told.bodies("event", f"status-{status}")
    answer = told.answers[f"status-{status}"]
    assert answer.json()["event_id"] == event["event_id"]
    assert event["exception"]["values"][-1]["type"] == "HTTPException"
    assert answer.status_code == status
    assert answer.headers["x-why"] == "because"
    assert "s3cr3t" not in answer.text


def test_an_http_error_in_a_mounted_application_is_one_event(told: Told) -> None:
    (event,) = told.bodies("event", "mounted-status")
    assert event["tags"]["route"] == "/mounted/status"


@pytest.mark.parametrize("status", [401, 404, 418])
def test_an_http_error_below_500_is_no_event_and_says_why(told: Told, status: int) -> None:
    answer = told.answers[f"status-{status}"].json()
    assert (answer["status"], answer["detail"]) == (status, "s3cr3t-of-somebody")
    assert answer.keys() == {"type", "title", "status", "detail", "request_id", "trace_id"}
    assert told.bodies("event", f"status-{status}") == []


@pytest.mark.parametrize("name", ["unrouted", "wrong-method", "head", "options", "nested"])
def test_a_request_for_what_is_not_there_is_no_event(told: Told, name: str) -> None:
    assert told.answers[name].status_code in {404, 405}
    assert told.answers[name].headers["content-type"] == "application/problem+json"
    assert told.bodies("event", name) == []


def test_what_is_raised_from_a_captured_error_is_no_second_event(told: Told) -> None:
    (event,) = told.bodies("event", "captured")
    assert told.answers["captured"].status_code == 503
    assert told.answers["captured"].json()["event_id"] == event["event_id"]


@pytest.mark.parametrize("name", ["gone", "socket-left"])
def test_a_client_that_goes_away_is_no_event(told: Told, name: str) -> None:
    assert told.line(name)
    assert told.bodies("event", name) == []


@pytest.mark.parametrize("name", ["invalid", "invalid-json"])
def test_what_is_invalid_is_explained_and_not_repeated(told: Told, name: str) -> None:
    answer = told.answers[name]
    assert answer.status_code == 422
    assert answer.json()["errors"][0].keys() == {"loc", "msg", "type"}
    assert "s3cr3t" not in answer.text
    (transaction,) = told.bodies("transaction", name)
    assert "s3cr3t" not in str(transaction)
    assert told.bodies("event", name) == []
    assert '"number": ' not in told.log


@pytest.mark.parametrize(("fails_at", "code"), [("start", 3), ("stop", None)])
def test_a_failure_in_the_lifespan_is_one_event(kent: Kent, tmp_path: Path, fails_at: str, code: int | None) -> None:
    command = ["-m", "uvicorn", "tests.api.failing_app:app", f"--port={free_port()}"]
    service = Service(tmp_path, *command, SENTRY_DSN=kent.dsn, FAIL_AT=fails_at)
    if fails_at == "start":
        assert service.outcome()[0] == code
    else:
        service.wait_for("Application startup complete.")
        service.stop()
        service.close()
    (event,) = kent.bodies("event")
    assert event["exception"]["values"][-1]["value"] == fails_at


def test_one_event_arrives_from_one_of_several_workers(kent: Kent, tmp_path: Path) -> None:
    port = free_port()
    command = ["-m", "uvicorn", "tests.api.failing_app:app", f"--port={port}", "--workers=2"]
    with running_service(tmp_path, *command, ready="Application startup complete.", SENTRY_DSN=kent.dsn):
        assert httpx2.get(f"http://127.0.0.1:{port}/fail/route", trust_env=False).status_code == 500
    (event,) = kent.bodies("event")
    assert event["transaction"] == "tests.api.failing_app.fail"


def test_one_event_arrives_from_a_test_client(sentry: Kent) -> None:
    app = create_app(Settings())

    @app.get("/fail")
    async def fail() -> None:
        raise LookupError

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/fail")
    (event,) = sentry.bodies("event")
    assert answer.json()["event_id"] == event["event_id"]


def test_without_sentry_the_answer_has_the_id_of_the_request_alone() -> None:
    app = create_app(Settings())

    @app.get("/fail")
    async def fail() -> None:
        raise LookupError

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/fail", headers={"X-Request-ID": "17"})
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500, "request_id": "17"}
