"""One event a failure, however many times and in however many places it is caught, logged and raised again."""

from asyncio import CancelledError
from collections.abc import Iterable, Iterator
from typing import Any

import sentry_sdk
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiohttp.http_exceptions import HttpProcessingError
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import event_from_exception

from .handling import Handling, current_handling

CONTROL_FLOW = (SkipHandler, CancelHandler, CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit)

_REPORTED_IN = "__sentry_aiogram__"
_OWN = "aiogram"


class Expected:
    """The errors that are none of Sentry's business."""

    def __init__(self, errors: Iterable[type[Exception] | str]) -> None:
        errors = tuple(errors)
        self._types = tuple(error for error in errors if isinstance(error, type))
        self._texts = tuple(error.lower() for error in errors if isinstance(error, str))

    def __contains__(self, error: BaseException) -> bool:
        """Whether it is expected; a group is, if all of its errors are."""
        if isinstance(error, BaseExceptionGroup):
            return all(inner in self for inner in error.exceptions)
        if isinstance(error, CONTROL_FLOW + self._types):
            return True
        return isinstance(error, TelegramBadRequest) and any(text in error.message.lower() for text in self._texts)


def report(error: BaseException, *, handled: bool, handling: Handling | None = None) -> None:
    """Make an event of an exception, unless it has been reported in this update, or is expected."""
    client = sentry_sdk.get_client()
    handling = handling or current_handling()
    if handling is not None and (error in handling.expected or _is_reported(error, handling)):
        _mark(error, handling)
        return
    event, hint = event_from_exception(
        (type(error), error, error.__traceback__),
        client_options=client.options,
        mechanism={"type": "aiogram", "handled": handled},
    )
    hint[_OWN] = True
    DedupeIntegration.reset_last_seen()  # it also counts the events that have been dropped
    _mark(error, handling)
    event_id = sentry_sdk.capture_event(event, hint=hint)
    if handling is not None:
        handling.event_id = event_id or handling.event_id


def drop_repeated(event: Event, hint: Hint) -> Event | None:
    """Drop an event of an exception that has been reported, that will be, or that is expected. An event processor.

    aiogram, aiohttp, asyncio and the error handlers all log or capture what the middlewares report, in tasks and
    threads of their own, so what has been reported is written on the exception itself.
    """
    handling = current_handling()
    # An error handler may log what it is given without its traceback.
    logged = handling.failure if handling is not None and "log_record" in hint else None
    error = (hint.get("exc_info") or (None, logged, None))[1]
    if error is not None:
        if not hint.get(_OWN):
            if handling is not None and (error in handling.expected or error is handling.failure):
                return None
            if isinstance(error, (*CONTROL_FLOW, HttpProcessingError)) or _is_reported(error, handling):
                return None
            if handling is not None:
                _mark(error, handling)
                handling.event_id = event.get("event_id")
        _without_answers(event)
    return event


def _is_reported(error: BaseException, handling: Handling | None) -> bool:
    """Whether there is an event of it.

    An exception object that lives longer than an update, and is raised again in another, is a new failure there.
    """
    if isinstance(error, BaseExceptionGroup) and all(_is_reported(inner, handling) for inner in error.exceptions):
        return True
    for link in _causes(error):
        number = _dict(link).get(_REPORTED_IN)
        if number is not None and (handling is None or number == handling.number):
            return True
    return False


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it was raised from, or while that was handled."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _mark(error: BaseException, handling: Handling | None) -> None:
    _dict(error)[_REPORTED_IN] = handling.number if handling else 0


def _dict(error: BaseException) -> dict[str, Any]:
    # Not by setattr, which an exception may refuse: a frozen dataclass does.
    return error.__dict__


def _without_answers(event: Event) -> None:
    """Leave out what Telegram answered: this exception's text is everybody's messages."""
    for value in event.get("exception", {}).get("values", []):
        if value.get("type") == ClientDecodeError.__name__:
            value["value"] = str(value["value"]).partition("\n")[0]
