"""What the bot does by the clock, each job under a cron monitor of Sentry's."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from time import time
from typing import TYPE_CHECKING

import sentry_sdk
from aiogram import Bot, Dispatcher
from sentry_sdk.crons import monitor

if TYPE_CHECKING:
    from sentry_sdk.types import MonitorConfig

logger = logging.getLogger(__name__)


class DeliveryError(Exception):
    """Telegram does not bring this bot its updates."""


def every(period: timedelta, slug: str, job: Callable[[Bot], Awaitable[object]], dispatcher: Dispatcher) -> None:
    """Do a job again and again while a dispatcher runs, for the first time when the period is over.

    One that fails is an event and a failed check-in; it is done again when its time has come.

    Args:
        period: From the end of one run to the beginning of the next; to a monitor, whole minutes.
        slug: Of the monitor, which Sentry makes when it first hears of it.
        job: What is to be done.
        dispatcher: The jobs of one run until it shuts down.
    """
    minutes = max(1, round(period / timedelta(minutes=1)))
    config: MonitorConfig = {"schedule": {"type": "interval", "value": minutes, "unit": "minute"}, "checkin_margin": 5}

    async def run_once(bot: Bot) -> None:
        with sentry_sdk.isolation_scope(), sentry_sdk.start_transaction(op="job", name=slug, source="task"):
            try:
                with monitor(monitor_slug=slug, monitor_config=config):
                    await job(bot)
            except Exception as error:  # whatever it is, the job is done again
                sentry_sdk.capture_exception(error)
                logger.warning("Job %s failed (%s).", slug, type(error).__name__)

    async def run(bot: Bot) -> None:
        while True:
            await asyncio.sleep(period.total_seconds())
            await run_once(bot)

    tasks: list[asyncio.Task[None]] = []

    async def start(bot: Bot) -> None:
        tasks.append(asyncio.create_task(run(bot)))

    async def stop() -> None:
        while tasks:
            task = tasks.pop()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    dispatcher.startup.register(start)
    dispatcher.shutdown.register(stop)


def check_delivery(url: str) -> Callable[[Bot], Awaitable[None]]:
    """A job that asks Telegram how it brings updates: to this URL, or by polling if it is empty."""
    failed_at = int(time())  # what went wrong before, another process has told

    async def check(bot: Bot) -> None:
        nonlocal failed_at
        info = await bot.get_webhook_info()
        if info.url != url:
            raise DeliveryError("another process has taken over this bot: it has set or removed the webhook")
        error_date = int(info.last_error_date.timestamp()) if info.last_error_date else 0
        if error_date > failed_at:
            failed_at = error_date
            raise DeliveryError(f"{info.pending_update_count} updates wait: {info.last_error_message}")

    return check
