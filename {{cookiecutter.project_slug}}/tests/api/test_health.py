"""The process says whether it is alive and whether it can do its work."""

from fastapi.testclient import TestClient

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
# jinja: endif
