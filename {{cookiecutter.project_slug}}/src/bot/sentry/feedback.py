"""User feedback. The SDK has no function for it: it is an envelope item of its own kind."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sentry_sdk
from sentry_sdk.envelope import Envelope, Item, PayloadRef


def capture_feedback(message: str, *, event_id: str | None = None, user_id: int | None = None) -> str | None:
    """Send what somebody has to say about this service.

    Args:
        message: What they say, as it will be read. Nothing is removed from it here.
        event_id: Of the event that it is about.
        user_id: Who says it.

    Returns:
        The feedback's own id; None if nothing is sent.
    """
    client = sentry_sdk.get_client()
    if not client.is_active() or client.transport is None:
        return None
    feedback_id, now = uuid4().hex, datetime.now(UTC).isoformat().replace("+00:00", "Z")
    feedback = {"message": message, "source": "telegram", "associated_event_id": event_id}
    trace = sentry_sdk.get_current_scope().get_trace_context()
    event: dict[str, Any] = {
        "event_id": feedback_id,
        "timestamp": now,
        "platform": "python",
        "level": "info",
        "environment": client.options["environment"],
        "release": client.options["release"],
        "user": {"id": user_id},
        "contexts": {
            "feedback": {key: value for key, value in feedback.items() if value},
            "trace": {key: trace[key] for key in ("trace_id", "span_id")},
        },
    }
    envelope = Envelope(headers={"event_id": feedback_id, "sent_at": now})
    envelope.add_item(Item(payload=PayloadRef(json=event), type="feedback"))
    client.transport.capture_envelope(envelope)
    return feedback_id
