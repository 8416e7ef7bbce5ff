"""What people wrote and what they are called: found in an update, removed from what is told about it."""

import re
from collections.abc import Iterator
from typing import Any

from aiogram.types import Update
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


def content_of(update: Update) -> re.Pattern[str] | None:
    """A pattern that matches every text in an update, whole or by a word; None if it holds none."""
    found: set[str] = set()
    for text in _texts(update.model_dump(exclude_none=True)):
        arguments = COMMAND.sub("", text, count=1).strip() if text.startswith("/") else text
        words = [word for word in arguments.split() if len(word) >= MIN_WORD_LENGTH]
        found.update(part for part in (text.strip(), arguments, *words) if len(part) >= MIN_LENGTH)
    found = {text for text in found if not SHORT_NUMBER.fullmatch(text) and not COMMAND.fullmatch(text)}
    if not found:
        return None
    longest_first = "|".join(re.escape(text) for text in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")


def replace(value: Any, pattern: re.Pattern[str]) -> Any:
    """JSON-like data in which whatever the pattern matches is replaced."""
    if isinstance(value, str):
        return pattern.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {key: replace(item, pattern) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [replace(item, pattern) for item in value]
    return value


def replace_in_event(event: Event, pattern: re.Pattern[str]) -> None:
    """The same in the parts of an event, or of a transaction, that may hold text of any origin."""
    for key in ("message", "logentry", "extra"):
        if key in event:
            event[key] = replace(event[key], pattern)
    parts: list[tuple[Any, tuple[str, ...]]] = [
        (event.get("exception"), ("value",)),
        (event.get("breadcrumbs"), ("message", "data")),
        ({"values": event.get("spans")}, ("description", "data")),
    ]
    for part, keys in parts:
        for value in (part or {}).get("values") or []:
            for key in keys:
                if value.get(key):
                    value[key] = replace(value[key], pattern)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in PUBLIC:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
