"""The bot, with one more handler: `python failing_bot.py`."""

from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from plant import plant
from src.bot.app import run
from src.main import bot, dispatcher, settings


@dispatcher.message(Command("fail"))
async def fail(_: Message, command: CommandObject) -> None:
    """Fail with the update's own data in local variables too."""
    plant(int((command.args or "").split(maxsplit=1)[0]))


if __name__ == "__main__":
    run(bot, dispatcher, settings)
