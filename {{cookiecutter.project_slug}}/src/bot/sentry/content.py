"""What people wrote and what they are called: found in an update, removed from what is told about it."""

import re
from collections.abc import Iterator
from typing import Any

from aiogram.types import TelegramObject, Update
from sentry_sdk.types import Event

REPLACEMENT = "[content]"
# A person's name can be short; a word of a message, unless it is long, is everybody's.
MIN_LENGTH = 3
MIN_WORD_LENGTH = 5
# Values of Telegram's own making, which say nothing about a person.
PUBLIC = frozenset({"type", "status", "language_code", "mime_type", "currency", "chat_type"})
# A number is no secret by itself, unless it is as long as one of a telephone.
SHORT_NUMBER = re.compile(r"[\W_]*\d{0,6}[\W_]*")
COMMAND = re.compile(r"/\w+(?:@\w+)?")


def content_of(update: Update) -> tuple[str, ...]:
    """Every text in an update, whole and by its words, the longest first."""
    found: set[str] = set()
    for text in _texts(update):
        arguments = COMMAND.sub("", text, count=1).strip() if text.startswith("/") else text
        words = [word for word in arguments.split() if len(word) >= MIN_WORD_LENGTH]
        found.update(part for part in (text.strip(), arguments, *words) if len(part) >= MIN_LENGTH)
    public = [text for text in found if SHORT_NUMBER.fullmatch(text) or COMMAND.fullmatch(text)]
    return tuple(sorted(found.difference(public), key=len, reverse=True))


def replace(value: Any, content: tuple[str, ...]) -> Any:
    """JSON-like data in which these texts are replaced, where they are not parts of words."""
    if isinstance(value, str):
        for text in content:
            if text in value:
                value = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", REPLACEMENT, value)
        return value
    if isinstance(value, dict):
        return {key: replace(item, content) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [replace(item, content) for item in value]
    return value


def replace_in_event(event: Event, content: tuple[str, ...]) -> None:
    """The same in the parts of an event, or of a transaction, that may hold text of any origin."""
    for key in ("message", "logentry", "extra"):
        if key in event:
            event[key] = replace(event[key], content)
    parts: list[tuple[Any, tuple[str, ...]]] = [
        (event.get("exception"), ("value",)),
        (event.get("breadcrumbs"), ("message", "data")),
        ({"values": event.get("spans")}, ("description", "data")),
    ]
    for part, keys in parts:
        for value in (part or {}).get("values") or []:
            for key in keys:
                if value.get(key):
                    value[key] = replace(value[key], content)


def _texts(update: Update) -> Iterator[str]:
    values: list[object] = [update]
    for value in values:  # it grows
        if isinstance(value, str):
            yield value
        elif isinstance(value, TelegramObject):
            # Of a message's hundred fields, the few that Telegram has sent.
            fields = (getattr(value, key) for key in value.model_fields_set if key not in PUBLIC)
            values.extend(field for field in fields if field is not None)
        elif isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)
