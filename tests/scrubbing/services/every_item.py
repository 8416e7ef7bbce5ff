"""Sends every kind of item that the SDK can: `python every_item.py static` or `stream`."""

import json
import os
import sys
import time
from types import FunctionType

import httpx2
import sentry_sdk
import sentry_sdk.traces
from plant import TEXTS, UNDER_A_KEY
from sentry_sdk.crons import capture_checkin
from sentry_sdk.envelope import Envelope, Item, PayloadRef
from src.core.sentry_config import init_sentry


def busy() -> None:
    """Long enough to be seen by the profiler, which looks a hundred times a second."""
    deadline = time.monotonic() + 0.03
    while time.monotonic() < deadline:
        pass


def named(text: str) -> FunctionType:
    """A function whose name is the text, and its file too, unless the profiler would cut it at a `/`."""
    file = __file__ if "/" in text else text
    return FunctionType(busy.__code__.replace(co_name=text, co_qualname=text, co_filename=file), globals())


def trace(text: str, stream: bool) -> None:
    """A trace with the text in names and data, that calls another host."""
    data = {"note": text, "api_key": UNDER_A_KEY, "url.full": f"https://a.test/?note={text}"}
    if stream:
        with sentry_sdk.traces.start_span(name=f"pay {text}", attributes=data):
            with sentry_sdk.traces.start_span(name=f"check {text}", attributes=data):
                named(text)()
            httpx2.get(os.environ["OTHER_HOST"], trust_env=False)
        return
    with sentry_sdk.start_transaction(op="task", name=f"pay {text}", source="custom") as transaction:
        with sentry_sdk.start_span(op="check", name=f"check {text}") as span:
            for name, value in data.items():
                transaction.set_data(name, value)
                span.set_data(name, value)
            named(text)()
        httpx2.get(os.environ["OTHER_HOST"], trust_env=False)


def by_hand(kind: str, body: dict[str, object], **headers: str) -> None:
    """What the SDK has no function for."""
    item = Item(payload=PayloadRef(json=body), type=kind, headers=headers)
    sentry_sdk.get_client().transport.capture_envelope(Envelope(headers={"event_id": "1" * 32}, items=[item]))


def send(text: str, stream: bool) -> None:
    """One of everything."""
    with sentry_sdk.isolation_scope() as scope:
        scope.set_user({"id": text, "username": text})
        scope.add_attachment(bytes=text.encode(), filename=f"{text}.txt")
        scope.add_attachment(
            bytes=json.dumps({"password": UNDER_A_KEY}).encode(), filename="body.json", content_type="application/json"
        )
        scope.start_session(session_mode="application")
        scope._session.update(user_agent=text, ip_address="203.0.113.99")
        trace(text, stream)
        sentry_sdk.capture_message(f"checked {text}")
        scope.end_session()
        sentry_sdk.logger.info("checked {note}", note=text)
        sentry_sdk.metrics.gauge(f"checks {text}", 1, attributes={"note": text})
        schedule = {"type": "crontab", "value": "0 3 * * *"}
        capture_checkin(monitor_slug=text, status="ok", monitor_config={"schedule": schedule, "note": text})
        feedback = {
            "message": f"I am {text}",
            "contact_email": text,
            "name": text,
            "url": f"https://a.test/?note={text}",
        }
        by_hand("feedback", {"type": "feedback", "contexts": {"feedback": feedback}, "tags": {"note": text}})
        by_hand("made_up", {"note": text}, filename=text)


def main() -> None:
    """Send, a few at a time: what overflows the transport's queue is dropped."""
    stream = sys.argv[1] == "stream"
    init_sentry(
        traces_sample_rate=1.0,
        profile_session_sample_rate=1.0,
        enable_logs=True,
        trace_propagation_targets=[".*"],
        trace_lifecycle=sys.argv[1],
    )
    for text in TEXTS:
        send(text, stream)
        sentry_sdk.flush(10)
    sentry_sdk.get_client().close()


main()
