"""Finishes the updates in hand before the bot stops."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram import BaseMiddleware, Dispatcher
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import TelegramObject

FINISH_WITHIN_SECONDS = 10.0


class UpdatesInHand(BaseMiddleware):
    """Knows the tasks that handle an update."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def watch(self, dispatcher: Dispatcher) -> None:
        """Make a dispatcher wait for its updates on shutdown."""
        dispatcher.update.outer_middleware(self)
        # First, for the dispatcher's own shutdown handler closes the storage that the updates still need.
        dispatcher.shutdown.handlers.insert(0, HandlerObject(self.finish))

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._tasks.add(task)
        try:
            return await handler(event, data)
        finally:
            self._tasks.discard(task)

    async def finish(self) -> None:
        """Wait for them, but not for ever."""
        await asyncio.sleep(0)  # lets the tasks that have just been created begin
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_WITHIN_SECONDS)
