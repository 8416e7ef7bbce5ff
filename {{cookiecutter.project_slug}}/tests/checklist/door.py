# jinja: if cookiecutter.service_type == "fastapi"
"""The route of the checklist: every application that the service makes has it, before its own routes."""

import fastapi

from tests.checklist.steps import STEPS


def add_steps() -> None:
    """Let `POST /checklist/<step>` do what the checklist looks for."""
    make = fastapi.FastAPI.__init__

    def make_with_steps(self: fastapi.FastAPI, *args: object, **options: object) -> None:
        make(self, *args, **options)  # type: ignore[arg-type]
        self.add_api_route("/checklist/{step}", do, methods=["POST"])

    fastapi.FastAPI.__init__ = make_with_steps  # type: ignore[method-assign]


async def do(step: str) -> str:
    """Do one step; it may fail."""
    return STEPS[step]()
# jinja: else
"""The command of the checklist: every dispatcher that the service makes has it, before its own handlers."""

import aiogram
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from tests.checklist.steps import STEPS


def add_steps() -> None:
    """Let `/checklist <step>` do what the checklist looks for."""
    make = aiogram.Dispatcher.__init__

    def make_with_steps(self: aiogram.Dispatcher, *args: object, **options: object) -> None:
        make(self, *args, **options)  # type: ignore[arg-type]
        self.message.register(do, Command("checklist"))

    aiogram.Dispatcher.__init__ = make_with_steps  # type: ignore[method-assign]


async def do(message: Message, command: CommandObject) -> None:
    """Ask something of Telegram, do one step, and answer with what came of it; the step may fail."""
    step, *_ = (command.args or "").split(maxsplit=1)
    await message.react([])
    await message.answer(STEPS[step]())
# jinja: endif
