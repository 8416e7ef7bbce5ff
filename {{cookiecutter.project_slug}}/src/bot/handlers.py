"""What every bot answers."""

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.types import Message


def create_router() -> Router:
    """A new router for each dispatcher: aiogram attaches one only once."""
    router = Router(name="basics")
    router.message.register(start, CommandStart())
    return router


async def start(message: Message) -> None:
    """Answer `/start`."""
    await message.answer("Hello. Send a command.")
