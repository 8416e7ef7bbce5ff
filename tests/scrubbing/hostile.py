"""Input that is meant to stall, overflow or break the filter."""

import json
import math
from typing import Any


class Odd:
    """Neither JSON nor printable."""

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __repr__


def nested(depth: int, leaf: object) -> object:
    for turn in range(depth):
        leaf = [leaf] if turn % 2 else {"a": leaf}
    return leaf


def cyclic() -> object:
    loop: dict[str, object] = {"mail": "jane.doe@loans.test"}
    loop["loop"] = [loop]
    return loop


BYTES = 100_000
UNITS = [
    "a@a@a@", "a.a@", "1", "1 ", "1-", "1.", ".", "0:", "f", "ab:", "::", "-----BEGIN " + "PRIVATE KEY-----\n", "'", '"', "\\", "\\\\n", "%", "%25",
    "[[[[", "{{{{", "key=", "password=", "password: ", "token=token=", " ", "\t\n", "://", "a://b:", "a:b@", "/home/", "eyJ", "eyJa.eyJa.",
    "Basic ", "Bearer a ", "=", "&", "+1 ", "(1)", "(", "4111 ", "DE89 ", "é", "ё", "\u200b", "\ud800", "\x00", "<", "a-", "a_", "sk-", "AKIA",
    '{"a":', '"a":"', "\\u00", "bot1:", "123456:", "//", "?a=b&", "',',", "a;", "Cookie: ", "Authorization: ", "a=b+c&", "%22 ", "password=aB3", "12=", "glpat-", "api key \n", "[parameters: (", "cookie: a='", "TOKEN=a", "X" * 41 + " ", "user=%7B",
]  # fmt: skip
HOSTILE: dict[str, Any] = {
    **{f"100 KB of {unit!r}": {"extra": {"note": (unit * (BYTES // len(unit)))}} for unit in UNITS},
    **{f"100 KB of {unit!r} for a name": {"extra": {(unit * (BYTES // len(unit))): "x"}} for unit in UNITS[::5]},
    "an unclosed PEM": {"message": "-----BEGIN RSA " + "PRIVATE KEY-----\n" + "Ab1/" * (BYTES // 4)},
    "200 levels": {"extra": {"deep": nested(200, "jane.doe@loans.test")}},
    "10,000 levels": {"extra": {"deep": nested(10_000, "jane.doe@loans.test")}},
    "a million items": {"extra": {"many": ["x"] * 1_000_000}},
    "a million addresses": {"extra": {"many": ["jane.doe@loans.test"] * 1_000_000}},
    "100,000 names": {"extra": {f"name{number}": number for number in range(100_000)}},
    "a cycle": {"extra": {"loop": cyclic()}},
    "not a number": {"extra": {"numbers": [math.nan, math.inf, -math.inf]}},
    "lone surrogates": {"extra": {"note": "\ud800jane.doe@loans.test\udfff", "\udc80": "x"}},
    "names that are no texts": {"extra": {1: "jane.doe@loans.test", None: "x", b"password": "jane.doe@loans.test", ("a", 1): "x"}},
    "values that are no JSON": {"extra": {"b": {"jane.doe@loans.test"}, "c": b"jane.doe@loans.test", "d": object, "e": ("x", 1j)}},
    "JSON 100 levels deep in a string": {"message": json.dumps(nested(100, "jane.doe@loans.test"))},
    "an integer of 4,300 digits": {"extra": {"number": 10**4299}},
    "out of shape: exception": {"exception": "jane.doe@loans.test"},
    "out of shape: values": {"exception": {"values": [None, 1, "jane.doe@loans.test", {"stacktrace": {"frames": [None, 3]}}]}},
    "out of shape: request": {"request": ["jane.doe@loans.test"], "breadcrumbs": [1], "tags": [["mail", "jane.doe@loans.test"]]},
    "out of shape: user": {"user": "jane.doe@loans.test", "contexts": [], "spans": {"a": 1}, "threads": 3},
    "nothing": {},
}  # fmt: skip
