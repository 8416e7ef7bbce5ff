"""Decides on a loan, and tells Sentry about it."""

import logging
from typing import Any

import sentry_sdk

# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.users import UserRepository
# jinja: endif
from src.loans.credit_bureau import CreditBureau, CreditCheckError
from src.loans.models import Loan, LoanApplication, LoanStatus
# jinja: if cookiecutter.database == "none"
from src.loans.users import UserRepository
# jinja: endif

logger = logging.getLogger(__name__)


async def process_loan(application: LoanApplication, users: UserRepository, bureau: CreditBureau) -> Loan:
    """Decide on an application.

    Raises:
        CreditCheckError: The credit bureau could not be asked. It has been reported.
    """
    loan = Loan(user_id=application.user_id, amount=application.amount)
    with sentry_sdk.start_transaction(op="task", name="process_loan", **current_trace()):
        set_loan_context(loan)
        with sentry_sdk.start_span(op="db", name="fetch_user"):
            user = await users.get(loan.user_id)
        try:
            with sentry_sdk.start_span(op="http", name="credit_check"):
                approved = await bureau.approves(user.id, loan.amount)
        except CreditCheckError as error:
            logger.warning("Loan %s: %s.", loan.id, error)
            sentry_sdk.capture_exception(
                error,
                extras={"loan_id": str(loan.id), "user_id": user.id, "operation": "credit_check"},
            )
            raise
        loan.status = LoanStatus.APPROVED if approved else LoanStatus.DECLINED
        set_loan_context(loan)
    return loan


def current_trace() -> dict[str, Any]:
    """Where this is in a trace, if it is in one."""
    span = sentry_sdk.get_current_span()
    return {} if span is None else {"trace_id": span.trace_id, "parent_span_id": span.span_id}


def set_loan_context(loan: Loan) -> None:
    """Show the loan on whatever is reported from here on."""
    sentry_sdk.set_context("loan", {"id": str(loan.id), "amount": str(loan.amount), "status": loan.status})
