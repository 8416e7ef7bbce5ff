"""The credit bureau, which is asked over HTTP."""

from decimal import Decimal

import httpx2
from pydantic import BaseModel, HttpUrl, ValidationError

TIMEOUT_SECONDS = 5.0


class CreditCheckError(Exception):
    """The credit bureau gave no answer, or none that can be read."""


class CreditCheck(BaseModel):
    """The bureau's answer."""

    approved: bool


class CreditBureau:
    """A client of the credit bureau. Close it, or use it in `async with`."""

    def __init__(self, base_url: HttpUrl) -> None:
        self._http = httpx2.AsyncClient(base_url=str(base_url), timeout=TIMEOUT_SECONDS)

    async def __aenter__(self) -> "CreditBureau":
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def ping(self) -> None:
        """Ask whether the bureau answers at all.

        Raises:
            CreditCheckError: It does not. The cause says why.
        """
        try:
            response = await self._http.get("")
        except httpx2.HTTPError as error:
            raise CreditCheckError("the bureau cannot be reached") from error
        if response.is_server_error:
            raise CreditCheckError(f"the bureau answers with {response.status_code}")

    async def approves(self, user_id: int, amount: Decimal) -> bool:
        """Whether the bureau approves of lending this amount to this user.

        Raises:
            CreditCheckError: It could not be asked. The cause says why.
        """
        try:
            response = await self._http.post("credit-checks", json={"user_id": user_id, "amount": str(amount)})
            response.raise_for_status()
            return CreditCheck.model_validate_json(response.content).approved
        except (httpx2.HTTPError, ValidationError) as error:
            raise CreditCheckError(f"no credit check of user {user_id}") from error
