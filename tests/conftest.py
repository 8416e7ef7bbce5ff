"""One way to bake, and one to run a command in what was baked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_cookies.plugin import Cookies

Bake = Callable[..., Path]

ROOT = Path(__file__).parents[1]


def run(folder: Path, *command: str, **variables: str) -> str:
    """Run a command as a newcomer would: with no settings, no virtual environment and no proxies of ours.

    Raises:
        AssertionError: It failed. The message shows what it printed.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "VIRTUAL_ENV" and not name.startswith(("SENTRY_", "PYTEST_"))
    }
    result = subprocess.run(
        command,
        cwd=folder,
        env=kept | {"UV_PYTHON": sys.executable} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"{command} exited with {result.returncode}:\n{result.stdout}"
    return result.stdout


@pytest.fixture(scope="session")
def bake(cookies_session: Cookies) -> Bake:
    """Bake with these answers, once for each set of them; the folder is for reading."""
    baked: dict[frozenset[tuple[str, str]], Path] = {}

    def bake(**answers: str) -> Path:
        key = frozenset(answers.items())
        if key not in baked:
            result = cookies_session.bake(extra_context=answers)
            assert result.exception is None, result.exception
            assert result.exit_code == 0
            baked[key] = result.project_path
        return baked[key]

    return bake


@pytest.fixture
def copy(bake: Bake, tmp_path: Path) -> Bake:
    """The same, in a folder of the test's own."""
    return lambda **answers: Path(shutil.copytree(bake(**answers), tmp_path / "service"))
