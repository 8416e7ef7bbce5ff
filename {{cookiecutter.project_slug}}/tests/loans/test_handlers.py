"""Loans over Telegram, and what Sentry hears of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.bot_api import running_bot_api
from tests.support.kent import Kent
from tests.support.service import running_service

Write = Callable[..., list[str]]


@pytest.fixture
def write(kent: Kent, credit_bureau_url: str, tmp_path: Path) -> Write:
    """The answers of a bot that is then stopped, so that all it had to tell Sentry has arrived."""

    def write(*texts: str, user_id: int = 42) -> list[str]:
        with running_bot_api() as bot_api:
            with running_service(
                tmp_path,
                "-m",
                "src.main",
                ready="Start polling",
                SENTRY_DSN=kent.dsn,
                SENTRY_TRACES_SAMPLE_RATE="1",
                CREDIT_BUREAU_URL=credit_bureau_url,
                **bot_api.settings,
            ):
                for text in texts:
                    bot_api.send(text, user_id)
                bot_api.wait_for("sendMessage", len(texts))
            return [answer["text"] for answer in bot_api.wait_for("sendMessage", len(texts))]

    return write


def process_loan_transaction(kent: Kent) -> dict[str, Any]:
    (transaction,) = [body for body in kent.bodies("transaction") if body["transaction"] == "process_loan"]
    return transaction


@pytest.mark.parametrize(("amount", "status"), [("500.00", "approved"), ("5000.00", "declined")])
def test_a_loan_is_decided_and_traced_in_two_steps(write: Write, kent: Kent, amount: str, status: str) -> None:
    assert write(f"/loan {amount}") == [f"Your loan of {amount} is {status}."]
    assert kent.bodies("event") == []
    transaction = process_loan_transaction(kent)
    assert transaction["contexts"]["loan"]["amount"] == amount
    assert transaction["contexts"]["loan"]["status"] == status
    assert transaction["contexts"]["trace"]["op"] == "task"
    steps = {(span["op"], span["description"]) for span in transaction["spans"]}
    assert {("db", "fetch_user"), ("http", "credit_check")} <= steps


def test_a_failing_credit_check_is_one_event(write: Write, kent: Kent) -> None:
    assert write("/loan 500", user_id=500) == ["The credit bureau does not answer. Try again later."]
    (event,) = kent.bodies("event")
    cause, failure = event["exception"]["values"]
    assert (cause["type"], failure["type"]) == ("HTTPStatusError", "CreditCheckError")
    assert failure["value"] == "no credit check of user 500"
    assert event["extra"]["user_id"] == 500
    assert event["extra"]["operation"] == "credit_check"
    assert event["extra"]["loan_id"] == event["contexts"]["loan"]["id"]
    assert event["contexts"]["loan"]["status"] == "pending"


def test_an_amount_that_makes_no_sense_is_explained_and_no_event(write: Write, kent: Kent) -> None:
    answers = write("/loan", "/loan much", "/loan -5", "/loan nan", "/loan 1e99")
    assert {answer.split(",")[0] for answer in answers} == {"Say how much"}
    assert kent.bodies("event") == []
