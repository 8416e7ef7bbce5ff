"""Bad answers are refused before anything is written; any other text arrives as it is."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from cookiecutter.main import cookiecutter
from markdown_it import MarkdownIt

from tests.conftest import ROOT

BAD = [
    ("project_name", ""),
    ("project_name", "   "),
    ("project_name", "x" * 101),
    ("project_slug", ""),
    ("project_slug", "a/b"),
    ("project_slug", "../up"),
    ("project_slug", "."),
    ("project_slug", "Loans"),
    ("project_slug", "two words"),
    ("project_slug", "class"),
    ("project_slug", "con"),
    ("project_slug", "fastapi"),
    ("project_slug", "-loans"),
    ("project_slug", "loans_-bot"),
    ("project_slug", "loans___bot"),
    ("project_slug", "x" * 300),
    ("project_slug", "лоны"),
    ("sentry_org", "My Org"),
    ("sentry_project", "12345"),
    ("project_name", "a\0b"),
    ("description", "a\0b"),
    ("author_name", "\ud83d"),
]


def cookiecutter_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, with no home of its own to read from or write to."""
    return subprocess.run(
        [sys.executable, "-m", "cookiecutter", str(ROOT), *arguments],
        cwd=folder,
        env={"HOME": str(folder.parent), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


@pytest.mark.parametrize("hooks", ["yes", "no"])
@pytest.mark.parametrize(("answer", "value"), [*BAD[:1], *BAD[4:6]])
def test_a_bad_answer_is_one_line_and_nothing_else(folder: Path, answer: str, value: str, hooks: str) -> None:
    result = cookiecutter_command(folder, "--no-input", f"--accept-hooks={hooks}", f"{answer}={value}")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"{answer}: must " in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("answer", "value"), BAD)
def test_a_bad_answer_is_refused_by_name(cookies, answer: str, value: str) -> None:
    result = cookies.bake(extra_context={answer: value})
    assert result.exit_code == -1
    assert str(result.exception).startswith(f"{answer}: must ")


@pytest.mark.parametrize(("answer", "value"), [("project_slug", "a/b"), ("sentry_org", "My Org"), ("ci", "jenkins")])
def test_a_bad_answer_is_refused_when_it_is_replayed(folder: Path, answer: str, value: str) -> None:
    assert cookiecutter_command(folder, "--no-input", "--output-dir=..").returncode == 0
    (replay,) = folder.parent.glob(".cookiecutter_replay/*.json")
    replayed = json.loads(replay.read_text())
    replayed["cookiecutter"][answer] = value
    replay.write_text(json.dumps(replayed))
    result = cookiecutter_command(folder, f"--replay-file={replay}")
    assert result.returncode == 1
    assert f"{answer}: must " in result.stderr
    assert "Traceback" not in result.stderr
    assert list(folder.iterdir()) == []


TEXTS = [
    'A "quoted" B',
    "it's \\ back\\slash \\n",
    "{{ cookiecutter.project_slug }} {% raw %} {# x #}",
    "# jinja: if x",
    "two\nlines\r\n\n# jinja: if x",
    "$HOME ${X:?y} `id` $(id) %(here)s",
    "[section] key = 1",
    "emoji \N{PILE OF POO} and \N{CYRILLIC SMALL LETTER YA}",
    "\N{RIGHT-TO-LEFT OVERRIDE}rtl \N{ZERO WIDTH SPACE} \N{ZERO WIDTH NO-BREAK SPACE}",
    "''' \"\"\"",
    " begins and ends in a space ",
    "\N{LINE SEPARATOR}line",
    "- item",
    "-",
    "---",
    "===",
    "1.",
    "12) twelve",
    "> quote",
    "| a | b |",
    "[link](https://example.com) <b>&amp; *b* __b__ ~~s~~",
    "    indented",
    "x" * 100,
]


def bake_of(folder: Path, text: str) -> Path:
    """A service whose every free answer is this text."""
    answers = {"project_slug": "loans", "description": text, "author_name": text, "project_name": text}
    raw = {key: "{{ " + json.dumps(value, ensure_ascii=False) + " }}" for key, value in answers.items()}
    return Path(cookiecutter(str(ROOT), no_input=True, extra_context=raw, output_dir=str(folder)))


@pytest.mark.parametrize("text", [*TEXTS, "tab\tdelete\x7fbell\x07escape\x1b[31m"])
def test_any_other_text_arrives_as_data(folder: Path, text: str) -> None:
    metadata = tomllib.loads((bake_of(folder, text) / "pyproject.toml").read_bytes().decode())["project"]
    assert metadata["description"] == text
    assert metadata["authors"] == [{"name": text}]


@pytest.mark.parametrize("text", TEXTS)
def test_any_other_text_reads_as_this_text_in_the_readme(folder: Path, text: str) -> None:
    readme = MarkdownIt("commonmark").parse((bake_of(folder, text) / "README.md").read_bytes().decode())
    heading, paragraph = (token for token in readme[:6] if token.type == "inline")
    assert [token.tag for token in readme[:6] if token.nesting == 1] == ["h1", "p"]
    for block in (heading, paragraph):
        assert {token.type for token in block.children} <= {"text", "text_special"}
        assert "".join(token.content for token in block.children) == text


def test_a_replay_bakes_the_same_again(folder: Path) -> None:
    texts = {"project_name": "Loans {{ 7 * 7 }}", "description": 'Says "\N{SNOWMAN}"\n.'}
    raw = [key + "={{ " + json.dumps(value, ensure_ascii=False) + " }}" for key, value in texts.items()]
    first, again = folder / "first", folder / "again"
    for arguments in (["--no-input", f"--output-dir={first}", *raw, "ci=none"], ["--replay", f"--output-dir={again}"]):
        result = cookiecutter_command(folder, *arguments)
        assert result.returncode == 0, result.stderr
    baked = {path.relative_to(first): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert baked
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == baked


def test_a_users_own_files_survive_baking_over_them(folder: Path) -> None:
    own = folder / "loans" / "src" / "bot" / "own.py"
    own.parent.mkdir(parents=True)
    own.write_text("mine = 1\n")
    result = cookiecutter_command(folder, "--no-input", "--overwrite-if-exists", "project_slug=loans")
    assert result.returncode == 0, result.stderr
    assert own.read_text() == "mine = 1\n"
    assert [path.name for path in own.parent.iterdir()] == ["own.py"]
