"""What leaks through each peer: the corpus of the template's tests, one secret an event, at one place after another."""

import json
from collections import Counter
from itertools import chain
from typing import Any

from peers import Scrub

from tests.scrubbing.corpus import Secret, secrets
from tests.scrubbing.keys import ordinary, sensitive
from tests.scrubbing.near_misses import NEAR_MISSES
from tests.scrubbing.places import KEPT, KEYED, PLACES, keyed, left_of, planted, texts

VALUE = "zq7Kp2LmWx9v"
BY_KEY = Secret("under a sensitive name", VALUE, (VALUE,))
FALSE = "near misses and ordinary names that are changed"
# sentry-relay drops a message beside a log entry.
EVENT, EVENT_KEPT = ([place for place in places["event"] if place != "message"] for places in (PLACES, KEPT))

Row = dict[str, tuple[int, int]]


def after(scrub: Scrub, event: Any) -> Any:
    """What would be sent: the SDK's scrubber leaves its replacements in an object of their own."""
    return json.loads(json.dumps(scrub(event), default=lambda annotated: annotated.value))


def leaked(scrub: Scrub) -> Row:
    """Of each kind of secret how many leak, of how many."""
    planted_, left = Counter[str](), Counter[str]()

    def count(kind: str, found: object) -> None:
        planted_[kind] += 1
        left[kind] += bool(found)

    for number, secret in enumerate(secrets()):
        place = EVENT[number % len(EVENT)]
        event = after(scrub, planted("event", place, f"the check of {secret.text} has failed"))
        count(secret.kind.split(":")[0].replace("vendor", "vendors' tokens"), left_of(secret, event))
    for number, key in enumerate(sensitive()):
        event = after(scrub, keyed(KEYED[number % len(KEYED)], key, VALUE))
        count(BY_KEY.kind, left_of(BY_KEY, event))
    for number, text in enumerate(chain(*NEAR_MISSES.values())):
        place = EVENT_KEPT[number % len(EVENT_KEPT)]
        count(FALSE, text not in texts(after(scrub, planted("event", place, text))))
    for key in ordinary():
        count(FALSE, after(scrub, keyed("extra", key, "open"))["extra"].get(key) != "open")
    return {kind: (left[kind], planted_[kind]) for kind in planted_}
