"""2. Configure DSN and environment: errors go where the environment says, under the name that it says, or nowhere."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from src.core.settings import Settings
from tests.checklist.image import ROOT
from tests.checklist.starts import Evidence, Start
from tests.support.checklist import Proof

GIVEN = {"SENTRY_DSN": "https://key@sentry.test/7", "SENTRY_ENVIRONMENT": "staging"}
SET_UP = "init_sentry() in src/main.py, its defaults in src/core/sentry_config.py, and src/core/settings.py"


def sent_by(start: Start) -> list[dict[str, Any]]:
    """The events and transactions of a start."""
    if not start.is_up:
        start.require()
    lines = [line for line in start.log.splitlines() if "Sentry is" in line] or ["its log does not say where errors go"]
    told = lines[0][max(lines[0].find("Sentry is"), 0) :]
    assert start.items, f"nothing arrived at SENTRY_DSN ({told}); see {SET_UP}"
    return start.reports()


@pytest.mark.checklist(2)
def test_errors_go_where_the_dsn_says(evidence: Evidence, proof: Proof) -> None:
    for start in (evidence.main, evidence.other):
        sent_by(start)
    assert not evidence.off.items, "something was sent with no DSN"
    proof("two DSNs, and what was sent arrived at each")


@pytest.mark.checklist(2)
def test_they_are_reported_under_the_environment(evidence: Evidence, proof: Proof) -> None:
    for start in (evidence.main, evidence.other):
        named = {body.get("environment") for body in sent_by(start)}
        wanted = start.settings["SENTRY_ENVIRONMENT"]
        told = ", ".join(map(str, named))
        assert named == {wanted}, f"SENTRY_ENVIRONMENT={wanted}, but what arrived says {told}; see {SET_UP}"
    proof("each under its SENTRY_ENVIRONMENT")


@pytest.mark.checklist(2)
def test_without_a_dsn_it_is_off_and_says_so(evidence: Evidence, proof: Proof) -> None:
    if not evidence.off.is_up:
        evidence.off.require()
    assert evidence.off.answers["state"] == "off", f"with no SENTRY_DSN the SDK still sends somewhere; see {SET_UP}"
    line = "Sentry is off: SENTRY_DSN is not set."
    assert line in evidence.off.log, "with no SENTRY_DSN the log does not say that Sentry is off; init_sentry says it"
    proof("off with none")


@pytest.mark.checklist(2)
def test_compose_passes_them_on(containers: Callable[..., dict[str, Any]], proof: Proof) -> None:
    made = containers(**GIVEN)
    assert made, "compose.yaml builds no service"
    for name, settings in made.items():
        dsn = settings.sentry_dsn and settings.sentry_dsn.get_secret_value()
        seen = {"SENTRY_DSN": dsn, "SENTRY_ENVIRONMENT": settings.sentry_environment}
        lost = [variable for variable, value in GIVEN.items() if seen[variable] != value]
        assert not lost, f"compose.yaml does not pass {lost[0]} on to `{name}`; put it under its `environment`"
    for name, settings in containers().items():
        assert settings.sentry_dsn is None, f"compose.yaml gives `{name}` a SENTRY_DSN of its own"
        here = Settings().sentry_environment
        assert settings.sentry_environment != here, f"`{name}` in compose.yaml and a start by hand are both {here}"
    proof("compose passes both on")


@pytest.mark.checklist(2)
def test_the_example_of_a_file_of_settings_has_them(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name, value in GIVEN.items():
        text = re.sub(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    settings = Settings()
    seen = (settings.sentry_dsn and settings.sentry_dsn.get_secret_value(), settings.sentry_environment)
    assert seen == tuple(GIVEN.values()), ".env.example does not name SENTRY_DSN and SENTRY_ENVIRONMENT"
