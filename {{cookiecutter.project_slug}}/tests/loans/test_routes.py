"""Loans over HTTP, and what Sentry hears of them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx2
import pytest

from tests.support.kent import running_kent
from tests.support.service import free_port, running_service

APPLICATIONS: dict[str, dict[str, Any]] = {
    "approved": {"user_id": 42, "amount": "500.00"},
    "declined": {"user_id": 42, "amount": "5000.00"},
    "failing": {"user_id": 500, "amount": "500"},
    "empty": {},
    "no-user": {"user_id": 0, "amount": 1},
    "huge-user": {"user_id": 2**63, "amount": 1},
    "no-amount": {"user_id": 1, "amount": "nan"},
    "for-another": {"user_id": 43, "amount": 1},
}


class Asked(NamedTuple):
    """What was answered, and what Sentry got, by the ids of the requests."""

    answers: dict[str, httpx2.Response]
    items: list[dict[str, Any]]

    def bodies(self, kind: str, request_id: str) -> list[dict[str, Any]]:
        """The contents of the items of this kind."""
        bodies = [item["body"] for item in self.items if item["header"]["type"] == kind]
        return [body for body in bodies if body["tags"]["request_id"] == request_id]

    def traced(self, request_id: str, name: str) -> dict[str, Any]:
        """The transaction of this name."""
        (transaction,) = [body for body in self.bodies("transaction", request_id) if body["transaction"] == name]
        return transaction


@pytest.fixture(scope="module")
def asked(credit_bureau_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A service that was asked for all of these loans and then stopped, so that all it had to tell has arrived."""
    port = free_port()
    with running_kent() as kent:
        with running_service(
            tmp_path_factory.mktemp("loans"),
            *("-m", "src.main"),
            ready="Application startup complete.",
            PORT=str(port),
            SENTRY_DSN=kent.dsn,
            SENTRY_TRACES_SAMPLE_RATE="1",
            EXAMPLE_TOKENS='{"of-42": 42}',
            CREDIT_BUREAU_URL=credit_bureau_url,
        ):
            answers = {}
            for request_id, application in APPLICATIONS.items():
                headers = {"X-Request-ID": request_id}
                if request_id in {"approved", "for-another"}:
                    headers["Authorization"] = "Bearer of-42"
                url = f"http://127.0.0.1:{port}/loans"
                answers[request_id] = httpx2.post(url, json=application, headers=headers, trust_env=False)
        yield Asked(answers, kent.items())


@pytest.mark.parametrize("status", ["approved", "declined"])
def test_a_loan_is_decided_and_traced_in_two_steps(asked: Asked, status: str) -> None:
    assert asked.answers[status].status_code == 201
    loan = asked.answers[status].json()
    amount = APPLICATIONS[status]["amount"]
    assert (loan["user_id"], loan["amount"], loan["status"]) == (42, amount, status)
    assert asked.bodies("event", status) == []
    transaction = asked.traced(status, "process_loan")
    context = transaction["contexts"]["loan"]
    assert (context["id"], context["amount"], context["status"]) == (loan["id"], amount, status)
    assert transaction["contexts"]["trace"]["op"] == "task"
    steps = {(span["op"], span["description"]) for span in transaction["spans"]}
    assert {("db", "fetch_user"), ("http", "credit_check")} <= steps


def test_a_trace_shows_the_request_and_within_it_the_loan_its_queries_and_its_calls(asked: Asked) -> None:
    request = asked.traced("approved", "src.loans.routes.apply")["contexts"]["trace"]
    loan = asked.traced("approved", "process_loan")
    assert (loan["contexts"]["trace"]["trace_id"], request["op"]) == (request["trace_id"], "http.server")
    steps = {span["description"]: span["span_id"] for span in loan["spans"]}
    (call,) = [span for span in loan["spans"] if span["op"] == "http.client"]
    assert call["parent_span_id"] == steps["credit_check"]
    # jinja: if cookiecutter.database == "sqlalchemy"
    queries = [span for span in loan["spans"] if span["op"] == "db" and span["description"].startswith("SELECT")]
    assert [query["parent_span_id"] for query in queries] == [steps["fetch_user"]]
    # jinja: endif


def test_a_failing_credit_check_is_one_event(asked: Asked) -> None:
    (event,) = asked.bodies("event", "failing")
    answer = asked.answers["failing"]
    assert answer.status_code == 502
    assert answer.json()["event_id"] == event["event_id"]
    assert answer.json()["trace_id"] == event["contexts"]["trace"]["trace_id"]
    cause, failure = event["exception"]["values"]
    assert (cause["type"], failure["type"]) == ("HTTPStatusError", "CreditCheckError")
    assert failure["value"] == "no credit check of user 500"
    assert event["fingerprint"][0] == "upstream-status"
    assert event["extra"]["user_id"] == 500
    assert event["extra"]["operation"] == "credit_check"
    assert event["extra"]["loan_id"] == event["contexts"]["loan"]["id"]
    assert event["contexts"]["loan"]["status"] == "pending"


@pytest.mark.parametrize("application", ["empty", "no-user", "huge-user", "no-amount"])
def test_an_application_that_makes_no_sense_is_refused_and_no_event(asked: Asked, application: str) -> None:
    assert asked.answers[application].status_code == 422
    assert asked.bodies("event", application) == []


def test_nobody_applies_for_another(asked: Asked) -> None:
    assert asked.answers["for-another"].status_code == 403
