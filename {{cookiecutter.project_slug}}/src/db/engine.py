"""The database: how it is reached, and brought to the schema that this release expects."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from src.core.settings import Settings, SettingsError

EXPECTED_URL = "expected sqlite:///<file> or postgresql://<user>:<password>@<host>/<database>."
# A URL as hosts hand it out -> the one that names an async driver.
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


def create_engine(settings: Settings) -> AsyncEngine:
    """An engine for the database of the settings; it connects when it is first used.

    Raises:
        SettingsError: `DATABASE_URL` is not the URL of such a database.
    """
    try:
        url = make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):
        raise SettingsError(f"DATABASE_URL is not a database URL: {EXPECTED_URL}") from None
    driver = DRIVERS.get(url.drivername, url.drivername)
    if driver not in DRIVERS.values():
        raise SettingsError(f"DATABASE_URL is for {url.drivername}: {EXPECTED_URL}")
    return create_async_engine(url.set(drivername=driver), pool_pre_ping=True)


def migrate(settings: Settings) -> None:
    """Upgrade the database to the newest migration.

    Raises:
        SettingsError: The database does not answer.
    """
    asyncio.run(_connect(create_engine(settings)))
    command.upgrade(Config(toml_file=Path(__file__).parents[2] / "pyproject.toml"), "head")


async def _connect(engine: AsyncEngine) -> None:
    try:
        async with engine.connect():
            pass
    except Exception as error:  # of the driver, of SQLAlchemy or of the system
        place = engine.url.host or engine.url.database
        reason = type(error).__name__
        raise SettingsError(f"DATABASE_URL: the database at {place} does not answer ({reason}).") from None
    finally:
        await engine.dispose()
