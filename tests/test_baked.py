"""What is baked is spotless as rendered, small, and holds no trace of what was not asked for."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Bake, each

TREE = ROOT / "{{cookiecutter.project_slug}}"
COMBINATIONS = each(
    service_type=("fastapi", "aiogram"), database=("sqlalchemy", "none"), ci=("github", "gitlab", "none")
)


def files(project: Path) -> list[Path]:
    return [path for path in project.rglob("*") if path.is_file() and not set(path.parts) & {".ruff_cache", ".git"}]


@pytest.fixture(params=COMBINATIONS)
def answers(request: pytest.FixtureRequest) -> dict[str, str]:
    return request.param


@pytest.fixture
def project(bake: Bake, answers: dict[str, str]) -> Path:
    return bake(**answers)


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_has_nothing_to_say(project: Path, command: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_every_file_parses_and_is_rendered_to_the_end(project: Path) -> None:
    for path in files(project):
        text = path.read_text(encoding="utf-8")
        assert text.strip(), f"{path} is empty"
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert not text.startswith("\n"), path
        assert "\n\n\n\n" not in text, path
        assert not re.search(r"\{%|cookiecutter|# jinja", text), path
        if path.suffix == ".py":
            ast.parse(text)
        if path.suffix == ".toml":
            tomllib.loads(text)
    assert not [path for path in project.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_no_trace_of_what_was_not_asked_for(project: Path, answers: dict[str, str]) -> None:
    absent = {
        "fastapi": r"aiogram|telegram_bot_token|src[./]bot",
        "aiogram": r"fastapi|uvicorn|src[./]api",
        "none": r"sqlalchemy|alembic|asyncpg|sqlite|postgres|src[./]db",
    }
    for answer in (answers["service_type"], answers["database"]):
        if pattern := absent.get(answer):
            found = [str(path) for path in files(project) if re.search(pattern, path.read_text(), re.IGNORECASE)]
            assert found == []


def test_it_is_small(project: Path, answers: dict[str, str]) -> None:
    most_files, most_lines = {"fastapi": (60, 5700), "aiogram": (70, 7050)}[answers["service_type"]]
    outside_tests = [path for path in files(project) if "tests" not in path.relative_to(project).parts]
    lines = sum(len(path.read_text().splitlines()) for path in outside_tests)
    dependencies = tomllib.loads((project / "pyproject.toml").read_text())["project"]["dependencies"]
    assert len(outside_tests) <= most_files
    assert lines <= most_lines
    assert len(dependencies) <= 10


def test_every_dependency_is_named_in_the_readme(project: Path) -> None:
    readme = (project / "README.md").read_text()
    for dependency in tomllib.loads((project / "pyproject.toml").read_text())["project"]["dependencies"]:
        assert re.split(r"[\[>=]", dependency)[0] in readme


def test_every_setting_is_in_the_example_and_in_compose(project: Path) -> None:
    settings = (project / "src/core/settings.py").read_text()
    example = (project / ".env.example").read_text()
    declared = {name.upper() for name in re.findall(r"^    ([a-z_]+): \S", settings, re.MULTILINE)}
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == declared - {"APP_RELEASE"}
    compose = yaml.safe_load((project / "compose.yaml").read_text())
    # The image says where it listens.
    assert set(compose["services"]["service"]["environment"]) == declared - {"APP_RELEASE", "HOST", "PORT"}


def test_every_path_that_the_hook_drops_exists_in_the_template() -> None:
    hook = (ROOT / "hooks/post_gen_project.py").read_text()
    table = hook[hook.index("UNNEEDED = ") + len("UNNEEDED = ") : hook.index("\n\n\ndef drop")]
    for paths in ast.literal_eval(table).values():
        for path in paths:
            assert (TREE / path).exists(), path


def test_no_package_of_a_service_may_be_the_name_of_a_service(bake: Bake) -> None:
    spec = importlib.util.spec_from_file_location("local_extensions", ROOT / "local_extensions.py")
    extensions = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extensions)
    for service_type in ("fastapi", "aiogram"):
        metadata = tomllib.loads((bake(service_type=service_type) / "pyproject.toml").read_text())
        groups = [dependency for group in metadata["dependency-groups"].values() for dependency in group]
        for dependency in metadata["project"]["dependencies"] + groups:
            if isinstance(dependency, str):  # and not another group
                assert re.split(r"[\[>=]", dependency)[0] in extensions.DEPENDENCIES
