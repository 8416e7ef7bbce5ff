"""The libraries that Sentry watches, listed one by one: the SDK by itself would import whatever is installed."""

import logging

from sentry_sdk.integrations import Integration
# jinja: if cookiecutter.service_type == "fastapi"
from sentry_sdk.integrations.fastapi import FastApiIntegration
# jinja: endif
from sentry_sdk.integrations.httpx2 import Httpx2Integration
# jinja: if cookiecutter.service_type == "fastapi"
from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger
# jinja: else
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.redis import RedisIntegration
# jinja: endif
# jinja: if cookiecutter.database == "sqlalchemy"
from sentry_sdk.integrations.sqlalchemy import SqlalchemyIntegration
# jinja: endif
# jinja: if cookiecutter.service_type == "fastapi"
from sentry_sdk.integrations.starlette import StarletteIntegration
# jinja: endif


def integrations(logs_level: int | None) -> list[Integration]:
    """New ones for each `sentry_sdk.init`. The one for asyncio needs a running loop: the door enables it there.

    Args:
        logs_level: The level from which lines of the log are sent as Sentry Logs. None: no line is.
    """
    # jinja: if cookiecutter.service_type == "fastapi"
    # It logs what the integrations have reported, and what fails at the start as text alone.
    ignore_logger("uvicorn.error")
    # jinja: endif
    return [
        # jinja: if cookiecutter.service_type == "fastapi"
        StarletteIntegration(transaction_style="endpoint"),
        FastApiIntegration(transaction_style="endpoint"),
        # jinja: else
        RedisIntegration(),
        # jinja: endif
        # jinja: if cookiecutter.database == "sqlalchemy"
        SqlalchemyIntegration(),
        # jinja: endif
        Httpx2Integration(),
        LoggingIntegration(level=logging.INFO, event_level=logging.ERROR, sentry_logs_level=logs_level),
    ]
