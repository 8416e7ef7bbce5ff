"""Sentry is set up by arguments, then the environment, then defaults; and what leaves is filtered."""

import copy
import logging
import re
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


class UnheardOfError(Exception):
    """Warned of once."""


def test_a_reduced_event_arrives_if_the_filter_fails(
    kent: Kent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise UnheardOfError

    init_sentry(dsn=kent.dsn, environment="test", release="loans@1.2.3")
    monkeypatch.setattr(Scrubber, "scrub", fail)
    for _ in range(2):
        try:
            int("jane.doe@example.com")
        except ValueError as error:
            sentry_sdk.capture_exception(error)
    sentry_sdk.get_client().close()
    items = kent.items("event")
    assert len(items) == 2
    assert "jane" not in str(items)
    event = items[0]["body"]
    assert event["tags"] == {"scrubbing_failed": "true"}
    assert (event["release"], event["environment"]) == ("loans@1.2.3", "test")
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "ValueError"
    frame = exception["stacktrace"]["frames"][-1]
    assert frame["function"] == "test_a_reduced_event_arrives_if_the_filter_fails"
    assert isinstance(frame["lineno"], int)
    assert exception["value"] == "[Filtered]"
    assert sum("filter failed" in line for line in caplog.messages) == 1


def ask(mail: str, note: str, attempt: int) -> None:
    raise LookupError(f"no answer of {mail}, attempt {attempt}: {len(note)} letters")


def arrived_of(kent: Kent, mail: str) -> dict[str, Any]:
    """What arrives of an error with local variables, about somebody."""
    init_sentry(dsn=kent.dsn)
    try:
        ask(mail, f"wrote to {mail}", 3)
    except LookupError as error:
        sentry_sdk.capture_exception(error)
    sentry_sdk.get_client().close()
    return kent.bodies("event")[-1]


def test_with_a_salt_one_person_has_one_pseudonym_in_every_event(kent: Kent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_SCRUB_SALT", "-".join(["of", "this", "test"]))
    mails = ("jane.doe@example.com", "Jane.Doe@Example.com", "joe@example.com")
    values = [arrived_of(kent, mail)["exception"]["values"][0]["value"] for mail in mails]
    jane, jane_again, joe = (re.findall(r"\[email:[0-9a-f]{6}\]", value) for value in values)
    assert jane == jane_again != joe
    assert [len(found) for found in (jane, joe)] == [1, 1]


@pytest.mark.parametrize(
    ("setting", "variables"),
    [
        ("shapes", {"mail": "<str 20 chars>", "note": "<str 29 chars>", "attempt": "3"}),
        ("scrubbed", {"mail": "'[email]'", "note": "'wrote to [email]'", "attempt": "3"}),
        ("off", None),
    ],
)
def test_local_variables_leave_as_the_setting_says(
    kent: Kent, monkeypatch: pytest.MonkeyPatch, setting: str, variables: dict[str, str] | None
) -> None:
    monkeypatch.setenv("SENTRY_LOCALS", setting)
    frame = arrived_of(kent, "jane.doe@example.com")["exception"]["values"][0]["stacktrace"]["frames"][-1]
    left = frame.get("vars")
    assert (left and {name: left[name] for name in variables or {}}) == variables


def test_that_sentry_cannot_be_reached_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    sentry_config._warn_of_loss.cache_clear()
    with caplog.at_level(logging.WARNING):
        init_sentry(dsn="http://public@127.0.0.1:9/1", environment="test", release="loans@1.2.3")
        for _ in range(3):
            sentry_sdk.capture_message("no loan 17")
        sentry_sdk.flush(timeout=10)
        capture_and_close()
    assert {message.partition("):")[0] for message in caplog.messages} == {
        "Sentry does not take what it is sent (network"
    }
    assert len(caplog.messages) <= 2, "one for each minute that it took"
