"""What only a real Sentry can prove: `uv run pytest -m live`, with SENTRY_DSN or SENTRY_AUTH_TOKEN.

SENTRY_URL, SENTRY_ORG and SENTRY_PROJECT are as for sentry-cli. With SENTRY_DSN, test events are sent there.
"""

import os
import subprocess
import sys
from collections.abc import Callable

import httpx2
import pytest

from tests.checklist.image import ROOT
from tests.support.checklist import Proof

# The tests' environment has none of it, so that nothing is sent by accident.
GIVEN = {name: value for name, value in os.environ.items() if name.startswith("SENTRY_")}
Given = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Have these variables, and the others that Sentry's tools read; or nothing is checked."""

    def given(*names: str) -> None:
        for name in names:
            if name not in GIVEN:
                pytest.skip(f"not checked here: {name} is not set")
        for name, value in GIVEN.items():
            monkeypatch.setenv(name, value)

    return given


@pytest.mark.checklist(2)
@pytest.mark.live
def test_the_dsn_is_accepted(given: Given, proof: Proof) -> None:
    given("SENTRY_DSN")
    command, environment = [sys.executable, "-m", "src.smoke"], os.environ | {"PYTHONPATH": str(ROOT)}
    sent = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    refused = [line for line in sent.stdout.splitlines() if "taken" not in line]
    assert sent.returncode == 0, refused[0] if refused else sent.stderr.strip().splitlines()[-1]
    proof("an error, a message, a transaction and a log were taken")


@pytest.mark.checklist(6)
@pytest.mark.live
def test_the_alerts_are_there_as_the_file_has_them(
    given: Given, proof: Proof, capsys: pytest.CaptureFixture[str]
) -> None:
    given("SENTRY_AUTH_TOKEN")
    import alerts  # noqa: PLC0415

    code = alerts.main(["apply", "--dry-run"])
    output = capsys.readouterr()
    assert code == 0, output.err.splitlines()[0]
    other = [line for line in output.out.splitlines() if line.startswith(("create", "update"))]
    names = [" ".join(line.split()[1:]) for line in other]
    assert not other, f"not there as the file has it: {', '.join(names)}; uv run python sentry/alerts.py apply"
    proof("every alert is there as the file has it")


@pytest.mark.checklist(8)
@pytest.mark.live
def test_the_release_is_there(given: Given, proof: Proof) -> None:
    given("SENTRY_AUTH_TOKEN", "SENTRY_RELEASE")
    import alerts  # noqa: PLC0415

    url, org = alerts.setting("url", r"https?://\S+", "https://sentry.io").rstrip("/"), alerts.setting("org", r"\S+")
    release = GIVEN["SENTRY_RELEASE"]
    answer = httpx2.get(
        f"{url}/api/0/organizations/{org}/releases/{release}/",
        headers={"Authorization": f"Bearer {GIVEN['SENTRY_AUTH_TOKEN']}"},
        timeout=30,
    )
    assert answer.is_success, f"Sentry answers {answer.status_code} for the release {release}; has CI told it?"
    proof(f"the release {release} is there")
