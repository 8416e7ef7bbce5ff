"""Loans over HTTP, and what Sentry hears of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.kent import Kent
from tests.support.service import free_port, running_service

Apply = Callable[[dict[str, Any]], httpx2.Response]


@pytest.fixture
def apply(kent: Kent, credit_bureau_url: str, tmp_path: Path) -> Apply:
    """Apply for a loan at a service that is then stopped, so that all it had to tell Sentry has arrived."""

    def apply(application: dict[str, Any]) -> httpx2.Response:
        port = free_port()
        with running_service(
            tmp_path,
            "-m",
            "src.main",
            ready="Application startup complete.",
            PORT=str(port),
            SENTRY_DSN=kent.dsn,
            SENTRY_TRACES_SAMPLE_RATE="1",
            CREDIT_BUREAU_URL=credit_bureau_url,
        ):
            return httpx2.post(f"http://127.0.0.1:{port}/loans", json=application, trust_env=False)

    return apply


def process_loan_transaction(kent: Kent) -> dict[str, Any]:
    (transaction,) = [body for body in kent.bodies("transaction") if body["transaction"] == "process_loan"]
    return transaction


@pytest.mark.parametrize(("amount", "status"), [("500.00", "approved"), ("5000.00", "declined")])
def test_a_loan_is_decided_and_traced_in_two_steps(apply: Apply, kent: Kent, amount: str, status: str) -> None:
    response = apply({"user_id": 42, "amount": amount})
    assert response.status_code == 201
    loan = response.json()
    assert (loan["user_id"], loan["amount"], loan["status"]) == (42, amount, status)
    assert kent.bodies("event") == []
    transaction = process_loan_transaction(kent)
    context = transaction["contexts"]["loan"]
    assert (context["id"], context["amount"], context["status"]) == (loan["id"], amount, status)
    assert transaction["contexts"]["trace"]["op"] == "task"
    steps = {(span["op"], span["description"]) for span in transaction["spans"]}
    assert {("db", "fetch_user"), ("http", "credit_check")} <= steps


def test_a_failing_credit_check_is_one_event(apply: Apply, kent: Kent) -> None:
    response = apply({"user_id": 500, "amount": "500"})
    assert response.status_code == 502
    (event,) = kent.bodies("event")
    cause, failure = event["exception"]["values"]
    assert (cause["type"], failure["type"]) == ("HTTPStatusError", "CreditCheckError")
    assert failure["value"] == "no credit check of user 500"
    assert event["extra"]["user_id"] == 500
    assert event["extra"]["operation"] == "credit_check"
    assert event["extra"]["loan_id"] == event["contexts"]["loan"]["id"]
    assert event["contexts"]["loan"]["status"] == "pending"


@pytest.mark.parametrize(
    "application", [{}, {"user_id": 0, "amount": 1}, {"user_id": 2**63, "amount": 1}, {"user_id": 1, "amount": "nan"}]
)
def test_an_application_that_makes_no_sense_is_refused_and_no_event(
    apply: Apply, kent: Kent, application: dict[str, Any]
) -> None:
    assert apply(application).status_code == 422
    assert kent.bodies("event") == []
