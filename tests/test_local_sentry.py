"""`sentry/local.py --full` makes a Bugsink of packages alone, and keeps it; compose has one too."""

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
import yaml

from tests.bugsink import running_bugsink
from tests.conftest import Bake, each, run
from tests.service import APPLY
from tests.test_compose_and_ci import interpolated
from tests.test_first_error import SETTINGS, assert_it_is_the_loan_error

SERVICE = each(service_type=("fastapi",), database=("sqlalchemy",))
# The settings of Bugsink's own image, of the package.
SETTINGS_OF_THE_IMAGE = "venv/lib/python*/site-packages/bugsink/conf_templates/docker.py.template"


def full(project: Path, folder: Path, **variables: str) -> str:
    """What `sentry/local.py --full` says, where it cannot."""
    python = project / ".venv/bin/python"
    command = f"! {python} {project / 'sentry/local.py'} --full --port=0"
    return run(folder, "bash", "-c", command, **variables)


@pytest.mark.parametrize("answers", SERVICE)
def test_bugsink_gets_one_issue_and_keeps_it(service: Bake, tmp_path: Path, answers: dict[str, str]) -> None:
    project = service(**answers)
    with running_bugsink(project, tmp_path) as bugsink:
        APPLY["fastapi"](project, SENTRY_DSN=bugsink.dsn, **SETTINGS)
        (issue,) = bugsink.issues()
        (event,) = bugsink.events(issue["id"])
        assert issue["calculated_type"] == "CreditCheckError"
        assert_it_is_the_loan_error(event)
        log_in = httpx2.get(bugsink.url, timeout=60, trust_env=False, follow_redirects=True)
        assert urlsplit(str(log_in.url)).path == "/accounts/login/"
    settings = (tmp_path / ".sentry/bugsink_conf.py").read_text()
    assert settings.endswith('BUGSINK["PHONEHOME"] = False\n')
    with running_bugsink(project, tmp_path) as again:
        assert [known["id"] for known in again.issues()] == [issue["id"]]

    # The same in compose, by the image: it starts with what compose gives it, which its own check lets pass.
    compose = yaml.safe_load((project / "compose.yaml").read_text())["services"]["sentry"]
    assert compose["profiles"] == ["sentry"]
    assert compose["ports"] == ["127.0.0.1:8010:8000"]
    (template,) = (tmp_path / ".sentry").glob(SETTINGS_OF_THE_IMAGE)
    shutil.copy(template, tmp_path / "bugsink_conf.py")
    (version,) = re.findall(r"bugsink==([\d.]+)", (project / "sentry/local.py").read_text())
    assert compose["image"] == f"bugsink/bugsink:{version}"
    environment = {name: interpolated(value, {}) for name, value in compose["environment"].items()}
    manage = str(tmp_path / ".sentry/venv/bin/bugsink-manage")
    run(tmp_path, manage, "check", "--deploy", "--fail-level=WARNING", **environment)
    shown = "from bugsink.app_settings import get_settings as s; print(s().PHONEHOME, s().BASE_URL)"
    assert run(tmp_path, manage, "shell", "-c", shown, **environment).endswith("False http://127.0.0.1:8010\n")


@pytest.mark.parametrize("answers", SERVICE)
def test_without_a_network_or_uv_it_says_so_in_one_line(service: Bake, tmp_path: Path, answers: dict[str, str]) -> None:
    project = service(**answers)
    uv = shutil.which("uv", path=str(Path(sys.executable).parent))
    log = full(project, tmp_path, UV=uv, UV_OFFLINE="1", UV_CACHE_DIR=str(tmp_path / "cache"))
    assert re.fullmatch(
        r"Installing Bugsink \.\.\.\nBugsink cannot be installed; is there a network\? See /\S+server\.log\.\n", log
    )
    assert "Traceback" not in (tmp_path / ".sentry/server.log").read_text()
    log = full(project, tmp_path, UV="")
    assert log == "--full is installed by uv: uv run python sentry/local.py --full\n"
