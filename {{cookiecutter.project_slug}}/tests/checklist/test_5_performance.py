"""5. Configure performance monitoring: as much is traced and profiled as the environment says."""

from collections.abc import Callable

import pytest

from src.core.settings import Settings, get_settings
from tests.checklist.starts import STEPS, TASKS, Evidence, Start
from tests.support.checklist import Proof, blocked

RATES = "see `traces_sampler` and `profile_*` in src/core/sentry_config.py, and src/core/sampling.py"
# jinja: if cookiecutter.service_type == "fastapi"
DOOR = ("http.server", "request")
# jinja: else
DOOR = ("queue.process", "update")
# jinja: endif
# The last one still runs when what waits is sent.
ASKED = len(STEPS) - 1


def require_filter(start: Start) -> None:
    """End the test if the filter keeps transactions, or what is in them."""
    start.require()
    if start.dropped_by_filter("transaction"):
        blocked(4, "the filter dropped transactions")
    if start.is_filter_failing():
        blocked(4, "the filter fails")


@pytest.mark.checklist(5)
def test_all_is_traced_at_rate_1_with_spans(evidence: Evidence, proof: Proof) -> None:
    start = evidence.main
    require_filter(start)
    tasks = start.traced("checklist.task")
    assert len(tasks) == TASKS, f"at SENTRY_TRACES_SAMPLE_RATE=1 {len(tasks)} of {TASKS} transactions arrived; {RATES}"
    spans = [span["description"] for task in tasks for span in task["spans"]]
    assert spans.count("checklist step") == TASKS, f"transactions arrived without their spans; {RATES}"
    op, what = DOOR
    if not start.traced(op):
        blocked(3, f"no transaction of a {what} arrived, but others did")
    asked = [body for body in start.traced(op) if body.get("transaction") == "tests.checklist.door.do"]
    assert len(asked) >= ASKED, f"at SENTRY_TRACES_SAMPLE_RATE=1 {len(asked)} of {ASKED} {what}s were traced; {RATES}"
    proof(f"{len(tasks) + len(asked)} transactions with spans at rate 1")


# jinja: if cookiecutter.database == "sqlalchemy"
@pytest.mark.checklist(5)
def test_a_query_is_a_span(evidence: Evidence) -> None:
    require_filter(evidence.main)
    tasks = evidence.main.traced("checklist.task")
    if not tasks:
        pytest.fail(f"no transaction arrived at SENTRY_TRACES_SAMPLE_RATE=1; {RATES}", pytrace=False)
    spans = [span for task in tasks for span in task["spans"]]
    if not any(span["op"] == "db" for span in spans):
        blocked(3, "no span of a query (SQLAlchemy)")


# jinja: endif
@pytest.mark.checklist(5)
def test_none_is_traced_at_rate_0(evidence: Evidence, proof: Proof) -> None:
    evidence.other.require()
    sent = evidence.other.bodies("transaction")
    assert not sent, f"at SENTRY_TRACES_SAMPLE_RATE=0 {len(sent)} transactions arrived; {RATES}"
    proof("none at 0")


@pytest.mark.checklist(5)
def test_it_is_profiled_as_the_rate_says(evidence: Evidence, proof: Proof) -> None:
    require_filter(evidence.main)
    if not evidence.main.bodies("transaction"):
        pytest.fail(f"no transaction arrived at SENTRY_TRACES_SAMPLE_RATE=1; {RATES}", pytrace=False)
    assert evidence.main.bodies("profile_chunk", "profile"), f"no profile arrived at rate 1; {RATES}"
    assert not evidence.other.bodies("profile_chunk", "profile"), f"a profile arrived at rate 0; {RATES}"
    proof("a profile")


# jinja: if cookiecutter.service_type == "fastapi"
@pytest.mark.checklist(5)
def test_health_checks_are_not_traced(evidence: Evidence) -> None:
    evidence.main.require()
    names = [body.get("transaction", "") for body in evidence.main.bodies("transaction")]
    assert not [name for name in names if "health" in name], "health checks are traced; see src/core/sampling.py"


# jinja: endif
@pytest.mark.checklist(5)
@pytest.mark.usefixtures("_clean_environment")
def test_a_tenth_is_by_default(proof: Proof) -> None:
    settings = get_settings()
    rates = (settings.sentry_traces_sample_rate, settings.sentry_profiles_sample_rate)
    assert rates == (0.1, 0.1), f"by default the rates of traces and profiles are {rates}; see src/core/settings.py"
    proof("0.1 by default")


@pytest.mark.checklist(5)
def test_compose_passes_the_rates_on(containers: Callable[..., dict[str, Settings]]) -> None:
    given = {"SENTRY_TRACES_SAMPLE_RATE": "0.5", "SENTRY_PROFILES_SAMPLE_RATE": "0.25"}
    for name, settings in containers(**given).items():
        seen = {
            "SENTRY_TRACES_SAMPLE_RATE": settings.sentry_traces_sample_rate,
            "SENTRY_PROFILES_SAMPLE_RATE": settings.sentry_profiles_sample_rate,
        }
        lost = [variable for variable, value in given.items() if seen[variable] != float(value)]
        assert not lost, f"compose.yaml does not pass {lost[0]} on to `{name}`; put it under its `environment`"
    default = get_settings()
    for name, settings in containers().items():
        rates = (settings.sentry_traces_sample_rate, settings.sentry_profiles_sample_rate)
        wanted = (default.sentry_traces_sample_rate, default.sentry_profiles_sample_rate)
        assert rates == wanted, f"compose.yaml runs `{name}` at the rates {rates} by default, and not at {wanted}"
