"""The libraries that Sentry watches, listed one by one: the SDK by itself would import whatever is installed."""

import logging

from sentry_sdk.integrations import Integration
# jinja: if cookiecutter.service_type == "fastapi"
from sentry_sdk.integrations.fastapi import FastApiIntegration
# jinja: endif
from sentry_sdk.integrations.httpx2 import Httpx2Integration
from sentry_sdk.integrations.logging import LoggingIntegration
# jinja: if cookiecutter.service_type == "aiogram"
from sentry_sdk.integrations.redis import RedisIntegration
# jinja: endif
# jinja: if cookiecutter.database == "sqlalchemy"
from sentry_sdk.integrations.sqlalchemy import SqlalchemyIntegration
# jinja: endif
# jinja: if cookiecutter.service_type == "fastapi"
from sentry_sdk.integrations.starlette import StarletteIntegration
# jinja: endif


def integrations(logs_level: int | None) -> list[Integration]:
    """New ones for each `sentry_sdk.init`.

    Args:
        logs_level: The level from which lines of the log are sent as Sentry Logs. None: no line is.
    """
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
