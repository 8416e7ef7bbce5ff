"""The update in hand: what Sentry is told about it."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from time import time
from typing import TYPE_CHECKING, Any, cast

from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from sentry_sdk.types import Event, Hint

from .content import content_of, replace, replace_in_event

if TYPE_CHECKING:
    from sentry_sdk.tracing import Transaction

    from .failures import Expected

_numbers = count(1)
_current: ContextVar["Handling | None"] = ContextVar("aiogram-handling", default=None)


class Handling:
    """An update, from when the dispatcher is fed with it.

    Most of what is known of it is only put together when there is something to send.
    """

    __slots__ = (
        "_content",
        "answer",
        "at_end",
        "data",
        "event_id",
        "expected",
        "failure",
        "handler",
        "is_finished",
        "number",
        "router",
        "transaction",
        "update",
        "update_type",
    )

    def __init__(self, update: Update, data: dict[str, Any], expected: "Expected") -> None:
        self.number = next(_numbers)
        self.update = update
        try:
            self.update_type: str = update.event_type
        except UpdateTypeLookupError:
            self.update_type = "unknown"
        self.data = data  # aiogram's middlewares add to it
        self.expected = expected
        self.handler: str | None = None
        self.router: str | None = None
        self.transaction: Transaction | None = None  # if it is sampled
        self.failure: BaseException | None = None  # that the error handlers are given now
        self.answer: object = None
        self.at_end: list[Callable[[], object]] = []
        self.event_id: str | None = None
        self.is_finished = False

    @property
    def content(self) -> tuple[str, ...]:
        """What people wrote in it."""
        if not hasattr(self, "_content"):
            self._content = content_of(self.update)
        return self._content

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

    def attributes(self) -> dict[str, int | float | str]:
        """The transaction's data, by Sentry's conventions for messaging and by our own for the rest."""
        attributes: dict[str, int | float | str] = {
            "messaging.system": "telegram",
            "messaging.operation.type": "process",
            "messaging.destination.name": str(self.data["bot"].id),
            "messaging.message.id": str(self.update.update_id),
            "telegram.update_type": self.update_type,
        }
        event = self._event
        sent = getattr(event, "edit_date", None) or getattr(event, "date", None)
        if sent:
            seconds = time() - (sent.timestamp() if isinstance(sent, datetime) else sent)
            attributes["messaging.message.receive.latency"] = max(0, round(seconds * 1000))
        return attributes

    def finished_attributes(self) -> dict[str, str]:
        """Those that are only known once it has been handled."""
        chat = self._event_context.chat
        known = {
            "telegram.chat_type": chat and str(chat.type),
            "aiogram.state": self.data.get("raw_state"),
            "aiogram.router": self.router,
            "aiogram.handler": self.handler,
        }
        return {key: value for key, value in known.items() if value}

    def apply(self, event: Event, hint: Hint) -> Event:  # noqa: ARG002
        """Say on an event, or a transaction, which update it belongs to. An event processor."""
        if (current := _current.get()) is not None and current is not self:
            return event  # this update feeds the dispatcher with another
        event.pop("request", None)  # the webhook's: it holds the whole update
        if (user_id := self._event_context.user_id) is not None:
            event.setdefault("user", {"id": user_id})
        event["tags"] = {**self.tags(), **event.get("tags", {})}
        event.setdefault("contexts", {})["telegram"] = self.context()
        if event.get("type") != "transaction":
            event["transaction"] = self.transaction.name if self.transaction else self.name
        replace_in_event(event, self.content)
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


def without_content(text: str) -> str:
    """The text without anything that the update in hand holds of what somebody wrote, and of names."""
    handling = _current.get()
    return cast("str", replace(text, handling.content)) if handling else text
