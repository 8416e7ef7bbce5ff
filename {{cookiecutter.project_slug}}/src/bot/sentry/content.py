"""What people wrote and what they are called: found in an update, removed from what is told about it."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import quote, quote_plus

from aiogram.types import TelegramObject, Update
from sentry_sdk.types import Event

REPLACEMENT = "[content]"
# A name can be short, and a text too; a word of a text, unless it is long, is everybody's.
NAMES = frozenset({"first_name", "last_name", "username", "title"})
MIN_NAME_LENGTH, MIN_LENGTH, MIN_WORD_LENGTH = 2, 3, 5
# Values of Telegram's own making, which say nothing about a person.
PUBLIC = frozenset({"type", "status", "language_code", "mime_type", "currency", "chat_type"})
# A number is no secret by itself, unless it is as long as one of a telephone, or of a place.
SHORT_NUMBER = re.compile(r"[\W_]*\d{0,6}[\W_]*|\d{1,6}[.,]\d{1,2}")
COMMAND = re.compile(r"/\w+(?:@\w+)?")
WORD = re.compile(r"\w+")
# What a filter has put in the place of something else: `[email]`, `[email:3f9a1c]`.
REPLACED = (
    r"\[(?:Filtered|content|cut|base64|[a-z-]*(?:email|phone|card|iban|ssn|mac|ip|user|userinfo|key|token|hash|webhook"
    r"|passport|authorization|code|init-data|location))(?::[0-9a-f]{6})?\]"
)
REPLACED_OR_WORD = re.compile(rf"(?P<replaced>{REPLACED})|\w+")

# Where text of any origin may stand: whole parts of an event, a log, a metric, a span; then parts of a list's items.
WHOLE = frozenset({"message", "logentry", "extra", "user", "fingerprint", "body", "attributes", "data"})
LISTED = {
    "exception": ("value", "stacktrace"),
    "threads": ("stacktrace",),
    "breadcrumbs": ("message", "data"),
    "spans": ("description", "data", "tags"),
}
# Code gives these spans their descriptions, a filter has had the literals of the latter.
NAMED_BY_CODE = ("auto.function.aiogram", "auto.db")
# What the integration and the SDK say themselves, in tags, contexts and attributes.
OWN = re.compile(
    r"bot_id|update_type|chat_type|telegram|runtime|sentry\.(?!message\.parameter).*"
    r"|(?:messaging|telegram|aiogram|thread|code|logger|process)\..*"
)


class Content:
    """The texts of an update, as they may be met again.

    Args:
        update: The update.
        filter_text: What texts have been through by the time that these are looked for in them.
    """

    def __init__(self, update: Update, filter_text: Callable[[str], str] = str) -> None:
        phrases: set[str] = set()
        self._words: set[str] = set()
        for name, text in _texts(update):
            shortest = MIN_NAME_LENGTH if name in NAMES else MIN_LENGTH
            command = COMMAND.match(text)
            written = text[command.end() :] if command else text
            arguments = text.partition(" ")[2] if command else text
            filtered = filter_text(arguments) if " " in arguments else arguments  # a word goes whole, or not at all
            for whole in {text.strip(), written.strip(), arguments.strip(), filtered.strip()}:
                if len(whole) >= shortest and not SHORT_NUMBER.fullmatch(whole) and not COMMAND.fullmatch(whole):
                    phrases |= _spellings(whole)
            long = (word for word in WORD.findall(written) if len(word) >= MIN_WORD_LENGTH)
            self._words.update(word.casefold() for word in long if not SHORT_NUMBER.fullmatch(word))
        self._phrases = {phrase.casefold(): phrase for phrase in sorted(phrases, key=len, reverse=True)}

    def replace(self, value: Any) -> Any:
        """JSON-like data in which these texts are replaced, where they are not parts of words."""
        if isinstance(value, str):
            small = value.casefold()
            for folded, phrase in self._phrases.items():
                if folded in small:  # few are, and a pattern takes longer to compile than all else
                    value = _pattern(phrase).sub(_replacement, value)
            return self._without_words(value) if self._words else value
        if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 10**6):
            return REPLACEMENT if str(value) in self._phrases else value
        if isinstance(value, dict):
            return {key: self.replace(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.replace(item) for item in value]
        return value

    def replace_in_event(self, event: Event) -> Event:
        """The same in the parts of an event, a transaction, a log or so, that may hold text of any origin."""
        return cast("Event", {key: self._replace_in_part(key, value) for key, value in event.items()})

    def _replace_in_part(self, key: str, part: Any) -> Any:
        if key in LISTED and isinstance(part, dict):
            return {**part, "values": self._replace_in_part(key, part.get("values"))}
        if key in LISTED and isinstance(part, list):
            return [self._replace_in_item(item, LISTED[key]) if isinstance(item, dict) else item for item in part]
        if key == "contexts" and isinstance(part, dict):
            trace = {"trace": self._replace_in_item(part["trace"], ("data",))} if "trace" in part else {}
            return self._replace_unless_own(part) | trace
        if key in ("tags", "attributes", "data") and isinstance(part, dict):
            return self._replace_unless_own(part)
        return self.replace(part) if key in WHOLE else part

    def _replace_in_item(self, item: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        replaced = dict(item)
        for key in item.keys() & keys:
            match key:
                case "stacktrace":
                    replaced[key] = _frames_with(self.replace, item[key])
                case "data" | "tags":
                    replaced[key] = self._replace_in_part(key, item[key])
                case "description" if str(item.get("origin")).startswith(NAMED_BY_CODE):
                    pass
                case _:
                    replaced[key] = self.replace(item[key])
        return replaced

    def _replace_unless_own(self, part: dict[str, Any]) -> dict[str, Any]:
        return {key: value if OWN.fullmatch(key) else self.replace(value) for key, value in part.items()}

    def _without_words(self, text: str) -> str:
        if self._words.isdisjoint(word.casefold() for word in WORD.findall(text)):
            return text
        return REPLACED_OR_WORD.sub(
            lambda match: _replacement(match) if match[0].casefold() in self._words else match[0], text
        )


def _replacement(match: re.Match[str]) -> str:
    return match["replaced"] or REPLACEMENT


def _spellings(text: str) -> set[str]:
    """A text as it is, in a representation, in JSON, and in a URL."""
    quoted = {quote(text, safe=""), quote(text), quote_plus(text)}
    return {text, repr(text)[1:-1], text.replace("'", r"\'"), json.dumps(text)[1:-1], *quoted}


def _pattern(text: str) -> re.Pattern[str]:
    # In a language without spaces, words stand right beside each other.
    before, after = (r"(?<!\w)" if _has_case(text[0]) else "", r"(?!\w)" if _has_case(text[-1]) else "")
    return re.compile(rf"(?P<replaced>{REPLACED})|{before}{re.escape(text)}{after}", re.IGNORECASE)


def _has_case(char: str) -> bool:
    return not char.isalpha() or char.lower() != char.upper()


def _frames_with(replace: Callable[[Any], Any], stacktrace: Any) -> Any:
    """A stack trace whose local variables are replaced; all else in it is code."""
    if not isinstance(stacktrace, dict):
        return stacktrace
    frames = [
        {**frame, "vars": replace(frame["vars"])} if isinstance(frame, dict) and "vars" in frame else frame
        for frame in stacktrace.get("frames") or []
    ]
    return {**stacktrace, "frames": frames}


def _texts(update: Update) -> Iterator[tuple[str, str]]:
    """The texts of an update, each with the name of its field; numbers that tell a place are texts too."""
    values: list[tuple[str, object]] = [("", update)]
    for name, value in values:  # it grows
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, float):
            yield name, str(value)
        elif isinstance(value, TelegramObject):
            # Of a message's hundred fields, the few that Telegram has sent.
            fields = ((key, getattr(value, key)) for key in value.model_fields_set if key not in PUBLIC)
            values.extend(field for field in fields if field[1] is not None)
        elif isinstance(value, dict):
            values.extend(value.items())
        elif isinstance(value, list):
            values.extend((name, item) for item in value)
