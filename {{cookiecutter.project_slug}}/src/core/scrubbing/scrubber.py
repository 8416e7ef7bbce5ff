"""How sensitive data is removed: one walk over keys and values."""

import re
from functools import lru_cache
from itertools import pairwise

from src.core.scrubbing.rules import FILTERED, RULES, SENSITIVE_PAIRS, SENSITIVE_WORDS

MAX_DEPTH = 64
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=4096)
def is_sensitive(key: str) -> bool:
    """Whether a key, in any spelling, says that its value is sensitive."""
    words = [word.lower() for word in WORD.findall(key)]
    return not SENSITIVE_WORDS.isdisjoint(words) or not SENSITIVE_PAIRS.isdisjoint(pairwise(words))


def scrub_text(text: str) -> str:
    """The text with every value that matches a rule replaced."""
    for rule in RULES:
        text = rule.pattern.sub(rule.replace, text)
    return text


def scrub(value: object, depth: int = 0) -> object:
    """A copy of JSON-like data without what is sensitive; what lies too deep to be walked is replaced whole."""
    if isinstance(value, str):
        return scrub_text(value)
    if not isinstance(value, dict | list | tuple):
        return value
    if depth > MAX_DEPTH:
        return FILTERED
    if isinstance(value, dict):
        return {
            key: FILTERED if isinstance(key, str) and is_sensitive(key) and item is not None else scrub(item, depth + 1)
            for key, item in value.items()
        }
    return [scrub(item, depth + 1) for item in value]
