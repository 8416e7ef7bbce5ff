"""The service's users, kept in memory."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class User:
    """A person, known by the id that whoever authenticated them gives."""

    id: int


class UserRepository:
    """Finds users, and adds the ones that it meets for the first time. All repositories share them."""

    _users: ClassVar[dict[int, User]] = {}

    async def get(self, user_id: int) -> User:
        """The user of this id."""
        return self._users.setdefault(user_id, User(user_id))
