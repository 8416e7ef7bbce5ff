"""The service's users, kept in the database."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from src.db.models import User


class UserRepository:
    """Finds users, and adds the ones that it meets for the first time."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, user_id: int) -> User:
        """The user of this id."""
        user = await self._session.get(User, user_id)
        if user is None:
            user = User(id=user_id)
            try:
                async with self._session.begin_nested():
                    self._session.add(user)
            except IntegrityError:  # someone else added it in the meantime
                user = await self._session.get_one(User, user_id)
        return user
