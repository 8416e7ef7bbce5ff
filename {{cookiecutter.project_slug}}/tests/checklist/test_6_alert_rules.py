"""6. Create alert rules: those in sentry/alerts.yaml are such as Sentry takes, and tell whom they should of what."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.checklist.image import ROOT
from tests.support.checklist import Proof
from tests.support.sentry_api import SentryApi, running_sentry_api

FILE = "sentry/alerts.yaml"
# What was agreed on for the first of them. Who changes it in the file changes it here.
HIGH_ERROR_RATE = {"value": 100, "interval": "1h"}
CHANNEL = "#alerts"

Item = dict[str, Any]


@pytest.fixture(scope="module")
def sentry() -> Iterator[SentryApi]:
    """A Sentry that had whatever the rules name, and to which they have been applied."""
    with pytest.MonkeyPatch.context() as patch, running_sentry_api() as api:
        settings = {"URL": api.url, "AUTH_TOKEN": api.token, "ORG": "acme", "PROJECT": "shop"}
        for name, value in settings.items():
            patch.setenv(f"SENTRY_{name}", value)
        problem = apply(api)
        if problem:
            pytest.fail(f"{problem}; uv run python sentry/alerts.py check", pytrace=False)
        yield api


def apply(api: SentryApi) -> str:
    """What is wrong with the rules, if anything is."""
    try:
        import alerts  # noqa: PLC0415
        from alert_rules import AlertsError, RulesFile, references  # noqa: PLC0415
    except ImportError as error:
        return f"sentry/alerts.py cannot be run: {error}"
    try:
        for number, (_, kind, name) in enumerate(references(RulesFile(ROOT / FILE, FILE).rules), 100):
            if kind == "team":
                api.teams.append({"id": str(number), "slug": name})
            elif kind == "user":
                api.members.append({"id": str(number), "email": name, "user": {"id": str(number)}})
            elif kind == "slack" and name:
                workspace = {"id": str(number), "name": name, "status": "active", "provider": {"key": "slack"}}
                api.integrations.append(workspace)
    except AlertsError as error:
        return str(error)
    return "Sentry does not take the rules" if alerts.main(["apply"]) else ""


def alerts_of(sentry: SentryApi, trigger: str | None = None) -> dict[str, Item]:
    """The alerts that the file has made, those with this trigger or all: name -> body."""
    found = {name.removesuffix(" [shop: alerts.yaml]"): alert for name, alert in _made(sentry.workflows)}
    return {
        name: alert
        for name, alert in found.items()
        if trigger is None or trigger in [condition["type"] for condition in alert["triggers"]["conditions"]]
    }


def _made(items: dict[str, Item]) -> list[tuple[str, Item]]:
    return [(item["name"], item) for item in items.values() if item["name"].endswith(" [shop: alerts.yaml]")]


@pytest.mark.checklist(6)
def test_a_high_error_rate_is_mailed_and_told_in_slack(sentry: SentryApi, proof: Proof) -> None:
    alert = alerts_of(sentry).get("High Error Rate")
    assert alert, f"the alert High Error Rate is gone; see {FILE}"
    assert alert["enabled"], f"the alert High Error Rate is off; see {FILE}"
    (group,) = alert["actionFilters"]
    assert alert["triggers"]["conditions"] == [], f"High Error Rate does not look at every event; see `when` in {FILE}"
    conditions = [condition["comparison"] for condition in group["conditions"]]
    assert conditions == [HIGH_ERROR_RATE], f"High Error Rate fires on other than 100 events in 1h; see {FILE}"
    told = {action["type"]: action["config"]["targetDisplay"] for action in group["actions"]}
    assert set(told) == {"email", "slack"}, f"High Error Rate tells {', '.join(told)}, not e-mail and Slack; see {FILE}"
    assert told["slack"] == CHANNEL.lstrip("#"), f"High Error Rate goes to #{told['slack']}, not {CHANNEL}; see {FILE}"
    proof("High Error Rate: 100 in 1h, by e-mail and Slack #alerts")


@pytest.mark.checklist(6)
@pytest.mark.parametrize("trigger", ["first_seen_event", "regression_event"])
def test_somebody_is_told_of_a_new_issue_and_of_one_that_comes_back(
    sentry: SentryApi, trigger: str, proof: Proof
) -> None:
    errors = [alert for alert in alerts_of(sentry, trigger).values() if alert["detectorIds"] == ["51"]]
    assert any(alert["enabled"] for alert in errors), f"no alert tells of a {trigger}; see {FILE}"
    proof(f"{len(alerts_of(sentry))} alerts that Sentry takes" if trigger == "first_seen_event" else "")


@pytest.mark.checklist(6)
@pytest.mark.parametrize("aggregate", ["count()", "p95(span.duration)"])
def test_the_error_rate_and_the_latency_of_the_whole_are_watched(sentry: SentryApi, aggregate: str) -> None:
    queries = {
        id_: source["queryObj"]["snubaQuery"]["aggregate"]
        for id_, item in sentry.detectors.items()
        if item["name"].endswith(" [shop: alerts.yaml]") and item["enabled"]
        for source in item["dataSources"]
    }
    watched = [id_ for id_, query in queries.items() if query == aggregate]
    assert watched, f"no monitor of {aggregate}; see `monitors` in {FILE}"
    told = [id_ for alert in alerts_of(sentry).values() if alert["enabled"] for id_ in alert["detectorIds"]]
    assert set(watched) <= set(told), f"nobody is told of the monitor of {aggregate}; see `alerts` in {FILE}"
