"""Settings come from the environment, then from `.env`; what cannot work is named."""

from pathlib import Path

import pytest

from src.core.settings import SettingsError, get_settings


def test_the_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("SENTRY_ENVIRONMENT=file\nLOG_LEVEL=debug\n")
    monkeypatch.setenv("SENTRY_ENVIRONMENT", "staging")
    settings = get_settings()
    assert (settings.sentry_environment, settings.log_level) == ("staging", "DEBUG")


def test_an_empty_variable_is_not_set() -> None:
    Path(".env").write_text("SENTRY_DSN=\nSENTRY_TRACES_SAMPLE_RATE=\n")
    settings = get_settings()
    assert settings.sentry_dsn is None
    assert settings.sentry_traces_sample_rate == 0.1


def test_an_empty_variable_hides_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("SENTRY_DSN=https://public@sentry.example/1\n")
    monkeypatch.setenv("SENTRY_DSN", "")
    assert get_settings().sentry_dsn is None


@pytest.mark.parametrize(
    ("variables", "release"),
    [
        ({}, None),
        ({"APP_RELEASE": "baked"}, "baked"),
        ({"APP_RELEASE": "baked", "SENTRY_RELEASE": ""}, "baked"),
        ({"APP_RELEASE": "baked", "SENTRY_RELEASE": "given"}, "given"),
    ],
)
def test_the_release_given_wins_over_the_one_in_the_image(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], release: str | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert get_settings().release == release


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SENTRY_TRACES_SAMPLE_RATE", "10%"),
        ("SENTRY_TRACES_SAMPLE_RATE", "1.5"),
        ("SENTRY_TRACES_SAMPLE_RATE", "nan"),
        ("SENTRY_PROFILES_SAMPLE_RATE", "-0.1"),
        ("LOG_LEVEL", "loud"),
        ("SENTRY_LOGS_LEVEL", "loud"),
        ("SENTRY_TRACES_SAMPLE_RATES", "/loans=1"),
        ("SENTRY_TRACES_SAMPLE_RATES", "[1]"),
        ("SENTRY_TRACES_SAMPLE_RATES", '{"/loans": 2}'),
        ("SENTRY_TRUST_INCOMING_TRACES", "perhaps"),
        ("SENTRY_TRACE_TO", "api.example.com"),
        ("SENTRY_TRACE_TO", "https://api.example.com/path"),
        ("SENTRY_TRACE_TO", "https://user@api.example.com"),
        ("SENTRY_TRACE_TO", ".*"),
        ("PORT", "99999"),
        ("CREDIT_BUREAU_URL", "bureau"),
    ],
)
def test_a_value_that_cannot_work_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"^{name}: .+\.$"):
        get_settings()


def test_every_bad_value_has_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(SettingsError) as refused:
        get_settings()
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["PORT", "LOG_LEVEL"]


def test_an_env_file_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"SENTRY_DSN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^\.env: "):
        get_settings()
