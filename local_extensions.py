"""Checks the answers and quotes them, while cookiecutter renders.

A private variable behind each free answer in `cookiecutter.json` passes it through `checked`, so that a bad answer
stops cookiecutter at its prompt, before anything is written, and with hooks declined too. Answers that are replayed
pass no prompt: all are checked once more when the folder's name is rendered.
"""

import json
import keyword
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from click import ClickException
from jinja2 import Environment
from jinja2.ext import Extension

TEMPLATE_TREE = "{{cookiecutter.project_slug}}"
# Two seconds are what the coarsest file system rounds to.
BAKED_SINCE = time.time() - 2

# What the service depends on: uv takes a project of the same name for its own dependency and does not install it.
DEPENDENCIES = frozenset(
    [
        "aiogram",
        "aiosqlite",
        "alembic",
        "asyncpg",
        "fastapi",
        "google-re2",
        "httpx2",
        "kent",
        "mypy",
        "pydantic-settings",
        "pytest",
        "pyyaml",
        "redis",
        "ruff",
        "sentry-sdk",
        "sqlalchemy",
        "uvicorn",
        "websockets",
    ]
)
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
WINDOWS_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))])
MAX_NAME = 100
MAX_SLUG = 50  # Sentry's limit, and far below that of file systems and image names


def check_text(value: str) -> str | None:
    """Any text will do that TOML and Markdown can hold."""
    if "\0" in value:
        return "must not contain the character NUL"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "must be valid Unicode text"
    return None


def check_name(value: str) -> str | None:
    if not value.strip():
        return "must not be empty"
    if len(value) > MAX_NAME:
        return f"must have at most {MAX_NAME} characters, has {len(value)}"
    return check_text(value)


def check_sentry_slug(value: str) -> str | None:
    """Sentry's own rule for the slugs of organizations and projects."""
    if not value:
        return "must not be empty"
    if len(value) > MAX_SLUG:
        return f"must have at most {MAX_SLUG} characters, has {len(value)}"
    if not re.fullmatch(r"[a-z0-9_-]+", value):
        return "must consist of lowercase letters a-z, digits, - and _"
    if value.isdigit():
        return "must not consist of digits alone"
    return None


def check_project_slug(value: str) -> str | None:
    if problem := check_sentry_slug(value):
        return problem
    if not (value[0].isalnum() and value[-1].isalnum()):
        return "must begin and end with a letter or a digit"
    if re.search(r"___|_-|-_", value):
        return "must not put - beside _, nor three _ in a row: images cannot be named so"
    if keyword.iskeyword(value):
        return f"must not be {value!r}, a keyword of Python"
    if value in WINDOWS_DEVICES:
        return f"must not be {value!r}, a device name that Windows reserves"
    if re.sub(r"[-_]+", "-", value) in DEPENDENCIES:
        return f"must not be {value!r}, the name of a package that the service depends on"
    return None


def one_of(*choices: str) -> Callable[[str], str | None]:
    """Cookiecutter sees to this itself, but not for replayed answers."""
    return lambda value: None if value in choices else f"must be one of {', '.join(choices)}"


CHECKS: dict[str, Callable[[str], str | None]] = {
    "project_name": check_name,
    "project_slug": check_project_slug,
    "description": check_text,
    "author_name": check_text,
    "service_type": one_of("fastapi", "aiogram"),
    "database": one_of("sqlalchemy", "none"),
    "ci": one_of("github", "gitlab", "none"),
    "sentry_org": check_sentry_slug,
    "sentry_project": check_sentry_slug,
}


def checked(value: str, answer: str) -> str:
    """The answer itself.

    Raises:
        ClickException: It cannot work. Click prints the one line and exits with 1.
    """
    if problem := CHECKS[answer](value):
        raise ClickException(f"{answer}: {problem}.")
    return value


def all_checked(answers: Mapping[str, str]) -> Mapping[str, str]:
    """The answers themselves.

    Raises:
        ClickException: One of them is missing, or cannot work.
    """
    for answer in CHECKS:
        checked(str(answers.get(answer, "")), answer)
    return answers


def toml(value: str) -> str:
    """The text as a TOML basic string: JSON's escapes, with real characters for all that TOML lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def markdown(value: str) -> str:
    """The text as Markdown that reads as this text, in a heading or a paragraph of one line."""
    escaped = re.sub(r"[\\`*_\[\]<>&#~|$]|^[-+=]", r"\\\g<0>", value)
    escaped = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)
    return re.sub(r"[\x00-\x1f\x7f]|^[^\S\x85]|[^\S\x85]$", lambda match: f"&#{ord(match[0])};", escaped)


class Answers(Extension):
    """The filters for answers, and what the hook needs to know."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters.update(checked=checked, all_checked=all_checked, toml=toml, markdown=markdown, python=repr)
        environment.globals.update(
            template_tree=str(Path(__file__).parent / TEMPLATE_TREE),
            baked_since=BAKED_SINCE,
        )

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Turn the comments `# jinja: ...` of a file into Jinja blocks, so that the file itself is plain Python.

        Where the folder's name is rendered, which is the first thing that is written, all answers are checked.
        """
        if source == TEMPLATE_TREE:
            return "{{ (cookiecutter | all_checked).project_slug }}"
        return re.sub(r"^( *)# jinja: (.+)$", r"\1{% \2 %}", source, flags=re.MULTILINE)
