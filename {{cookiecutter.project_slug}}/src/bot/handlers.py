"""What every bot answers."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message, User

from src.bot.errors import last_error
from src.bot.sentry import capture_feedback
from src.core.scrubbing import scrub_text


def create_router() -> Router:
    """A new router for each dispatcher: aiogram attaches one only once."""
    router = Router(name="basics")
    router.message.register(start, CommandStart())
    router.message.register(report, Command("report"))
    return router


async def start(message: Message) -> None:
    """Answer `/start`."""
    await message.answer("Hello. Send a command.")


async def report(message: Message, command: CommandObject, event_from_user: User, **data: Any) -> None:
    """Answer `/report what happened`: pass it on, with the last error that this person met."""
    if not command.args:
        await message.answer("Say what happened: /report I wrote /start and got no answer")
        return
    kept = last_error(data)
    event_id = await kept.get_value("event_id") if kept else None
    reported = capture_feedback(scrub_text(command.args), event_id=event_id, user_id=event_from_user.id)
    await message.answer("Thank you. It has been passed on." if reported else "Reports are not taken at the moment.")
