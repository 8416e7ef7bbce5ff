"""The environment that compose.yaml gives the service, rendered with the variables of whoever deploys it."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from src.core.settings import Settings
from tests.checklist.image import ROOT, environment

# `${NAME}`, `$NAME`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}`, `${NAME?error}`, `${NAME:+other}`
VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?:(:?[-?+])([^}]*))?\})")


def interpolated(text: str, variables: Mapping[str, str]) -> str:
    """A text, as the specification of compose has it."""

    def value(match: re.Match[str]) -> str:
        name, operator, word = match[1] or match[2], match[3] or "", match[4] or ""
        is_set = name in variables and (variables[name] or not operator.startswith(":"))
        if operator.endswith("+"):
            return word if is_set else ""
        if not is_set and operator.endswith("?"):
            return "needed"
        return variables[name] if is_set else word

    return VARIABLE.sub(value, text)


def services() -> dict[str, Any]:
    """The services that compose.yaml builds."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["services"]
    return {name: service for name, service in found.items() if "build" in service}


def variables_of(service: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """What the process in the container sees, of the image and of compose, where these variables are given."""
    declared = service.get("environment") or {}
    pairs = declared.items() if isinstance(declared, Mapping) else (entry.partition("=")[::2] for entry in declared)
    rendered = {
        name: given.get(name, "") if value in (None, "") else interpolated(str(value), given) for name, value in pairs
    }
    return environment(**build_arguments(service, given)) | (dict(given) if "env_file" in service else {}) | rendered


def build_arguments(service: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """What the image is built with."""
    build = service["build"]
    arguments = build.get("args") or {} if isinstance(build, Mapping) else {}
    pairs = arguments.items() if isinstance(arguments, Mapping) else (entry.partition("=")[::2] for entry in arguments)
    return {name: interpolated(str(value or ""), given) for name, value in pairs}


def settings_in_containers(monkeypatch: pytest.MonkeyPatch, **given: str) -> dict[str, Settings]:
    """What each service of compose.yaml makes of it."""
    made = {}
    for name, service in services().items():
        with monkeypatch.context() as patch:
            for variable, value in variables_of(service, given).items():
                if variable.lower() in Settings.model_fields:
                    patch.setenv(variable, value)
            made[name] = Settings()
    return made
