"""The bot with a conversation, run in a baked project: `/begin` enters a state, `/where` answers which one it is in."""

from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from src.bot.app import run
from src.main import bot, dispatcher, settings


@dispatcher.message(Command("begin"))
async def begin(message: Message, state: FSMContext) -> None:
    """Begin a conversation."""
    await state.set_state("begun")
    await message.answer("begun")


@dispatcher.message(Command("where"))
async def where(message: Message, state: FSMContext) -> None:
    """Say where the conversation is."""
    await message.answer(await state.get_state() or "nowhere")


if __name__ == "__main__":
    run(bot, dispatcher, settings)
