"""A periodic job: does the credit bureau answer? `python -m src.loans.check_bureau`, every five minutes.

Cron, or a CronJob of Kubernetes, runs it by `SCHEDULE`; Sentry alerts when it fails, takes too long or does not run.
"""

import asyncio
import sys

import sentry_sdk
from sentry_sdk.crons import monitor
from sentry_sdk.types import MonitorConfig

from src.core.logging import configure_logging
from src.core.sentry_config import init_sentry
from src.core.settings import Settings, get_settings
from src.loans.credit_bureau import CreditBureau, CreditCheckError

SCHEDULE = "*/5 * * * *"
MONITOR: MonitorConfig = {
    "schedule": {"type": "crontab", "value": SCHEDULE},
    "timezone": "UTC",
    "checkin_margin": 2,  # minutes
    "max_runtime": 1,  # minutes
}


async def check(settings: Settings) -> None:
    """Ask for nothing in particular.

    Raises:
        CreditCheckError: The bureau does not answer.
    """
    async with CreditBureau(settings.credit_bureau_url) as bureau:
        await bureau.ping()


def main() -> int:
    """Check once. The exit code is 0 if the bureau answers, and 1 if not."""
    settings = get_settings()
    configure_logging(settings.log_level)
    init_sentry()
    try:
        with monitor(monitor_slug="check-bureau", monitor_config=MONITOR):
            asyncio.run(check(settings))
    except CreditCheckError as error:
        sentry_sdk.capture_exception(error)
        return 1
    finally:
        sentry_sdk.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
