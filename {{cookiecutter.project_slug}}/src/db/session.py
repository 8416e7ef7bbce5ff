"""One database session, and one transaction, a request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from src.db.users import UserRepository


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """A session whose transaction is committed when the route returns, and rolled back when it raises."""
    async with AsyncSession(request.app.state.engine, expire_on_commit=False) as session, session.begin():
        yield session


# The scope: commit before the response is sent, not after it.
Session = Annotated[AsyncSession, Depends(get_session, scope="function")]


def get_users(session: Session) -> UserRepository:
    """The users, in this request's session."""
    return UserRepository(session)


Users = Annotated[UserRepository, Depends(get_users)]
