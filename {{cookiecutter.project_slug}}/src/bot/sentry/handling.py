"""The update in hand: what Sentry is told about it."""

import functools
import inspect
from asyncio import Task
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.fsm.scene import Scene, SceneHandlerWrapper
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from sentry_sdk.tracing import TransactionSource
from sentry_sdk.types import Event, Hint

from .content import Content

if TYPE_CHECKING:
    from sentry_sdk.tracing import Transaction

    from .failures import Expected

_HANDLING = "aiogram_handling"
_current: ContextVar["Handling | None"] = ContextVar("aiogram-handling", default=None)


@dataclass(eq=False)
class Handling:
    """An update, from when the dispatcher is fed with it.

    Most of what is known of it is only put together when there is something to send.
    """

    update: Update
    data: dict[str, Any]  # aiogram's middlewares add to it
    expected: "Expected"
    filter_text: Callable[[str], str] = str
    number: int = field(default_factory=count(1).__next__)
    handled_by: tuple[HandlerObject, Router] | None = None
    transaction: "Transaction | None" = None  # if it is sampled
    failure: BaseException | None = None  # that the error handlers are given now
    answer: object = None
    at_end: list[Callable[[], object]] = field(default_factory=list)
    at_late_failure: Callable[[], Coroutine[Any, Any, object]] | None = None
    late: set[Task[object]] = field(default_factory=set)  # what is being done then
    event_id: str | None = None
    is_finished: bool = False

    @functools.cached_property
    def update_type(self) -> str:
        """Which of an update's fields Telegram has filled."""
        try:
            return self.update.event_type
        except UpdateTypeLookupError:
            return "unknown"

    @functools.cached_property
    def content(self) -> Content:
        """What people wrote in it."""
        return Content(self.update, self.filter_text)

    @property
    def handler(self) -> str | None:
        """Where the handler is defined, in dots."""
        return handler_name(self.handled_by[0].callback) if self.handled_by else None

    @property
    def router(self) -> str | None:
        """The handler's router, if it has a name and not just an address."""
        name = self.handled_by[1].name if self.handled_by else "0x"
        return None if name.startswith("0x") else name

    @property
    def name(self) -> str:
        """The handler; or the type of an update that none takes, or none yet."""
        return self.handler or f"{self.update_type} (no handler)"

    def tags(self) -> dict[str, str]:
        """What Sentry can be searched by."""
        chat = self._event_context.chat
        tags = {"bot_id": str(self.data["bot"].id), "update_type": self.update_type}
        if chat is not None:
            tags["chat_type"] = str(chat.type)
        return tags

    def context(self) -> dict[str, object]:
        """Ids and types, of which no person can be told."""
        event = self._event
        message = getattr(event, "message", None) or event
        context = self._event_context
        known = {
            "bot_id": self.data["bot"].id,
            "update_id": self.update.update_id,
            "update_type": self.update_type,
            "chat_id": context.chat_id,
            "chat_type": context.chat and str(context.chat.type),
            "user_id": context.user_id,
            "thread_id": context.thread_id,
            "message_id": getattr(message, "message_id", None),
            "state": self.data.get("raw_state"),
            "router": self.router,
            "handler": self.handler,
        }
        return {key: value for key, value in known.items() if value is not None}

    def attributes(self, received: datetime) -> dict[str, int | str]:
        """The transaction's data, by Sentry's conventions for messaging and by our own for the rest."""
        chat, event = self._event_context.chat, self._event
        sent: datetime | int | None = getattr(event, "edit_date", None) or getattr(event, "date", None)
        latency = None
        if sent:
            seconds = received.timestamp() - (sent.timestamp() if isinstance(sent, datetime) else sent)
            latency = max(0, round(seconds * 1000))
        known: dict[str, int | str | None] = {
            "messaging.system": "telegram",
            "messaging.operation.type": "process",
            "messaging.destination.name": str(self.data["bot"].id),
            "messaging.message.id": str(self.update.update_id),
            "messaging.message.receive.latency": latency,
            "telegram.update_type": self.update_type,
            "telegram.chat_type": str(chat.type) if chat else None,
            "aiogram.state": self.data.get("raw_state"),
            "aiogram.router": self.router,
            "aiogram.handler": self.handler,
        }
        return {key: value for key, value in known.items() if value is not None}

    def apply(self, event: Event, hint: Hint) -> Event:
        """Say on an event, or a transaction, which update it belongs to. An event processor."""
        if (current := _current.get()) is not None and current is not self:
            return event  # this update feeds the dispatcher with another
        hint[_HANDLING] = self  # for a thread that knows the update's scope alone
        event.pop("request", None)  # the webhook's: it holds the whole update
        if (user_id := self._event_context.user_id) is not None:
            event.setdefault("user", {"id": user_id})
        event["tags"] = {**self.tags(), **event.get("tags", {})}
        contexts = event.setdefault("contexts", {})
        contexts["telegram"] = self.context()
        own = self.transaction.span_id if self.transaction else None
        if event.get("type") != "transaction" or contexts["trace"]["span_id"] == own:
            # The web framework that serves the webhook has named it after the route.
            event["transaction"] = self.transaction.name if self.transaction else self.name
            event["transaction_info"] = {"source": TransactionSource.TASK}
        return event

    @property
    def _event(self) -> object:
        return getattr(self.update, self.update_type, None)

    @property
    def _event_context(self) -> EventContext:
        context: EventContext = self.data.get("event_context") or EventContext()
        return context


def current_handling() -> Handling | None:
    """The update in hand in this task: the last one, if the task has done with it and has not begun another."""
    return _current.get()


def begin(handling: Handling) -> Handling | None:
    """Take an update in hand; what was in hand is handed back, to be put to `end`."""
    before = _current.get()
    _current.set(handling)
    return before


def end(handling: Handling, before: Handling | None) -> None:
    """Put an update down.

    It stays the current one, unless it lies within another: what aiogram does with the answer, or logs of the
    failure, comes after and belongs to it.
    """
    handling.is_finished = True
    for callback in handling.at_end:
        callback()
    handling.at_end.clear()
    if before is not None and not before.is_finished:
        _current.set(before)


def reported_event_id() -> str | None:
    """The id of the last event that was made of an exception in the update in hand; None if there was none."""
    handling = _current.get()
    return handling.event_id if handling else None


def at_late_failure(do: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Have this done when a task that the update in hand has started makes an event after its end."""
    if handling := _current.get():
        handling.at_late_failure = do


def without_content(text: str) -> str:
    """The text without anything that the update in hand holds of what somebody wrote, and of names."""
    handling = _current.get()
    return text if handling is None else cast("str", handling.content.replace(text))


def event_without_content(event: Event, hint: Hint) -> Event:
    """The same of an event, a transaction, a log, a metric or a span: a hook, for after they have been filtered."""
    handling = hint.get(_HANDLING) or _current.get()
    return event if handling is None else handling.content.replace_in_event(event)


def handler_name(callback: Any) -> str:
    """Where a handler is defined, in dots, whatever it is wrapped in."""
    try:
        return _handler_name(callback)
    except TypeError:  # it has no hash
        return _handler_name.__wrapped__(callback)


@functools.lru_cache(maxsize=1024)
def _handler_name(callback: Any) -> str:
    while True:
        if isinstance(callback, functools.partial):
            callback = callback.func
        elif isinstance(callback, SceneHandlerWrapper):
            callback = callback.handler.callback
        elif hasattr(callback, "__wrapped__"):
            callback = callback.__wrapped__
        elif getattr(callback, "__qualname__", "").startswith(f"{Scene.as_handler.__qualname__}.<locals>"):
            callback = inspect.getclosurevars(callback).nonlocals["cls"]  # the scene that is entered
        else:
            break
    if not hasattr(callback, "__qualname__"):
        callback = type(callback)
    return f"{callback.__module__}.{callback.__qualname__}"
