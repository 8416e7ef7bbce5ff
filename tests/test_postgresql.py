"""A baked service on PostgreSQL: it migrates, keeps its users there, and says in one line that it is gone."""

from collections.abc import Iterator

import pytest

from tests.conftest import Bake, each, run
from tests.postgresql import PostgreSQL, running_postgresql
from tests.service import APPLY, Service, free_port

ON_A_DATABASE = each(service_type=("fastapi", "aiogram"), database=("sqlalchemy",))


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    """A server for these tests."""
    with running_postgresql() as postgresql:
        yield postgresql


@pytest.mark.parametrize("answers", ON_A_DATABASE)
def test_it_migrates_and_keeps_its_users_there(service: Bake, postgresql: PostgreSQL, answers: dict[str, str]) -> None:
    database = postgresql.new_database()
    APPLY[answers["service_type"]](service(**answers), DATABASE_URL=postgresql.url(database))
    assert postgresql.query(database, "SELECT id FROM users") == [(42,)]


@pytest.mark.parametrize("answers", ON_A_DATABASE[:1])
def test_its_own_database_tests_pass_there(service: Bake, postgresql: PostgreSQL, answers: dict[str, str]) -> None:
    database = postgresql.new_database()
    run(service(**answers), "uv", "run", "pytest", "tests/db", TEST_DATABASE_URL=postgresql.url(database))
    assert ("alembic_version",) in postgresql.query(
        database, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )


@pytest.mark.parametrize("answers", ON_A_DATABASE[:1])
def test_two_that_start_together_migrate_once(service: Bake, postgresql: PostgreSQL, answers: dict[str, str]) -> None:
    database = postgresql.new_database()
    project = service(**answers)
    url = postgresql.url(database)
    replicas = [Service(project, DATABASE_URL=url, PORT=str(free_port())) for _ in range(2)]
    for replica in replicas:
        replica.wait_for("Application startup complete.")
    logs = [replica.log for replica in replicas]
    for replica in replicas:
        replica.close()
    assert sum(log.count("Running upgrade  -> 0001") for log in logs) == 1, logs
    assert postgresql.query(database, "SELECT version_num FROM alembic_version") == [("0001",)]


@pytest.mark.parametrize("answers", ON_A_DATABASE[:1])
@pytest.mark.parametrize("problem", ["no such database", "no such user", "no server"])
def test_a_database_that_does_not_let_it_in_is_one_line(
    service: Bake, postgresql: PostgreSQL, answers: dict[str, str], problem: str
) -> None:
    url = {
        "no such database": postgresql.url("missing"),
        "no such user": postgresql.url("postgres").replace("//postgres@", "//missing:s3cr3t@"),
        "no server": "postgresql://postgres:s3cr3t@/postgres?host=/missing",
    }[problem]
    stopped = Service(service(**answers), DATABASE_URL=url, LOG_LEVEL="ERROR")
    assert stopped.process.wait(timeout=90) == 1
    (line,) = stopped.log.splitlines()
    stopped.close()
    assert line.startswith("DATABASE_URL: the database at /")
    assert "s3cr3t" not in line
