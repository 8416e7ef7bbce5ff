"""The image is built from the Dockerfile as baked, and what it runs reports errors under the release baked into it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import SERVICES, Bake, run
from tests.image import Images, cannot_build, image_store
from tests.service import free_port, running, support

RELEASE = "1f0c2d9"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Images]:
    """A place to build in."""
    if reason := cannot_build():
        pytest.skip(reason)
    with image_store(tmp_path_factory.mktemp("images")) as images:
        yield images


@pytest.mark.parametrize("answers", SERVICES)
def test_hadolint_has_nothing_to_say(bake: Bake, answers: dict[str, str]) -> None:
    run(bake(**answers, ci="none"), str(Path(sys.executable).with_name("hadolint")), "Dockerfile")


def test_the_image_serves_and_reports_its_release(copy: Bake, images: Images) -> None:
    project = copy(service_type="fastapi", database="none", ci="none")
    assert not (project / "uv.lock").exists()
    images.build(project, "loans-api", GIT_SHA=RELEASE)
    port = free_port()
    with support(project, "kent").running_kent() as kent:
        settings = {"PORT": str(port), "SENTRY_DSN": kent.dsn, "SENTRY_RELEASE": ""}
        with (
            images.container("loans-api", **settings) as command,
            running(project, *command, ready="Application startup complete."),
        ):
            url = f"http://127.0.0.1:{port}"
            assert httpx2.get(f"{url}/health/live", trust_env=False).status_code == 200
            assert httpx2.get(f"{url}/health/ready", trust_env=False).status_code == 200
            loan = {"user_id": 42, "amount": "500"}
            assert httpx2.post(f"{url}/loans", json=loan, trust_env=False).status_code == 502
            (event,) = kent.wait_for("event")
    assert event["release"] == RELEASE


def test_the_image_of_a_locked_bot_reports_its_release(copy: Bake, images: Images) -> None:
    project = copy(service_type="aiogram", database="sqlalchemy", ci="none")
    run(project, "uv", "lock")
    images.build(project, "loans-bot", GIT_SHA=RELEASE)
    with support(project, "kent").running_kent() as kent, support(project, "bot_api").running_bot_api() as telegram:
        settings = {"SENTRY_DSN": kent.dsn, "DATABASE_URL": "sqlite:////tmp/service.db", **telegram.settings}
        with (
            images.container("loans-bot", **settings) as command,
            running(project, *command, ready="Start polling"),
        ):
            telegram.send("/loan 500")
            (event,) = kent.wait_for("event")
    assert event["release"] == RELEASE
