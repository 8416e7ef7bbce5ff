"""The walk over an event: where its texts are, and what becomes of them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, Literal
from urllib.parse import unquote_plus
from uuid import UUID

from src.core.scrubbing.checks import looks_random
from src.core.scrubbing.detector import Detector, Found
from src.core.scrubbing.names import Names, words_of
from src.core.scrubbing.patterns import lazy
from src.core.scrubbing.rules import COUNTABLE, FILTERED, HEADERS, JWK_PARTS, NAME_KEYS, PROSE, TAG, VALUE_KEYS
from src.core.scrubbing.shapes import ADDRESS, SHAPE, SHORT, is_id, is_quantity, known_class, shape
from src.core.scrubbing.text import LONGEST, MAX_LENGTH, TextScrubber

Locals = Literal["shapes", "scrubbed", "off"]

MAX_DEPTH = 100  # containers inside each other; what is deeper is replaced whole
MAX_ITEMS = 200_000  # of all containers together; a container past that is replaced whole
MAX_KNOWN = 10_000  # texts, or names, that are remembered; then all are forgotten
LONGEST_KNOWN = 400  # characters
MAX_PAIRS = 1_000  # of a query; a longer one is replaced whole
LONG_NUMBER = 10**8  # may be a card's or a phone's
MANY = 1_000  # more is no number of sessions, say
VARIABLE = lazy(r"[^\W\d][\w.-]{0,63}|\(?\w{1,16}\)?")
# Too little for any secret.
WORD = lazy(r"[a-z_]{1,15}|\d{1,8}")
NUMBER = lazy(r"[1-9]\d{0,8}")  # a rule asks for more digits, or for what is between them
PAIR_NAME = lazy(r"[\w.$-]{1,64}(?: [\w.$-]{1,32}){0,2}")
PLAIN_NAME = lazy(r"[^\W\d][\w.:/ -]{0,47}")
# Of a key to something, whose value may be a secret: `openai_key`.
KEY_NAME = lazy(r"(?i:(?!public).*key)")
FLAG = "flag.evaluation."  # before the name of a feature flag, in the data of a span
SOURCE = frozenset({"pre_context", "context_line", "post_context"})
CODE_NAMES = ("abs_path", "filename", "function", "module")
FRAME = SOURCE | {*CODE_NAMES, "in_app", "lineno", "vars"}
VERSION = lazy(r"\d(?:\.\w+){1,4}|\d+(?:\.\w+){1,2}")
TIME = lazy(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
ID = lazy(r"[0-9a-f]{16}(?:[0-9a-f]{16})?")
# What is always of one form need not be looked at, nor a number.
FORMS = {"version": VERSION, "app_version": VERSION, "sample_rand": lazy(r"0\.\d{6}")}
FORMS |= dict.fromkeys(("sent_at", "start_timestamp", "timestamp"), TIME)
FORMS |= dict.fromkeys(("event_id", "parent_span_id", "request_id", "span_id", "trace_id"), ID)
EVENT = 1  # where it stands among the containers
QUERIES = frozenset({"query_string", "http.query", "url.query"})
PLACES = frozenset({"vars", "headers", "user", "feedback", "params", "url", "sentry.message.template", *QUERIES})
# One for all scrubbers: to build it takes longer than to scrub an event.
detector = cache(Detector)
# What parts a message: `%d tokens, %d loans`
CLAUSE = lazy(r"[,;.(]\s|%\S")
# What is said of a sensitive value: `["This field is required."]`
ADVICE = lazy(r"[A-Z][^\d]* [^\d]*\.")
PARAMETER = lazy(r"(?:%(?:\((?P<key>\w+)\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{(?P<field>\w*)[^{}]*\})")


class Scrubber:
    """Removes what is sensitive from JSON-like data, an event of Sentry's among them.

    Args:
        keys: Names that are sensitive besides those of the tables.
        allow: Names, or texts, that leave though the tables call them sensitive.
        salt: With it, what a rule of a person matched becomes a pseudonym, the same wherever the salt is the same.
        frame_locals: What leaves of the local variables of a stack's frames.
    """

    def __init__(
        self,
        keys: Iterable[str] = (),
        allow: Iterable[str] = (),
        salt: str | None = None,
        frame_locals: Locals = "shapes",
    ) -> None:
        keys, allow = tuple(keys), tuple(allow)
        self.names = Names(keys, allow)
        self.frame_locals = frame_locals
        self.detector = detector(tuple(words_of(key)[0] for key in keys if words_of(key)))
        self.scrub_text: TextScrubber = TextScrubber(self.names, self.detector, allow, salt)
        self.plain_names: set[str | None] = set()
        self.plain_variables: set[str | None] = set()
        # In which nothing has been found. Most of an event's are the same in every event; lines are those of code.
        self.known_texts: set[str | None] = {None}
        self.known_lines: set[str | None] = {None}

    def scrub(self, data: Any) -> Any:
        """The data without what is sensitive, as types of JSON. The input stays as it is; what holds nothing is shared."""
        return _Walk(self, [data]).result()[0]


class _Walk:
    """One pass over a container, level by level. A container in it is copied when something in it is replaced."""

    def __init__(self, scrubber: Scrubber, data: list[Any]) -> None:
        self._scrubber = scrubber
        self._kind = scrubber.names.kind
        # Of each container: what it stands in, under which key, and where its own texts begin.
        self._containers: list[dict[Any, Any] | list[Any]] = [data]
        self._parents: list[int] = [-1]
        self._keys: list[Any] = [None]
        self._first_texts: list[int] = []
        self._copies: dict[int, Any] = {}
        self._texts: list[str] = []
        # Met for the first time: the container of each, and whether its value is sensitive.
        self._names: list[tuple[int, str, bool]] = []
        self._renamed: dict[int, dict[Any, str]] = {}
        self._lines: set[str] = set()  # those of the texts that are lines of source code

    def result(self) -> Any:
        """The container, scrubbed."""
        containers, items, level = self._containers, 0, range(1)
        for _ in range(MAX_DEPTH):
            for index in level:
                container = containers[index]
                self._first_texts.append(len(self._texts))
                items += len(container)
                if items > MAX_ITEMS:
                    self._replace_whole(index)
                elif isinstance(container, dict):
                    if "lineno" in container and FRAME.issuperset(container):
                        self._open_frame(index, container)
                    else:
                        self._open_dict(index, container)
                else:
                    self._open_list(index, container)
            level = range(level.stop, len(containers))
            if not level:
                break
        for index in level:  # deeper ones
            self._replace_whole(index)
        self._scrub_texts()
        self._rename()
        return self._copies.get(0, containers[0])

    def _open_dict(self, index: int, container: dict[Any, Any]) -> None:
        plain = self._scrubber.plain_names
        if self._keys[index] == "modules" and self._parents[index] == EVENT:  # packages and their versions
            container = {
                key: value for key, value in container.items() if type(value) is not str or not VERSION.fullmatch(value)
            }
        elif not plain.issuperset(container):
            container = {
                key: value
                for key, value in container.items()
                if key in plain or not self._replaced_by_name(index, container, key, value)
            }
        if "kty" in container and (hidden := JWK_PARTS & container.keys()):
            self._copy(index).update(dict.fromkeys(hidden, FILTERED))
            container = {key: value for key, value in container.items() if key not in hidden}
        if (
            not container.keys().isdisjoint(VALUE_KEYS)
            and "unit" not in container
            and (named := _named(container))
            and self._kind(named)
        ):
            for key in VALUE_KEYS & container.keys():
                self._copy(index)[key] = self._filtered(named, container[key])
            container = {key: value for key, value in container.items() if key not in VALUE_KEYS}
        append, known = self._texts.append, self._scrubber.known_texts
        for key, value in container.items():
            kind = type(value)
            if kind is str:
                if value not in known and not FORMS.get(key, NUMBER).fullmatch(value):
                    append(value)
            elif kind is dict or kind is list:
                self._add(value, index, key)
            elif value is not None and kind is not bool:
                self._open_other(index, key, value)

    def _open_frame(self, index: int, frame: dict[Any, Any]) -> None:
        """A frame of a stack, whose code is the same in every event."""
        lines, texts = self._scrubber.known_lines, self._scrubber.known_texts
        try:
            is_known = texts.issuperset([frame.get(key) for key in CODE_NAMES]) and lines.issuperset(
                (*frame.get("pre_context", ()), frame.get("context_line"), *frame.get("post_context", ()))
            )
            # Anything else may stand there, in what is no frame.
            is_plain = type(frame["lineno"]) is int and type(frame.get("in_app", True)) is bool
            is_known = is_known and is_plain and type(frame.get("vars", {})) is dict
        except TypeError:  # something else than lines
            is_known = False
        if not is_known:
            self._open_unknown_frame(index, frame)
        variables = frame.get("vars")
        if type(variables) is dict:
            self._open_variables(index, variables)

    def _open_variables(self, index: int, variables: dict[Any, Any]) -> None:
        """Local variables, of which the setting says what leaves."""
        if self._scrubber.frame_locals == "scrubbed":
            self._add(variables, index, "vars")
        elif self._scrubber.frame_locals == "off":
            del self._copy(index)["vars"]
        else:
            self._copy(index)["vars"] = self._shapes(variables)

    def _open_unknown_frame(self, index: int, frame: dict[Any, Any]) -> None:
        for key, value in frame.items():
            kind = type(value)
            if kind is str:
                self._open_text(value, is_line=key == "context_line")
            elif (kind is dict and key != "vars") or kind is list:
                self._add(value, index, key)
            elif value is not None and kind is not bool and kind is not dict:
                self._open_other(index, key, value)

    def _open_list(self, index: int, container: list[Any]) -> None:
        is_code = self._keys[index] in SOURCE
        if not is_code and len(container) == 2 and self._is_pair(index, container):
            self._copy(index)[1] = self._filtered(_name_of(container[0]), container[1])
            container = container[:1]
        for key, value in enumerate(container):
            kind = type(value)
            if kind is str:
                self._open_text(value, is_line=is_code)
                is_option = value[:2] == "--" and value[2:3].isalpha() and "=" not in value
                if is_option and key + 1 < len(container) and self._kind(value):
                    self._copy(index)[key + 1] = FILTERED
            elif kind is dict or kind is list:
                self._add(value, index, key)
            elif value is not None and kind is not bool:
                self._open_other(index, key, value)

    def _open_text(self, text: str, *, is_line: bool) -> None:
        if text not in (self._scrubber.known_lines if is_line else self._scrubber.known_texts):
            self._texts.append(text)
            if is_line:
                self._lines.add(text)

    def _open_other(self, index: int, key: Any, value: Any) -> None:
        """A number, or what the SDK would turn into one of JSON's types later on, unseen."""
        if isinstance(value, (int, float)):
            if isinstance(value, float) and not isfinite(value):
                self._copy(index)[key] = str(value)
            elif abs(value) >= LONG_NUMBER and not (abs(value) < 10**12 and self._counts(index, key)):
                text = str(value) if abs(value) < 10**40 else FILTERED
                if (scrubbed := self._scrubber.scrub_text(text)) != text or text is FILTERED:
                    self._copy(index)[key] = scrubbed
        elif isinstance(value, Mapping):
            self._add(dict(value), index, key, new=True)
        elif isinstance(value, list | tuple | Set):
            self._add(list(value), index, key, new=True)
        elif isinstance(value, datetime | date | time | timedelta | UUID | Decimal) and not isinstance(value, Enum):
            self._copy(index)[key] = value.isoformat() if isinstance(value, date | time) else str(value)
        elif isinstance(value, str | bytes | bytearray | memoryview):
            raw = bytes(value) if not isinstance(value, str) else str.__str__(value).encode(errors="replace")
            self._copy(index)[key] = self._scrubbed(raw[:MAX_LENGTH].decode(errors="replace"))
        else:
            self._copy(index)[key] = f"<{type(value).__name__}>"

    def _counts(self, index: int, key: Any) -> bool:
        """Whether a number is an id or a quantity, as that of a metric is."""
        return isinstance(key, str) and (is_quantity(key) or (key == "value" and "unit" in self._containers[index]))

    def _scrubbed(self, text: str) -> str:
        """A text that is looked at by itself: an enumeration's, mostly."""
        if text in self._scrubber.known_texts:
            return text
        scrubbed = self._scrubber.scrub_text(text)
        if scrubbed == text:
            _remember(self._scrubber.known_texts, {text})
        return scrubbed

    def _replaced_by_name(self, index: int, container: dict[Any, Any], key: Any, value: Any) -> bool:
        """Whether a name, or the place that it is the name of, has told what becomes of its value."""
        if not isinstance(key, str):
            number = isinstance(key, (int, float))
            if (number and abs(key) < LONG_NUMBER) or key is None:
                return False
            text = _name_of(key)
            self._renamed.setdefault(index, {})[key] = self._scrubber.scrub_text(text)
            if (scrubbed := self._filtered(text, value) if self._kind(text) else value) is not value:
                self._copy(index)[key] = scrubbed
            return scrubbed is not value
        if key in PLACES:
            return self._replaced_by_place(index, container, key, value)
        is_sensitive = bool(self._kind(key)) and not _is_advice(value)
        if not is_sensitive and isinstance(value, str) and KEY_NAME.fullmatch(key):
            is_sensitive = looks_random(value)
        self._names.append((index, key, is_sensitive))
        if not is_sensitive:
            return False
        if (scrubbed := self._filtered(key, value)) is not value:
            self._copy(index)[key] = scrubbed
        return True

    def _filtered(self, name: str, value: Any) -> Any:
        """What stands for the value of a sensitive name: of a person's, what a rule says that it was."""
        if value is None or isinstance(value, bool) or value in ("", [], {}):
            return value
        if isinstance(value, int | float) and abs(value) < LONG_NUMBER and "tokens" in words_of(name):
            return value  # `gen_ai.usage.input_tokens`
        if isinstance(value, int) and abs(value) < MANY and self._scrubber.names.ends_in(words_of(name), COUNTABLE):
            return value
        if isinstance(value, str):
            if TAG.fullmatch(value):
                return value
            if self._kind(name) == "personal" and TAG.fullmatch(scrubbed := self._scrubber.scrub_text(value)):
                return scrubbed
        return FILTERED

    def _is_pair(self, index: int, container: list[Any]) -> bool:
        name = _name_of(container[0]).strip("b'\"") if isinstance(container[0], str | bytes) else ""
        if not PAIR_NAME.fullmatch(name) or not self._kind(name) or isinstance(container[1], dict):
            return False
        other = container[1]  # another name, in a list of names
        listed = isinstance(self._containers[self._parents[index]], dict)
        return not (isinstance(other, str) and other.replace("_", "").isalpha() and (listed or self._kind(other)))

    def _replaced_by_place(self, index: int, container: dict[Any, Any], key: str, value: Any) -> bool:
        """Whether a place of an event that has rules of its own has been dealt with."""
        match key, value:
            case "vars", dict():
                self._open_variables(index, value)
            case "headers", dict():
                kept = {name: item if str(name).lower() in HEADERS else FILTERED for name, item in value.items()}
                self._add(kept, index, key, new=True)
            case "headers", list() | tuple():
                pairs = [
                    [pair[0], pair[1] if str(pair[0]).lower() in HEADERS else FILTERED]
                    if isinstance(pair, list | tuple) and len(pair) == 2
                    else pair
                    for pair in value
                ]
                self._add(pairs, index, key, new=True)
            case (("user" | "feedback"), dict()):
                hidden = {name: FILTERED for name in ("name", "geo", "location") if value.get(name)}
                self._add({**value, **hidden}, index, key, new=bool(hidden))
            case "params", list() | tuple() | dict() if isinstance(container.get("message"), str):
                values = dict(value) if isinstance(value, dict) else dict(enumerate(value))
                self._filter_parameters(container["message"], values, index, "formatted")
                self._add(values if isinstance(value, dict) else list(values.values()), index, key, new=True)
            case "sentry.message.template", str():  # of a log
                log, prefix = self._parents[index], "sentry.message.parameter."
                self._filter_parameters(value, self._copy(index), log, "body", prefix)
                return False
            case _ if key in QUERIES:
                if (query := self._query(value)) != value:
                    self._copy(index)[key] = query
            case "url", str() if "?" in value and " " not in value.partition("?")[0]:
                url, _, query = value.partition("?")
                self._copy(index)[key] = f"{self._scrubber.scrub_text(url)}?{self._query(query)}"
            case _:
                return False
        return True

    def _query(self, query: Any) -> Any:
        """A query with its names, and of its values the short numbers, times, UUIDs and ids."""
        if isinstance(query, bytes):
            query = query.decode(errors="replace")
        if isinstance(query, str):
            if query.count("&") > MAX_PAIRS or TAG.fullmatch(query):
                return FILTERED
            pairs: Iterable[Any] = (map(unquote_plus, pair.partition("=")[::2]) for pair in query.split("&") if pair)
        elif isinstance(query, dict):
            pairs = query.items()
        elif isinstance(query, list | tuple):
            pairs = (pair for pair in query if isinstance(pair, list | tuple) and len(pair) == 2)
        else:
            return FILTERED if query else query
        kept = ((self._query_name(str(name)), self._query_value(str(name), str(item))) for name, item in pairs)
        return "&".join(f"{name}={item.replace('+', '%2B')}" for name, item in kept)  # a + would be read as a space

    def _query_name(self, name: str) -> str:
        if name in self._scrubber.plain_variables or WORD.fullmatch(name):
            return name
        return self._scrubber.scrub_text(name) if VARIABLE.fullmatch(name) or TAG.fullmatch(name) else FILTERED

    def _query_value(self, name: str, value: str) -> str:
        if TAG.fullmatch(value) or not value:
            return value
        if self._kind(name):
            return FILTERED
        if value.isdigit() and len(value) <= SHORT:
            return value
        if is_id(name):
            return self._scrubber.scrub_text(value) if shape(name, f"'{value}'")[0] == "'" else FILTERED
        return value if shape(name, value) == value or shape(name, f"'{value}'")[0] == "'" else FILTERED

    def _filter_parameters(self, message: str, values: dict[Any, Any], whole: int, text: str, prefix: str = "") -> None:
        """Of a message `password %s for %s`, the parameter that follows a telling name; also in the whole text."""
        for place, match in enumerate(PARAMETER.finditer(message)):
            name = match["key"] or match["field"] or ""
            clause = CLAUSE.split(message[max(0, match.start() - 40) : match.start()])[-1]
            before = words_of(clause)
            before = before[:-1] if before and before[-1] in ("is", "was") else before
            *others, last = before or [""]
            telling = self._kind(name) or self._kind(last) or self._scrubber.names.phrase(" ".join(others[-2:]), last)
            at = f"{prefix}{name or place}" if prefix else name or place
            if telling and at in values and not _says_nothing(values[at]):
                value, values[at] = str(values[at]), FILTERED
                container = self._copy(whole)
                formatted = container.get(text) if isinstance(container, dict) else None
                if isinstance(formatted, str) and value:
                    alone = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
                    container[text] = self._scrubber.scrub_text(alone.sub(FILTERED, formatted))

    def _shapes(self, variables: dict[Any, Any]) -> dict[str, Any]:
        """Local variables as shapes. Their values are representations, or containers of such."""
        plain = self._scrubber.plain_variables
        shapes: dict[str, Any] = {}
        for key, value in variables.items():
            if key in plain:
                shapes[key] = (type(value) is str and known_class(value[:-ADDRESS])) or shape(key, value)
            else:
                self._shape_of_named(shapes, str(key), value)
        return shapes

    def _shape_of_named(self, shapes: dict[str, Any], name: str, value: Any) -> None:
        """A variable that is met for the first time, or whose name is sensitive, or of an id, or no name at all."""
        if not VARIABLE.fullmatch(name):
            name = name if SHAPE.fullmatch(name) or TAG.fullmatch(name) else shape("", f"'{name}'")
        elif self._kind(name):
            shapes[name] = value if value in ("None", "True", "False", None, True, False) else FILTERED
            return
        elif not is_id(name):
            _remember(self._scrubber.plain_variables, {name})
        kept = shape(name, value)
        free = isinstance(kept, str) and is_id(name) and not WORD.fullmatch(kept)
        shapes[name] = self._scrubber.scrub_text(kept) if free else kept

    def _add(self, container: Any, parent: int, key: Any, *, new: bool = False) -> None:
        """Queue a container. A new one takes the place of what it was made of."""
        if new:
            self._copy(parent)[key] = container
            self._copies[len(self._containers)] = container
        self._containers.append(container)
        self._parents.append(parent)
        self._keys.append(key)

    def _copy(self, index: int) -> Any:
        if index not in self._copies:
            self._copies[index] = self._containers[index].copy()
            if self._parents[index] >= 0:
                self._copy(self._parents[index])[self._keys[index]] = self._copies[index]
        return self._copies[index]

    def _replace_whole(self, index: int) -> None:
        self._copy(self._parents[index])[self._keys[index]] = FILTERED

    def _scrub_texts(self) -> None:
        """Replace what is sensitive in the texts and the names that have been met."""
        texts, changed = self._texts, set[str]()
        named = [key.removeprefix(FLAG) for _, key, _ in self._names]
        met = texts + named
        suspects: dict[int, Found | None] = {}
        if max(map(len, met), default=0) > LONGEST:  # these are cut, whatever is in them
            suspects = dict.fromkeys(place for place, text in enumerate(met) if len(text) > LONGEST)
            met = ["" if len(text) > LONGEST else text for text in met]
        suspects |= self._scrubber.detector.suspects(met)
        for place, found in suspects.items():
            if place >= len(texts):
                continue
            text = texts[place]
            index = bisect_right(self._first_texts, place) - 1
            container = self._copies.get(index, self._containers[index])
            for key, value in container.items() if isinstance(container, dict) else enumerate(container):
                if value is text and not (key in FORMS and FORMS[key].fullmatch(text)):
                    source = key == "context_line" or self._keys[index] in SOURCE
                    if (scrubbed := self._scrubber.scrub_text(text, found, in_source=source)) != text:
                        self._copy(index)[key] = scrubbed
                        changed.add(text)
        _remember(self._scrubber.known_lines, self._lines - changed)
        _remember(self._scrubber.known_texts, set(texts) - self._lines - changed)
        for place, (index, key, is_sensitive) in enumerate(self._names, len(texts)):
            name = named[place - len(texts)]
            if place in suspects and (scrubbed := self._scrubber.scrub_text(name, suspects[place])) != name:
                self._renamed.setdefault(index, {})[key] = key.removesuffix(name) + scrubbed
            elif not (is_sensitive or KEY_NAME.fullmatch(key)) and PLAIN_NAME.fullmatch(key):
                _remember(self._scrubber.plain_names, {key})

    def _rename(self) -> None:
        for index, renamed in self._renamed.items():
            copy = self._copy(index)
            items = [(renamed.get(key, key), value) for key, value in copy.items()]
            copy.clear()
            copy.update(items)


def _remember(known: set[str | None], texts: set[str]) -> None:
    if len(known) > MAX_KNOWN:
        known.clear()
        known.add(None)  # of a frame that has no such text
    known.update(text for text in texts if len(text) < LONGEST_KNOWN)


def _is_advice(value: Any) -> bool:
    """Whether a value is what is said of it: `{"password": ["This field is required."]}`."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(text, str) and ADVICE.fullmatch(text) for text in value)
    )


def _says_nothing(value: Any) -> bool:
    """Whether a parameter of a message is too short for a secret, or the next words of a sentence."""
    text = str(value)
    is_sentence = len(text.split()) > 2 and text[0].isupper() and not any(map(str.isdigit, text))
    return len(text) < 3 or text.lower() in PROSE or is_sentence


def _named(container: dict[Any, Any]) -> str:
    """The name in `{"name": "password", "value": "..."}`, or those of a path to a value."""
    for key in NAME_KEYS:
        name = container.get(key)
        if isinstance(name, list | tuple):
            name = "_".join(map(_name_of, name))
        if isinstance(name, str):
            return name
    return ""


def _name_of(key: Any) -> str:
    """A name as a text, whatever it is."""
    if isinstance(key, bytes):
        return key.decode(errors="replace")
    try:
        return str(key)
    except Exception:  # of an object of anybody's, or of a number that is too long
        return f"<{type(key).__name__}>"
