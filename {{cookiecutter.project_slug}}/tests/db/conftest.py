"""An empty database: a SQLite file in the test's own folder, or the PostgreSQL database of `TEST_DATABASE_URL`."""

import asyncio
import os

import pytest
from sqlalchemy import text

from src.core.settings import get_settings
from src.db.engine import create_engine


@pytest.fixture(autouse=True)
def _empty_database(_clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def empty() -> None:
        engine = create_engine(get_settings())
        async with engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
        await engine.dispose()

    if url := os.environ.get("TEST_DATABASE_URL"):
        monkeypatch.setenv("DATABASE_URL", url)
        asyncio.run(empty())
