"""The bot for a crowd, run in a baked project: `/fail <name>` waits, fails, and leaves a breadcrumb and a tag."""

import asyncio
import time

import sentry_sdk
from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from src.bot.app import run
from src.main import bot, dispatcher, settings


@dispatcher.message(Command("fail"))
async def fail(_: Message, command: CommandObject) -> None:
    """Fail, in the midst of others."""
    sentry_sdk.set_tag("mine", command.args)
    sentry_sdk.add_breadcrumb(message=f"crumb of {command.args}")
    await asyncio.sleep(0.02)
    raise LookupError(f"of {command.args}")


@dispatcher.message(Command("work"))
async def work(message: Message) -> None:
    """Say when work begins and when it ends."""
    began = time.time()
    await asyncio.sleep(0.3)
    await message.answer(f"{began} {time.time()}")


if __name__ == "__main__":
    run(bot, dispatcher, settings)
