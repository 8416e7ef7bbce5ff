"""Puts a text wherever a service can put one, then fails; beside it, a value that only its name makes a secret."""

import dataclasses
import json
import logging
import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import sentry_sdk
from pydantic import BaseModel
from sentry_sdk.feature_flags import add_feature_flag

TEXTS: list[str] = json.loads(Path(os.environ["PLANTED"]).read_text())
UNDER_A_KEY: str = TEXTS[-1]
logger = logging.getLogger("plant")


class CheckError(Exception):
    """Raised in the end."""


@dataclasses.dataclass
class Form:
    """A dataclass with secrets."""

    note: str
    password: str


class Body(BaseModel):
    """A pydantic model with secrets."""

    note: str
    api_key: str


class Row(NamedTuple):
    """A named tuple with secrets."""

    note: str
    access_token: str


def plant(case: int) -> None:
    """Everywhere.

    Raises:
        CheckError: Always.
    """
    text = TEXTS[case]
    sentry_sdk.set_tag("case", str(case))
    sentry_sdk.set_tag("note", text)
    sentry_sdk.set_context(
        "check", {"note": text, "password": UNDER_A_KEY, "deep": {"er": [text, json.dumps({"note": text})]}}
    )
    sentry_sdk.set_user({"id": "42", "name": text, "data": {"note": text}})
    sentry_sdk.add_breadcrumb(
        category="check",
        message=f"checked {text}",
        data={"note": text, "token": UNDER_A_KEY, "url": f"https://a.test/?q={quote(text)}"},
    )
    add_feature_flag(text, True)
    logger.info("checked %s", text)
    logger.warning("checked %s", {"secret": UNDER_A_KEY})
    logger.error("cannot check %s", text, extra={"note": text, "client_secret": UNDER_A_KEY})
    sentry_sdk.logger.warning("cannot check {note}", note=text, attributes={"note": text, "api_key": UNDER_A_KEY})
    sentry_sdk.metrics.count("checks", 1, attributes={"note": text, "api_key": UNDER_A_KEY})
    with sentry_sdk.start_span(op="check", name=f"check {text}") as span:
        span.set_data("note", text)
        span.set_data("db.password", UNDER_A_KEY)
    shapes(text, UNDER_A_KEY)


def shapes(text: str, password: str) -> None:
    """Fail with the text in local variables of every shape."""
    nested = {"inner": [{"note": text, "password": password}], "body": json.dumps({"note": text, "password": password})}
    raw, pairs = (
        json.dumps({"note": text, "refresh_token": password}).encode(),
        [(b"authorization", password.encode()), (b"note", text.encode())],
    )
    form, row = Form(text, password), Row(text, password)
    body = Body(note=text, api_key=password)
    url = f"https://a.test/x?note={quote(text)}&token={password}"
    error = CheckError(f"no check of {text}", nested, raw, form, body, row, url)
    error.add_note(f"this was {text}, {pairs}")
    try:
        raise KeyError(text)
    except KeyError as cause:
        raise ExceptionGroup(f"some of {text}", [error, ValueError(text)]) from cause
