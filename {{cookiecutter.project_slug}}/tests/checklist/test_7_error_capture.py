"""7. Test error capture: whatever fails arrives with its stack, to the last error before the service stops."""

from typing import Any

import pytest

from tests.checklist.starts import Evidence, Start
from tests.support.checklist import Proof, blocked


def captured(start: Start, name: str, what: str) -> dict[str, Any]:
    """The event of an exception of this name."""
    start.require()
    if start.is_filter_failing():
        blocked(4, "the filter fails")
    errors = start.errors(name)
    if not errors and start.dropped_by_filter():
        blocked(4, f"the filter dropped {start.dropped_by_filter()} errors")
    if not errors and start.names_are_lost():
        blocked(4, "the names of errors did not pass the filter")
    assert errors, f"not arrived: {what}"
    return errors[0]


def functions(event: dict[str, Any]) -> list[str]:
    """The functions in the stack of the last exception."""
    return [frame.get("function", "") for frame in event["exception"]["values"][-1]["stacktrace"]["frames"]]


@pytest.mark.checklist(7)
def test_an_error_that_nobody_handles_arrives_with_its_stack(evidence: Evidence, proof: Proof) -> None:
    event = captured(evidence.main, "ChecklistError", "an error that nobody handles")
    assert event["level"] == "error"
    assert functions(event)[-2:] == ["do", "fail"], "the event has no stack that ends where it was raised"
    last = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert "raise" in last.get("context_line", ""), "the stack does not show the lines of the source"
    proof("an unhandled error")


@pytest.mark.checklist(7)
def test_what_is_captured_by_hand_arrives(evidence: Evidence, proof: Proof) -> None:
    event = captured(evidence.main, "CapturedError", "an error given to capture_exception()")
    assert functions(event)[-2:] == ["capture", "fail_and_be_caught"], (
        "the event has no stack that ends where it was raised"
    )
    messages = [event for event in evidence.main.bodies("event") if event.get("message") == "checklist message"]
    assert messages, "capture_message() made no event"
    threads = messages[0].get("threads", {}).get("values", [])
    assert threads, "a message has no stack; see `attach_stacktrace` in src/core/sentry_config.py"
    proof("an error and a message captured by hand, with their stacks")


@pytest.mark.checklist(7)
def test_the_last_error_before_the_end_arrives(evidence: Evidence, proof: Proof) -> None:
    # jinja: if cookiecutter.service_type == "fastapi"
    where = "sentry_sdk.flush() in the lifespan (src/api/app.py) must wait for it"
    # jinja: else
    where = "sentry_sdk.flush() at the end of `run` (src/bot/app.py) must wait for it"
    # jinja: endif
    captured(evidence.other, "LastError", f"the last error before SIGTERM, where Sentry answers late; {where}")
    proof("the last error before SIGTERM")
