"""`python -m src.main` starts the service, or says in one line why it cannot."""

from pathlib import Path

import pytest

from tests.support.service import Service


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SENTRY_DSN", "https://s3cr3t@sentry.example"),
        ("SENTRY_TRACES_SAMPLE_RATE", "s3cr3t"),
        # jinja: if cookiecutter.database == "sqlalchemy"
        ("DATABASE_URL", "s3cr3t"),
        ("DATABASE_URL", "postgresql://loans:s3cr3t@127.0.0.1:9/loans"),
        ("DATABASE_URL", "sqlite:///missing/service.db"),
        # jinja: endif
        # jinja: if cookiecutter.service_type == "aiogram"
        ("TELEGRAM_BOT_TOKEN", ""),
        ("TELEGRAM_BOT_TOKEN", "s3cr3t"),
        # jinja: endif
    ],
)
def test_a_bad_setting_stops_it_with_one_line(tmp_path: Path, name: str, value: str) -> None:
    # jinja: if cookiecutter.service_type == "aiogram"
    token = ":".join(["1234567", "A" * 35])
    settings = {"TELEGRAM_BOT_TOKEN": token, "LOG_LEVEL": "ERROR", name: value}
    # jinja: else
    settings = {"LOG_LEVEL": "ERROR", name: value}
    # jinja: endif
    service = Service(tmp_path, "-m", "src.main", **settings)
    code = service.process.wait(timeout=30)
    (line,) = service.log.splitlines()
    service.close()
    assert code == 1
    assert line.startswith(name)
    assert "s3cr3t" not in line
