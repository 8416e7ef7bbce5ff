"""8. Set up release tracking: one version from the commit to the event."""

# jinja: if cookiecutter.ci != "none"
import re
# jinja: endif
from collections.abc import Callable
# jinja: if cookiecutter.ci != "none"
from pathlib import Path
# jinja: endif

import pytest

from src.core.settings import Settings
# jinja: if cookiecutter.ci == "none"
from tests.checklist import compose, image
# jinja: else
from tests.checklist import ci, compose, image
# jinja: endif
from tests.checklist.starts import Evidence
from tests.support.checklist import Proof

SHA = "1f0c2d9"


@pytest.mark.checklist(8)
def test_events_name_the_release(evidence: Evidence, proof: Proof) -> None:
    for start, variable in ((evidence.main, "SENTRY_RELEASE"), (evidence.other, "APP_RELEASE")):
        wanted = start.settings[variable]
        told = {str(body.get("release")) for body in start.reports()}
        assert told == {wanted}, (
            f"{variable}={wanted}, but what arrived says {', '.join(told)}; see `release` in src/core/sentry_config.py"
            " and src/core/settings.py"
        )
    proof("SENTRY_RELEASE in every event, else what the image says")


@pytest.mark.checklist(8)
def test_the_image_has_the_commit_that_it_is_built_of(proof: Proof) -> None:
    variables = image.environment(GIT_SHA=SHA)
    assert variables.get("APP_RELEASE") == SHA, (
        "docker build --build-arg GIT_SHA=... does not reach the service; see ARG and ENV APP_RELEASE in the Dockerfile"
    )
    proof("baked into the image")


@pytest.mark.checklist(8)
def test_compose_builds_and_runs_it_as_that_commit(
    containers: Callable[..., dict[str, Settings]], proof: Proof
) -> None:
    for name, service in compose.services().items():
        arguments = compose.build_arguments(service, {"GIT_SHA": SHA})
        assert arguments.get("GIT_SHA") == SHA, f"compose.yaml builds `{name}` without GIT_SHA; see its build.args"
        variables = compose.variables_of(service, {"GIT_SHA": SHA})
        assert variables.get("SENTRY_RELEASE") == SHA, f"compose.yaml runs `{name}` without SENTRY_RELEASE: GIT_SHA"
    for name, settings in containers(GIT_SHA=SHA).items():
        assert settings.release == SHA, f"`{name}` does not report under SENTRY_RELEASE; see src/core/settings.py"
    proof("passed on by compose")
# jinja: if cookiecutter.ci != "none"


@pytest.mark.checklist(8)
def test_the_pipeline_tells_sentry_of_the_release_and_of_its_deployment(tmp_path: Path, proof: Proof) -> None:
    called = [" ".join(words) for words in ci.calls(tmp_path, SHA)]
    wanted = {
        "docker build": f"docker build .*--build-arg GIT_SHA={SHA}\\b",
        "releases new": f"sentry-cli releases new .*{SHA}",
        "releases set-commits": f"sentry-cli releases set-commits .*{SHA}.* --auto .*--depth=0",
        "releases finalize": f"sentry-cli releases finalize .*{SHA}",
        "deploys new": f"sentry-cli (releases )?deploys .*{SHA}",
    }
    missing = [name for name, pattern in wanted.items() if not any(re.match(pattern, call) for call in called)]
    needed = "(sentry-cli needs a SENTRY_AUTH_TOKEN too, and set-commits a checkout of depth 0)"
    assert not missing, f"the pipeline does not run `{missing[0]}` with the commit {needed}"
    environment = [call for call in called if "send-event" in call and "--no-environ" not in call]
    assert not environment, "sentry-cli send-event would send the CI's whole environment; give it --no-environ"
    proof("told to Sentry by CI")
# jinja: endif
