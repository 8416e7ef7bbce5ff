"""One cause is one issue, wherever it shows; two causes are two."""

from collections.abc import Callable

import httpx2
import pytest
import sentry_sdk
# jinja: if cookiecutter.database == "sqlalchemy"
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
# jinja: endif

# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import DatabaseUnavailableError
# jinja: endif
from tests.support.kent import Kent

Raise = Callable[[], None]


def answered(url: str, status: int) -> Exception:
    request = httpx2.Request("GET", url)
    return httpx2.HTTPStatusError("no", request=request, response=httpx2.Response(status, request=request))


def call_site(number: int, error: Exception) -> Raise:
    """A function of its own that raises this error, directly or as the cause of another."""
    source = f"def site_{number}(error):\n" + "\n" * number
    source += "    raise RuntimeError('wrapped') from error\n" if number % 2 else "    raise error\n"
    names: dict[str, Callable[[Exception], None]] = {}
    exec(source, names)  # noqa: S102
    return lambda: names[f"site_{number}"](error)


def fingerprint(kent: Kent, error: Exception, number: int = 0) -> tuple[str, ...]:
    """What the event of this error is grouped by, as it arrives."""
    kent.forget()
    try:
        call_site(number, error)()
    except Exception as raised:
        sentry_sdk.capture_exception(raised)
    (event,) = kent.wait_for("event")
    return tuple(event.get("fingerprint", ()))


REQUEST = httpx2.Request("GET", "https://user:s3cr3t@bureau.example:8443/credit-checks?name=jane")
CAUSES: dict[str, Callable[[], Exception]] = {
    "upstream-500": lambda: answered(str(REQUEST.url), 500),
    "upstream-503": lambda: answered(str(REQUEST.url), 503),
    "upstream-of-another-host": lambda: answered("https://ledger.example/", 500),
    "upstream-timeout": lambda: httpx2.ReadTimeout("slow", request=REQUEST),
    "upstream-unreachable": lambda: httpx2.ConnectError("refused", request=REQUEST),
    "timeout": TimeoutError,
    # jinja: if cookiecutter.database == "sqlalchemy"
    "database-unavailable": lambda: DatabaseUnavailableError("ConnectionRefusedError"),
    "database-pool-exhausted": lambda: PoolTimeoutError("QueuePool limit"),
    # jinja: endif
}


@pytest.mark.parametrize("cause", CAUSES)
def test_one_cause_is_one_issue_from_wherever_it_is_raised(sentry: Kent, cause: str) -> None:
    found = {fingerprint(sentry, CAUSES[cause](), number) for number in range(4)}
    assert len(found) == 1
    assert found != {()}


def test_two_causes_are_two_issues(sentry: Kent) -> None:
    found = [fingerprint(sentry, cause()) for cause in CAUSES.values()]
    assert len(set(found)) == len(CAUSES)


def test_a_host_is_named_without_user_path_or_query(sentry: Kent) -> None:
    assert fingerprint(sentry, CAUSES["upstream-500"]()) == ("upstream-status", "bureau.example:8443", "500")


@pytest.mark.parametrize("error", [LookupError("17"), httpx2.ConnectError("without a request")])
def test_any_other_error_is_left_to_sentry(sentry: Kent, error: Exception) -> None:
    assert fingerprint(sentry, error) == ()


def test_a_fingerprint_of_the_scope_wins(sentry: Kent) -> None:
    with sentry_sdk.new_scope() as scope:
        scope.fingerprint = ["own"]
        assert fingerprint(sentry, TimeoutError()) == ("own",)
