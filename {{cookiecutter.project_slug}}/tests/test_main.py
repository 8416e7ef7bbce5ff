"""`python -m src.main` starts the service, or says in one line why it cannot."""

import runpy
from pathlib import Path

import pytest

from tests.support.service import Service

# jinja: if cookiecutter.service_type == "aiogram"
SETTINGS = {"LOG_LEVEL": "ERROR", "TELEGRAM_BOT_TOKEN": ":".join(["1234567", "A" * 35])}
# jinja: else
SETTINGS = {"LOG_LEVEL": "ERROR"}
# jinja: endif


@pytest.mark.usefixtures("log_as_before")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SENTRY_DSN", "https://s3cr3t@sentry.example"),
        ("SENTRY_TRACES_SAMPLE_RATE", "s3cr3t"),
        # jinja: if cookiecutter.database == "sqlalchemy"
        ("DATABASE_URL", "s3cr3t"),
        ("DATABASE_URL", "mysql://loans:s3cr3t@127.0.0.1/loans"),
        ("DATABASE_URL", "postgresql://loans:s3cr3t@127.0.0.1:9/loans"),
        ("DATABASE_URL", "postgresql://loans:s3cr3t@/loans?host=/missing"),
        ("DATABASE_URL", "postgresql://loans:s3cr3t@127.0.0.1:9/loans?sslmode=require"),
        ("DATABASE_URL", "postgresql://loans@127.0.0.1:9/loans?option=s3cr3t"),
        ("DATABASE_URL", "sqlite:///missing/service.db"),
        ("DATABASE_URL", "sqlite:////proc/version"),
        ("DATABASE_URL", f"sqlite:///{__file__}"),
        # jinja: endif
        # jinja: if cookiecutter.service_type == "aiogram"
        ("TELEGRAM_BOT_TOKEN", ""),
        ("TELEGRAM_BOT_TOKEN", "s3cr3t"),
        # jinja: endif
    ],
)
def test_a_bad_setting_stops_it_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    for setting in {**SETTINGS, name: value}.items():
        monkeypatch.setenv(*setting)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("src.main", run_name="__main__")
    (line,) = str(stopped.value.code).splitlines()
    assert line.startswith(name)
    assert "s3cr3t" not in line
    assert capsys.readouterr() == ("", "")


def test_a_process_that_stops_so_prints_that_line_alone(tmp_path: Path) -> None:
    code, log = Service(tmp_path, "-m", "src.main", **SETTINGS, SENTRY_DSN="sentry").outcome()
    assert code == 1
    (line,) = log.splitlines()
    assert line.startswith("SENTRY_DSN is not a DSN: expected ")
