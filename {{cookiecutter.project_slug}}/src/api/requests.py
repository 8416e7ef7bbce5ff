"""What Sentry, the log and the client know a request by: an id, its route, and each of its failures once."""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from secrets import token_hex
from typing import Any

import sentry_sdk
from fastapi import FastAPI
from sentry_sdk.integrations.logging import ignore_logger
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import event_from_exception, transaction_from_function
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from src.core.grouping import causes
from src.core.logging import line_context
from src.core.scrubbing import scrub_text

logger = logging.getLogger(__name__)
# The server's own line shows the whole URL, and the client's address.
logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
# It logs what the integrations have reported, and what fails at the start as text alone.
ignore_logger("uvicorn.error")
# Ours is the last of its request: there is no event that it would be a breadcrumb of.
ignore_logger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
RANDOM_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANSWER_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})
# Asked every few seconds.
HEALTH = frozenset({"/health/live", "/health/ready"})


class Service(FastAPI):
    """A FastAPI application that gives each request an id, and logs one line for it."""

    def build_middleware_stack(self) -> ASGIApp:
        """What answers, within the SDK's middleware, and around all others, those that are added later among them."""
        return IdentifyRequests(super().build_middleware_stack())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; a trace that is not trusted never reaches the SDK."""
        if "headers" in scope and not self.state.settings.sentry_trust_incoming_traces:
            scope = {**scope, "headers": [header for header in scope["headers"] if header[0] != b"sentry-trace"]}
        await super().__call__(scope, receive, send)


class IdentifyRequests:
    """Puts a request's id and its trace on all that is answered, logged and reported of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or "ids" in scope:  # an application around this one has done it
            await self._app(scope, receive, send)
            return

        ids = {"request_id": request_id(dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1"))}
        id_header = (b"x-request-id", ids["request_id"].encode())
        scope.update(ids=ids, status=0)
        # It is not reset: what was raised is logged by the server, in the request's own task, after this has returned.
        line_context.set(ids)
        began = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            if message["type"] in ANSWER_STARTS:
                scope["status"] = message.get("status", HTTPStatus.SWITCHING_PROTOCOLS)
                message = {**message, "headers": [*message.get("headers", ()), id_header]}
            await send(message)

        is_on = sentry_sdk.is_initialized()
        span: Any = sentry_sdk.get_current_span() or sentry_sdk.traces.get_current_span() if is_on else None
        # The SDK begins no trace, and so makes no scope that is the request's own, for HEAD and OPTIONS.
        with new_trace() if is_on and not span else nullcontext(sentry_sdk.get_isolation_scope()) as sentry_scope:
            if is_on:
                ids["trace_id"] = (span or sentry_scope.get_active_propagation_context()).trace_id
                sentry_scope.set_attribute("request_id", ids["request_id"])
                sentry_scope.add_event_processor(Reports(scope))
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as error:
                if scope["type"] == "websocket":  # the SDK would report it after the line in the log
                    report(error)
                raise
            finally:
                log_request(scope, (time.perf_counter() - began) * 1000)


@contextmanager
def new_trace() -> Iterator[sentry_sdk.Scope]:
    """A scope of its own, and a trace."""
    with sentry_sdk.isolation_scope() as sentry_scope:
        sentry_scope.set_new_propagation_context()
        yield sentry_scope


class Reports:
    """What is reported of one request, as a processor of its events: each failure once, and with its route."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._reported: list[BaseException] = []

    def __call__(self, event: Event, hint: Hint) -> Event | None:
        """The event with its route, or None if its failure has been reported, or is a client that went away."""
        tags = event.setdefault("tags", {})
        tags["request_id"] = self._scope["ids"]["request_id"]
        if route := route_path(self._scope):
            tags["route"] = route
        if event.get("transaction_info", {}).get("source") != "custom":
            # The SDK names it by the last middleware, or by the URL, unless it stands in the task of the route.
            event["transaction"] = handler_name(self._scope)
            event["transaction_info"] = {"source": "component"}
        if event.get("type") == "transaction":
            return event
        if exc_info := hint.get("exc_info"):
            error = exc_info[1]
            if isinstance(error, ClientDisconnect | WebSocketDisconnect) or any(map(self._knows, causes(error))):
                return None
            self._reported.append(error)
        self._scope["ids"]["event_id"] = event["event_id"]
        return event

    def _knows(self, error: BaseException) -> bool:
        """Whether it has been reported, or, if it is a group, each of its members has."""
        if isinstance(error, BaseExceptionGroup) and all(map(self._knows, error.exceptions)):
            return True
        return any(error is reported for reported in self._reported)


def report(error: Exception) -> None:
    """Report what nobody has handled."""
    if sentry_sdk.is_initialized():
        options = sentry_sdk.get_client().options
        event, hint = event_from_exception(error, options, mechanism={"type": "fastapi", "handled": False})
        sentry_sdk.capture_event(event, hint=hint)


def request_id(given: str) -> str:
    """The id that the client, or the proxy before us, has given to the request; a new one if it is none, or tells."""
    if RANDOM_ID.fullmatch(given) or (REQUEST_ID.fullmatch(given) and scrub_text(given) == given):
        return given
    return token_hex(16)


def handler_name(scope: Scope) -> str:
    """What answered the request: the function of a route, such as `src.loans.routes.apply`; without one, the status."""
    status = scope["status"] or HTTPStatus.INTERNAL_SERVER_ERROR.value
    name = transaction_from_function(scope["endpoint"]) if "endpoint" in scope else None
    return name if name and status != HTTPStatus.METHOD_NOT_ALLOWED else str(status)


def route_path(scope: Scope) -> str | None:
    """The path of the route that the request was for, such as `/loans/{loan_id}`; None if there is no such route."""
    # FastAPI keeps there the path of a route with the prefixes of the routers that hold it.
    context = scope.get("fastapi", {}).get("effective_route_context")
    path: str | None = getattr(context or scope.get("route"), "path", None)
    if path is None:
        return None
    # Where the application is mounted that has the route, without what stands there for parameters.
    root: str = scope.get("root_path", "")
    root = root.removeprefix(scope.get("app_root_path", root))
    for name, value in scope.get("path_params", {}).items() if root else ():
        if name not in getattr(scope.get("route"), "param_convertors", ()):
            root = re.sub(rf"/{re.escape(str(value))}(?=/|$)", "/{" + name + "}", root)
    return root + path


def log_request(scope: Scope, milliseconds: float) -> None:
    """Log what was asked for and how it went; never the URL, which holds whatever somebody writes into it."""
    path = route_path(scope)
    level = logging.DEBUG if path in HEALTH else logging.INFO
    if scope["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        level = logging.WARNING
    method = scope.get("method", "WEBSOCKET")
    status = scope["status"] or "no answer"
    logger.log(level, "%s %s: %s in %.0f ms", method, path or "(no route)", status, milliseconds)
