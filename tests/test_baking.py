"""Baking as users do it: at a terminal, from a repository, and with nothing else on the machine."""

import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import ROOT, run

PROMPTS = [
    ("Name of the service", "Loan Bot"),
    ("Name of its folder", ""),
    ("What it does", 'Says "yes" or {{ no }}.'),
    ("Who answers for it", "Jane Doe"),
    ("What it is", "2"),
    ("Where it keeps its data", "2"),
    ("Where its tests run", "3"),
    ("Sentry organization slug", ""),
    ("Sentry project slug", ""),
]
# A Python that opens no connection, however it is asked to.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise OSError(f"{event} {arguments}")

sys.addaudithook(refuse)
from cookiecutter.__main__ import main
main()
"""


GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")


def commit_all(folder: Path) -> None:
    """Commit whatever a folder holds, in a repository of its own."""
    run(folder, *GIT, "init", "--quiet")
    run(folder, *GIT, "add", "--all")
    run(folder, *GIT, "commit", "--quiet", "--message=All")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with nothing in it."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def repository(home: Path) -> Path:
    """The template in a git repository."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    source = shutil.copytree(ROOT, home / "source", ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache"))
    commit_all(source)
    return source


def answer_prompts(home: Path, prompts: list[tuple[str, str]]) -> pexpect.spawn:
    """Type these answers at a terminal, one prompt after the other."""
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "cookiecutter", str(ROOT)],
        cwd=home,
        env={"HOME": str(home), "PATH": "", "TERM": "dumb", "COLUMNS": "200"},
        encoding="utf-8",
        timeout=30,
    )
    for number, (prompt, answer) in enumerate(prompts, start=1):
        terminal.expect_exact(f"[{number}/9] {prompt}")
        terminal.sendline(answer)
    return terminal


def test_nine_answers_typed_at_a_terminal_bake_a_service(home: Path) -> None:
    terminal = answer_prompts(home, PROMPTS)
    terminal.expect_exact("loan-bot is ready.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert 'description = "Says \\"yes\\" or {{ no }}."' in (home / "loan-bot/pyproject.toml").read_text()
    assert (home / "loan-bot/src/bot").is_dir()


@pytest.mark.parametrize(("number", "answer"), [(1, "   "), (2, "a/b"), (2, "\N{SNOWMAN}"), (8, "My Org"), (9, "1")])
def test_a_wrong_answer_at_its_prompt_is_one_line_and_no_folder(home: Path, number: int, answer: str) -> None:
    terminal = answer_prompts(home, [*PROMPTS[: number - 1], (PROMPTS[number - 1][0], answer)])
    terminal.expect(pexpect.EOF)
    terminal.close()
    name = {1: "project_name", 2: "project_slug", 8: "sentry_org", 9: "sentry_project"}[number]
    *_, line = terminal.before.strip().splitlines()
    assert terminal.exitstatus == 1
    assert line.startswith(f"Error: {name}: must ")
    assert "Traceback" not in terminal.before
    assert [path for path in home.iterdir() if not path.name.startswith(".")] == []


def test_it_bakes_from_a_repository_as_gh_names_one(home: Path, repository: Path) -> None:
    run(home, *GIT, "clone", "--quiet", "--bare", str(repository), str(home / "org/template.git"))
    config = home / "config.yaml"
    config.write_text(f'abbreviations: {{gh: "file://{home}/{{0}}.git"}}\n')
    command = (sys.executable, "-m", "cookiecutter", "gh:org/template", "--no-input", f"--config-file={config}")
    run(home, *command, HOME=str(home))
    assert (home / "loan-service/src/main.py").is_file()


def test_a_baked_service_takes_later_changes_of_its_template_in(home: Path, repository: Path) -> None:
    cruft = (sys.executable, "-m", "cruft")
    run(home, *cruft, "create", str(repository), "--no-input", HOME=str(home))
    service = home / "loan-service"
    commit_all(service)
    (service / "src/main.py").write_text("OURS = 1\n")
    commit_all(service)
    with (repository / "{{cookiecutter.project_slug}}/AGENTS.md").open("a") as agents:
        agents.write("- Later.\n")
    commit_all(repository)
    run(service, *cruft, "update", "--skip-apply-ask", HOME=str(home))
    assert (service / "AGENTS.md").read_text().endswith("- Later.\n")
    assert (service / "src/main.py").read_text() == "OURS = 1\n"
    assert not (service / "src/bot").exists()


def test_it_bakes_with_no_network_and_no_other_program(home: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(ROOT), "--no-input"],
        cwd=home,
        env={"HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert (home / "loan-service/src/main.py").is_file()
