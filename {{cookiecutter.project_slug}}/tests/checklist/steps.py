"""What the service is made to do: each thing that the checklist looks for at Sentry. Runs in the service's process."""

import json
import logging
import os
import threading
import time
from http.client import HTTPConnection
from types import FunctionType
from typing import Any, Never

import sentry_sdk
import sentry_sdk.logger
from sentry_sdk.crons import capture_checkin
from sentry_sdk.envelope import Envelope, Item, PayloadRef
# jinja: if cookiecutter.database == "sqlalchemy"
from sqlalchemy import create_engine, text
# jinja: endif

logger = logging.getLogger("checklist")
SECRETS: dict[str, str] = json.loads(os.environ["CHECKLIST_SECRETS"])
TASKS = int(os.environ["CHECKLIST_TASKS"])
NAMED: dict[str, str] = json.loads(os.environ["CHECKLIST_NAMED_SECRETS"])
STRANGER = os.environ["CHECKLIST_STRANGER"]
# jinja: if cookiecutter.database == "sqlalchemy"
engine = create_engine("sqlite://")
# jinja: endif


class ChecklistError(Exception):
    """Raised and not handled."""


class CapturedError(Exception):
    """Raised, and captured by hand."""


class LastError(Exception):
    """Raised right before the service is stopped."""


class PlantedError(Exception):
    """Raised with secrets in it."""


class ThreadError(Exception):
    """Raised in a thread."""


def near(place: str) -> str:
    """Every secret in one text, with words around it that must arrive."""
    return f"before-{place} " + " ; ".join(SECRETS.values()) + f" after-{place}"


def ok() -> str:
    """Do a step within a step."""
    # jinja: if cookiecutter.database == "sqlalchemy"
    with engine.connect() as connection:
        connection.execute(text("SELECT 'checklist'"))
    # jinja: endif
    with sentry_sdk.start_span(op="checklist", name="checklist step"):
        time.sleep(0.001)
    return "done"


def fail() -> Never:
    """Fail, after a line of the log."""
    logger.info("the checklist fails")
    ok()
    raise ChecklistError("This is the checklist's error.")


def fail_and_be_caught() -> Never:
    """Fail."""
    raise CapturedError("This was captured.")


def capture() -> str:
    """Report by hand, by the log, and from a thread."""
    try:
        fail_and_be_caught()
    except CapturedError as error:
        sentry_sdk.capture_exception(error)
    sentry_sdk.capture_message("checklist message")
    logger.error("checklist log line")

    def fail_in_a_thread() -> Never:
        raise ThreadError("This was raised in a thread.")

    thread = threading.Thread(target=fail_in_a_thread)
    thread.start()
    thread.join()
    return "done"


def trace() -> str:
    """Trace what is no request and no update."""
    for _ in range(TASKS):
        with sentry_sdk.start_transaction(op="checklist.task", name="checklist task", source="custom"):
            ok()
    return "done"


def state() -> str:
    """Whether the SDK would send anything."""
    return "on" if sentry_sdk.get_client().is_active() else "off"


def settle() -> str:
    """Send what waits."""
    sentry_sdk.flush(timeout=5)
    return "done"


def last() -> Never:
    """Fail while another error waits for an answer of Sentry's."""
    sentry_sdk.capture_message("checklist message")
    raise LastError("This is the last error.")


def stay() -> None:
    """Be seen by the profiler, which looks a hundred times a second, or as often as a busy machine lets it."""
    time.sleep(0.2)


def named(name: str) -> FunctionType:
    """A function of this name."""
    return FunctionType(stay.__code__.replace(co_name=name, co_qualname=name), globals())


def send_by_hand(kind: str, body: dict[str, Any]) -> None:
    """Send an item for which the SDK has no function."""
    transport = sentry_sdk.get_client().transport
    if transport is not None:
        item = Item(payload=PayloadRef(json=body), type=kind)
        headers = {"event_id": "1" * 32, "trace": {"transaction": near("envelope-header")}}
        transport.capture_envelope(Envelope(headers=headers, items=[item]))


def headers_to_another_host() -> list[str]:
    """The names of the headers of a request to elsewhere, which is not sent."""
    names: list[str] = []

    class Connection(HTTPConnection):
        def putheader(self, header: str | bytes, *_: object) -> None:
            names.append(str(header))

    Connection("elsewhere.test").putrequest("GET", "/")
    return names


def plant_items() -> str:
    """Send every other kind of item with secrets in it."""
    with sentry_sdk.isolation_scope() as scope:
        sentry_sdk.logger.info(near("log-body"), attributes={"note": near("log-attribute"), **NAMED})
        sentry_sdk.metrics.count("checklist", 1, attributes={"note": near("metric-attribute"), **NAMED})
        schedule: Any = {"schedule": {"type": "crontab", "value": "0 3 * * *"}, "note": near("check-in")}
        capture_checkin(monitor_slug="checklist", status="ok", monitor_config=schedule)
        send_by_hand("unheard-of", {"note": near("kind")})
        send_by_hand("feedback", {"type": "feedback", "contexts": {"feedback": {"message": near("feedback")}, **NAMED}})
        scope.start_session(session_mode="application")
        session: Any = scope._session
        session.update(user_agent=near("session"))
        scope.end_session()
        with sentry_sdk.start_transaction(op="task", name=near("transaction-name"), source="custom") as transaction:
            transaction.set_data("note", near("trace-data"))
            with sentry_sdk.start_span(op="checklist", name=near("span-name")) as span:
                span.set_data("note", near("span-data"))
                for name, value in NAMED.items():
                    span.set_data(name, value)
                named(near("profile"))()
            return f"{sentry_sdk.get_baggage()} | {headers_to_another_host()}"


def plant_error() -> Never:
    """Fail with secrets everywhere in the event."""
    scope = sentry_sdk.get_isolation_scope()
    scope.set_tag("note", near("tag"))
    scope.set_context("checklist", {"note": near("context"), "deep": [json.dumps({"note": near("json")})], **NAMED})
    scope.set_extra("note", near("extra"))
    scope.set_user({"id": "42", "name": STRANGER, "data": {"note": near("user"), **NAMED}})
    scope.add_attachment(bytes=near("attachment").encode(), filename="note.txt")
    sentry_sdk.add_breadcrumb(category="checklist", message=near("breadcrumb"), data={"note": near("crumb"), **NAMED})
    logger.warning(near("log-line"))
    held, holder = near("local"), dict(NAMED)  # noqa: F841
    error = PlantedError(near("exception"))
    error.add_note(near("note"))
    raise error from LookupError(near("cause"))


STEPS = {step.__name__: step for step in (ok, fail, capture, trace, state, settle, last, plant_items, plant_error)}
