"""What people wrote and what they are called: found in an update, removed from what is told about it."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from aiogram.types import TelegramObject, Update

REPLACEMENT = "[content]"
# A person's name can be short; a word of a message, unless it is long, is everybody's.
MIN_LENGTH = 3
MIN_WORD_LENGTH = 5
# Values of Telegram's own making, which say nothing about a person.
PUBLIC = frozenset({"type", "status", "language_code", "mime_type", "currency", "chat_type"})
# What is told of an update by names of this integration, and of the SDK.
OWN = re.compile(r"(?:bot_id|update_type|chat_type)\Z|(?:telegram|aiogram|messaging|thread)\.|sentry\.(?!message)")
# A number is no secret by itself, unless it is as long as one of a telephone.
SHORT_NUMBER = re.compile(r"[\W_]*\d{0,6}[\W_]*")
WORD = re.compile(r"\w+")
COMMAND = re.compile(r"/\w+(?:@\w+)?")


def content_of(update: Update) -> tuple[str, ...]:
    """Every text in an update, whole and by its words, in small letters, the longest first."""
    found: set[str] = set()
    for text in map(str.lower, _texts(update)):
        arguments = COMMAND.sub("", text, count=1).strip() if text.startswith("/") else text
        words = [word for word in (*arguments.split(), *WORD.findall(arguments)) if len(word) >= MIN_WORD_LENGTH]
        parts = {text.strip(), arguments, *words}
        found.update(part for part in parts if len(part) >= MIN_LENGTH or (part and not part.isascii()))
    for text in [text for text in found if not text.isascii()]:  # as JSON, and URLs, have it
        found |= {json.dumps(text)[1:-1], quote(text).lower()}
    public = [text for text in found if SHORT_NUMBER.fullmatch(text) or COMMAND.fullmatch(text)]
    return tuple(sorted(found.difference(public), key=len, reverse=True))


def replace(value: Any, content: tuple[str, ...]) -> Any:
    """JSON-like data in which these texts are replaced, where they are not parts of words."""
    if isinstance(value, str):
        small = value.lower()
        for text in content:
            if text in small:
                value = re.sub(rf"(?i)(?<!\w){re.escape(text)}(?!\w)", REPLACEMENT, value)
        return value
    if isinstance(value, dict):
        return {key: replace(item, content) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [replace(item, content) for item in value]
    return value


def replace_in_item(item: Any, content: tuple[str, ...]) -> None:
    """The same in the parts of an event, a transaction, a log or a metric that may hold text of any origin."""
    for key in ("message", "logentry", "extra", "body"):
        if key in item:
            item[key] = replace(item[key], content)
    contexts = item.get("contexts") or {}
    holders = [item.get("tags"), item.get("attributes"), (contexts.get("trace") or {}).get("data")]
    holders += [context for name, context in contexts.items() if name not in ("trace", "telegram")]
    for holder in holders:
        if isinstance(holder, dict):
            holder |= {key: replace(value, content) for key, value in holder.items() if not OWN.match(key)}
    parts: list[tuple[Any, tuple[str, ...]]] = [
        (item.get("exception"), ("value",)),
        (item.get("breadcrumbs"), ("message", "data")),
        ({"values": item.get("spans")}, ("description", "data")),
    ]
    for part, keys in parts:
        for value in (part or {}).get("values") or []:
            for key in keys:
                if value.get(key):
                    value[key] = replace(value[key], content)


def _texts(update: Update) -> Iterator[str]:
    values: list[object] = [update]
    for value in values:  # it grows
        if isinstance(value, str | float):
            yield str(value)
        elif isinstance(value, TelegramObject):
            # Of a message's hundred fields, the few that Telegram has sent.
            fields = (getattr(value, key) for key in value.model_fields_set if key not in PUBLIC)
            values.extend(field for field in fields if field is not None)
        elif isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)
