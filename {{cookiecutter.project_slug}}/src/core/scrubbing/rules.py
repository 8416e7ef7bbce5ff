"""What is sensitive: words in keys, shapes of values."""

import re
from typing import NamedTuple

FILTERED = "[Filtered]"

# A key is sensitive if one of its words, or two that follow each other, stand here: `userPassword`, `X-Api-Key`.
SENSITIVE_WORDS = frozenset(
    {
        "apikey",
        "authorization",
        "cookie",
        "cookies",
        "credential",
        "credentials",
        "csrf",
        "cvc",
        "cvv",
        "iban",
        "jwt",
        "otp",
        "passcode",
        "passphrase",
        "passwd",
        "password",
        "passwords",
        "pin",
        "pwd",
        "secret",
        "secrets",
        "ssn",
        "token",
        "xsrf",
    }
)
SENSITIVE_PAIRS = frozenset(
    {
        ("access", "key"),
        ("api", "key"),
        ("card", "number"),
        ("credit", "card"),
        ("encryption", "key"),
        ("private", "key"),
        ("session", "id"),
        ("signing", "key"),
    }
)


class Rule(NamedTuple):
    """A sensitive value: its shape, what stands in its place, and an example."""

    name: str
    pattern: re.Pattern[str]
    replace: str
    example: str


RULES = (
    Rule(
        "telegram-token",
        re.compile(r"(?<!\d)\d{6,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,64}"),
        "[telegram-token]",
        example="https://api.telegram.org/bot123456789:" + "A" * 35 + "/getMe",
    ),
    Rule(
        "url-userinfo",
        re.compile(r"(?<=://)[^\s/@]{1,256}@"),
        "[userinfo]@",
        example="amqp://" + "loans:hunter2" + "@queue/loans",
    ),
    Rule(
        "authorization",
        re.compile(r"(?i)\b(?:bearer|basic) [A-Za-z0-9._~+/=-]{8,}"),
        "[authorization]",
        example="Authorization: Bearer " + "c2VjcmV0" * 3,
    ),
    Rule(
        "email",
        re.compile(
            r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])"
        ),
        "[email]",
        example="write to jane.doe@example.com",
    ),
)
