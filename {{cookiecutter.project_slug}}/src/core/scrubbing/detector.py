"""Tells which of many texts may hold something sensitive, and what: most hold nothing."""

import re
from collections.abc import Callable, Iterable, Iterator

from src.core.scrubbing.rules import HINTS, INIT_DATA, RULES, SEPARATOR, Hint, Rule

try:
    import re2
except ImportError:  # it has no wheel for some platforms
    re2 = None

# Without google-re2, what a text has in it that has a hint of a group.
GATES = {"numbers": rb"\d(?:[^\0\d]{0,4}\d){3}"}
Found = set[str | Rule]  # names of hints, and rules


class Detector:
    """Finds the suspects among texts by the hints of the tables, in one pass over all of them.

    Args:
        added: The names, in small letters, that a team adds to the tables.
        rules: The rules.
    """

    def __init__(self, added: Iterable[str] = (), rules: Iterable[Rule] = (INIT_DATA, *RULES)) -> None:
        hinted: list[tuple[str | Rule, Hint]] = [*HINTS, *((rule, rule.hint) for rule in rules)]
        hinted += [("name", Hint((name,), rf"{re.escape(name)}[\w.$-]*{SEPARATOR}")) for name in added]
        self._hints: dict[Hint, Found] = {}
        groups: dict[str | Hint, list[Hint]] = {}
        for found, hint in hinted:
            self._hints.setdefault(hint, set()).add(found)
        for hint in self._hints:
            groups.setdefault(hint.group if re2 or hint.group in GATES else hint, []).append(hint)
        self._groups = [_Automaton(group) if re2 else _Search(group) for group in groups.values()]
        if re2:
            examples = _small("\0".join(rule.example for rule in rules))
            for group in self._groups:  # an automaton is built while it is used
                list(group.ends(examples))
                group.met(examples)

    def suspects(self, texts: list[str]) -> dict[int, Found]:
        """The places in the list of the texts that may hold something, and what."""
        blob = _small("\0".join(texts))
        if blob.count(b"\0") != len(texts) - 1:  # a text with a NUL of its own: no telling where each begins
            return {place: found for place, text in enumerate(texts) if (found := self.met(text))}
        suspects: dict[int, Found] = {}
        for group in self._groups:
            place, last, before = 0, 0, -1
            for end in group.ends(blob):
                place += blob.count(b"\0", last, end)
                last = end
                if place == before:
                    continue
                before = place
                hints = group.hints if len(group.hints) == 1 else group.met(_small(texts[place]))
                if found := self._confirmed(texts[place], hints):
                    suspects.setdefault(place, set()).update(found)
        return suspects

    def met(self, text: str) -> Found:
        """What a text may hold."""
        small = _small(text)
        return self._confirmed(text, (hint for group in self._groups for hint in group.met(small)))

    def _confirmed(self, text: str, hints: Iterable[Hint]) -> Found:
        found: Found = set()
        for hint in hints:
            if hint.confirm is None or hint.confirm.search(text):
                found |= self._hints[hint]
        return found


class _Automaton:
    """Looks for several hints at once."""

    def __init__(self, hints: list[Hint]) -> None:
        self.hints = hints
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.log_errors = False
        options.max_mem = 64 << 20
        patterns = [hint.pattern.encode() or "|".join(map(re.escape, hint.near)).encode() for hint in hints]
        self._each = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._each.Add(pattern)
        self._each.Compile()
        # Anchored, so that where it begins need not be looked for.
        self._any = re2.compile(b"(?s:.)*?(?:(?:" + b")|(?:".join(patterns) + b"))", options)

    def ends(self, blob: bytes) -> Iterator[int]:
        """Where the first of the hints ends in each text of the blob that has any."""
        return _ends(self._any.match, blob)

    def met(self, text: bytes) -> list[Hint]:
        """Which of the hints a text has."""
        return [self.hints[number] for number in self._each.Match(text) or ()]


class _Search:
    """Looks for one hint, for its words if it has any, which is quicker; or for a group that has a gate."""

    def __init__(self, hints: list[Hint]) -> None:
        self.hints = hints
        self._words = [word.encode() for word in hints[0].near]
        patterns = [] if self._words else [hint.pattern.encode() for hint in hints]
        self._each = list(map(re.compile, patterns))
        self._any = re.compile(GATES.get(hints[0].group) or b"|".join(patterns))

    def ends(self, blob: bytes) -> Iterable[int]:
        """Where one of the hints may end in each text of the blob that may have any, or several times."""
        if not self._words:
            return _ends(self._any.search, blob)
        return sorted({start + len(word) for word in self._words for start in _places(blob, word)})

    def met(self, text: bytes) -> list[Hint]:
        """Which of the hints a text has."""
        if self._words:
            return self.hints if any(word in text for word in self._words) else []
        each = zip(self.hints, self._each, strict=True) if self._any.search(text) else ()
        return [hint for hint, pattern in each if pattern.search(text)]


def _small(text: str) -> bytes:
    return text.lower().encode(errors="replace")


def _ends(find: Callable[[bytes, int], re.Match[bytes] | None], blob: bytes) -> Iterator[int]:
    """Where a match ends in the texts of a blob, once for each text."""
    start = 0
    while start >= 0 and (match := find(blob, start)):
        yield match.end()
        start = blob.find(b"\0", match.end())


def _places(blob: bytes, word: bytes) -> Iterator[int]:
    """Where a word stands in the texts of a blob, once for each text."""
    start = blob.find(word)
    while start >= 0:
        yield start
        end = blob.find(b"\0", start)
        start = blob.find(word, end) if end >= 0 else end
