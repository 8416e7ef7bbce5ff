"""Which errors are one issue: fingerprints, where stacks tell too little. docs/error-grouping.md shows how."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx2
from sentry_sdk.types import Event, Hint
# jinja: if cookiecutter.database == "sqlalchemy"
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
# jinja: endif


class Rule(NamedTuple):
    """The errors of a type, and what they are grouped by."""

    error: type[BaseException] | tuple[type[BaseException], ...]
    fingerprint: Callable[[Any, Event], list[str]]


# The first rule that knows an error, or else the error it was raised from, decides.
# jinja: if cookiecutter.service_type == "aiogram"
# The bot adds its own, for to import aiogram here would take a periodic job seconds.
# jinja: endif
RULES = [
    # jinja: if cookiecutter.database == "sqlalchemy"
    Rule(PoolTimeoutError, lambda *_: ["database-pool-exhausted"]),
    # jinja: endif
    Rule(
        httpx2.HTTPStatusError,
        lambda error, _: ["upstream-status", error.request.url.netloc.decode(), str(error.response.status_code)],
    ),
    Rule(httpx2.TimeoutException, lambda error, _: ["upstream-timeout", error.request.url.netloc.decode()]),
    Rule(httpx2.TransportError, lambda error, _: ["upstream-unreachable", error.request.url.netloc.decode()]),
    Rule(TimeoutError, lambda _, event: ["timeout", str(event.get("transaction"))]),
]


def group(event: Event, hint: Hint) -> Event:
    """The event, with a fingerprint if there is a rule for its error and it has none yet. It never raises."""
    exc_info = hint.get("exc_info")
    if exc_info and "fingerprint" not in event:
        for error in causes(exc_info[1]):
            if fingerprint := _fingerprint(error, event):
                event["fingerprint"] = fingerprint
                break
    return event


def _fingerprint(error: BaseException, event: Event) -> list[str] | None:
    """By the attribute `fingerprint` that a class of errors of our own may have, or by the rules."""
    own = getattr(error, "fingerprint", None)
    if isinstance(own, tuple):
        return [str(part) for part in own]
    for rule in RULES:
        if isinstance(error, rule.error):
            try:
                return rule.fingerprint(error, event)
            except Exception:  # an error without the request, say, that a rule asks for
                return None
    return None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what it was raised from, and so on."""
    seen: list[BaseException] = []
    while error is not None and not any(error is known for known in seen):
        seen.append(error)
        yield error
        error = error.__cause__
