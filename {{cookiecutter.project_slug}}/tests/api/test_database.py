"""A database that fails as a whole is answered with 503, and is one issue; a statement that fails is neither."""

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from src.api.app import create_app
from src.core.settings import Settings
from src.db.session import Session
from tests.support.kent import Kent


def create_asking_app(database_url: str) -> FastAPI:
    """The service, with three routes that ask the database."""
    app = create_app(Settings(database_url=database_url))

    @app.get("/ask")
    async def ask(session: Session) -> None:
        await session.execute(text("SELECT 1"))

    @app.get("/ask-twice")
    async def ask_twice(session: Session, request: Request) -> None:
        await session.connection()
        async with request.app.state.engine.connect():
            pass

    @app.get("/ask-wrongly")
    async def ask_wrongly(session: Session) -> None:
        await session.execute(text("SELECT nothing"))

    return app


@pytest.mark.parametrize("url", ["postgresql://loans@127.0.0.1:9/loans", "sqlite:///missing/service.db"])
def test_a_database_that_is_down_is_answered_with_503_and_is_one_issue(sentry: Kent, url: str) -> None:
    with TestClient(create_asking_app(url)) as client:
        answers = [client.get("/ask"), client.get("/ask-twice")]
    events = sentry.bodies("event")
    assert [(answer.status_code, answer.headers["retry-after"]) for answer in answers] == [(503, "5")] * 2
    assert [answer.json()["event_id"] for answer in answers] == [event["event_id"] for event in events]
    assert [event["fingerprint"] for event in events] == [["database-unavailable"]] * 2


def test_a_pool_without_a_connection_is_answered_with_503_and_is_an_issue_of_its_own(sentry: Kent) -> None:
    app = create_asking_app("sqlite:///service.db")
    app.state.engine = create_async_engine(
        "sqlite+aiosqlite:///service.db", pool_size=1, max_overflow=0, pool_timeout=0.1
    )
    with TestClient(app) as client:
        assert client.get("/ask-twice").status_code == 503
        assert client.get("/ask").status_code == 200
    (event,) = sentry.bodies("event")
    assert event["fingerprint"] == ["database-pool-exhausted"]


def test_a_statement_that_fails_is_answered_with_500_and_left_to_sentry(sentry: Kent) -> None:
    with TestClient(create_asking_app("sqlite:///service.db"), raise_server_exceptions=False) as client:
        answer = client.get("/ask-wrongly")
    (event,) = sentry.bodies("event")
    assert answer.status_code == 500
    assert "nothing" not in answer.text
    assert "fingerprint" not in event
