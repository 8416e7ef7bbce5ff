"""The database: how it is reached, and brought to the schema that this release expects."""

import asyncio
from pathlib import Path
from typing import Any

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlalchemy.engine import Dialect, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from src.core.settings import Settings, SettingsError

CONNECTS_WITHIN_SECONDS = 10.0
EXPECTED_URL = "expected sqlite:///<file> or postgresql://<user>:<password>@<host>/<database>."
# A URL as hosts hand it out -> the one that names an async driver.
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
CONNECT_WITHIN_SECONDS = 5.0
IN_MEMORY = frozenset({None, "", ":memory:"})


class DatabaseUnavailableError(Exception):
    """The database cannot be reached, or the connection to it is lost. The cause says why."""

    fingerprint = ("database-unavailable",)


def create_engine(settings: Settings) -> AsyncEngine:
    """An engine for the database of the settings; it connects when it is first used.

    Where the database fails as a whole, and not a statement, what it raises is a `DatabaseUnavailableError`.

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
    if sslmode := url.query.get("sslmode"):  # libpq's name for what asyncpg calls ssl
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": sslmode})
    options: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {"timeout": CONNECT_WITHIN_SECONDS}}
    if url.database not in IN_MEMORY:
        options["pool_timeout"] = CONNECT_WITHIN_SECONDS
    engine = create_async_engine(url.set(drivername=driver), **options)
    event.listen(engine.sync_engine, "do_connect", _connect_or_say_so)
    event.listen(engine.sync_engine, "handle_error", _say_so_when_disconnected)
    return engine


def _connect_or_say_so(dialect: Dialect, _: object, args: Any, options: Any) -> Any:
    try:
        return dialect.connect(*args, **options)
    except Exception as error:  # of the driver or of the system
        raise DatabaseUnavailableError(type(error).__name__) from error


def _say_so_when_disconnected(context: ExceptionContext) -> BaseException | None:
    if context.is_disconnect and not context.is_pre_ping:
        return DatabaseUnavailableError(type(context.original_exception).__name__)
    return None


def migrate(settings: Settings) -> None:
    """Upgrade the database to the newest migration.

    Raises:
        SettingsError: The database does not answer.
    """
    url = create_engine(settings).url
    try:
        if url.drivername == DRIVERS["sqlite"]:
            _write_to_sqlite(url)
        else:
            asyncio.run(_connect(create_engine(settings)))
    except Exception as error:  # of the driver, of SQLAlchemy or of the system
        place = url.host or url.query.get("host") or url.database
        reason = error.orig if isinstance(error, DBAPIError) else type(error.__cause__ or error).__name__
        raise SettingsError(f"DATABASE_URL: the database at {place} does not answer ({reason}).") from None
    command.upgrade(Config(toml_file=Path(__file__).parents[2] / "pyproject.toml"), "head")


async def _connect(engine: AsyncEngine) -> None:
    try:
        async with asyncio.timeout(CONNECTS_WITHIN_SECONDS), engine.connect():
            pass
    finally:
        await engine.dispose()


def _write_to_sqlite(url: sqlalchemy.URL) -> None:
    # Not through aiosqlite: where it cannot open a file, its thread reports so to an event loop that has ended.
    engine = sqlalchemy.create_engine(url.set(drivername="sqlite"), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
