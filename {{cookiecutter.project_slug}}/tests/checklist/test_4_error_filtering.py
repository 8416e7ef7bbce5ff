"""4. Set up error filtering: of secrets in every kind of item none leaves the process, and what is useful does."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from src.core.settings import Settings
from tests.checklist.planted import NAMED, SECRETS, TELLTALE
from tests.checklist.starts import TASKS, Evidence, Start
from tests.support.checklist import Proof, blocked

FILTER = "see `filter_sensitive_data` in src/core/sentry_config.py, src/core/gate.py and src/core/scrubbing/rules.py"
# Where secrets stand among words that must arrive -> the kind of item.
PLACES = {
    **dict.fromkeys(("tag", "context", "json", "extra", "user", "breadcrumb", "crumb", "exception", "note"), "event"),
    "cause": "event",
    **dict.fromkeys(("log-body", "log-attribute"), "log"),
    "metric-attribute": "trace_metric",
    "check-in": "check_in",
    **dict.fromkeys(("feedback", "envelope-header"), "feedback"),
    "session": "session",
    "attachment": "attachment",
}
TRACED = {
    **dict.fromkeys(("transaction-name", "trace-data", "span-name", "span-data"), "transaction"),
    "profile": "profile_chunk",
}

# In the context, the user and the crumb; in the log, the metric, the feedback and the span.
PLANTED_BY_NAME = 7 * len(NAMED)


def leaks(arrived: object) -> list[str]:
    """Which secrets are in it."""
    text = json.dumps(arrived, ensure_ascii=False)
    return [name for name, part in TELLTALE.items() if part in text]


def check(start: Start, places: dict[str, str]) -> None:
    """No secret, and each place's words."""
    kinds = set(places.values())
    items = [item for item in start.items if item["header"]["type"] in kinds]
    for item in items:
        found = leaks(item)
        assert not found, f"{', '.join(found)} left in an item `{item['header']['type']}`; {FILTER}"
    arrived = dict.fromkeys(kinds, "")
    for item in items:
        arrived[item["header"]["type"]] += json.dumps(item, ensure_ascii=False)
    for place, kind in places.items():
        assert f"before-{place} " in arrived[kind], f"what is useful did not arrive ({place} of `{kind}`); {FILTER}"


@pytest.mark.checklist(4)
def test_no_secret_leaves_in_an_error_or_whatever_else_is_sent(evidence: Evidence) -> None:
    event = evidence.main.error("PlantedError")
    if not (event.get("breadcrumbs") or {}).get("values"):
        blocked(3, "no breadcrumb has arrived")
    check(evidence.main, PLACES)
    assert not evidence.main.bodies("unheard-of"), f"an item of a kind that nobody filters left; {FILTER}"


@pytest.mark.checklist(4)
def test_no_secret_leaves_in_a_trace(evidence: Evidence) -> None:
    evidence.main.require()
    for kind in ("transaction", "profile_chunk"):
        if not evidence.main.bodies(kind):
            blocked(5, f"no {kind} has arrived")
    if len(evidence.main.traced("checklist.task")) < TASKS:
        blocked(5, "not everything is traced at rate 1")
    check(evidence.main, TRACED)
    baggage, _, headers = evidence.main.answers["plant_items"].partition(" | ")
    assert not leaks(baggage), f"secrets left in the header `baggage`; {FILTER}"
    targets = "see `trace_propagation_targets` in src/core/sentry_config.py"
    assert "sentry-trace" not in headers, f"any host that is called gets the headers of the trace; {targets}"


@pytest.mark.checklist(4)
def test_the_filter_neither_drops_an_error_nor_fails(evidence: Evidence) -> None:
    evidence.main.require()
    assert not evidence.main.is_filter_failing(), f"the filter fails, and sends reduced events; {FILTER}"
    lost = {kind: evidence.main.dropped_by_filter(kind) for kind in ("error", "transaction")}
    told = ", ".join(f"{count} of the kind {kind}" for kind, count in lost.items() if count)
    assert not told, f"the filter dropped items instead of scrubbing them: {told}; {FILTER}"


@pytest.mark.checklist(4)
def test_no_secret_leaves_that_a_request_or_an_update_brought(evidence: Evidence, proof: Proof) -> None:
    evidence.main.require()
    for start in evidence.starts:
        for item in start.items:
            found = leaks(item)
            assert not found, f"{', '.join(found)} left in an item `{item['header']['type']}`; {FILTER}"
    places = PLACES | TRACED
    proof(f"{len(places) * len(SECRETS) + PLANTED_BY_NAME} planted secrets, 0 left the process")


@pytest.mark.checklist(4)
def test_local_variables_leave_as_shapes(evidence: Evidence, containers: Callable[..., dict[str, Settings]]) -> None:
    event = evidence.main.error("PlantedError")
    variables: dict[str, Any] = {}
    for frame in event["exception"]["values"][-1]["stacktrace"]["frames"]:
        variables |= frame.get("vars") or {}
    assert "<str" in str(variables.get("held")), f"local variables do not leave as shapes; {FILTER}"
    for name, settings in containers().items():
        assert settings.sentry_locals == "shapes", f"compose.yaml has `{name}` send more of locals than shapes"


@pytest.mark.checklist(4)
def test_no_secret_is_in_the_log(evidence: Evidence, proof: Proof) -> None:
    if not evidence.main.is_up:
        evidence.main.require()
    found = leaks(evidence.main.log)
    assert not found, f"{', '.join(found)} stand in the log; see src/core/logging.py"
    proof("none in the log")
