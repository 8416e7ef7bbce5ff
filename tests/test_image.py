"""The image is built from the Dockerfile as baked, and what it runs reports errors under the release baked into it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import SERVICES, Bake, each, run
from tests.image import Images, cannot_build, image_store
from tests.service import free_port, running, support

RELEASE = "1f0c2d9"
# Nothing of a new image is in memory yet.
STARTS_WITHIN_SECONDS = 180.0


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
        settings = {"PORT": str(port), "SENTRY_DSN": kent.dsn, "SENTRY_RELEASE": "", "SENTRY_ENVIRONMENT": "staging"}
        with images.container("loans-api", **settings) as container:
            # A proxy that does not answer is nothing to it.
            healthcheck = container.running("env", "http_proxy=http://127.0.0.1:9", *container.healthcheck)
            with pytest.raises(AssertionError, match="ConnectionRefusedError"):
                run(project, *healthcheck)
            with running(
                project, *container.service, ready="Application startup complete.", within=STARTS_WITHIN_SECONDS
            ) as service:
                run(project, *healthcheck)
                url = f"http://127.0.0.1:{port}"
                assert httpx2.get(f"{url}/health/ready", trust_env=False).status_code == 200
                loan = {"user_id": 42, "amount": "500"}
                assert httpx2.post(f"{url}/loans", json=loan, trust_env=False).status_code == 502
                (event,) = kent.wait_for("event")
                assert service.stop() == 0
                assert "Application shutdown complete." in service.log
            assert run(project, *container.running("id", "-u")).strip() == "10001"
            assert run(project, *container.running("sh", "-c", "touch /app/x 2>&1 || touch /tmp/x")).endswith(
                "Read-only file system\n"
            )
    assert (event["release"], event["environment"]) == (RELEASE, "staging")


def test_the_image_of_a_locked_bot_reports_its_release(copy: Bake, images: Images) -> None:
    project = copy(service_type="aiogram", database="sqlalchemy", ci="none")
    run(project, "uv", "lock")
    images.build(project, "loans-bot", GIT_SHA=RELEASE)
    with support(project, "kent").running_kent() as kent, support(project, "bot_api").running_bot_api() as telegram:
        settings = {"SENTRY_DSN": kent.dsn, **telegram.settings}
        with images.container("loans-bot", **settings) as container:
            log = run(project, *container.running("sh", "-c", "! python -m src.main"))
            assert log.splitlines()[-1].startswith("DATABASE_URL: the database at service.db does not answer")
        settings["DATABASE_URL"] = "sqlite:////tmp/service.db"
        with (
            images.container("loans-bot", **settings) as container,
            running(project, *container.service, ready="Start polling", within=STARTS_WITHIN_SECONDS) as service,
        ):
            run(project, *container.running(*container.healthcheck))
            telegram.send("/loan 500")
            (event,) = kent.wait_for("event")
            assert service.stop() == 0
    assert event["release"] == RELEASE


def test_a_lock_that_does_not_fit_is_no_image(copy: Bake) -> None:
    project = copy(service_type="fastapi", database="none", ci="none")
    (step,) = re.findall(r"^RUN --mount=\S+ (.*uv sync.*)", (project / "Dockerfile").read_text(), re.MULTILINE)
    (project / "uv.lock").write_text('version = 1\nrevision = 3\nrequires-python = ">=3.11"\n')
    with pytest.raises(AssertionError, match=r"lockfile .* needs to be updated"):
        run(project, "sh", "-ec", step)


@pytest.mark.parametrize("answers", each(service_type=("fastapi",), database=("none",)))
def test_what_changes_with_each_commit_comes_after_what_does_not(bake: Bake, answers: dict[str, str]) -> None:
    text = (bake(**answers, ci="none") / "Dockerfile").read_text()
    order = [text.index(step) for step in ("uv sync", "COPY --from=build", "COPY src", "ARG GIT_SHA", "APP_RELEASE=")]
    assert order == sorted(order)
