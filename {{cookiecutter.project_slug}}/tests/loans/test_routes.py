"""Loans over HTTP, and what Sentry hears of them."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.loans.conftest import Decision
from tests.support.kent import Kent
from tests.support.service import free_port, running_service

Apply = Callable[[dict[str, Any]], httpx2.Response]


@pytest.fixture(scope="module")
def url(_kent: Kent, credit_bureau_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service takes applications."""
    port = free_port()
    with running_service(
        tmp_path_factory.mktemp("service"),
        "-m",
        "src.main",
        ready="Application startup complete.",
        PORT=str(port),
        SENTRY_DSN=_kent.dsn,
        SENTRY_TRACES_SAMPLE_RATE="1",
        CREDIT_BUREAU_URL=credit_bureau_url,
    ):
        yield f"http://127.0.0.1:{port}/loans"


@pytest.fixture
def apply(url: str, decision: Decision) -> Apply:
    """Apply for a loan, and wait until Sentry has heard all of it: a loan of 1.00 is decided on after it."""

    def apply(application: dict[str, Any]) -> httpx2.Response:
        response = httpx2.post(url, json=application, trust_env=False)
        httpx2.post(url, json={"user_id": 1, "amount": "1.00"}, trust_env=False).raise_for_status()
        decision("1.00")
        return response

    return apply


@pytest.mark.parametrize(("amount", "status"), [("500.00", "approved"), ("5000.00", "declined")])
def test_a_loan_is_decided_and_traced_in_two_steps(
    apply: Apply, decision: Decision, kent: Kent, amount: str, status: str
) -> None:
    response = apply({"user_id": 42, "amount": amount})
    assert response.status_code == 201
    loan = response.json()
    assert (loan["user_id"], loan["amount"], loan["status"]) == (42, amount, status)
    assert kent.bodies("event") == []
    transaction = decision(amount)
    context = transaction["contexts"]["loan"]
    assert (context["id"], context["status"]) == (loan["id"], status)
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
