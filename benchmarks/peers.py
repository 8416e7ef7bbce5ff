"""What is measured side by side: each takes an event, which it may change, and returns it scrubbed."""

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sentry_relay.processing
from fillmore.scrubber import ALL_COOKIE_KEYS, Rule, Scrubber, build_scrub_cookies, build_scrub_query_string
from sentry_scrubber.scrubber import SentryScrubber
from sentry_sdk.scrubber import DEFAULT_DENYLIST, DEFAULT_PII_DENYLIST, EventScrubber
from sentry_sdk.serializer import serialize

Scrub = Callable[[Any], Any]

DENYLIST = [*DEFAULT_DENYLIST, *DEFAULT_PII_DENYLIST]
# What a new project at sentry.io starts with.
RELAY = sentry_relay.processing.convert_datascrubbing_config(
    {"scrubData": True, "scrubDefaults": True, "scrubIpAddresses": True, "sensitiveFields": [], "excludeFields": []}
)
FILLMORE_PATHS = (
    "request.headers",
    "request.data",
    "request.env",
    "extra",
    "tags",
    "user",
    "breadcrumbs.values.[].data",
    "exception.values.[].stacktrace.frames.[].vars",
    "spans.[].data",
)


def event_scrubber(**options: Any) -> Scrub:
    scrubber = EventScrubber(denylist=DEFAULT_DENYLIST.copy(), **options)

    def scrub(event: Any) -> Any:
        scrubber.scrub_event(event)
        return event

    return scrub


def relay(event: Any) -> Any:
    return sentry_relay.processing.pii_strip_event(RELAY, event)


def fillmore() -> Scrub:
    """With a rule for each place that has keys, and the SDK's own keys."""
    request = [
        Rule("request", ["cookies"], build_scrub_cookies(ALL_COOKIE_KEYS)),
        Rule("request", ["query_string"], build_scrub_query_string(DENYLIST)),
    ]
    scrubber = Scrubber([*(Rule(path, DENYLIST, "scrub") for path in FILLMORE_PATHS), *request])
    return lambda event: scrubber(event, {})


def ours(tree: Path, *, re2: bool, local_variables: str) -> Scrub:
    """The filter of a service's tree, with google-re2 or as it is where that is not installed."""
    for name in [name for name in sys.modules if name.split(".")[0] == "src"]:
        del sys.modules[name]
    with patch.dict(os.environ, {"SENTRY_LOCALS": local_variables}), patch.object(sys, "path", [str(tree), *sys.path]):
        if not re2:
            sys.modules["re2"] = None  # type: ignore[assignment]
        try:
            filter_sensitive_data = importlib.import_module("src.core.sentry_config").filter_sensitive_data
            # Whatever it reads when it is first called, it reads here.
            filter_sensitive_data({"message": "warm"}, {})
        finally:
            if not re2:
                del sys.modules["re2"]
    return lambda event: filter_sensitive_data(event, {})


def filters(tree: Path) -> dict[str, Scrub]:
    return {
        f"ours, {engine}, {setting}": ours(tree, re2=engine == "google-re2", local_variables=setting)
        for engine in ("google-re2", "re")
        for setting in ("shapes", "scrubbed")
    }


PEERS: dict[str, Scrub] = {
    "EventScrubber": event_scrubber(),
    "EventScrubber, recursive": event_scrubber(recursive=True),
    "sentry-relay": relay,
    "sentry-scrubber": SentryScrubber().scrub_event,
    "fillmore": fillmore(),
}
YARDSTICKS: dict[str, Scrub] = {"serialize()": serialize, "json.dumps": json.dumps}
