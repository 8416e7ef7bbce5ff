"""What is traced and profiled, and what is logged to Sentry, as it arrives."""

import json
from pathlib import Path

import httpx2
import pytest

from tests.api.conftest import Told
from tests.support.kent import Kent
from tests.support.service import free_port, running_service


@pytest.mark.parametrize(
    ("name", "transaction"),
    [
        ("status-404", "tests.api.failing_app.fail_with"),
        ("socket-after", "tests.api.failing_app.talk"),
        ("unrouted", "404"),
        ("wrong-method", "405"),
    ],
)
def test_a_transaction_is_named_by_what_answered_and_never_by_the_url(told: Told, name: str, transaction: str) -> None:
    (traced,) = told.bodies("transaction", name)
    assert traced["transaction"] == transaction


def test_the_url_of_what_is_not_there_is_in_no_name(told: Told) -> None:
    headers = [str(item["envelope_header"].get("trace")) for item in told.items]
    assert not [header for header in headers if "jane" in header]


def test_a_caller_who_is_not_trusted_decides_on_nothing(told: Told) -> None:
    (transaction,) = told.bodies("transaction", "traced-by-caller")
    assert transaction["contexts"]["trace"]["trace_id"] != "a" * 32


def test_tasks_side_by_side_have_spans_of_their_own(told: Told) -> None:
    (transaction,) = told.bodies("transaction", "side-by-side")
    ids = {span["description"]: span["span_id"] for span in transaction["spans"]}
    parents = {span["description"]: span["parent_span_id"] for span in transaction["spans"]}
    request = transaction["contexts"]["trace"]["span_id"]
    assert parents == {"one": request, "two": request, "one, within": ids["one"], "two, within": ids["two"]}


def test_a_profile_arrives(told: Told) -> None:
    chunks = told.bodies("profile_chunk")
    assert any(chunk["profile"]["samples"] for chunk in chunks)


def test_a_line_of_the_log_arrives_in_the_trace_of_its_request(told: Told) -> None:
    (transaction,) = told.bodies("transaction", "status-503")
    logs = [log for body in told.bodies("log") for log in body["items"]]
    (line,) = [log for log in logs if log["attributes"].get("request_id", {}).get("value") == "status-503"]
    assert line["body"].startswith("GET /status/{status}: 503 in ")
    assert line["trace_id"] == transaction["contexts"]["trace"]["trace_id"]


def test_a_route_has_a_rate_of_its_own_and_a_trusted_caller_decides(kent: Kent, tmp_path: Path) -> None:
    port = free_port()
    with running_service(
        tmp_path,
        *("-m", "uvicorn", "tests.api.failing_app:app", f"--port={port}"),
        ready="Application startup complete.",
        SENTRY_DSN=kent.dsn,
        SENTRY_TRACES_SAMPLE_RATE="0",
        SENTRY_TRACES_SAMPLE_RATES=json.dumps({"/status/{status}": 1}),
        SENTRY_TRUST_INCOMING_TRACES="true",
    ):
        for request_id, path, sampled in (
            ("default", "/fail/user", None),
            ("own-rate", "/status/404", None),
            ("sampled", "/fail/user", 1),
            ("unsampled", "/status/404", 0),
            ("health", "/health/live", 1),
        ):
            headers = {"X-Request-ID": request_id}
            if sampled is not None:
                headers["sentry-trace"] = f"{'a' * 32}-{'b' * 16}-{sampled}"
            httpx2.get(f"http://127.0.0.1:{port}{path}", headers=headers, trust_env=False)
    traced = {body["tags"]["request_id"]: body["contexts"]["trace"]["trace_id"] for body in kent.bodies("transaction")}
    assert traced.keys() == {"own-rate", "sampled"}
    assert traced["sampled"] == "a" * 32
