"""A baked service passes its own checks in its own environment, and its README's commands work as written."""

import os
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import Bake, run

SERVICES = [
    {"service_type": service_type, "database": database, "ci": "none"}
    for service_type, database in product(("fastapi", "aiogram"), ("sqlalchemy", "none"))
]


def python(version: str) -> str | None:
    """Where a Python of this version is installed, if it is; pyenv's shims stand for those not selected too."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for path in (shutil.which(f"python{version}"), *pyenv.glob(f"versions/{version}.*/bin/python")):
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return str(path)
    return None


@pytest.mark.parametrize("answers", SERVICES, ids=lambda answers: "-".join(answers.values()))
def test_it_passes_its_own_checks_whatever_the_environment_says(copy: Bake, answers: dict[str, str]) -> None:
    project = copy(**answers)
    run(project, "uv", "sync")
    run(project, "uv", "run", "mypy")
    # A DSN at which nothing listens: a test that sent to it, instead of to its own Kent, would miss its event.
    log = run(project, "uv", "run", "pytest", "-q", SENTRY_DSN="http://public@127.0.0.1:9/1")
    assert re.search(r"^\d+ passed in ", log, re.MULTILINE), log


@pytest.mark.parametrize("service_type", ["fastapi", "aiogram"])
def test_it_passes_without_the_example(copy: Bake, service_type: str) -> None:
    project = copy(service_type=service_type, database="none", ci="none")
    door = {"fastapi": "src/api/app.py", "aiogram": "src/bot/app.py"}[service_type]
    shutil.rmtree(project / "src/loans")
    shutil.rmtree(project / "tests/loans")
    run(project, "sed", "-i", "/# example: loans/d", door)
    run(project, "uv", "sync")
    run(project, "uv", "run", "ruff", "check")
    run(project, "uv", "run", "mypy")
    log = run(project, "uv", "run", "pytest", "-q")
    assert re.search(r"^\d+ passed in ", log, re.MULTILINE), log


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_it_passes_on_another_python(copy: Bake, version: str) -> None:
    interpreter = python(version)
    if interpreter is None:
        pytest.skip(f"Python {version} is not installed")
    project = copy(service_type="fastapi", database="sqlalchemy", ci="none")
    run(project, "uv", "sync", UV_PYTHON=interpreter)
    log = run(project, "uv", "run", "pytest", "-q", UV_PYTHON=interpreter)
    assert re.search(r"^\d+ passed in ", log, re.MULTILINE), log
