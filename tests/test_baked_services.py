"""A baked service passes its own checks in its own environment, and its README's commands work as written."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import SERVICES, Bake, each, run


def python(version: str) -> str | None:
    """Where a Python of this version is installed, if it is; pyenv's shims stand for those not selected too."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for path in (shutil.which(f"python{version}"), *pyenv.glob(f"versions/{version}.*/bin/python")):
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return str(path)
    return None


def passes_its_tests(project: Path, **variables: str) -> None:
    log = run(project, "uv", "run", "pytest", "-q", **variables)
    assert re.search(r"^\d+ passed in ", log, re.MULTILINE), log


@pytest.mark.parametrize("answers", SERVICES)
def test_it_passes_its_own_checks_whatever_the_environment_says(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    run(project, "uv", "run", "mypy")
    run(project, "uv", "run", "--group", "alerts", "python", "sentry/alerts.py", "check")
    # A DSN at which nothing listens: a test that sent to it, instead of to its own Kent, would miss its event.
    passes_its_tests(project, SENTRY_DSN="http://public@127.0.0.1:9/1")


@pytest.mark.parametrize("answers", each(service_type=("fastapi", "aiogram"), database=("none",)))
def test_it_passes_without_the_example(service: Bake, tmp_path: Path, answers: dict[str, str]) -> None:
    with_example = service(**answers)
    project = shutil.copytree(with_example, tmp_path / "service", ignore=shutil.ignore_patterns(".venv"))
    (project / ".venv").symlink_to(with_example / ".venv")
    (commands,) = re.findall(
        r"^## Remove the example\n\n((?: {4}.+\n)+)", (project / "README.md").read_text(), re.MULTILINE
    )
    run(project, "bash", "-ec", commands)
    assert "loans" not in "".join(path.read_text() for path in project.rglob("src/**/app.py"))
    run(project, "uv", "run", "ruff", "check")
    run(project, "uv", "run", "mypy")
    passes_its_tests(project)


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_it_passes_on_another_python(copy: Bake, version: str) -> None:
    interpreter = python(version)
    if interpreter is None:
        pytest.skip(f"Python {version} is not installed")
    project = copy(service_type="fastapi", database="none", ci="none")
    run(project, "uv", "sync", UV_PYTHON=interpreter)
    passes_its_tests(project, UV_PYTHON=interpreter)
