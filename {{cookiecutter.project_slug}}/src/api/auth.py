"""Who asks. An EXAMPLE of a scheme: put the verification of your own tokens in place of `user_of`."""

from hmac import compare_digest
from typing import Annotated

import sentry_sdk
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from src.core.settings import Settings

bearer = HTTPBearer(auto_error=False)


def user_of(token: str, settings: Settings) -> int | None:
    """The id of the user whom the settings give this token, if there is one. `EXAMPLE_TOKENS` is empty by default."""
    user_id = None
    for known, owner in settings.example_tokens.items():
        if compare_digest(known.encode(), token.encode()):
            user_id = owner
    return user_id


async def get_user_id(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> int | None:
    """The id of the user who asks, which is all that Sentry gets of them; None if they do not say who they are.

    Raises:
        HTTPException: 401, nobody has this token.
    """
    if credentials is None:
        return None
    user_id = user_of(credentials.credentials, request.app.state.settings)
    if user_id is None:
        raise HTTPException(401, "Nobody has this token.", {"WWW-Authenticate": "Bearer"})
    sentry_sdk.set_user({"id": str(user_id)})
    return user_id


UserId = Annotated[int | None, Depends(get_user_id)]
