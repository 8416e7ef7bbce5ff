"""The service's own log: one line an event, on standard error."""

import logging
import re
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from src.core.scrubbing import scrub_text
from src.core.scrubbing.text import MAX_LENGTH
from src.core.settings import LogLevel

SHORT = 200  # characters

# What the work in hand is known by, such as a request's id: it stands on each line that is logged meanwhile.
line_context: ContextVar[Mapping[str, str]] = ContextVar("line_context")
# Most lines are of a kind that comes again and again.
scrub_short = lru_cache(maxsize=1024)(scrub_text)


def scrub_line(text: str) -> str:
    """A text without what the filter's tables call sensitive."""
    return (scrub_short if len(text) < SHORT else scrub_text)(text)


# What each line goes through before it is printed. A door adds what only it can know to be sensitive; that depends on
# more than the text, on the update in hand, say, and so is not remembered.
redactions: list[Callable[[str], str]] = [scrub_line]
# Messages that hold ids and times alone. A door adds those that come with each of its requests or updates.
harmless: list[re.Pattern[str]] = []


def redacted(text: str) -> str:
    """A text without what is sensitive. A long one goes line by line, so that none of it is cut off."""
    if any(message.fullmatch(text) for message in harmless):
        return text
    for redact in redactions:
        text = redact(text) if len(text) < MAX_LENGTH else "\n".join(map(redact, text.splitlines()))
    return text


class RedactingFormatter(logging.Formatter):
    """Formats a record, its traceback included, without what is sensitive."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log."""
        record.exc_text = None  # how another formatter has shown the traceback
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = redacted(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return redacted(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return redacted(super().formatStack(stack_info))


def configure_logging(level: LogLevel) -> None:
    """Send what every library logs, from this level up, through one handler."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s%(_context)s"))
    handler.addFilter(add_context)
    logging.root.addHandler(handler)
    logging.root.setLevel(level)
    threading.excepthook = log_failed_thread
    # A server that starts this service may have given its loggers handlers of their own, and lines of another form.
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # It logs each request with its whole URL.
    logging.getLogger("httpx2").setLevel(logging.WARNING)


def log_failed_thread(failed: threading.ExceptHookArgs) -> None:
    """Log what ended a thread, which Python would print as it is."""
    if failed.exc_value is not None and failed.exc_type is not SystemExit:
        name = failed.thread.name if failed.thread else "unknown"
        failure = (failed.exc_type, failed.exc_value, failed.exc_traceback)
        logging.getLogger(__name__).error("Thread %s has failed.", name, exc_info=failure)


def add_context(record: logging.LogRecord) -> bool:
    """Give a record what its line ends in. The name begins with `_`, so that Sentry does not take it for data."""
    context = line_context.get({})
    record._context = " [" + " ".join(f"{key}={value}" for key, value in context.items()) + "]" if context else ""
    return True
