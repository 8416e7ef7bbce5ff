"""Removes what is sensitive from one text."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from src.core.scrubbing import checks, detector
from src.core.scrubbing.detector import PHONES, SSN
from src.core.scrubbing.names import Names, words_of
from src.core.scrubbing.rules import (
    CODE_NAMES,
    COUNTABLE,
    FILTERED,
    INIT_DATA,
    MAYBE_NAMES,
    PROSE,
    RULES,
    WHOLE_LINE_NAMES,
    Needs,
    Rule,
)

MAX_LENGTH = 16_384  # characters of one text; the rest is cut off
MAX_DEPTH = 5  # encodings inside each other

TAG = re.compile(r"\[(?:Filtered|[a-z-]+(?::[0-9a-f]{6})?)\]")
# A name, wherever it stands.
NAME = re.compile(r"(?<![\w$.-])[\w$.-]{2,128}+")
# The words right before it.
BEFORE = re.compile(r"(?<![\w$.-])(?:[\w$.-]{1,32} ){1,3}\Z")
MAX_BEFORE = 99  # characters
# What stands between a name and its value: `name=value`, `"name": value`, `name -> value`, `('name', value)`.
CLOSE = r"(?P<close>\\*+[\"'`]\\*+[\"'`]?|\\*+[\"']?\]|\*{0,2})"
ASSIGNED = re.compile(
    CLOSE + r"\s{0,4}(?P<sep>=>|:=|==|->|[:=：＝])\s{0,4}|(?P<pair>\\*+[\"'`])\s{0,2},\s{0,2}(?=[\\\"'\[bru(\d])"
)
# `name of somebody: value`
LATER = re.compile(r"(?:\s[^\W\d_]{1,16}){1,2}\s?[:=：]\s?[\"']?(?P<value>[^\s\"'<>,;()\[\]{}\\]{4,256}+)")
# `name is value`, `name value`, `--name value`
TOLD = re.compile(
    r"\s{1,3}(?:(?:is|was|are|ist|war|lautet|est|es|e|é|è|jest|je|to|equals|равен|—|-|–)\s{1,3})?(?P<value>[^\s\"'<>,;()\[\]{}\\]{4,256}+)"
)
QUOTE = re.compile(r"[bBrRuUfF]{0,2}(?P<quote>\\*+(?:\"\"\"|'''|[\"'`]))")
BARE = re.compile(r"[^\s,;&\"'<>)\]}|\\]++")
LINE = re.compile(r"[^\r\n\"'\\]*+")
PHONE = re.compile(r"\+?[\d(][\d ().\-/]{3,24}+(?!\w)")
LITERAL = re.compile(r"\\*+(?P<quote>[\"'])(?:(?!(?P=quote))[^\\]|\\.)*+(?:(?P=quote)|$)")
SOURCE_VALUE = re.compile(CLOSE + r"(?:\s{0,4}:\s{0,4}[\w.\[\]| ]{0,64}?)?\s{0,4}[:=,(]\s{0,4}[bBrRuUfF]{0,2}(?=[\"'])")
PLACEHOLDER = re.compile(
    r"%\(\w+\)[sdr]?|%[sdr]|\$(?:\d{1,2}|\{\w+\}|[A-Z_]+)|\?|:[a-z_]+|\{\{?\s?[\w.!:]*\s?\}?\}?|<[\w -]+>|\*+|\.{3}|…"
)
# What code gives to a name, and not what it is: `get_token(request)`, `settings.password`.
EXPRESSION = re.compile(
    r"(?:(?:self|cls|settings|config|conf|os|request|environ|env|app|data|kwargs|args|user|body|form|payload|getpass|secrets)"
    r"(?:\.[A-Za-z_]\w*)+(?:\([^'\"()]*\)|\[[\"']?[A-Z_]*[\"']?\]?)?|[A-Za-z_.]+\([^'\"()]*\))"
)
ANNOTATION = re.compile(r"(?:str|bytes|int|SecretStr|Optional|Any|Annotated)\b[\w\[\], |.]{0,64}=\s{0,4}")
UNQUOTED = re.compile(r"\s?[=:]\s?(?P<value>[A-Za-z0-9+/=_:-]{16,}+)(?![\w(.])")
RANDOM_VALUE = re.compile(r"[\"']?\s?[:=]\s?[\"']?(?P<value>[\w+/.~-]{20,200}+={0,2})(?![\w=])")
CONSTANT = re.compile(r"(?:None|null|nil|True|true|False|false|undefined)\b")
CLOSING = {"(": ")", "[": "]", "{": "}"}

PART = re.compile(r"[^\s\"'<>&]++")  # of a URL or of a form
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
ESCAPE = re.compile(r"(?<!\\)(?:\\++u(?P<unit>[0-9A-Fa-f]{4})|(?P<bytes>(?:\\++x[0-9A-Fa-f]{2})+))")
NUMBERS = re.compile("|".join((PHONES.replace(r"\xff", r"\uffff"), detector.NUMBERS, SSN, r"\d{6}[:%]")))
NEEDS: tuple[Needs, ...] = ("numbers", "dots", "colons", "run")
WITHOUT_DIGITS = str.maketrans("", "", "0123456789")
FEWEST_DIGITS = 7  # of a phone, a card, a token of Telegram's
DOTS = re.compile(r"\d\.\d{1,3}\.\d|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.")
RUN = re.compile(r"[A-Za-z0-9+/=_.~$-]{14}")
BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*\d)(?=[A-Fa-f0-9+/_-]*[G-Zg-z])[A-Za-z0-9+/_-]{20,}+={0,2}")

SQL_VERB = re.compile(
    r"\b(?:select|insert\s+into|update|delete\s+from|merge\s+into|replace\s+into|call|exec)\b", re.IGNORECASE
)
SQL_CLAUSE = re.compile(r"\b(?:from|set|values|where|into)\b", re.IGNORECASE)
SQL_LITERAL = re.compile(
    r"(?<![\w?\"%])(?<![^\s=(,<>|+-])(?:[NEXBnexb]?'(?:[^'\\]|''|\\.)*+(?:'|$)|\$(?P<dollar>\w*)\$.*?(?:\$(?P=dollar)\$|$)|(?<![\w.:$%?@-])\d{5,}(?:\.\d+)?(?![\w-]))",
    re.DOTALL,
)
SQL_TOKEN = re.compile(SQL_LITERAL.pattern + r"|(?P<quote>['\"`])", re.DOTALL)
SQL_VERBS = ("select", "insert", "update", "delete", "merge", "replace", "call", "exec")
SQL_REPORTS = ("[parameters: ", "key (", "failing row", "duplicate entry", "invalid input")
# What databases say of the values that they were given.
SQL_VALUES = re.compile(
    r"(?P<before>\[parameters: |Key \([^)]{1,200}\)=|Failing row contains |Duplicate entry |invalid input syntax for type [\w ]{1,40}: )"
    r"(?P<value>\((?:[^()]|\([^()]*+\))*+\)?|\{[^{}]*+\}?|\[(?:[^\[\]]|\[[^\[\]]*+\])*+\]?|'[^']*+'?|\"[^\"]*+\"?)"
)


class TextScrubber:
    """Removes from a text what the tables call sensitive.

    Args:
        names: The names whose values are sensitive.
        allowed: Texts that may leave though a rule matches them, in small letters.
        salt: With it, what a rule of a person matched becomes a pseudonym: the same for the same salt.
    """

    def __init__(self, names: Names, allowed: Iterable[str] = (), salt: str | None = None) -> None:
        self._names = names
        self._allowed = frozenset(text.lower() for text in allowed)
        self._salt = salt.encode() if salt else None
        # What a text meets of `NEEDS` -> the rules that may match it.
        self._rules: dict[tuple[bool, ...], list[tuple[Rule, Callable[[re.Match[str]], str]]]] = {}
        self._init_data = self._replacement(INIT_DATA)

    def __call__(self, text: str) -> str:
        """The text without what is sensitive. Applied again, it changes nothing."""
        if len(text) > MAX_LENGTH:
            text = f"{text[:MAX_LENGTH]}[cut]"
        return self._scrub(text, 0)

    def source(self, line: str) -> str:
        """A line of source code: as a text, but of what follows a name only string literals are values."""
        return self._scrub(line[:MAX_LENGTH], 0, in_source=True)

    def _scrub(self, text: str, depth: int, *, in_source: bool = False) -> str:
        if depth == MAX_DEPTH:
            return FILTERED
        if "auth_date=" in text:
            text = INIT_DATA.pattern.sub(self._init_data, text)
        if "%" in text:
            text = PART.sub(lambda match: self._without_percent(match[0], depth), text)
        if "\\" in text:
            text = self._decoded(text, ESCAPE.sub(_unescaped, text), depth)
        if len(text) >= 20 and RUN.search(text):
            text = BASE64.sub(lambda match: self._without_base64(match[0], depth), text)
        lower = text.lower()
        text = self._assigned(self._without_sql_literals(self._matched(text, lower), lower), in_source=in_source)
        if "+" in text:
            text = PART.sub(lambda match: self._without_plus(match[0], depth), text)
        return text

    def _decoded(self, encoded: str, decoded: str, depth: int) -> str:
        """A part of a text in an encoding: as it was, unless there is something in it."""
        if decoded == encoded:
            return encoded
        scrubbed = self._scrub(decoded, depth + 1)
        return encoded if scrubbed == decoded else scrubbed

    def _without_percent(self, encoded: str, depth: int) -> str:
        """A part of a URL or of a form, in which a + may be a space, or a + of base64."""
        if not PERCENT.search(encoded):
            return encoded
        literal = self._decoded(encoded, unquote(encoded), depth)
        name, _, value = encoded.partition("=")
        if "+" not in value:
            return literal
        spaced = self._decoded(encoded, unquote(encoded.replace("+", " ")), depth)
        if literal == encoded:
            return spaced
        if spaced == encoded:
            return literal
        return f"{self._scrub(unquote(name), depth + 1)}={FILTERED}"

    def _without_plus(self, encoded: str, depth: int) -> str:
        name, equals, value = encoded.partition("=")
        return name + equals + self._decoded(value, value.replace("+", " "), depth) if "+" in value else encoded

    def _without_base64(self, encoded: str, depth: int) -> str:
        if checks.HEX.fullmatch(encoded):
            return encoded
        padded = encoded.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            decoded = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return encoded
        return encoded if self._scrub(decoded, depth + 1) == decoded else "[base64]"

    def _matched(self, text: str, lower: str) -> str:
        digits = len(text) - len(text.translate(WITHOUT_DIGITS))
        met = (
            digits >= FEWEST_DIGITS and NUMBERS.search(text) is not None,
            digits > 3 and DOTS.search(text) is not None,
            text.count(":") > 1 or text.count("-") > 4,
            digits > 0 and RUN.search(text) is not None,
        )
        if met not in self._rules:
            needed = {"", *(need for need, is_met in zip(NEEDS, met, strict=True) if is_met)}
            self._rules[met] = [(rule, self._replacement(rule)) for rule in RULES if rule.needs in needed]
        for rule, replacement in self._rules[met]:
            for word in rule.near:
                if word in lower:
                    break
            else:
                if rule.near:
                    continue
            text = rule.pattern.sub(replacement, text)
        return text

    def _replacement(self, rule: Rule) -> Callable[[re.Match[str]], str]:
        def replace(match: re.Match[str]) -> str:
            found = match[0]
            if (rule.valid and not rule.valid(match)) or found.lower() in self._allowed:
                return found
            keep = match.groupdict().get("keep") or ""
            return keep + self._tag(rule, found[len(keep) :])

        return replace

    def _tag(self, rule: Rule, found: str) -> str:
        if rule.name == "user":
            start = max(found.rfind("/"), found.rfind("\\")) + 1
            return found[:start] + self._pseudonym(rule, found[start:])
        if rule.name == "userinfo":
            return "[userinfo]" + ("@" if found.endswith("@") else "")
        return self._pseudonym(rule, found)

    def _pseudonym(self, rule: Rule, found: str) -> str:
        if not (rule.person and self._salt):
            return rule.replace
        plain = found.casefold() if any(map(str.isalpha, found)) else re.sub(r"\D", "", found)
        return f"[{rule.name}:{hmac.digest(self._salt, plain.encode(errors='replace'), hashlib.sha256).hex()[:6]}]"

    def _without_sql_literals(self, text: str, lower: str) -> str:
        if any(word in lower for word in SQL_REPORTS):
            text = SQL_VALUES.sub(lambda match: match["before"] + FILTERED, text)
        verb = SQL_VERB.search(text) if any(word in lower for word in SQL_VERBS) else None
        if verb is None or SQL_CLAUSE.search(text, verb.end()) is None:
            return text
        start, stop = verb.start(), len(text)
        if text[start - 1 : start] in ("'", '"', "`"):  # it stands in quotes itself, which end it
            ends = (match for match in SQL_TOKEN.finditer(text, start) if match["quote"] == text[start - 1])
            stop = next((match.start() for match in ends), stop)
        return text[:start] + SQL_LITERAL.sub("?", text[start:stop]) + text[stop:]

    def _assigned(self, text: str, *, in_source: bool = False) -> str:
        """The text without the values that follow a telling name."""
        kept: list[str] = []
        done = 0
        for match in NAME.finditer(text):
            if match.end() == len(text):  # nothing follows
                break
            start = match.start()
            if start < done or (start and text[start - 1] == "[" and TAG.match(text, start - 1)):
                continue
            words = self._telling(match)
            if words is None:
                if not match[0].lower().endswith(MAYBE_NAMES):
                    continue
                start, stop = self._random_value(match)
            else:
                start, stop = self._literal(match) if in_source else self._value(match, words)
            if start < stop:
                kept += [text[done:start], FILTERED]
                done = stop
        return "".join([*kept, text[done:]]) if kept else text

    def _telling(self, match: re.Match[str]) -> list[str] | None:
        """The words of a sensitive name, which may be several words of the text: `the api key`."""
        name = match[0].strip(".-")
        if self._names.kind(name):
            return words_of(name)
        if not self._names.ends(name):
            return None
        start = match.start()
        before = BEFORE.search(match.string, max(0, start - MAX_BEFORE), start)
        joined = name
        for word in reversed(words_of(before[0]) if before else []):
            joined = word + joined
            if self._names.holds(joined):
                return [joined]
        return None

    def _random_value(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the value of a name begins and ends that may hold anything: somewhere if it looks random."""
        given = RANDOM_VALUE.match(match.string, match.end())
        return given.span("value") if given and checks.looks_random(given["value"]) else (0, 0)

    def _literal(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the string literal after a name of source code begins and ends, without its quotes."""
        text = match.string
        opened = SOURCE_VALUE.match(text, match.end())
        quoted = opened and LITERAL.match(text, opened.end())
        if not quoted:
            bare = UNQUOTED.match(text, match.end())
            return (
                bare.span("value")
                if bare
                and (
                    checks.looks_random(bare["value"])
                    or checks.HEX.fullmatch(bare["value"])
                    or "=" in match.string[match.end() : match.end() + 1]
                )
                else (0, 0)
            )
        closed = len(quoted[0]) > 1 and quoted[0][-1] == quoted["quote"]
        return quoted.start("quote") + 1, quoted.end() - closed

    def _value(self, match: re.Match[str], words: list[str]) -> tuple[int, int]:
        """Where the value of a name begins and ends, without its quotes; nowhere if it has none, or none that tells."""
        text = match.string
        assigned = ASSIGNED.match(text, match.end())
        if assigned is None:
            return self._told(match, words)
        if assigned["pair"] and not text[max(0, match.start() - 6) : match.start()].rstrip("\\\"'bru").endswith(
            ("(", "[")
        ):
            return 0, 0
        whole_line = (
            assigned["sep"] is not None and assigned[0] != " = " and self._names.ends_in(words, WHOLE_LINE_NAMES)
        )
        annotation = ANNOTATION.match(text, assigned.end())
        start, stop = self._extent(text, (annotation or assigned).end(), whole_line)
        return (0, 0) if self._tells_nothing(assigned, words, text[start:stop]) else (start, stop)

    def _tells_nothing(self, assigned: re.Match[str], words: list[str], value: str) -> bool:
        """Whether what a name is given is a replacement, a placeholder, code, a quantity, or the next word of a sentence."""
        if any(nothing.fullmatch(value) for nothing in (TAG, CONSTANT, PLACEHOLDER, EXPRESSION)):
            return True
        if (
            assigned["sep"]
            and not assigned["close"]
            and re.fullmatch(rf"(?:\w+\.)*{words[-1]}(?:\.\w+)*(?:\(\))?", value, re.IGNORECASE)
        ):
            return True
        if value.isdigit() and self._names.ends_in(words, COUNTABLE):
            return True
        sentence = not assigned["close"] and assigned["sep"] == ":" and assigned[0].endswith(" ")
        return sentence and value.lower().partition(" ")[0].rstrip(".,:;!?)]>") in PROSE

    def _told(self, match: re.Match[str], words: list[str]) -> tuple[int, int]:
        told = LATER.match(match.string, match.end()) or TOLD.match(match.string, match.end())
        if told is None or TAG.match(told["value"]):
            return 0, 0
        value = told["value"].rstrip(".!?:")
        option = match[0].startswith("--")
        code = value.isdigit() and self._names.ends_in(words, CODE_NAMES)
        phone = sum(map(str.isdigit, value)) >= 7 and self._names.kind(" ".join(words)) == "personal"
        if option or code or phone or (value.lower() not in PROSE and checks.looks_secret(value)):
            return told.start("value"), told.start("value") + len(value)
        return 0, 0

    def _extent(self, text: str, start: int, whole_line: bool) -> tuple[int, int]:
        """Where a value begins and ends, without its quotes."""
        if quoted := QUOTE.match(text, start):
            return quoted.end(), _closing_quote(text, quoted.end(), quoted["quote"])
        if tag := TAG.match(text, start):
            rest = BARE.match(text, tag.end())
            return start, rest.end() if rest else tag.end()
        if text[start : start + 1] in CLOSING:
            return start, _closing_bracket(text, start)
        if whole_line:
            phone = PHONE.match(text, start)
            line = phone or LINE.match(text, start)
            return start, start + len(line[0].rstrip()) if line else start
        bare = BARE.match(text, start)
        if bare is None:
            return start, start
        if "(" in bare[0]:  # `SecretStr('...')`
            return start, max(bare.end(), _closing_bracket(text, start + bare[0].index("(")))
        return start, bare.end()


def _unescaped(match: re.Match[str]) -> str:
    if match["unit"]:
        return chr(int(match["unit"], 16))
    return bytes.fromhex(re.sub(r"\\+x", "", match["bytes"])).decode(errors="replace")


def _closing_quote(text: str, start: int, quote: str) -> int:
    """Where the text ends that a quote opens, which may itself be escaped; without an end, it is all the rest."""
    escapes = len(quote) - len(quote.lstrip("\\"))
    mark = quote[escapes:]
    position = start
    while (position := text.find(mark, position)) >= 0:
        backslashes = 0
        while position - backslashes > start and text[position - backslashes - 1] == "\\":
            backslashes += 1
        if (backslashes <= escapes) if escapes else backslashes % 2 == 0:
            return position - min(backslashes, escapes)
        position += 1
    return len(text)


def _closing_bracket(text: str, start: int) -> int:
    """Where the bracket ends that opens here; without an end, it is all the rest."""
    depth = 0
    for match in re.compile(r"[()\[\]{}]").finditer(text, start):
        depth += 1 if match[0] in CLOSING else -1
        if depth == 0:
            return match.end()
    return len(text)
