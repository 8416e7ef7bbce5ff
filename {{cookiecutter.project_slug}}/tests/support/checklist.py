"""The Sentry checklist: which of its items hold, in a table at the end of every run. A plugin of pytest.

A test says what it is about: `@pytest.mark.checklist(4)`, and proves it in a few words: `proof("...")`. What can only
be seen at a real Sentry is marked `live` too, and runs with `-m live` alone.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Never

import pytest
from _pytest.outcomes import Skipped

ITEMS = {
    1: "Install Sentry SDK",
    2: "Configure DSN and environment",
    # jinja: if cookiecutter.service_type == "fastapi" and cookiecutter.database == "sqlalchemy"
    3: "Add integrations (FastAPI, SQLAlchemy)",
    # jinja: endif
    # jinja: if cookiecutter.service_type == "fastapi" and cookiecutter.database == "none"
    3: "Add integrations (FastAPI)",
    # jinja: endif
    # jinja: if cookiecutter.service_type == "aiogram" and cookiecutter.database == "sqlalchemy"
    3: "Add integrations (aiogram, SQLAlchemy)",
    # jinja: endif
    # jinja: if cookiecutter.service_type == "aiogram" and cookiecutter.database == "none"
    3: "Add integrations (aiogram)",
    # jinja: endif
    4: "Set up error filtering",
    5: "Configure performance monitoring",
    6: "Create alert rules",
    7: "Test error capture",
    8: "Set up release tracking",
}
LIVE = {
    2: "SENTRY_DSN",
    6: "SENTRY_AUTH_TOKEN",
    8: "SENTRY_AUTH_TOKEN",
}
MARKS = {"held": "[x]", "broken": "[ ]", "not checked": "[-]"}
FOLDER = Path(__file__).parents[1] / "checklist"

Proof = Callable[[str], None]


class Blocked(Skipped):
    """Nothing can be said of an item, for another one is broken. Where that one is not, it is a failure."""

    def __init__(self, by: int, why: str) -> None:
        super().__init__(f"needs item {by}: {why}")
        self.by = by


def blocked(by: int, why: str) -> Never:
    """End a test that cannot be made before another item holds."""
    raise Blocked(by, why)


class Result(NamedTuple):
    """What a test has shown."""

    outcome: str
    text: str
    blocked_by: int | None = None


class Checklist:
    """What the tests of a run have shown of each item."""

    def __init__(self) -> None:
        # (item, whether at a real Sentry) -> test -> result
        self.results: dict[tuple[int, bool], dict[str, Result]] = defaultdict(dict)
        self._wanted: dict[tuple[int, bool], set[str]] = defaultdict(set)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Learn which tests there are of each item, before some are deselected."""
        for test in items:
            module = getattr(test, "module", None)
            if place := _place(test):
                self._wanted[place].add(test.nodeid.partition("[")[0])
            if place and module is not None:
                for name, function in vars(module).items():
                    marks = {mark.name: mark for mark in getattr(function, "pytestmark", ())}
                    if name.startswith("test_") and "checklist" in marks:
                        item: int = marks["checklist"].args[0]
                        self._wanted[item, "live" in marks].add(f"{test.nodeid.partition('::')[0]}::{name}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note on the report what it is about."""
        report = yield
        if place := _place(item):
            report.user_properties.append(("checklist", place))
            error = call.excinfo.value if call.excinfo else None
            if isinstance(error, Blocked):
                report.user_properties.append(("blocked", (error.by, str(error))))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in a test's outcome; the worst of its set-up, its call and its end counts."""
        properties: dict[str, Any] = dict(report.user_properties)
        if "checklist" not in properties:
            return
        item, live = properties["checklist"]
        results = self.results[item, live]
        if report.failed:
            results[report.nodeid] = Result("broken", _why(report))
        elif report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            by, text = properties.get("blocked", (None, reason.removeprefix("Skipped: ")))
            results.setdefault(report.nodeid, Result("not checked", text, by))
        elif report.when == "call":
            results[report.nodeid] = Result("held", str(properties.get("proof", "")))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A test that was blocked by an item which is not broken has failed."""
        blocked = [
            (item, test, result.blocked_by)
            for (item, _), results in self.results.items()
            for test, result in results.items()
            if result.blocked_by
        ]
        for item, test, by in sorted(blocked, key=lambda entry: entry[0] != entry[2]):  # those by themselves first
            if not self._is_down(by, {item}):
                text = self.results[item, False][test].text
                self.results[item, False][test] = Result("broken", f"not proven: {text}")
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Each item's state, its words, and why."""
        for item, words in ITEMS.items():
            yield (*self._state(item, live=False), words)
        for item, variable in LIVE.items():
            state, text = self._state(item, live=True)
            if not self.results[item, True]:
                text = f"not checked here: {variable}=... uv run pytest -m live"
            yield state, text, f"{ITEMS[item]}, at a real Sentry"

    def _is_down(self, item: int, asked: set[int]) -> bool:
        """Whether an item is broken, or needs one that is."""
        results = self.results[item, False].values()
        needed = {result.blocked_by for result in results if result.blocked_by} - asked
        return any(result.outcome == "broken" for result in results) or any(
            self._is_down(other, asked | {item}) for other in needed - {item}
        )

    def _state(self, item: int, *, live: bool) -> tuple[str, str]:
        results = self.results[item, live]
        missing = self._wanted[item, live] - {test.partition("[")[0] for test in results}
        for outcome in ("broken", "not checked"):
            texts = [result.text for result in results.values() if result.outcome == outcome]
            if texts:
                prefix = "not checked: " if outcome == "not checked" else ""
                return outcome, prefix + "; ".join(dict.fromkeys(texts))
        if missing or not results:
            return "not checked", "not checked here" + (": only some of its tests were run" if results else "")
        return "held", ", ".join(result.text for result in results.values() if result.text)


def _place(test: pytest.Item) -> tuple[int, bool] | None:
    mark = test.get_closest_marker("checklist")
    return (mark.args[0], test.get_closest_marker("live") is not None) if mark else None


def _why(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (crash.message if crash else str(report.longrepr)).splitlines()
    return " ".join(lines[0].removeprefix("AssertionError: ").removeprefix("Failed: ").split())


@pytest.fixture
def proof(record_property: Callable[[str, object], None]) -> Proof:
    """Say in a few words what a test has shown; it stands in the table."""
    return lambda text: record_property("proof", text)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--checklist-markdown`."""
    parser.addoption("--checklist-markdown", metavar="PATH", help="write the Sentry checklist to this file too")


def pytest_configure(config: pytest.Config) -> None:
    """Watch the run."""
    config.pluginmanager.register(Checklist(), "sentry-checklist")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import what is asked for alone: with `-m checklist` the checklist, with `-m live` what needs a real Sentry."""
    words = set(str(config.option.markexpr).split())
    in_checklist = collection_path in FOLDER.parents or collection_path == FOLDER or FOLDER in collection_path.parents
    if words and words <= {"checklist", "live", "or", "and", "not"} and "not" not in words and not in_checklist:
        return True
    return True if collection_path.name == "test_live.py" and "live" not in words - {"not"} else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, and write it as Markdown."""
    checklist = config.pluginmanager.get_plugin("sentry-checklist")
    assert isinstance(checklist, Checklist)
    rows = list(checklist.rows())
    terminalreporter.section("Sentry checklist")
    colours = {"held": {"green": True}, "broken": {"red": True}, "not checked": {}}
    for state, text, words in rows:
        terminalreporter.line(f"{MARKS[state]} {words}: {text}", **colours[state])
    lines = ["| | Sentry checklist | |", "|---|---|---|"]
    lines += [f"| `{MARKS[state]}` | {words} | {_cell(text)} |" for state, text, words in rows]
    given = config.option.checklist_markdown
    target = given or os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        with Path(target).open("w" if given else "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
