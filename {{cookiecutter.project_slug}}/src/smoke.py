"""Sends a test error, message, transaction and log to Sentry, and says what became of each: `python -m src.smoke`."""

import json
import sys
from collections.abc import Callable
from typing import Any, Never

import sentry_sdk
from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from src.core.logging import configure_logging
from src.core.sentry_config import init_sentry

ANSWERS_WITHIN_SECONDS = 10.0
OK = 200
TAKEN = "taken"
BY_STATUS = {
    400: "it cannot read what we send; does SENTRY_DSN point at a Sentry?",
    401: "it does not know the key in SENTRY_DSN; copy the DSN again (Settings -> Client Keys)",
    403: "the key in SENTRY_DSN is disabled, or is one of another project (Settings -> Client Keys)",
    404: "there is no such project at that host; is SENTRY_DSN complete?",
    407: "the proxy wants a name and a password: HTTPS_PROXY=http://<user>:<password>@<host>:<port>",
    413: "it is too large for Sentry, or for a proxy in front of it",
    429: "the project or its key is over its quota or rate limit (Settings -> Client Keys)",
}
# The first that the error is one of.
BY_ERROR = {
    ProxyError: "the proxy does not answer; see HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
    NameResolutionError: "there is no host of that name; is SENTRY_DSN right, and is there a name server?",
    SSLError: "the certificate cannot be verified; for an authority of your own, set SSL_CERT_FILE",
    NewConnectionError: "nothing listens there; are host and port in SENTRY_DSN right?",
    ConnectTimeoutError: "nothing answers there; does a firewall keep this machine from it?",
    ReadTimeoutError: "it took the connection and does not answer",
}


class SmokeTestError(Exception):
    """The test error."""


class Outcomes:
    """What Sentry answered to the last envelope of the SDK. It stands where the SDK has no hook."""

    def __init__(self) -> None:
        self.last: str | None = None
        transport: Any = sentry_sdk.get_client().transport
        self._request = transport._request
        transport._request = self._watch

    def _watch(self, *args: Any) -> Any:
        try:
            response = self._request(*args)
        except Exception as error:
            reason = getattr(error, "reason", None) or error
            known = (text for type_, text in BY_ERROR.items() if isinstance(reason, type_))
            self.last = f"not sent: {next(known, type(reason).__name__)}"
            raise
        self.last = self._judge(response.status, response.data, response.headers.get("X-Sentry-Rate-Limits"))
        return response

    def _judge(self, status: int, body: bytes, limits: str | None) -> str:
        if status != OK:
            return f"refused with {status}: {BY_STATUS.get(status, 'see its log')}"
        try:
            json.loads(body)
        except ValueError:
            return "answered, but not by a Sentry: is the host in SENTRY_DSN right?"
        return f"{TAKEN}, but from now on it is over its limit ({limits})" if limits else TAKEN


def fail() -> Never:
    """Raise the test error, so that it has a stack."""
    raise SmokeTestError("This is a test. Nothing is wrong.")


def send_error() -> str | None:
    """Capture an exception that was raised."""
    try:
        fail()
    except SmokeTestError as error:
        return sentry_sdk.capture_exception(error)


def send_message() -> str | None:
    """Capture a message."""
    return sentry_sdk.capture_message("This is a test message.")


def send_transaction() -> str | None:
    """Trace one step."""
    with sentry_sdk.start_transaction(op="task", name="smoke test") as transaction, sentry_sdk.start_span(name="step"):
        pass
    return transaction.trace_id


def send_log() -> None:
    """Send a Sentry Log."""
    sentry_sdk.logger.info("This is a test log.")


SENDERS: dict[str, Callable[[], str | None]] = {
    "error": send_error,
    "message": send_message,
    "transaction": send_transaction,
    "log": send_log,
}


def main() -> int:
    """Send them one by one. The exit code is 0 if Sentry has taken them all, and 1 if not."""
    configure_logging("INFO")
    # The service's own gates and filter, but nothing is left to chance.
    if not init_sentry(traces_sampler=lambda _: 1.0, enable_logs=True, auto_session_tracking=False):
        print("Nothing is sent: set SENTRY_DSN to the client key of a project (Settings -> Client Keys).")
        return 1
    outcomes = Outcomes()
    code = 0
    for name, send in SENDERS.items():
        outcomes.last = None
        id_ = send() or ""
        sentry_sdk.flush(timeout=ANSWERS_WITHIN_SECONDS)
        outcome = outcomes.last or "not sent: no answer yet, or held back by the limit that Sentry has just set"
        print(f"{name:11} {id_:32} {outcome}")
        if not outcome.startswith(TAKEN):
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
