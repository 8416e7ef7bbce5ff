"""The image, as its Dockerfile and pyproject.toml have it: what is installed in it, and its environment."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
# What installs the service where there is no Dockerfile that does.
SYNC = "uv sync --no-dev"


def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions: (keyword, the rest of the line)."""
    file = ROOT / "Dockerfile"
    text = re.sub(r"^\s*#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE) if file.exists() else ""
    lines = [line.strip() for line in re.sub(r"\\\n", " ", text).splitlines() if line.strip()]
    return [(keyword.upper(), rest.strip()) for keyword, _, rest in (line.partition(" ") for line in lines)]


def sync_options() -> list[str]:
    """The options of the `uv sync` that installs the service."""
    for keyword, rest in instructions():
        for command in re.split(r"&&|;", rest) if keyword == "RUN" else ():
            if "uv sync" in command:
                return shlex.split(command[command.index("uv sync") :])[2:]
    return shlex.split(SYNC)[2:]


def requirements() -> list[Requirement]:
    """What of pyproject.toml is installed in the image."""
    options, toml = sync_options(), project()
    groups = toml.get("dependency-groups", {})
    chosen = {value for option, value in _pairs(options) if option in ("--group", "--only-group")}
    if not {"--no-dev", "--no-default-groups", "--only-group"} & set(options):
        chosen.add("dev")
    if "--only-dev" in options:
        chosen = {"dev"}
    texts = [text for group in chosen for text in groups.get(group, []) if isinstance(text, str)]
    if not {"--only-group", "--only-dev"} & set(options):
        texts += toml["project"].get("dependencies", [])
        for extra, optional in toml["project"].get("optional-dependencies", {}).items():
            if "--all-extras" in options or ("--extra", extra) in _pairs(options):
                texts += optional
    skipped = {canonicalize_name(value) for option, value in _pairs(options) if option == "--no-install-package"}
    return [wanted for wanted in map(Requirement, texts) if canonicalize_name(wanted.name) not in skipped]


def absent_modules() -> list[str]:
    """The modules that are installed here, and are not in the image."""
    present = _closure(requirements())
    return [
        module
        for module, names in metadata.packages_distributions().items()
        if not present & {canonicalize_name(name) for name in names}
    ]


def environment(**arguments: str) -> dict[str, str]:
    """The variables that the image sets, built with these arguments."""
    given: dict[str, str] = {}
    variables: dict[str, str] = {}

    def value(match: re.Match[str]) -> str:
        return (given | variables).get(match[1], "")

    for keyword, rest in instructions():
        if keyword == "FROM":
            given.clear()
            variables.clear()
        elif keyword == "ARG":
            name, _, default = rest.partition("=")
            given[name] = arguments.get(name, default.strip("\"'"))
        elif keyword == "ENV":
            for name, text in (word.partition("=")[::2] for word in shlex.split(rest)):
                variables[name] = re.sub(r"\$\{?(\w+)\}?", value, text)
    return variables


def _pairs(options: list[str]) -> list[tuple[str, str]]:
    split = [word for option in options for word in option.split("=", 1)]
    return list(pairwise(split))


def _closure(wanted: list[Requirement]) -> set[str]:
    """The names of distributions that these requirements install, with all that those require."""
    seen: set[tuple[str, str]] = set()
    waiting = [(requirement, "") for requirement in wanted]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        for wanted_extra in ("", *requirement.extras):
            key = (canonicalize_name(requirement.name), wanted_extra)
            if key not in seen:
                seen.add(key)
                waiting += [(inner, wanted_extra) for inner in _required(requirement.name)]
    return {name for name, _ in seen}


def _required(name: str) -> Iterator[Requirement]:
    try:
        return map(Requirement, metadata.requires(name) or [])
    except metadata.PackageNotFoundError:
        return iter(())
