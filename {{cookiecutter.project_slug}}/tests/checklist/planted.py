"""The secrets that the checklist plants, none of them real; put together here, so that no scanner finds them."""

import base64
import json

_PARTS = [{"alg": "HS256"}, {"sub": "42"}]
_JWT = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in _PARTS]

# What its look alone makes a secret.
SECRETS = {
    "an e-mail address": "jane.planted@" + "example.com",
    "a phone number": "+49 30 " + "9018" + "20",
    "a card number": "4111 1111 " + "1111 1111",
    "an IBAN": "DE89 3704 " + "0044 0532 0130 00",
    "a JWT": ".".join([*_JWT, "s5v" * 14]),
    "a bearer token": "Bearer " + "pl4nt3d" * 4,
    "an AWS key": "AKIA" + "PLANTED7" * 2,
    "a GitHub token": "ghp_" + "pL4ntEd9" * 4 + "abcd",
    "a Telegram token": ":".join(["7654321", "AAplanted_" * 3 + "AAAAA"]),
    "a password in a URL": "https://jane:" + "pl4nt3dpw" + "@bureau.test/loans",
}
# What its name makes one.
NAMED = {"password": "planted-" + "hunter2", "api_key": "planted-" + "k3y", "token": "planted-" + "t0k3n"}

# What no rule matches, and nobody but a stranger wrote: it must not be collected.
STRANGER = "flugschreiberweg"

# Of each, the part that must not be found anywhere.
TELLTALE = {
    **SECRETS,
    "what a stranger wrote": STRANGER,
    "a bearer token": "pl4nt3d" * 4,
    "a password in a URL": "pl4nt3dpw",
    **{f"a value of the name {name}": value for name, value in NAMED.items()},
}
