"""The gate at the transport: it scrubs what no hook of the SDK sees, and stops items of a kind that it does not know.

Events, transactions, check-ins, logs, metrics and streamed spans have met the filter in a hook; they pass.
"""

import json
import logging
from collections.abc import Callable
from typing import Any, cast

from sentry_sdk.envelope import Envelope, Item, PayloadRef
from sentry_sdk.tracing_utils import Baggage
from sentry_sdk.transport import Transport

from src.core.scrubbing import Scrubber

logger = logging.getLogger(__name__)

SEEN_BY_HOOKS = frozenset({"event", "transaction", "check_in", "log", "trace_metric"})
JSON = frozenset({"session", "sessions", "profile", "profile_chunk", "feedback", "user_report"})
KNOWN = SEEN_BY_HOOKS | JSON | {"attachment", "client_report", "span"}
MAX_ATTACHMENT = 1_000_000  # bytes
NAMES_NOBODY = ("event_id", "sent_at")  # of an envelope's headers

GetScrubber = Callable[[], Scrubber]


def install_gate(transport: Transport, get_scrubber: GetScrubber) -> None:
    """Put the gate before a transport, and before what prints its envelopes (`SENTRY_PRINT_ENVELOPES`)."""
    capture = transport.capture_envelope
    transport.capture_envelope = lambda envelope: capture(pass_gate(envelope, transport, get_scrubber()))  # type: ignore[method-assign]


def pass_gate(envelope: Envelope, transport: Transport, scrubber: Scrubber) -> Envelope:
    """The envelope with what may leave of its headers and items. What may not is counted as lost."""
    passed = Envelope(headers=_scrubbed_headers(envelope.headers, scrubber))
    for item in envelope.items:
        try:
            scrubbed = _scrubbed(item, scrubber)
        except Exception as error:  # whatever fails, the raw item must not leave
            logger.warning(
                "An item of the kind %s could not be scrubbed (%s): dropped.", item.type, type(error).__name__
            )
            scrubbed = None
        if scrubbed is None:
            transport.record_lost_event("before_send", data_category=item.data_category, item=item)
        else:
            passed.add_item(scrubbed)
    return passed


def _scrubbed_headers(headers: dict[str, Any], scrubber: Scrubber) -> dict[str, Any]:
    """The envelope's headers; if that fails, those that say nothing of anybody."""
    try:
        return cast("dict[str, Any]", scrubber.scrub(headers))
    except Exception as error:
        logger.warning("An envelope's headers could not be scrubbed (%s): left out.", type(error).__name__)
        return {name: headers[name] for name in NAMES_NOBODY if name in headers}


def _scrubbed(item: Item, scrubber: Scrubber) -> Item | None:
    """The item, or nothing if nobody can tell what is in it."""
    if item.type in SEEN_BY_HOOKS or item.type == "client_report":  # which holds numbers alone
        return item
    if item.type == "span":
        return Item(_without_segment_names(item, scrubber), headers=item.headers)
    headers = scrubber.scrub(item.headers)
    if item.type in JSON:
        return Item(PayloadRef(json=scrubber.scrub(_json(item))), headers=headers)
    if item.type == "attachment":
        content = item.get_bytes()
        if len(content) <= MAX_ATTACHMENT and (text := _text(content)) is not None:
            return Item("".join(map(scrubber.scrub_text, text.splitlines(keepends=True))), headers=headers)
        logger.warning("An attachment that is no text of at most %d bytes is not sent.", MAX_ATTACHMENT)
        return None
    logger.warning(
        "An item of the kind %s is not sent: the filter does not know it.", scrubber.scrub_text(str(item.type))
    )
    return None


def _json(item: Item) -> Any:
    return json.loads(item.get_bytes()) if item.payload.json is None else item.payload.json


def _text(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _without_segment_names(item: Item, scrubber: Scrubber) -> PayloadRef:
    """Streamed spans: the SDK adds the name of their segment after the hook has seen them."""
    payload = _json(item)
    spans = [
        {**span, "attributes": {**span["attributes"], name: scrubber.scrub(span["attributes"][name])}}
        if (name := "sentry.segment.name") in span.get("attributes", {})
        else span
        for span in payload["items"]
    ]
    return PayloadRef(json={**payload, "items": spans})


def scrub_baggage(get_scrubber: GetScrubber) -> None:
    """Scrub the `baggage` header that other services get. The SDK has no hook for it."""
    if hasattr(Baggage.serialize, "__wrapped__"):
        return
    serialize = Baggage.serialize

    def scrubbed(self: Baggage, include_third_party: bool = False) -> str:
        items = get_scrubber().scrub(self.sentry_items)
        third_party = get_scrubber().scrub_text(self.third_party_items)
        return serialize(Baggage(items, third_party, mutable=False), include_third_party)

    scrubbed.__wrapped__ = serialize  # type: ignore[attr-defined]
    Baggage.serialize = scrubbed  # type: ignore[method-assign]
