"""The process says whether it is alive and whether it can do its work."""

# jinja: if cookiecutter.database == "sqlalchemy"
import time
from socket import create_server

# jinja: endif
from fastapi.testclient import TestClient

# jinja: if cookiecutter.database == "sqlalchemy"
from src.api import health
# jinja: endif
from src.api.app import create_app
from src.core.settings import Settings


def test_it_is_alive_and_ready() -> None:
    with TestClient(create_app(Settings())) as client:
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 200
# jinja: if cookiecutter.database == "sqlalchemy"


def test_it_is_alive_but_not_ready_without_its_database() -> None:
    settings = Settings(database_url="postgresql://loans@127.0.0.1:9/loans")
    with TestClient(create_app(settings)) as client:
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503


def test_it_says_so_in_time_of_a_database_that_takes_connections_and_is_silent() -> None:
    with create_server(("127.0.0.1", 0)) as silent:
        settings = Settings(database_url=f"postgresql://loans@127.0.0.1:{silent.getsockname()[1]}/loans")
        with TestClient(create_app(settings)) as client:
            asked = time.monotonic()
            assert client.get("/health/ready").status_code == 503
            assert time.monotonic() - asked < health.READY_WITHIN_SECONDS + 1
# jinja: endif
