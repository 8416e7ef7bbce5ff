"""Users are found, and added when they are met for the first time."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.settings import get_settings
from src.db.engine import create_engine, migrate
from src.db.models import User
from src.db.users import UserRepository


def test_a_user_who_is_met_twice_at_the_same_time_is_added_once() -> None:
    async def meet() -> int:
        engine = create_engine(get_settings())

        async def get(user_id: int) -> None:
            async with AsyncSession(engine) as session, session.begin():
                assert (await UserRepository(session).get(user_id)).id == user_id

        await asyncio.gather(*(get(2**40) for _ in range(5)))
        async with AsyncSession(engine) as session:
            count = await session.scalar(select(func.count()).select_from(User))
        await engine.dispose()
        return count or 0

    migrate(get_settings())
    assert asyncio.run(meet()) == 1
