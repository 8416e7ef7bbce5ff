"""One way to bake, and one to run a command in what was baked."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from pytest_cookies.plugin import Cookies
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

Bake = Callable[..., Path]

ROOT = Path(__file__).parents[1]


def each(**answers: tuple[str, ...]) -> list[ParameterSet]:
    """A parameter for each combination of answers."""
    combinations = [dict(zip(answers, values, strict=True)) for values in product(*answers.values())]
    return [pytest.param(combination, id="-".join(combination.values())) for combination in combinations]


# The bots first, which take longest.
SERVICES = each(service_type=("aiogram", "fastapi"), database=("sqlalchemy", "none"))


class ByService(LoadScopeScheduling):
    """Tests of one service share a worker, and so its environment; what else a file holds shares one too.

    It says it by ids, for pytest 9.2 passes over the mark `xdist_group`.
    """

    def _split_scope(self, nodeid: str) -> str:
        service = re.search(r"\[.*?((fastapi|aiogram)-(sqlalchemy|none|3\.\d+))", nodeid)
        return service[1] if service else nodeid.split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByService:
    return ByService(config, log)


def clean_environment() -> dict[str, str]:
    """What a newcomer has: no settings, no virtual environment and no test run of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE") and not name.startswith(("SENTRY_", "PYTEST_"))
    }
    return kept | {"UV_PYTHON": sys.executable}


def run(folder: Path, *command: str, **variables: str) -> str:
    """What a newcomer's command prints.

    Raises:
        AssertionError: It failed. The message shows what it printed.
    """
    result = subprocess.run(
        command,
        cwd=folder,
        env=clean_environment() | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
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


@pytest.fixture(scope="session")
def service(bake: Bake, tmp_path_factory: pytest.TempPathFactory) -> Bake:
    """The same with no CI, after `uv sync`; the folder is shared: what a test changes in it, it changes in a copy."""
    synced: dict[frozenset[tuple[str, str]], Path] = {}

    def service(**answers: str) -> Path:
        key = frozenset(answers.items())
        if key not in synced:
            synced[key] = Path(
                shutil.copytree(bake(**answers, ci="none"), tmp_path_factory.mktemp("synced") / "service")
            )
            run(synced[key], "uv", "sync")
        return synced[key]

    return service
