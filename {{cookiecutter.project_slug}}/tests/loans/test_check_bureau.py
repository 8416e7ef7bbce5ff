"""The periodic job tells Sentry how it went."""

from pathlib import Path

import pytest

from tests.support.kent import Kent
from tests.support.service import Service


@pytest.mark.parametrize(("up", "status"), [(True, "ok"), (False, "error")])
def test_it_checks_in_when_it_begins_and_when_it_ends(
    kent: Kent, credit_bureau_url: str, tmp_path: Path, up: bool, status: str
) -> None:
    url = credit_bureau_url if up else "http://127.0.0.1:9"
    service = Service(tmp_path, "-m", "src.loans.check_bureau", SENTRY_DSN=kent.dsn, CREDIT_BUREAU_URL=url)
    code, _ = service.outcome()
    begun, ended = kent.bodies("check_in")
    assert code == (0 if up else 1)
    assert (begun["status"], ended["status"]) == ("in_progress", status)
    assert begun["monitor_slug"] == "check-bureau"
    assert begun["monitor_config"]["schedule"] == {"type": "crontab", "value": "*/5 * * * *"}
    assert [event["exception"]["values"][-1]["type"] for event in kent.bodies("event")] == ["CreditCheckError"] * code
