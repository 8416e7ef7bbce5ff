"""8. Set up release tracking: one version from the commit to the event."""

from collections.abc import Callable

import pytest

from src.core.settings import Settings
from tests.checklist import compose, image
from tests.checklist.starts import Evidence
from tests.support.checklist import Proof

SHA = "1f0c2d9"


@pytest.mark.checklist(8)
def test_events_name_the_release(evidence: Evidence, proof: Proof) -> None:
    for start, variable in ((evidence.main, "SENTRY_RELEASE"), (evidence.other, "APP_RELEASE")):
        start.require()
        wanted = start.settings[variable]
        told = {str(body.get("release")) for body in start.bodies("event", "transaction")}
        assert told == {wanted}, (
            f"{variable}={wanted}, but what arrived says {', '.join(told)}; see `release` in src/core/sentry_config.py"
            " and src/core/settings.py"
        )
    proof("SENTRY_RELEASE in every event, else what the image says")


@pytest.mark.checklist(8)
def test_the_image_has_the_commit_that_it_is_built_of(proof: Proof) -> None:
    variables = image.environment(GIT_SHA=SHA)
    assert variables.get("APP_RELEASE") == SHA, (
        "docker build --build-arg GIT_SHA=... does not reach the service; ARG GIT_SHA and ENV APP_RELEASE in the Dockerfile"
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
