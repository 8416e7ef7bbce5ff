"""What other programs read is what they expect: compose files, workflows and pipelines."""

import json
import re
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, SERVICES, Bake, each, run

YAMLLINT = """{extends: default, rules: {
    document-start: disable, line-length: {max: 120}, truthy: {check-keys: false},
    comments: {min-spaces-from-content: 1}}}"""
REQUIRED = {"TELEGRAM_BOT_TOKEN": ":".join(["1234567", "A" * 35]), "POSTGRES_PASSWORD": "pa55"}
GIVEN = {
    "SENTRY_DSN": "https://public@sentry.example/1",
    "SENTRY_ENVIRONMENT": "staging",
    "GIT_SHA": "1f0c2d9",
    "SENTRY_TRACES_SAMPLE_RATE": "0.5",
    "SENTRY_PROFILES_SAMPLE_RATE": "0.25",
    "SENTRY_TRACES_SAMPLE_RATES": '{"/loans": 1}',
    "SENTRY_TRUST_INCOMING_TRACES": "true",
    "SENTRY_TRACE_TO": "https://bureau.example",
    "SENTRY_LOGS_LEVEL": "WARNING",
    "SENTRY_LOCALS": "off",
    "SENTRY_SCRUB_KEYS": "purpose",
    "SENTRY_SCRUB_ALLOW": "session",
    "SENTRY_SCRUB_SALT": "pepper",
    "LOG_LEVEL": "DEBUG",
    "CREDIT_BUREAU_URL": "https://bureau.example",
    "EXAMPLE_TOKENS": '{"token": 42}',
    "BUGSINK_ADMIN": "jane@example.com:pa55",
    "BUGSINK_SECRET_KEY": "pepper" * 9,
    "TELEGRAM_API_BASE_URL": "https://telegram.example",
    "TELEGRAM_WEBHOOK_URL": "https://loans.example/telegram",
    "TELEGRAM_EXPECTED_ERRORS": "TelegramRetryAfter",
}


def tool(folder: Path, name: str, *arguments: str) -> None:
    run(folder, str(Path(sys.executable).with_name(name)), *arguments)


def interpolated(text: str, variables: dict[str, str]) -> str:
    """The text with `${NAME:-default}` and `${NAME:?error}` replaced, as the compose specification has it."""

    def value(match: re.Match[str]) -> str:
        name, operator, word = match.groups()
        if operator == ":?" and not variables.get(name):
            raise ValueError(f"{name}: {word}")
        return variables.get(name) or word

    return re.sub(r"\$\{(\w+)(:-|:\?)([^}]*)\}", value, text)


def with_values(node: object, variables: dict[str, str]) -> object:
    """A compose file, or a part of one, with its variables replaced: in its values, once it is parsed."""
    if isinstance(node, dict):
        return {key: with_values(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [with_values(value, variables) for value in node]
    return interpolated(node, variables) if isinstance(node, str) else node


def settings_in_the_container(project: Path, variables: dict[str, str]) -> dict[str, object]:
    """What the service makes of the environment that compose gives it."""
    compose = yaml.safe_load((project / "compose.yaml").read_text())
    environment = {
        name: interpolated(str(value), variables)
        for name, value in compose["services"]["service"]["environment"].items()
    }
    code = "from src.core.settings import get_settings; print(get_settings().model_dump_json())"
    return json.loads(run(project, "uv", "run", "--quiet", "python", "-c", code, **environment, APP_RELEASE="baked"))


@pytest.mark.parametrize("answers", SERVICES)
def test_the_compose_file_is_valid_whatever_its_variables_are(
    bake: Bake, tmp_path: Path, answers: dict[str, str]
) -> None:
    project = bake(**answers, ci="none")
    text = (project / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{(\w+)", text)) <= set(GIVEN | REQUIRED)
    files = [str(project / "compose.yaml")]
    for name, variables in {"given": GIVEN, "absent": {}, "empty": dict.fromkeys(GIVEN, "")}.items():
        files.append(f"{name}.yaml")
        (tmp_path / files[-1]).write_text(yaml.safe_dump(with_values(yaml.safe_load(text), variables | REQUIRED)))
    tool(tmp_path, "check-jsonschema", "--builtin-schema=vendor.compose-spec", *files)
    tool(project, "yamllint", "--strict", f"--config-data={YAMLLINT}", "compose.yaml")


@pytest.mark.parametrize("answers", SERVICES)
def test_every_variable_of_compose_may_be_absent_or_empty(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    absent = settings_in_the_container(project, REQUIRED)
    assert absent == settings_in_the_container(project, dict.fromkeys(GIVEN, "") | REQUIRED)
    assert (absent["sentry_dsn"], absent["sentry_environment"]) == (None, "production")
    assert (absent["sentry_release"], absent["app_release"]) == (None, "baked")


@pytest.mark.parametrize("answers", SERVICES)
def test_every_variable_of_compose_reaches_the_service(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    settings = settings_in_the_container(project, GIVEN | REQUIRED)
    assert settings["sentry_dsn"] == "**********"
    assert (settings["sentry_environment"], settings["sentry_release"]) == ("staging", "1f0c2d9")
    assert (settings["sentry_traces_sample_rate"], settings["sentry_profiles_sample_rate"]) == (0.5, 0.25)
    assert (settings["log_level"], settings["credit_bureau_url"]) == ("DEBUG", "https://bureau.example/")
    assert (settings["sentry_traces_sample_rates"], settings["sentry_trust_incoming_traces"]) == ({"/loans": 1}, True)
    assert (settings["sentry_trace_to"], settings["sentry_logs_level"]) == (["https://bureau.example"], "WARNING")
    assert (settings["sentry_locals"], settings["sentry_scrub_salt"]) == ("off", "**********")
    assert (settings["sentry_scrub_keys"], settings["sentry_scrub_allow"]) == (["purpose"], ["session"])
    if answers["service_type"] == "aiogram":
        assert settings["telegram_bot_token"] == "**********"
        assert settings["telegram_api_base_url"] == "https://telegram.example/"
        assert settings["telegram_webhook_url"] == "https://loans.example/telegram"


@pytest.mark.parametrize("answers", each(service_type=("aiogram",), database=("sqlalchemy",)))
@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_compose_names_a_variable_that_it_needs(bake: Bake, answers: dict[str, str], missing: str) -> None:
    text = (bake(**answers, ci="none") / "compose.yaml").read_text()
    with pytest.raises(ValueError, match=f"^{missing}: "):
        interpolated(text, GIVEN | REQUIRED | {missing: ""})


def test_workflows_are_valid_and_safe(bake: Bake) -> None:
    for folder in (bake(service_type="fastapi", database="none", ci="github"), ROOT):
        tool(folder, "check-jsonschema", "--builtin-schema=vendor.github-workflows", ".github/workflows/ci.yml")
        tool(folder, "zizmor", "--offline", ".github")
        tool(folder, "yamllint", "--strict", f"--config-data={YAMLLINT}", ".github")


def test_the_pipeline_is_valid(bake: Bake) -> None:
    project = bake(service_type="fastapi", database="none", ci="gitlab")
    tool(project, "check-jsonschema", "--builtin-schema=vendor.gitlab-ci", ".gitlab-ci.yml")
    tool(project, "yamllint", "--strict", f"--config-data={YAMLLINT}", ".gitlab-ci.yml")
