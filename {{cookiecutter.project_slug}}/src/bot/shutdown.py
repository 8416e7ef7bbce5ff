"""Finishes the updates in hand before the bot stops."""

import asyncio
from contextlib import suppress
from typing import Any

from aiogram import BaseMiddleware, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler, SkipHandler
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import TelegramObject

from src.bot.sentry import register_first
from src.bot.sentry.updates import Handler

FINISH_WITHIN_SECONDS = 10.0


class UpdatesInHand(BaseMiddleware):
    """Knows the tasks that handle an update, from when it arrives until its answer has been sent."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def watch(self, dispatcher: Dispatcher) -> None:
        """Make a dispatcher wait for its updates on shutdown."""
        register_first(dispatcher.update.outer_middleware, self)
        # First, for the dispatcher's own shutdown handler closes the storage that the updates still need.
        dispatcher.shutdown.handlers.insert(0, HandlerObject(self.finish))

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        task = asyncio.current_task()
        if task is not None and task not in self._tasks:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        with suppress(CancelHandler, SkipHandler):  # nothing has failed: Telegram need not send it again
            return await handler(event, data)
        return UNHANDLED

    async def finish(self) -> None:
        """Wait for them, but not for ever."""
        await asyncio.sleep(0)  # lets the tasks that have just been created begin
        if tasks := self._tasks - {asyncio.current_task()}:
            await asyncio.wait(tasks, timeout=FINISH_WITHIN_SECONDS)
