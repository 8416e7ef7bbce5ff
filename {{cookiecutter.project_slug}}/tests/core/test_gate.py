"""What no hook of the SDK sees meets the filter at the transport; what nobody knows stays here."""

import inspect
import re
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk import envelope as sdk_envelope
from sentry_sdk.envelope import Envelope, Item, PayloadRef
from sentry_sdk.tracing import Transaction
from sentry_sdk.tracing_utils import Baggage
from sentry_sdk.transport import Transport

from src.core.gate import KNOWN
from src.core.scrubbing import Scrubber
from src.core.sentry_config import init_sentry
from tests.support.kent import Kent

MAIL = "jane.doe@example.com"


class Caught(Transport):
    """A transport that keeps what passes the gate, and what is counted as lost."""

    headers: dict[str, Any]
    passed: list[Item]
    lost: list[str]

    def capture_envelope(self, envelope: Envelope) -> None:
        self.headers = envelope.headers
        self.passed += envelope.items

    def record_lost_event(self, reason: str, *_: Any, item: Item | None = None, **__: Any) -> None:
        self.lost.append(f"{reason}: {item.type if item else None}")


@pytest.fixture
def caught() -> Caught:
    """The transport of an SDK that is set up as the service sets it up."""
    transport = Caught()
    transport.passed, transport.lost = [], []
    init_sentry(dsn="http://public@127.0.0.1:9/1", transport=transport)
    return transport


def send(*items: Item) -> None:
    transport = sentry_sdk.get_client().transport
    assert transport is not None
    headers = {"event_id": "1" * 32, "trace": {"transaction": MAIL}}
    transport.capture_envelope(Envelope(headers=headers, items=list(items)))


def test_the_gate_knows_every_kind_of_item_that_the_sdk_makes() -> None:
    kinds = set(re.findall(r'ty(?:pe)? ?== ?"(\w+)"|type="(\w+)"', inspect.getsource(sdk_envelope)))
    assert {kind for pair in kinds for kind in pair if kind} <= KNOWN


@pytest.mark.parametrize("kind", ["session", "sessions", "profile", "profile_chunk", "feedback"])
def test_json_is_scrubbed(caught: Caught, kind: str) -> None:
    send(Item(PayloadRef(json={"user": {"email": MAIL}, "frames": [{"abs_path": f"/srv/{MAIL}"}]}), type=kind))
    (item,) = caught.passed
    assert MAIL not in item.serialize().decode()
    assert item.type == kind


def test_a_text_that_is_attached_is_scrubbed_and_its_name_too(caught: Caught) -> None:
    send(Item(f"from {MAIL}\n", type="attachment", filename=f"{MAIL}.txt"))
    (item,) = caught.passed
    assert item.get_bytes() == b"from [email]\n"
    assert MAIL not in str(item.headers)


@pytest.mark.parametrize(("kind", "content"), [("attachment", b"\x89PNG\0"), ("hologram", b"{}"), ("feedback", b"{")])
def test_what_cannot_be_read_is_dropped_and_counted(caught: Caught, kind: str, content: bytes) -> None:
    send(Item(content, type=kind))
    assert caught.passed == []
    assert caught.lost == [f"before_send: {kind}"]


def test_the_name_of_a_transaction_leaves_in_no_header(kent: Kent) -> None:
    init_sentry(dsn=kent.dsn, traces_sample_rate=1.0)
    with sentry_sdk.start_transaction(name=f"mail {MAIL}", source="custom") as transaction:
        assert isinstance(transaction, Transaction)
        baggage = Baggage.populate_from_transaction(transaction).serialize()
    sentry_sdk.get_client().close()
    (item,) = kent.items("transaction")
    assert "example.com" not in baggage
    assert item["envelope_header"]["trace"]["transaction"] == "mail [email]"
    assert item["body"]["transaction"] == "mail [email]"


def test_if_an_item_and_the_headers_cannot_be_scrubbed_neither_leaves(
    caught: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Scrubber, "scrub", fail)
    send(Item(PayloadRef(json={"message": MAIL}), type="feedback"), Item(PayloadRef(json={}), type="client_report"))
    assert [item.type for item in caught.passed] == ["client_report"]
    assert caught.headers == {"event_id": "1" * 32}
    assert caught.lost == ["before_send: feedback"]


def test_what_is_printed_has_passed_the_gate(
    kent: Kent, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENTRY_PRINT_ENVELOPES", "1")
    init_sentry(dsn=kent.dsn)
    send(Item(PayloadRef(json={"message": f"ask {MAIL}"}), type="feedback"))
    sentry_sdk.get_client().close()
    printed = "".join(capfd.readouterr())
    assert "ask [email]" in printed
    assert MAIL not in printed


@pytest.mark.parametrize("lifecycle", ["static", "stream"])
def test_logs_metrics_and_spans_are_scrubbed(kent: Kent, lifecycle: str) -> None:
    init_sentry(dsn=kent.dsn, traces_sample_rate=1.0, enable_logs=True, trace_lifecycle=lifecycle)
    sentry_sdk.logger.info(f"wrote to {MAIL}", attributes={"password": "hunter2", "note": MAIL})
    sentry_sdk.metrics.count(f"mail {MAIL}", 1, attributes={"to": MAIL})
    start: Any = sentry_sdk.traces.start_span if lifecycle == "stream" else sentry_sdk.start_transaction
    with start(name=f"send to {MAIL}"):
        pass
    sentry_sdk.flush()
    for kind in ("log", "trace_metric", "span" if lifecycle == "stream" else "transaction"):
        kent.wait_for(kind)
    sentry_sdk.get_client().close()
    items = kent.items()
    assert MAIL not in str(items)
    assert "hunter2" not in str(items)
