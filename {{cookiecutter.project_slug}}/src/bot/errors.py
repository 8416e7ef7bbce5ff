"""What becomes of an update whose handler failed."""

import logging

from aiogram.types import ErrorEvent

logger = logging.getLogger(__name__)


async def report(event: ErrorEvent) -> None:
    """Log the error, which is how Sentry hears of it, once in every mode; aiogram takes it as handled."""
    logger.error("Update %d failed.", event.update.update_id, exc_info=event.exception)
