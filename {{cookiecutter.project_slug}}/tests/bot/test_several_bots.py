"""Several bots of one dispatcher poll, and each is told apart."""

import asyncio

from aiogram import Dispatcher, Router
from aiogram.filters import Command
from aiogram.types import Message

from src.bot.app import create_bot, create_dispatcher
from src.core.settings import Settings
from tests.support.bot_api import SECOND_TOKEN, TOKEN, BotApi, Failure, running_bot_api
from tests.support.kent import Kent


async def fail(_: Message) -> None:
    raise LookupError("as told")


def failing_dispatcher() -> Dispatcher:
    dispatcher, router = create_dispatcher(Settings()), Router()
    router.message.register(fail, Command("fail"))
    dispatcher.include_router(router)
    return dispatcher


def write_and_fail(first: BotApi, second: BotApi, sentry: Kent) -> None:
    """People write to both; then the polls of the second fail, while the first goes on."""
    first.send("/fail", 41)
    second.send("/fail", 42)
    sentry.wait_for("event", 2)
    second.fail("getUpdates", Failure(502, "Bad Gateway"))
    sentry.wait_for("event", 3)
    first.send("/fail", 43)
    sentry.wait_for("event", 4)


def test_each_has_its_own_events_transactions_and_streak_of_failing_polls(sentry: Kent) -> None:
    async def poll(first: BotApi, second: BotApi) -> None:
        dispatcher = failing_dispatcher()
        bots = [
            create_bot(Settings.model_validate({"telegram_bot_token": token, "telegram_api_base_url": bot_api.url}))
            for token, bot_api in ((TOKEN, first), (SECOND_TOKEN, second))
        ]
        polling = asyncio.create_task(dispatcher.start_polling(*bots, handle_signals=False))
        await asyncio.to_thread(write_and_fail, first, second, sentry)
        await dispatcher.stop_polling()
        await polling

    with running_bot_api() as first, running_bot_api() as second:
        asyncio.run(poll(first, second))
    told = {
        (event["tags"]["bot_id"], event["exception"]["values"][-1]["type"], event.get("user", {}).get("id"))
        for event in sentry.bodies("event")
    }
    assert told == {
        ("1234567", "LookupError", 41),
        ("7654321", "LookupError", 42),
        ("7654321", "TelegramServerError", None),
        ("1234567", "LookupError", 43),
    }
    traced = [body["tags"]["bot_id"] for body in sentry.wait_for("transaction", 3)]
    assert sorted(traced) == ["1234567", "1234567", "7654321"]
