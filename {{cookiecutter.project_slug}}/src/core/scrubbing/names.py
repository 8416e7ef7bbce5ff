"""Tells whether a name says that its value is sensitive, in whatever spelling."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from src.core.scrubbing import rules
from src.core.scrubbing.checks import fold
from src.core.scrubbing.patterns import lazy

Kind = Literal["", "personal", "secret"]

CAPITAL = lazy(r"(?<=[a-z0-9а-яё])(?=[A-ZА-ЯЁ])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё])")
WORD = lazy(r"[^\W\d_]+|\d+")
STEM = lazy("|".join(rules.SECRET_STEMS))
# No name, whatever words its letters make: `...d02fae...` holds no second factor.
HEX_ID = lazy(r"(?=[A-Fa-f-]*\d)[0-9A-Fa-f-]{8,}")
LONGEST = 5  # words, of a name in the tables
MAX_LENGTH = 128  # characters; what is longer is no name


def words_of(name: str) -> list[str]:
    """The words of a name: `X-Api-Key`, `xApiKey` and `x_api_key` have the same."""
    return WORD.findall(fold(name if name.islower() else CAPITAL.sub(" ", name)))


class Names:
    """The tables of names, with those that a team adds and those that it allows."""

    def __init__(self, added: Iterable[str] = (), allowed: Iterable[str] = ()) -> None:
        self._added = {"".join(words_of(name)) for name in added}
        self._secret = rules.SECRET_NAMES | self._added
        self._personal = rules.PERSONAL_NAMES
        self._ends = {name[start:] for name in self._secret | self._personal for start in range(1, len(name) - 1)}
        self._always = rules.ALWAYS_SECRET | self._added
        self._allowed = {"".join(words_of(name)) for name in allowed}
        self.kind = lru_cache(maxsize=4096)(self._kind)
        self.ends = lru_cache(maxsize=4096)(self._may_end)
        self.phrase = lru_cache(maxsize=4096)(self._phrase)

    def _kind(self, name: str) -> Kind:
        """What the value of a name is: `secret`, `personal`, or neither."""
        name = rules.TAG.sub("", name) if "[" in name else name
        if len(name) > MAX_LENGTH or HEX_ID.fullmatch(name):
            return ""
        if not name.isascii() and any(part in fold(name).replace(" ", "") for part in rules.SECRET_PARTS):
            return "secret"
        words = words_of(name)
        if "".join(words) in self._allowed:
            return ""
        kind = self._kind_of(words)
        if not kind and any(len(word) == 1 for word in words):  # `pAsSwOrD`
            kind = self._kind_of(WORD.findall(fold(name)))
        return kind

    def _kind_of(self, words: list[str]) -> Kind:
        end = len(words)
        while end > 1 and (words[end - 1].isdigit() or words[end - 1] in ("v", "raw", "new", "old", "b64", "base")):
            end -= 1
        last = words[end - 1] if words else ""
        for start in range(len(words)):
            for stop in range(start + 1, min(start + LONGEST, len(words)) + 1):
                joined = "".join(words[start:stop])
                kind: Kind = "secret" if joined in self._secret else "personal" if joined in self._personal else ""
                if not kind and stop == start + 1 and joined not in rules.INNOCENT_WORDS:
                    kind = "secret" if STEM.search(joined) else ""
                if not kind or (joined in rules.WHOLE_NAMES and len(words) > 1):
                    continue
                if joined in self._always:
                    return kind
                tells_about_it = (
                    stop < end and last in rules.INNOCENT_ENDS and not (kind == "personal" and last == "number")
                ) or (start > 0 and words[0] in rules.INNOCENT_BEGINNINGS)
                if not tells_about_it:
                    return kind
        return ""

    def _may_end(self, word: str) -> bool:
        """Whether a name of the tables may end in this word of a text."""
        return fold(word) in self._ends

    def _phrase(self, before: str, word: str) -> str:
        """The name of the tables that a word of a text ends, with the words before it; empty if there is none."""
        joined = fold(word)
        for other in reversed(words_of(before)):
            joined = other + joined
            if joined in self._secret or joined in self._personal:
                return joined
        return ""

    def ends_in(self, words: list[str], table: frozenset[str]) -> bool:
        """Whether the last words, joined, stand in a table."""
        return any("".join(words[-count:]) in table for count in range(1, LONGEST + 1))
