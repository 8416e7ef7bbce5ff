"""A baked service passes its own checks in its own environment, and its README's commands work as written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SERVICES, Bake, run


def python(version: str) -> str:
    """A Python of this version if one is installed, pyenv's that is not selected too; else the one that runs this."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for path in (shutil.which(f"python{version}"), *pyenv.glob(f"versions/{version}.*/bin/python")):
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return str(path)
    return sys.executable


def passes_its_tests(project: Path, *tests: str, **variables: str) -> None:
    log = run(project, "uv", "run", "pytest", "-q", *tests, **variables)
    assert re.search(r"^\d+ passed in ", log, re.MULTILINE), log


@pytest.mark.parametrize(("service_type", "version"), [("aiogram", "3.13"), ("fastapi", "3.12")])
def test_it_passes_without_the_example_and_on_another_python_where_that_is_installed(
    copy: Bake, service_type: str, version: str
) -> None:
    project = copy(service_type=service_type, database="none", ci="none")
    (commands,) = re.findall(
        r"^## Remove the example\n\n((?: {4}.+\n)+)", (project / "README.md").read_text(), re.MULTILINE
    )
    run(project, "bash", "-ec", commands)
    assert "loans" not in "".join(path.read_text() for path in project.rglob("src/**/app.py"))
    interpreter = python(version)
    run(project, "uv", "run", "ruff", "check", UV_PYTHON=interpreter)
    run(project, "uv", "run", "mypy", UV_PYTHON=interpreter)
    # What a bot does in good time is a matter of minutes, and the same in one with a database, below.
    passes_its_tests(
        project, "--ignore-glob=*/test_shutdown.py", "--ignore-glob=*/test_polling.py", UV_PYTHON=interpreter
    )


@pytest.mark.parametrize("answers", SERVICES)
def test_it_passes_its_own_checks_whatever_the_environment_says(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    run(project, "uv", "run", "mypy")
    run(project, "uv", "run", "--group", "alerts", "python", "sentry/alerts.py", "check")
    # All else of a service without a database is the same without the example, above.
    tests = ("tests/loans",) if answers["database"] == "none" else ()
    # A DSN at which nothing listens: a test that sent to it, instead of to its own Kent, would miss its event.
    passes_its_tests(project, *tests, SENTRY_DSN="http://public@127.0.0.1:9/1")
