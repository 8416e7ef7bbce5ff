"""The bot with two more handlers: `python -m tests.bot.failing_bot`."""

import asyncio

from aiogram.filters import Command
from aiogram.types import Message

from src.bot.app import run
from src.main import bot, dispatcher, settings


@dispatcher.message(Command("fail"))
async def fail(_: Message) -> None:
    """Raise what nobody handles."""
    raise LookupError("failed")


@dispatcher.message(Command("slow"))
async def slow(message: Message) -> None:
    """Answer after a while."""
    await message.answer("begun")
    await asyncio.sleep(1)
    await message.answer("done")


if __name__ == "__main__":
    run(bot, dispatcher, settings)
