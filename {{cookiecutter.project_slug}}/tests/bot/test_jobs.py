"""A job is done by the clock; Sentry's cron monitor sees each run, and a failure is an event."""

import asyncio
from datetime import timedelta

from aiogram import Bot, Dispatcher

from src.bot.jobs import every
from tests.support.bot_api import TOKEN
from tests.support.kent import Kent


async def run(dispatcher: Dispatcher, runs: asyncio.Semaphore) -> None:
    await dispatcher.emit_startup(bot=Bot(TOKEN))
    for _ in range(2):
        await runs.acquire()
    await dispatcher.emit_shutdown()


def test_each_run_is_checked_in(sentry: Kent) -> None:
    dispatcher, runs, errors = Dispatcher(), asyncio.Semaphore(0), [LookupError("the first time")]

    async def job(_: Bot) -> None:
        runs.release()
        if errors:
            raise errors.pop()

    every(timedelta(seconds=0.02), "nightly", job, dispatcher)
    asyncio.run(run(dispatcher, runs))
    check_ins = sentry.wait_for("check_in", 4)
    assert [check_in["status"] for check_in in check_ins] == ["in_progress", "error", "in_progress", "ok"]
    assert {check_in["monitor_slug"] for check_in in check_ins} == {"nightly"}
    assert check_ins[0]["monitor_config"]["schedule"] == {"type": "interval", "value": 1, "unit": "minute"}
    (event,) = sentry.bodies("event")
    assert event["exception"]["values"][-1]["value"] == "the first time"
    assert event["transaction"] == "nightly"
