"""What leaves of a frame's local variables: their shapes, for what is in them is nobody's business.

The SDK has made text of them already: `'hunter2'`, `17`, `<src.loans.models.Loan object at 0x7f...>`.
"""

import re
from math import isfinite
from typing import Any

from src.core.scrubbing.patterns import lazy
from src.core.scrubbing.rules import QUANTITIES, TAG

CONSTANTS = frozenset({"None", "True", "False", "Ellipsis", "NotImplemented", "nan", "inf", "-inf"})
# What this module has made of something before, or the filter: it stays.
SHAPE = lazy(r"<[A-Za-z_][\w.]*(?: \d+ (?:chars|digits|bytes|items))?>|<class '[\w.]+'>")
NUMBER = lazy(r"(?:Decimal\(')?-?(?P<whole>\d+)(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?(?:'\))?")
SHORT, LONG = 5, 10  # digits: a one-time code has six; a phone and a card have more than ten
TIME = lazy(
    r"(?:datetime\.)?(?:date|time|datetime|timedelta)\([\w=., -]*(?:tzinfo=[\w=.(), -]*)?\)"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
UUID = lazy(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ID = lazy(r"[\w.:-]{1,64}")
ENUM = lazy(r"<(?P<member>[A-Za-z_]\w*\.(?P<name>[A-Za-z_]\w*)): (?P<value>.*)>", re.DOTALL)
# A class with its arguments, or in what Python and its libraries write: `<Task pending name='Task-1'>`.
CLASS = lazy(
    r"(?:[A-Za-z_]\w*\.)*(?P<called>[A-Za-z_]\w*)(?=\(.*\)\Z)"
    r"|<(?:[\w<>]+\.)*(?P<name>[A-Za-z_]\w*)(?=\(|:| (?:object\b|at 0x|\[|\w+ ?=|\w+ \w+=|of\b|'|[\w.<>]+ at 0x))",
    re.DOTALL,
)
# What Python writes for an object that says nothing of itself, with an address of twelve digits.
DEFAULT = lazy(r"<(?:(?P<function>function) [\w<>.]+|(?:[\w<>]+\.)*(?P<class>[A-Za-z_]\w*) object) at 0x[0-9a-f]{12}>")
ADDRESS = len("0x7f0000000000>")
MAX_CLASSES = 1_000  # that are remembered
_classes: dict[str, str] = {}
# The shape of an object whose representation without its address has been met.
known_class = _classes.get
BRACKETS = {"{": "<dict>", "[": "<list>", "(": "<tuple>"}
MIN_TIME, MAX_TIME = 10, 36  # characters, of a time or a UUID


def is_id(name: str) -> bool:
    """Whether a name is that of an id: `loan_id`, `loanId`, `id`."""
    return name[-2:] in ("id", "Id", "ID", "pk") and (len(name) == 2 or name[-2] == "I" or name[-3] in "_.-")


def is_quantity(name: str) -> bool:
    """Whether a number under this name counts something, or is an id."""
    return is_id(name) or not QUANTITIES.isdisjoint(name.lower().split("_"))


def shape(name: str, value: Any) -> Any:
    """The shape of a variable's value as the SDK has it: constants, short numbers, times, UUIDs, enum members, ids stay.

    Of a container it says how many items the SDK has kept of it, for its keys are data too.
    """
    kind = type(value)
    if kind is str:
        first = value[:1]
        if first == "<":
            return _of_object(value)
        return _of_text(name, value) if first in ("'", '"') else _of_other(name, value)
    if kind is dict or kind is list:
        return f"<{kind.__name__} {len(value)} items>"
    if value is None or kind is bool:
        return value
    if isinstance(value, (int, float)) and isfinite(value):
        return value if (told := _of_other(name, str(value))) == str(value) else told
    return f"<tuple {len(value)} items>" if kind is tuple else f"<{kind.__name__}>"


def _of_object(value: str) -> str:
    if known := known_class(value[:-ADDRESS]):
        return known
    if default := DEFAULT.fullmatch(value):
        known = f"<{default['function'] or default['class']}>"
        if len(_classes) < MAX_CLASSES:
            _classes[value[:-ADDRESS]] = known
        return known
    if ": " in value and (enum := ENUM.fullmatch(value)):
        constant = enum["value"].strip("'\"")
        told = constant.lower() == enum["name"].lower() or (constant.isdigit() and len(constant) <= SHORT)
        return value if told else f"<{enum['member']}>"
    if SHAPE.fullmatch(value):
        return value
    return _class_of(value)


def _of_text(name: str, value: str) -> str:
    length = len(value) - 2
    if TAG.fullmatch(value, 1, len(value) - 1):
        return value
    if name[-2:] in ("id", "Id", "ID") and is_id(name) and ID.fullmatch(value[1:-1]):
        return value
    if MIN_TIME <= length <= MAX_TIME:
        text = value[1:-1]
        if (text[4:5] == "-" or text[8:9] == "-") and (UUID.fullmatch(text) or TIME.fullmatch(text)):
            return value
    return f"<str {max(length, 0)} chars>"


def _of_other(name: str, value: str) -> str:
    if value in CONSTANTS or not value:
        return value
    if value[0] in BRACKETS:
        return value if TAG.fullmatch(value) else BRACKETS[value[0]]
    if number := NUMBER.fullmatch(value):
        longest = SHORT if not is_quantity(name) else LONG if not is_id(name) else len(value)
        return value if len(number["whole"]) <= longest else f"<int {len(number['whole'])} digits>"
    if value[0] in "bB" and value[1:2] in ("'", '"'):
        return f"<bytes {len(value) - 3} bytes>"
    if (value.startswith("UUID('") and UUID.fullmatch(value[6:-2])) or UUID.fullmatch(value) or TIME.fullmatch(value):
        return value
    return _class_of(value)


def _class_of(value: str) -> str:
    class_ = CLASS.match(value)
    return f"<{class_['called'] or class_['name']}>" if class_ else f"<str {len(value)} chars>"
