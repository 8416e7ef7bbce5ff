"""The service's own log: one line an event, on standard error."""

import logging
from collections.abc import Callable

from src.core.scrubbing import scrub_text
from src.core.settings import LogLevel

# What each line goes through before it is printed. A door adds what only it can know to be sensitive.
redactions: list[Callable[[str], str]] = [scrub_text]


class RedactingFormatter(logging.Formatter):
    """Formats a record, its traceback included, and then removes what is sensitive."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log."""
        line = super().format(record)
        for redact in redactions:
            line = redact(line)
        return line


def configure_logging(level: LogLevel) -> None:
    """Send what every library logs, from this level up, through one handler."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.root.addHandler(handler)
    logging.root.setLevel(level)
    # A server that starts this service may have given its loggers handlers of their own, and lines of another form.
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # It logs each request with its whole URL.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
