"""Sentry is set up by arguments, then the environment, then defaults; and what leaves is filtered."""

import copy
import logging
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.types import Event

from src.core import sentry_config
from src.core.scrubbing import Scrubber
from src.core.sentry_config import filter_sensitive_data, init_sentry
from src.core.settings import SettingsError
from tests.support.kent import Kent

EVENT: Event = {
    "event_id": "c" * 32,
    "level": "error",
    "release": "loans@1.2.3",
    "message": "no answer for jane.doe@example.com",
    "extra": {"user_password": "hunter2", "loan_id": 17},
    "exception": {
        "values": [
            {
                "type": "LoanError",
                "module": "src.loans",
                "value": "jane.doe@example.com",
                "stacktrace": {
                    "frames": [{"module": "src.loans", "function": "apply", "filename": "loans.py", "lineno": 7}]
                },
            }
        ]
    },
}


def capture_and_close() -> None:
    sentry_sdk.capture_exception(LookupError("no loan 17"))
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def test_without_a_dsn_one_line_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert init_sentry() is False
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("INFO", "Sentry is off: SENTRY_DSN is not set.")
    ]


def test_with_a_dsn_one_line_says_where_errors_go_and_never_the_key(
    kent: Kent, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert init_sentry(dsn=kent.dsn, environment="test", release="loans@1.2.3") is True
    sentry_sdk.get_client().close()
    assert len(caplog.messages) == 1
    assert "127.0.0.1" in caplog.text
    assert "public" not in caplog.text


@pytest.mark.parametrize(
    "dsn", ["sentry", "https://sentry.example/1", "https://s3cr3t@sentry.example", "https://s3cr3t@sentry.example:x/1"]
)
def test_a_bad_dsn_is_refused_by_name_and_not_shown(monkeypatch: pytest.MonkeyPatch, dsn: str) -> None:
    monkeypatch.setenv("SENTRY_DSN", dsn)
    with pytest.raises(SettingsError, match=r"^SENTRY_DSN is not a DSN: expected \S+") as refused:
        init_sentry()
    assert "s3cr3t" not in str(refused.value)


def test_the_environment_sets_it_up(kent: Kent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_DSN", kent.dsn)
    monkeypatch.setenv("SENTRY_ENVIRONMENT", "staging")
    monkeypatch.setenv("SENTRY_RELEASE", "loans@2.0.0")
    init_sentry()
    capture_and_close()
    (event,) = kent.bodies("event")
    assert (event["environment"], event["release"]) == ("staging", "loans@2.0.0")


def test_arguments_win_over_the_environment(kent: Kent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_DSN", "http://public@127.0.0.1:9/1")
    monkeypatch.setenv("SENTRY_ENVIRONMENT", "staging")
    init_sentry(dsn=kent.dsn, environment="production", server_name="host-1")
    capture_and_close()
    (event,) = kent.bodies("event")
    assert (event["environment"], event["server_name"]) == ("production", "host-1")


def test_an_event_carries_its_stack_and_no_personal_data(sentry: Kent) -> None:
    try:
        int("jane.doe@example.com")
    except ValueError as error:
        sentry_sdk.capture_exception(error, extras={"user_password": "hunter2", "loan_id": 17})
    (event,) = sentry.wait_for("event")
    (exception,) = event["exception"]["values"]
    assert exception["stacktrace"]["frames"][-1]["function"] == "test_an_event_carries_its_stack_and_no_personal_data"
    assert exception["value"] == "invalid literal for int() with base 10: '[email]'"
    assert event["extra"] == {"user_password": "[Filtered]", "loan_id": 17, "sys.argv": event["extra"]["sys.argv"]}


def test_a_logged_error_is_an_event_with_the_lines_before_it(sentry: Kent) -> None:
    logger = logging.getLogger("loans")
    logger.setLevel(logging.INFO)
    logger.info("asking the bureau")
    logger.error("the bureau does not answer")
    (event,) = sentry.wait_for("event")
    assert event["logentry"]["message"] == "the bureau does not answer"
    assert event["breadcrumbs"]["values"][-1]["message"] == "asking the bureau"


def test_a_transaction_is_filtered_too(sentry: Kent) -> None:
    with (
        sentry_sdk.start_transaction(op="task", name="notify"),
        sentry_sdk.start_span(op="mail", name="send to jane.doe@example.com"),
    ):
        pass
    (transaction,) = sentry.wait_for("transaction")
    assert transaction["spans"][0]["description"] == "send to [email]"


def test_a_hook_of_the_caller_runs_before_the_filter(kent: Kent) -> None:
    def add(event: Event, _: dict[str, Any]) -> Event:
        event["extra"] = {"note": "jane.doe@example.com"}
        return event

    init_sentry(dsn=kent.dsn, before_send=add)
    capture_and_close()
    (event,) = kent.bodies("event")
    assert event["extra"] == {"note": "[email]"}


def test_the_filter_is_pure_and_idempotent() -> None:
    before = copy.deepcopy(EVENT)
    once = filter_sensitive_data(EVENT, {})
    assert before == EVENT
    assert filter_sensitive_data(once, {}) == once


def test_if_the_filter_fails_a_reduced_event_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Scrubber):
        def scrub(self, data: Any) -> Any:  # noqa: ARG002
            raise ZeroDivisionError

    monkeypatch.setattr(sentry_config, "_scrubber", Failing)
    reduced = filter_sensitive_data(EVENT, {})
    assert reduced["tags"] == {"scrubbing_failed": "true"}
    assert reduced["release"] == "loans@1.2.3"
    assert reduced["exception"]["values"][0]["type"] == "LoanError"
    assert "jane" not in str(reduced)
    assert "hunter2" not in str(reduced)
