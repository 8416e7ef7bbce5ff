"""One database session, and one transaction, an update."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from src.db.users import UserRepository


class SessionMiddleware(BaseMiddleware):
    """Gives handlers a `session`, and the `users` in it.

    Its transaction is committed when the handler returns, and rolled back when it raises.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            return await handler(event, {**data, "session": session, "users": UserRepository(session)})
