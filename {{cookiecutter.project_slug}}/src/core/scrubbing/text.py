"""Removes what is sensitive from one text."""

import base64
import binascii
import hashlib
import hmac
import html
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from src.core.scrubbing import checks, rules
from src.core.scrubbing.assignments import Assignments
from src.core.scrubbing.databases import without_literals, without_reported_values
from src.core.scrubbing.detector import Detector, Found
from src.core.scrubbing.names import Names
from src.core.scrubbing.patterns import lazy
from src.core.scrubbing.rules import FILTERED, RULES, Rule

MAX_LENGTH = 16_384  # characters of one text; the rest is cut off
MARGIN = 512  # more are read, so that no secret is cut in two
LONGEST = MAX_LENGTH + MARGIN
MAX_DEPTH = 5  # encodings inside each other; half as many in a text that is
LONG = 10_000  # characters
MAX_PARTS = 500  # of a text, that hold something; where there are more, all of them are replaced

PART = lazy(r"([^\s\"'<>&]++)")  # of a URL or of a form
VALUE = lazy(r"(?<==)([^\s\"'<>&+=]*+\+[^\s\"'<>&]*+)")
ENCODED_VALUE = lazy(r"(?<![\w.$\[\]-])(?P<name>[\w.$\[\]-]{2,128}+)=(?P<value>[^&#;?%=]*+%[^&#;]*)")
PERCENT = lazy(r"%[0-9A-Fa-f]{2}")
# Of a text, of JSON, and of a terminal: a colour is nothing to read.
ESCAPE = lazy(r"(?<!\\)(?:\\++u(?P<unit>[0-9A-Fa-f]{4})|(?P<bytes>(?:\\++x[0-9A-Fa-f]{2})+)|\\++/|\x1b\[[\d;]*m)")
# Between the lines of a text in a representation: `'first\nsecond'`.
ESCAPED_END = lazy(r"((?:\\++[nrt])+)")
BASE64 = lazy(r"(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*\d)(?=[A-Fa-f0-9+/_-]*[G-Zg-z])[A-Za-z0-9+/_-]{20,}+={0,2}")


class TextScrubber:
    """Removes from a text what the tables call sensitive.

    Args:
        names: The names whose values are sensitive.
        detector: Tells what a text may hold.
        allowed: Texts that may leave though a rule matches them.
        salt: With it, what a rule of a person matched becomes a pseudonym: the same for the same salt.
    """

    def __init__(self, names: Names, detector: Detector, allowed: Iterable[str] = (), salt: str | None = None) -> None:
        self._names = names
        self._assignments = Assignments(names)
        self._detector = detector
        self._allowed = frozenset(text.lower() for text in allowed)
        self._salt = salt.encode() if salt else None
        self._decoders: dict[str, Callable[[str, int], str]] = {
            "line": self._in_lines,
            "percent": self._in_parts,
            "escape": lambda text, depth: self._decoded(text, ESCAPE.sub(_unescaped, text), depth),
            "entity": lambda text, depth: self._decoded(text, html.unescape(text), depth),
            "base64": lambda text, depth: BASE64.sub(lambda run: self._without_base64(run[0], depth), text),
        }
        self._order = {rule: place for place, rule in enumerate(RULES)}
        self._rules = [(rule.pattern, self._replacement(rule)) for rule in RULES]
        self._init_data = self._replacement(rules.INIT_DATA)
        # What the text in hand has in it and holds nothing: encodings inside each other lead there again and again.
        self._plain: set[str] = set()

    def __call__(self, text: str, found: Found | None = None, *, in_source: bool = False) -> str:
        """The text without what is sensitive. Applied again, it changes nothing.

        Args:
            text: Any text; one that is too long is cut.
            found: What the detector has found in it, if it has been asked.
            in_source: It is a line of source code, where of what follows a name only literals are values.
        """
        self._plain.clear()
        if len(text) > LONGEST:
            text = text[:LONGEST]
            return self._scrub(text, 0, self._detector.met(text), in_source)[:-MARGIN] + "[cut]"
        return self._scrub(text, 0, self._detector.met(text) if found is None else found, in_source)

    def _scrub(self, text: str, depth: int, found: Found, in_source: bool = False) -> str:
        if not found:
            return text
        if depth >= MAX_DEPTH:
            return FILTERED
        before = text
        if rules.INIT_DATA in found:
            text = rules.INIT_DATA.pattern.sub(self._init_data, text)
        for name, decode in self._decoders.items():
            if name in found:
                text = decode(text, depth)
        if text is not before and text != before:
            found = self._detector.met(text)
        for place in sorted(self._order[rule] for rule in found if rule in self._order):
            pattern, replacement = self._rules[place]
            text = pattern.sub(replacement, text)
        if "report" in found:
            text = without_reported_values(text)
        if "sql" in found:
            text = without_literals(text)
        if "name" in found:
            text = self._assignments.remove(text, in_source=in_source)
        if "plus" in found:
            text = self._without_plus(text, depth)
        return text

    def _each(self, texts: list[str], depth: int) -> dict[int, str]:
        """What becomes of some of the texts, by their places in the list."""
        suspects = self._detector.suspects(texts)
        if len(suspects) > MAX_PARTS:
            return dict.fromkeys(suspects, FILTERED)
        return {place: self._scrub_inside(texts[place], depth, found) for place, found in suspects.items()}

    def _scrub_inside(self, text: str, depth: int, found: Found) -> str:
        """What becomes of a text that another had in it."""
        if text in self._plain:
            return text
        scrubbed = self._scrub(text, depth + (2 if len(text) > LONG else 1), found)
        if scrubbed == text:
            self._plain.add(text)
        return scrubbed

    def _in_lines(self, text: str, depth: int) -> str:
        """A text whose lines end in escapes, of which the letter would be a part of the word after it."""
        for rule, (pattern, replacement) in zip(RULES, self._rules, strict=True):
            if rule.name == "key":  # it is of many lines
                text = pattern.sub(replacement, text)
        parts = ESCAPED_END.split(text)
        if len(parts) == 1:  # `C:\Temp`
            return text
        for place, line in self._each(parts[::2], depth).items():
            parts[2 * place] = line
        return "".join(parts)

    def _decoded(self, encoded: str, decoded: str, depth: int) -> str:
        """A part of a text in an encoding: as it was, unless there is something in it."""
        if decoded == encoded or decoded in self._plain:
            return encoded
        scrubbed = self._scrub_inside(decoded, depth, self._detector.met(decoded))
        return encoded if scrubbed == decoded else scrubbed

    def _in_parts(self, text: str, depth: int) -> str:
        """A text with percent-encoded parts, of which only those are decoded that hold something."""
        parts = PART.split(text)
        encoded = [part if PERCENT.search(part) else "" for part in parts[1::2]]
        suspects = self._detector.suspects([f"{unquote(part)} {unquote(part.replace('+', ' '))}" for part in encoded])
        many = len(suspects) > MAX_PARTS
        for place in suspects:
            parts[2 * place + 1] = FILTERED if many else self._without_percent(encoded[place], depth)
        return "".join(parts)

    def _without_percent(self, encoded: str, depth: int) -> str:
        """A part of a URL or of a form, in which a + may be a space, or a + of base64."""
        # A value ends where it does before it is decoded, whatever is in it.
        encoded = ENCODED_VALUE.sub(self._without_encoded_value, encoded)
        literal = self._decoded(encoded, unquote(encoded), depth)
        name, _, value = encoded.partition("=")
        if "+" not in value:
            return literal
        spaced = self._decoded(encoded, unquote(encoded.replace("+", " ")), depth)
        if encoded in (literal, spaced):
            return spaced if literal == encoded else literal
        return f"{self._decoded(name, unquote(name), depth)}={FILTERED}"

    def _without_encoded_value(self, match: re.Match[str]) -> str:
        return f"{match['name']}={FILTERED}" if self._names.kind(match["name"]) else match[0]

    def _without_plus(self, text: str, depth: int) -> str:
        """A text with values of forms, in which a + may be a space."""
        parts = VALUE.split(text)
        values = [value.replace("+", " ") for value in parts[1::2]]
        for place, scrubbed in self._each(values, depth).items():
            if scrubbed != values[place]:
                parts[2 * place + 1] = scrubbed
        return "".join(parts)

    def _without_base64(self, encoded: str, depth: int) -> str:
        if checks.HEX.fullmatch(encoded):
            return encoded
        padded = encoded.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            decoded = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return encoded
        return encoded if self._decoded(encoded, decoded, depth) == encoded else "[base64]"

    def _replacement(self, rule: Rule) -> Callable[[re.Match[str]], str]:
        def replace(match: re.Match[str]) -> str:
            found = match[0]
            if (rule.valid and not rule.valid(match)) or found.lower() in self._allowed:
                return found
            keep = (match["keep"] or "") if "keep" in match.re.groupindex else ""
            return keep + self._tag(rule, found[len(keep) :])

        return replace

    def _tag(self, rule: Rule, found: str) -> str:
        if not (rule.is_person and self._salt):
            return f"[{rule.name}]"
        plain = re.sub(r"[\s-]" if any(map(str.isalpha, found)) else r"\D", "", found.casefold())
        return f"[{rule.name}:{hmac.digest(self._salt, plain.encode(errors='replace'), hashlib.sha256).hex()[:6]}]"


def _unescaped(match: re.Match[str]) -> str:
    if not match["bytes"]:
        return chr(int(match["unit"], 16)) if match["unit"] else "/" if match[0][-1] == "/" else ""
    raw = bytes.fromhex(re.sub(r"\\+x", "", match["bytes"]))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin1")
