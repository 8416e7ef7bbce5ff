"""What `fastapi_service.py` measures, by the variable `VARIANT`: one route with one SQL query, on a baked service.

none    FastAPI without the Sentry SDK
seed    the same with the SDK as its documentation sets it up: every integration that it finds, a `before_send`
ours    the baked service itself
"""

import os
from typing import Any

from fastapi import FastAPI
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
    from sentry_sdk.integrations.asyncio import AsyncioIntegration
    from sentry_sdk.integrations.fastapi import FastApiIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration
    from sentry_sdk.integrations.sqlalchemy import SqlalchemyIntegration
    from sentry_sdk.integrations.starlette import StarletteIntegration

    sentry_sdk.init(
        dsn=os.environ["SENTRY_DSN"],
        environment="production",
        release="loans@1.2.3",
        traces_sample_rate=float(os.environ["SENTRY_TRACES_SAMPLE_RATE"]),
        profile_session_sample_rate=float(os.environ["SENTRY_PROFILES_SAMPLE_RATE"]),
        profile_lifecycle="trace",
        attach_stacktrace=True,
        integrations=[
            StarletteIntegration(transaction_style="endpoint"),
            FastApiIntegration(transaction_style="endpoint"),
            SqlalchemyIntegration(),
            AsyncioIntegration(),
            LoggingIntegration(level=logging.INFO, event_level=logging.ERROR),
        ],
        before_send=filter_sensitive_data,
    )


if VARIANT == "ours":
    from src.main import app
else:
    import httpx2  # noqa: F401  what the baked service imports too

    if VARIANT == "seed":
        init_as_documented()
    app = FastAPI()
    app.state.engine = create_engine(get_settings())


@app.get("/query")
async def query(session: Session) -> dict[str, int]:
    """Ask the database once."""
    return {"answer": (await session.execute(text("SELECT 42"))).scalar_one()}
