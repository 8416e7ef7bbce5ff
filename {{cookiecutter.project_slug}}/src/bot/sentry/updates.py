"""The dispatcher's middlewares: one around each update, one around each handler, one around the error handlers."""

from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

import sentry_sdk
from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler, MiddlewareType, SkipHandler
from aiogram.dispatcher.middlewares.manager import MiddlewareManager
from aiogram.methods import TelegramMethod
from aiogram.types import ErrorEvent, TelegramObject, Update
from sentry_sdk.consts import OP, SPANSTATUS
from sentry_sdk.sessions import track_session
from sentry_sdk.tracing import Span, Transaction, TransactionSource

from .bot_api import status_of
from .failures import Expected, report
from .handling import Handling, begin, current_handling, end
from .tasks import watch_tasks

ORIGIN = "auto.function.aiogram"
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class UpdateMiddleware(BaseMiddleware):
    """An update's own scope, session and transaction. It must be the outermost one, to see storages and locks fail."""

    def __init__(self, expected: Expected, filter_text: Callable[[str], str]) -> None:
        self._expected, self._filter_text = expected, filter_text

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not sentry_sdk.get_client().is_active():
            return await handler(event, data)
        watch_tasks()
        handling = Handling(cast("Update", event), data, self._expected, self._filter_text)
        request = sentry_sdk.get_current_span()  # of a web framework that serves the webhook
        before = begin(handling)
        error: BaseException | None = None
        response = None
        try:
            with (
                sentry_sdk.isolation_scope() as scope,
                # A request has a session already.
                nullcontext() if request else track_session(scope, session_mode="request"),
            ):
                scope.clear_breadcrumbs()
                scope.set_user(None)
                scope.add_event_processor(handling.apply)
                with start_transaction(handling, scope, request):
                    # A span would overwrite its status if the exception passed through its exit.
                    try:
                        response = await handler(event, data)
                    except BaseException as raised:  # raised again below
                        error = raised
                        fail(handling, raised, handled=False)
                    finish(handling, response)
        finally:
            end(handling, before)
        if error is not None:
            try:
                raise error
            finally:
                del error  # or it would hold this frame, which holds it
        return response


class HandlerMiddleware(BaseMiddleware):
    """Names the transaction after the handler, which has a span."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        handling = current_handling()
        if handling is None or handling.is_finished:
            return await handler(event, data)
        handling.handled_by = data["handler"], data["event_router"]
        if handling.transaction is None:
            return await handler(event, data)
        handling.transaction.name = handling.name
        try:
            with sentry_sdk.start_span(op=OP.FUNCTION, name=handling.name, origin=ORIGIN) as span:
                response = await handler(event, data)
                span.set_status(SPANSTATUS.OK)
                return response
        except BaseException as error:
            span.set_status(status(handling, error))  # the span itself has just set another
            raise


class ErrorMiddleware(BaseMiddleware):
    """Reports what the error handlers are given, once they have decided whether it is handled."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        handling = current_handling()
        if handling is None or handling.is_finished:
            return await handler(event, data)
        reported = handling.failure = cast("ErrorEvent", event).exception
        handled = True
        try:
            response = await handler(event, data)
            handled = response is not UNHANDLED
        except (SkipHandler, CancelHandler):
            raise
        except Exception as raised:
            # An error handler whose apology cannot be delivered has still been given an error to report.
            reported, handled = reported if raised in handling.expected else raised, False
            raise
        finally:
            handling.failure = None
            fail(handling, reported, handled=handled)
        return response


def register_first(manager: MiddlewareManager, middleware: MiddlewareType[TelegramObject]) -> None:
    """Put a middleware around all those that are registered."""
    others = list(manager)
    for other in others:
        manager.unregister(other)
    for each in (middleware, *others):
        manager.register(each)


def start_transaction(
    handling: Handling, scope: sentry_sdk.Scope, request: Span | None
) -> AbstractContextManager[object]:
    """The transaction of an update, in a trace of its own, or in that of the request which brings it.

    One that is not sampled is not started, which would cost more than all else here together. It is there all the same:
    what lies within it, and whom it calls, must come to the same decision.
    """
    sampling = {"aiogram": {"update_type": handling.update_type}}
    known: dict[str, Any] = {
        "op": OP.QUEUE_PROCESS,
        "name": handling.name,
        "source": TransactionSource.TASK,
        "origin": ORIGIN,
    }
    if request is None:
        scope.set_new_propagation_context()
        transaction = Transaction(**known, trace_id=scope.get_active_propagation_context().trace_id)
        if not is_sampled(transaction, {"transaction_context": known, "parent_sampled": None, **sampling}):
            transaction.sampled = False
            sentry_sdk.get_current_scope().span = transaction
            return nullcontext()
    else:
        headers = dict(sentry_sdk.get_current_scope().iter_trace_propagation_headers(request))
        transaction = sentry_sdk.continue_trace(headers, **known)
    started = sentry_sdk.start_transaction(transaction, custom_sampling_context=sampling)
    if transaction.sampled:
        handling.transaction = transaction
    return started


def is_sampled(transaction: Transaction, context: dict[str, Any]) -> bool:
    """What the SDK would decide on a transaction."""
    options = sentry_sdk.get_client().options
    sampler = options["traces_sampler"]
    try:
        rate = sampler(context) if callable(sampler) else options["traces_sample_rate"]
    except Exception:  # the SDK knows what becomes of it
        return True
    return bool(rate) and transaction._sample_rand < rate


def fail(handling: Handling, error: BaseException, *, handled: bool) -> None:
    """Report what made an update fail, and show it on its transaction."""
    if handling.transaction is not None:
        handling.transaction.set_status(status(handling, error))
    report(error, handled=handled, handling=handling)


def finish(handling: Handling, response: object) -> None:
    """Keep what the handler answers with, and show what has become known of the update on its transaction."""
    if response is UNHANDLED:  # handlers that took it have skipped it
        handling.handled_by = None
    elif isinstance(response, TelegramMethod):
        handling.answer = response
    if handling.transaction is not None:
        if response is UNHANDLED:
            handling.transaction.name = handling.name
        handling.transaction.update_data(handling.attributes(handling.transaction.start_timestamp))
        handling.transaction.set_status(handling.transaction.status or SPANSTATUS.OK)


def status(handling: Handling, error: BaseException) -> str:
    """Of a span in which this was raised."""
    if isinstance(error, CancelledError | CancelHandler | SkipHandler):
        return SPANSTATUS.CANCELLED
    return status_of(error) if error in handling.expected else SPANSTATUS.INTERNAL_ERROR
