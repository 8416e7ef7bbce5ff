"""What the loan service speaks of."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import BaseModel, Field

UserId = Annotated[int, Field(gt=0, lt=2**63)]
Amount = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=2)]


class LoanApplication(BaseModel):
    """Who wants how much."""

    user_id: UserId
    amount: Amount


class LoanStatus(StrEnum):
    """Where a loan stands."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"


class Loan(LoanApplication):
    """An application that is in hand or decided."""

    id: UUID = Field(default_factory=uuid4)
    status: LoanStatus = LoanStatus.PENDING
