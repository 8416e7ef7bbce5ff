"""The loan service over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from src.api.auth import UserId
from src.api.problems import problem
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.session import Users
# jinja: endif
from src.loans.credit_bureau import CreditBureau, CreditCheckError
from src.loans.models import Loan, LoanApplication
from src.loans.process import process_loan
# jinja: if cookiecutter.database == "none"
from src.loans.users import UserRepository
# jinja: endif


class State(TypedDict):
    """What lives as long as the application, on every `request.state`."""

    credit_bureau: CreditBureau


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[State]:
    """Keep one client of the credit bureau open."""
    async with CreditBureau(app.state.settings.credit_bureau_url) as bureau:
        yield {"credit_bureau": bureau}


def get_credit_bureau(request: Request) -> CreditBureau:
    """The client that the application keeps."""
    bureau: CreditBureau = request.state.credit_bureau
    return bureau


Bureau = Annotated[CreditBureau, Depends(get_credit_bureau)]
# jinja: if cookiecutter.database == "none"
Users = Annotated[UserRepository, Depends(UserRepository)]
# jinja: endif

router = APIRouter(prefix="/loans", tags=["loans"], lifespan=lifespan)


@router.post("", status_code=201, response_model=Loan, responses={502: {"description": "No credit check"}})
async def apply(
    request: Request, application: LoanApplication, user_id: UserId, users: Users, bureau: Bureau
) -> Loan | JSONResponse:
    """Apply for a loan, and be told at once."""
    if user_id not in (None, application.user_id):
        raise HTTPException(403, "Apply for yourself.")
    try:
        return await process_loan(application, users, bureau)
    except CreditCheckError:  # has been reported
        return problem(request, 502, detail="The credit bureau does not answer.")
