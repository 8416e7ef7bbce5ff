"""Events that are made to be slow to scrub: long strings of nearly something, and shapes without end."""

from collections.abc import Callable
from typing import Any

LENGTH = 100_000
UNITS = [
    "a@", "a@a.", "a.", "a@a.aa ", "a@-", "@", ".", "1", "1 ", "1-", "1.", "1.1.1.1.", "+1", "(1)", "4111 ", "0", "f",
    "0f:", "f:", "::", "0a", "A1", "AA00 ", "GB82", "-----BEGIN ", "-----BEGIN RSA PRIVATE KEY-----\n", "-", "=", "==",
    "'", '"', '"\\"', "\\", "\\\\", "\\n", "\\u0000", "\\x", "%25%25", "%", "%41", "%3A", "%2525", "[", "[[{", "{",
    '{"', '{"a":', "(", "]", "}", "<", "<a", "key=key=", "key=", "key:", "password=", "password", "token: ",
    "token=token=", "secret ", '"password":', "pass word ", "a=b&", "a=b;", "&", ";", " ", "\t", "\n", "\r\n", "\x00",
    "a", "aA", "Aa", "a_", "a-", "_", "a b ", "://", "a://", "http://", "http://a:", "http://a@", "://:@", "/", "//",
    "/home/", "/home/a", "C:\\Users\\", "\\\\Users\\", "~", "eyJ", "eyJa.", "eyJ.eyJ.", "Bearer ", "Basic ",
    "Bearer a ", "bot1:", "123456789:", "123456789:A", "bot", "sk-", "ghp_", "AKIA", "xox", "hash=", "query_id=",
    "user=%7B", "Cookie: ", "a=b; ", "b'", "b'\\x00", "('", "','", "\u0430", "\u4e2d", "\U0001f511", "\u200b",
    "\u0130", "\ud800", "e\u0301", "\u0661", "\uff10", "ssn 1", "SELECT '", "''", "--", "1,", "1/", "#", "$", "*", "?",
    "!", "|", "^", "`", "password password=", "a@a.a:", "1:1:", "@:/", "x=y@",
]  # fmt: skip


def text(unit: str) -> str:
    """100,000 characters of it."""
    return (unit * (LENGTH // len(unit) + 1))[:LENGTH]


def nested(empty: type, wrap: Callable[[Any], Any], levels: int) -> Any:
    value = empty()
    for _ in range(levels):
        value = wrap(value)
    return value


def cyclic() -> Any:
    value: dict[str, Any] = {"list": []}
    value["list"] += [value, value]
    return value


# Where a text can stand: in the message, in an extra, in a local variable as its repr, and as a name.
PLACES: dict[str, Callable[[str], Any]] = {
    "exception": lambda value: {"exception": {"values": [{"type": "ValueError", "value": value}]}},
    "extra": lambda value: {"extra": {"note": value}},
    "local variable": lambda value: {
        "exception": {"values": [{"stacktrace": {"frames": [{"vars": {"note": repr(value)}}]}}]}
    },
    "name": lambda value: {"extra": {value: 1}},
}
SHAPES: dict[str, Callable[[], Any]] = {
    "dicts, 200 levels": lambda: nested(dict, lambda value: {"a": value}, 200),
    "lists, 200 levels": lambda: nested(list, lambda value: [value], 200),
    "lists, 100,000 levels": lambda: nested(list, lambda value: [value], 100_000),
    "a million integers": lambda: list(range(10**6)),
    "a million short strings": lambda: [f"a{number}" for number in range(10**6)],
    "a million names": lambda: {f"a{number}": number for number in range(10**6)},
    "a million e-mails": lambda: [f"a{number}@example.com" for number in range(10**6)],
    "cyclic": cyclic,
    "NaN, surrogates, odd names": lambda: {1: float("nan"), None: "\ud800", (1, 2): b"\xff", "a": object()},
}
