"""Tells which of many texts may hold something sensitive: one pass over all of them, for most hold nothing.

It may name too many, and never too few: what it does not name is not looked at again. With google-re2 installed the pass
is one automaton; without, it is one search a hint, and most of those for a plain word.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from src.core.scrubbing.rules import RULES, Rule

try:
    import re2
except ImportError:  # it has no wheel for some platforms
    re2 = None


class Hint(NamedTuple):
    """What each text that some rule matches has in it; `words`, of which one is in it too, are quicker to look for."""

    pattern: bytes
    words: tuple[bytes, ...] = ()
    confirm: re.Pattern[str] | None = None  # what an automaton cannot tell
    counts: bool = False  # in one automaton with others, how far each has counted would multiply its states


# A run of letters and digits that may be random: it has a digit, and is no hexadecimal id.
RUN = re.compile(
    r"(?<![A-Za-z0-9+_-])(?=[A-Za-z+_-]*\d)(?=[A-Fa-f0-9+_-]*[G-Zg-z])[A-Za-z0-9+_-]{17}"
    r"|(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*\d)(?=[a-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{17}|AC[0-9a-f]{32}|-[0-9a-f]{60}"
)
IBAN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}\d{2}[ -]?[A-Z0-9]{4}|[a-z]{2}\d{2}(?: [a-z0-9]{4}){2}|[a-z]{2}\d{2}(?:[a-z]{4})?\d{8})"
)
SEPARATOR = rb"""(?:["'`\\\]*)]*\s{0,4}(?:[:=|]|->|\xef\xbc[\x9a\x9d])|["'`\\]+\s*,)"""
# Each name of the tables has one of these in it.
STEMS = tuple(
    stem.encode()
    for stem in """
    pass pwd pw pswd pasw kennw geheim schl zugang sicherh secret token key auth cookie cred csrf xsrf jwt jeton bearer otp mfa 2fa
    tfa pin puk psk cv csc code kod nonce salt pepper sig sid sess tan mnemonic seed macaroon init saml connection webhook mdp
    mot clave cle contrase palabra senha segre codi chave chiave palavra parol has hesl tajn klucz gesl lozink zaporka ifr
    slapta salasana senord adgang wacht jels titok gizli anahtar khau sandi pat ticket unlock verif valid confirm recov
    backup secur priv licen name nome nom birth dob mail phone mobile msisdn tel address street zip post card pan iban bic swift
    account routing sort bank national nino patron snils inn ssn social tax vat lat lon lng geo ip marital emergency
    place cell contact ccnum honeycomb websocket whatsapp viber fax geburts handy stra anschrift prenom apellido cognome
    """.split()
)
# What every number of a phone, a card or a person has in it.
PHONES = r"\+[1-9][ ().\-/\d\x80-\xff]{7}|00[1-9]\d{0,2}[ .\-/(]?\d|\(\d{2,5}\)[ .-]?\d|\d{3}[ .-]\d{3}[ .-]\d{2}|\b\(?0\d{1,5}\)?[ .\-/]{1,2}\d{2}|1\d\d[ -]\d{4}[ -]\d|\d{5}[ -]\d{5}"
NUMBERS = r"(?:\d[ -]?){10}\d"
SSN = r"\d{3}[ -]\d\d[ -]\d{4}"
HINTS = (
    Hint(rb"(?:" + b"|".join(STEMS) + rb")[\w.$-]*(?:" + SEPARATOR + rb"|\s)", STEMS),
    Hint(rb"--[a-z-]*(?:pass|secret|token|key|auth|pin|pwd|cred)[a-z-]*\s", (b"--",)),
    Hint(rb"[\x80-\xff][\w.-]*\s{0,4}[\"'\\`\]]*\s{0,4}(?:[:=,]|\xef\xbc[\x9a\x9d])|[\x80-\xff]\w*\s+[^\0]{0,24}\d"),
    Hint(rb"[^\s\0]@[^\s\0]|@\[", (b"@",)),
    Hint(rb"%[0-9a-f]{2}", (b"%",)),
    Hint(rb"[^\s\0]\+[^\s\0]", (b"+",)),
    Hint(rb"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2})", (b"\\u", b"\\x")),
    Hint(rb"[a-z0-9+/_-]{17}", confirm=RUN, counts=True),
    Hint(rb"-----begin|putty-user-key|aaaa[bce]", (b"-----begin", b"putty-user-key", b"aaaa")),
    Hint(rb"auth_date=", (b"auth_date=",)),
    Hint(rb"hooks\.slack\.com|/api/webhooks/|webhook\.office\.com", (b"hooks.", b"webhook")),
    Hint(
        rb"\b(?:bearer|basic|digest|negotiate|ntlm|hawk|oauth|mac|signature|aws4-hmac-sha256|bot|splunk|sso-key)\s+\S{8}|-u \S+:",
        (
            *(b"bearer", b"basic", b"digest", b"negotiate", b"ntlm", b"hawk", b"oauth", b"mac", b"signature", b"aws4"),
            *(b"bot", b"splunk", b"sso-key", b" -u ", b"-u "),
        ),
    ),
    Hint(
        rb"/home/|/users[/\\]|\\users\\|documents and settings|[a-z]:/users/",
        (b"home/", b"users", b"documents and settings"),
    ),
    Hint(PHONES.encode(), counts=True),
    Hint(NUMBERS.encode(), counts=True),
    Hint(rb"\.(?:\d{1,3}\.\d{1,3}\.\d|[0-9a-f]{4}\.[0-9a-f]{4})", counts=True),
    Hint(rb"::", (b"::",)),
    Hint(rb":[0-9a-f]{0,4}:[0-9a-f]{0,4}:", counts=True),
    Hint(rb"-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-", counts=True),
    Hint(SSN.encode(), counts=True),
    Hint(rb"[a-z]{2}\d\d[ -]?[a-z0-9]{4}[ -]?[a-z0-9]{4}", confirm=IBAN, counts=True),
    Hint(
        rb"(?:select|insert|update|delete|merge|replace|call|exec)\b[^\0]*(?:from|set|values|where|into)\b[^\0]*(?:'|\d{5}|\$\w*\$)",
        (b"select", b"insert", b"update", b"delete", b"merge", b"replace", b"call", b"exec"),
    ),
    Hint(
        rb"\[parameters: |key \([^)\0]+\)=|failing row contains|duplicate entry|invalid input syntax",
        (b"[parameters: ", b"key (", b"failing row", b"duplicate entry", b"invalid input"),
    ),
)


class Detector:
    """Finds the suspects among texts.

    Args:
        added: The names, in small letters, that a team adds to the tables.
        rules: The rules; one that none of the hints knows is looked for by its own words, or by its pattern.
    """

    def __init__(self, added: tuple[str, ...] = (), rules: Iterable[Rule] = RULES) -> None:
        names = (re.escape(name.encode()) for name in added)
        hints = [*HINTS, *(Hint(name + rb"[\w.$-]*(?:" + SEPARATOR + rb"|\s)") for name in names)]
        if re2 is not None:
            together = rb"|".join(rb"(?:" + hint.pattern + rb")" for hint in hints if not hint.counts)
            hints = [Hint(together), *(hint for hint in hints if hint.counts)]
        self._patterns = [(hint, _compiled(hint.pattern)) for hint in hints]
        self._patterns += [self._own(rule) for rule in rules if not self.suspects([rule.example])]

    @staticmethod
    def _own(rule: Rule) -> tuple[Hint, Any]:
        words = tuple(word.encode() for word in rule.near)
        hint = Hint(b"|".join(map(re.escape, words)) or rb"[^\0]+", words, confirm=rule.pattern)
        return hint, _compiled(hint.pattern)

    def suspects(self, texts: list[str]) -> set[int]:
        """The places in the list of all texts that may hold something."""
        blob = "\0".join(texts).encode(errors="replace")
        if blob.count(b"\0") != len(texts) - 1:  # a text with a NUL of its own: no telling where each begins
            return set(range(len(texts)))
        found: set[int] = set()
        lower = blob.lower() if re2 is None else b""
        for hint, pattern in self._patterns:
            words = lower and hint.words
            starts = _places(lower, hint.words) if words else _starts(pattern, blob)
            place = last = 0
            for start in starts:
                place += blob.count(b"\0", last, start)
                last = start
                if place not in found and (hint.confirm is None or hint.confirm.search(texts[place])):
                    found.add(place)
        return found


def _compiled(pattern: bytes) -> Any:
    if re2 is None:
        return re.compile(pattern, re.IGNORECASE)
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 64 << 20
    return re2.compile(pattern, options)


def _starts(pattern: Any, blob: bytes) -> Iterator[int]:
    """Where a pattern matches, once a text."""
    match = pattern.search(blob)
    while match:
        yield match.start()
        end = blob.find(b"\0", match.start())
        match = pattern.search(blob, end) if end >= 0 else None


def _places(blob: bytes, words: tuple[bytes, ...]) -> list[int]:
    """Where any of the words begin, in order, one place a text."""
    starts: set[int] = set()
    for word in words:
        start = blob.find(word)
        while start >= 0:
            starts.add(start)
            end = blob.find(b"\0", start)
            start = blob.find(word, end) if end >= 0 else end
    return sorted(starts)
