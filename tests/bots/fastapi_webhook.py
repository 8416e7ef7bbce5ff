"""The bot behind FastAPI, run in a baked project: its webhook is a route, watched by Sentry's own integrations."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from aiogram.filters import Command
from aiogram.types import Message, Update
from fastapi import FastAPI
from sentry_sdk.integrations.fastapi import FastApiIntegration
from sentry_sdk.integrations.starlette import StarletteIntegration
from src.bot.app import create_bot, create_dispatcher
from src.core.integrations import integrations
from src.core.logging import configure_logging
from src.core.sentry_config import init_sentry
from src.core.settings import get_settings

settings = get_settings()
configure_logging(settings.log_level)
init_sentry(integrations=[*integrations(None), StarletteIntegration(), FastApiIntegration()])
bot, dispatcher = create_bot(settings), create_dispatcher(settings)
tasks: set[asyncio.Task[Any]] = set()


@dispatcher.message(Command("fail"))
async def fail(_: Message) -> None:
    """Fail."""
    raise LookupError("failed")


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Close what the bot has opened."""
    yield
    await dispatcher.emit_shutdown(bot=bot)
    await bot.session.close()


app = FastAPI(lifespan=lifespan)


@app.post("/telegram")
async def telegram(update: dict[str, Any]) -> None:
    """Deal with an update, and then answer."""
    await dispatcher.feed_webhook_update(bot, Update.model_validate(update, context={"bot": bot}))


@app.post("/background")
async def background(update: dict[str, Any]) -> None:
    """Answer, and then deal with the update."""
    tasks.add(asyncio.create_task(dispatcher.feed_raw_update(bot, update)))


if __name__ == "__main__":
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None)
