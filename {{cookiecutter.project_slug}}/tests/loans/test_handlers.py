"""Loans over Telegram, and what Sentry hears of them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.bot_api import BotApi, running_bot_api
from tests.support.kent import Kent
from tests.support.service import running_service

Decision = Callable[[str], dict[str, Any]]
Write = Callable[..., list[str]]


@pytest.fixture
def decision(kent: Kent) -> Decision:
    """The transaction that decided on the loan of this amount, as soon as it has arrived."""

    def decision(amount: str) -> dict[str, Any]:
        (transaction,) = kent.wait_for(
            "transaction",
            where=lambda body: body["transaction"] == "process_loan" and body["contexts"]["loan"]["amount"] == amount,
        )
        return transaction

    return decision


@pytest.fixture(scope="module")
def telegram(_kent: Kent, credit_bureau_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    """A Telegram that a bot polls."""
    with (
        running_bot_api() as telegram,
        running_service(
            tmp_path_factory.mktemp("service"),
            "-m",
            "src.main",
            ready="Start polling",
            SENTRY_DSN=_kent.dsn,
            SENTRY_TRACES_SAMPLE_RATE="1",
            CREDIT_BUREAU_URL=credit_bureau_url,
            **telegram.settings,
        ),
    ):
        yield telegram


@pytest.fixture
def write(telegram: BotApi, decision: Decision) -> Write:
    """The bot's answers, once Sentry has heard all of them: a loan of 1.00 is decided on after them."""

    def write(*texts: str, user_id: int = 42) -> list[str]:
        before = len(telegram.wait_for("sendMessage", 0))
        for text in texts:
            telegram.send(text, user_id)
        telegram.wait_for("sendMessage", before + len(texts))
        telegram.send("/loan 1.00")
        answers = telegram.wait_for("sendMessage", before + len(texts) + 1)[before:-1]
        decision("1.00")
        return [answer["text"] for answer in answers]

    return write


@pytest.mark.parametrize(("amount", "status"), [("500.00", "approved"), ("5000.00", "declined")])
def test_a_loan_is_decided_and_traced_in_two_steps(
    write: Write, decision: Decision, kent: Kent, amount: str, status: str
) -> None:
    assert write(f"/loan {amount}") == [f"Your loan of {amount} is {status}."]
    assert kent.bodies("event") == []
    transaction = decision(amount)
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
