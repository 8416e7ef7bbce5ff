"""The migrations make the tables that the models describe."""

import asyncio

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from src.core.settings import get_settings
from src.db.engine import create_engine, migrate
from tests.support.service import ROOT


def test_the_migrated_database_is_what_the_models_describe() -> None:
    migrate(get_settings())
    command.check(Config(toml_file=ROOT / "pyproject.toml"))


def test_migrating_twice_changes_nothing() -> None:
    migrate(get_settings())
    migrate(get_settings())


def test_every_migration_can_be_undone() -> None:
    migrate(get_settings())
    command.downgrade(Config(toml_file=ROOT / "pyproject.toml"), "base")

    async def tables() -> list[str]:
        engine = create_engine(get_settings())
        async with engine.connect() as connection:
            names = await connection.run_sync(lambda connection: inspect(connection).get_table_names())
        await engine.dispose()
        return names

    assert asyncio.run(tables()) == ["alembic_version"]
