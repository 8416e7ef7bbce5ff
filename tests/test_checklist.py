"""The checklist of a baked service cannot lie: it turns red where one thing is broken, there alone, and says why."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet

from tests.conftest import Bake, clean_environment, run
from tests.mutations import BOTH, MUTATIONS, Mutation
from tests.service import support

DATABASE = "sqlalchemy"
# What the default run breaks. `-m mutations` breaks everything.
SHORT = {
    "fastapi": {"the DSN is hard-coded", "logs are not filtered", "another channel", "CI does not finalize it"},
    "aiogram": {"nothing is flushed"},
}


class Checked(NamedTuple):
    """A run of the checklist: its exit code, and state and text of each item."""

    code: int
    rows: dict[int, tuple[str, str]]
    log: str

    @property
    def broken(self) -> list[int]:
        """The items that are red."""
        return [item for item, (state, _) in self.rows.items() if state == "[ ]"]


def check(project: Path, *options: str, **variables: str) -> Checked:
    """Run the checklist as it is run in CI, but with the environment as it is."""
    table = project / "checklist.md"
    result = subprocess.run(
        [project / ".venv/bin/python", "-m", "pytest", "-m", "checklist", f"--checklist-markdown={table}", *options],
        cwd=project,
        env=clean_environment() | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=False,
    )
    rows = re.findall(r"^\| `(\[.\])` \| .*? \| (.*) \|$", table.read_text(), re.MULTILINE)
    return Checked(result.returncode, dict(enumerate(rows, 1)), result.stdout)


def copied(service: Bake, folder: Path, service_type: str) -> Path:
    """A service of its own, with a pipeline, in the environment that it shares."""
    synced = service(service_type=service_type, database=DATABASE)
    project = shutil.copytree(synced, folder / "service", ignore=shutil.ignore_patterns(".venv", ".pytest_cache"))
    (project / ".venv").symlink_to(synced / ".venv")
    return project


@pytest.fixture
def project(service: Bake, bake: Bake, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    service_type = request.param
    project = copied(service, tmp_path, service_type)
    baked = bake(service_type=service_type, database=DATABASE, ci="github")
    return Path(shutil.copytree(baked, project, dirs_exist_ok=True))


def mutations() -> list[ParameterSet]:
    """Each of them in each service that it is for."""
    return [
        pytest.param(
            service_type,
            mutation,
            id=f"{service_type}-{DATABASE}-{mutation.item}-{mutation.name}",
            marks=[] if mutation.name in SHORT[service_type] else pytest.mark.mutations,
        )
        for mutation in MUTATIONS
        for service_type in mutation.services
    ]


@pytest.mark.parametrize(("project", "mutation"), mutations(), indirect=["project"])
def test_exactly_the_broken_item_turns_red_and_says_why(project: Path, mutation: Mutation) -> None:
    for edit in mutation.edits:
        edit(project)
    checked = check(project)
    assert checked.broken == [mutation.item], checked.log
    assert mutation.why in checked.rows[mutation.item][1]
    assert checked.code == 1


@pytest.mark.parametrize("project", [pytest.param(kind, id=f"{kind}-{DATABASE}") for kind in BOTH], indirect=True)
def test_every_item_holds_without_the_example_and_with_a_database_elsewhere(project: Path) -> None:
    (commands,) = re.findall(
        r"^## Remove the example\n\n((?: {4}.+\n)+)", (project / "README.md").read_text(), re.MULTILINE
    )
    run(project, "bash", "-ec", commands)
    settings = project / "src/core/settings.py"
    sqlite = "sqlite:///service.db"
    assert sqlite in settings.read_text()
    text = settings.read_text().replace(sqlite, "postgresql://service@127.0.0.1:9/service")
    settings.write_text(text.replace('log_level: LogLevel = "INFO"', 'log_level: LogLevel = "WARNING"'))
    checked = check(project)
    assert {state for state, _ in list(checked.rows.values())[:8]} == {"[x]"}, checked.log
    assert checked.code == 0


def test_each_way_to_break_a_service_still_changes_it(bake: Bake, tmp_path: Path) -> None:
    for number, (service_type, mutation) in enumerate(param.values for param in mutations()):
        baked = bake(service_type=service_type, database=DATABASE, ci="github")
        project = Path(shutil.copytree(baked, tmp_path / str(number), ignore=shutil.ignore_patterns("tests", "docs")))
        files = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
        for edit in mutation.edits:
            edit(project)
        assert files != {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}, mutation.name
        shutil.rmtree(project)


def test_there_are_at_least_four_ways_to_break_each_item_of_each_service() -> None:
    for service_type in BOTH:
        items = [mutation.item for mutation in MUTATIONS if service_type in mutation.services]
        assert all(items.count(item) >= 4 for item in range(1, 9)), (service_type, items)
        names = {mutation.name for mutation in MUTATIONS if service_type in mutation.services}
        assert SHORT[service_type] <= names


def test_an_item_is_not_said_to_hold_by_some_of_its_tests(service: Bake, tmp_path: Path) -> None:
    project = copied(service, tmp_path, "fastapi")
    checked = check(project, "-k", "bounded")
    assert checked.rows[1][0] == "[-]"
    assert {state for state, _ in checked.rows.values()} == {"[-]"}


def test_what_a_real_sentry_can_prove_is_asked_of_one_that_is_given(service: Bake, tmp_path: Path) -> None:
    project = copied(service, tmp_path, "fastapi")
    unasked = check(project, "-m", "live")
    assert [state for state, _ in unasked.rows.values()] == ["[-]"] * 11
    with support(project, "kent").running_kent() as kent, support(project, "sentry_api").running_sentry_api() as api:
        api.teams.append({"id": "99", "slug": "my-org"})
        answer = api.answer

        def answer_with_a_release(method: str, target: str, *request: object) -> object:
            if target.endswith("/releases/1f0c2d9/"):
                return 200, {"version": "1f0c2d9"}, {}
            return answer(method, target, *request)

        api.answer = answer_with_a_release
        given = {
            "SENTRY_DSN": kent.dsn,
            "SENTRY_URL": api.url,
            "SENTRY_AUTH_TOKEN": api.token,
            "SENTRY_ORG": "acme",
            "SENTRY_PROJECT": "shop",
            "SENTRY_RELEASE": "other",
        }
        missing = check(project, "-m", "live", **given)
        states = {item: state for item, (state, _) in missing.rows.items() if state != "[-]"}
        assert states == {9: "[x]", 10: "[ ]", 11: "[ ]"}, missing.log
        assert "High Error Rate" in missing.rows[10][1]
        run(project, str(project / ".venv/bin/python"), "sentry/alerts.py", "apply", **given)
        there = check(project, "-m", "live", **given | {"SENTRY_RELEASE": "1f0c2d9"})
        assert [state for state, _ in there.rows.values()][8:] == ["[x]"] * 3, there.log
        assert {"event", "transaction", "log"} <= {item["header"]["type"] for item in kent.items()}
