"""What `fastapi_service.py` measures, by the variable `VARIANT`: one route with one SQL query, on a baked service.

none    FastAPI without the Sentry SDK, with as many routes as the baked service
floor   the same with an SDK that has nothing but its Starlette integration
seed    the same with the SDK as its documentation sets it up: every integration that it finds, a `before_send`
ours    the baked service itself
"""

import os
from typing import Any

from fastapi import APIRouter, FastAPI
from sqlalchemy import text
from src.core.settings import get_settings
from src.db.engine import create_engine
from src.db.session import Session

VARIANT = os.environ["VARIANT"]


def filter_sensitive_data(event: Any, _: Any) -> Any:
    """Drop four keys of `extra`."""
    for key in ("password", "token", "api_key", "secret"):
        event.get("extra", {}).pop(key, None)
    return event


def init_as_documented() -> None:
    """Set the SDK up as most services do."""
    import logging

    import sentry_sdk
    from sentry_sdk.integrations.fastapi import FastApiIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration
    from sentry_sdk.integrations.sqlalchemy import SqlalchemyIntegration
    from sentry_sdk.integrations.starlette import StarletteIntegration

    sentry_sdk.init(
        dsn=os.environ["SENTRY_DSN"],
        environment="production",
        release="loans@1.2.3",
        traces_sample_rate=float(os.environ["SENTRY_TRACES_SAMPLE_RATE"]),
        profiles_sample_rate=0.1,
        attach_stacktrace=True,
        integrations=[
            StarletteIntegration(transaction_style="endpoint"),
            FastApiIntegration(transaction_style="endpoint"),
            SqlalchemyIntegration(),
            LoggingIntegration(level=logging.INFO, event_level=logging.ERROR),
        ],
        before_send=filter_sensitive_data,
    )


def init_the_floor() -> None:
    """Set up what any service with the SDK pays for."""
    import sentry_sdk
    from sentry_sdk.integrations.starlette import StarletteIntegration

    sentry_sdk.init(
        dsn=os.environ["SENTRY_DSN"],
        release="loans@1.2.3",
        traces_sample_rate=float(os.environ["SENTRY_TRACES_SAMPLE_RATE"]),
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[StarletteIntegration()],
    )


def create_app() -> FastAPI:
    """The baked service's routes, without what they do."""
    app = FastAPI()
    health = APIRouter(prefix="/health")
    loans = APIRouter(prefix="/loans")
    for router, path in ((health, "/live"), (health, "/ready"), (loans, "")):
        router.add_api_route(path, lambda: None)
    app.include_router(health)
    app.include_router(loans)
    return app


if VARIANT == "ours":
    from src.main import app
else:
    import httpx2  # noqa: F401  what the baked service imports too

    if VARIANT in (inits := {"seed": init_as_documented, "floor": init_the_floor}):
        inits[VARIANT]()
    app = create_app()
    app.state.engine = create_engine(get_settings())


@app.get("/query")
async def query(session: Session) -> dict[str, int]:
    """Ask the database once."""
    return {"answer": (await session.execute(text("SELECT 42"))).scalar_one()}
