"""Runs the migrations, for `python -m src.main` and for the `alembic` command."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

from src.core.settings import get_settings
from src.db.engine import create_engine
from src.db.models import Base

# Any number that nobody else locks: replicas that start together migrate one after the other.
LOCK = 7_233_402


def migrate(connection: Connection) -> None:
    """Run them in one transaction."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.run_migrations()


async def connect_and_migrate() -> None:
    """Run them on the database of the settings."""
    engine = create_engine(get_settings())
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if context.is_offline_mode():
    context.configure(dialect_name=create_engine(get_settings()).dialect.name, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(connect_and_migrate())
