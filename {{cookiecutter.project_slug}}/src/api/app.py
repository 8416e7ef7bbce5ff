"""The HTTP application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sentry_sdk
from fastapi import FastAPI

from src.api import health
from src.api.problems import answer_errors
from src.api.requests import Service
from src.api.tasks import watch_tasks
from src.core.settings import Settings
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import create_engine
# jinja: endif
from src.loans import routes as loans  # example: loans


def create_app(settings: Settings) -> FastAPI:
    """The application, with every route.

    Raises:
        SettingsError: A setting cannot work.
    """
    app = Service(title="{{ cookiecutter.project_slug }}", lifespan=lifespan)
    app.state.settings = settings
    # jinja: if cookiecutter.database == "sqlalchemy"
    app.state.engine = create_engine(settings)
    # jinja: endif
    answer_errors(app)
    app.include_router(health.router)
    app.include_router(loans.router)  # example: loans
    return app


@asynccontextmanager
# jinja: if cookiecutter.database == "sqlalchemy"
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
# jinja: else
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
# jinja: endif
    """From the first request to the last."""
    if sentry_sdk.is_initialized():
        watch_tasks()
    try:
        # What is started here and goes on has a scope of its own: requests do not inherit from it.
        with sentry_sdk.isolation_scope():
            yield
        # jinja: if cookiecutter.database == "sqlalchemy"
        await app.state.engine.dispose()
        # jinja: endif
    except Exception as error:  # of the lifespan of a router: the SDK would report it too late
        sentry_sdk.capture_exception(error)
        raise
    finally:
        # uvicorn ends a stopped process by the signal that stopped it, so nothing is sent at exit.
        await asyncio.to_thread(sentry_sdk.flush, timeout=1.5)
