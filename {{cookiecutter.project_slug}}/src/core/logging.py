"""The service's own log: one line an event, on standard error."""

import logging

from src.core.settings import LogLevel


def configure_logging(level: LogLevel) -> None:
    """Send what every library logs, from this level up, through one handler."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.root.addHandler(handler)
    logging.root.setLevel(level)
    # A server that starts this service may have given its loggers handlers of their own, and lines of another form.
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # It logs each request with its whole URL.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
