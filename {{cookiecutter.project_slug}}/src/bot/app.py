"""The bot: how it is put together, and how it runs."""

import asyncio

import sentry_sdk
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.utils.token import TokenValidationError
from aiohttp import web
from sentry_sdk.integrations.asyncio import enable_asyncio_integration

from src.bot import handlers
from src.bot.errors import report
from src.bot.shutdown import UpdatesInHand
from src.bot.webhook import create_web_app
from src.core.settings import Settings, SettingsError
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import create_engine
from src.db.middleware import SessionMiddleware
# jinja: endif
from src.loans import handlers as loans  # example: loans


def create_bot(settings: Settings) -> Bot:
    """The bot, which talks to Telegram, or to the Bot API server of the settings.

    Raises:
        SettingsError: `TELEGRAM_BOT_TOKEN` is missing, or is not a token.
    """
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    session = AiohttpSession()
    if settings.telegram_api_base_url:
        session.api = TelegramAPIServer.from_base(str(settings.telegram_api_base_url), is_local=False)
    try:
        return Bot(token, session=session)
    except TokenValidationError:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not a bot token: expected <bot id>:<key>, as @BotFather gives it."
        ) from None


def create_dispatcher(settings: Settings) -> Dispatcher:
    """The dispatcher, with every handler.

    Raises:
        SettingsError: A setting cannot work.
    """
    storage, isolation = create_storage(settings)
    dispatcher = Dispatcher(storage=storage, events_isolation=isolation)
    dispatcher.errors.register(report)
    UpdatesInHand().watch(dispatcher)
    # jinja: if cookiecutter.database == "sqlalchemy"
    engine = create_engine(settings)
    dispatcher.update.middleware(SessionMiddleware(engine))
    dispatcher.shutdown.register(engine.dispose)
    # jinja: endif
    dispatcher.include_router(handlers.create_router())
    loans.register(dispatcher, settings)  # example: loans
    return dispatcher


def create_storage(settings: Settings) -> tuple[BaseStorage, BaseEventIsolation]:
    """Where conversations are kept, and what keeps the updates of one conversation one after the other.

    Raises:
        SettingsError: `REDIS_URL` is not the URL of a Redis.
    """
    if settings.redis_url is None:
        return MemoryStorage(), SimpleEventIsolation()
    try:
        storage = RedisStorage.from_url(settings.redis_url.get_secret_value())
    except ValueError:
        raise SettingsError("REDIS_URL is not a Redis URL: expected redis://<host>:<port>/<number>.") from None
    return storage, storage.create_isolation()


def run(bot: Bot, dispatcher: Dispatcher, settings: Settings) -> None:
    """Run the bot until it is told to stop; then finish the updates in hand, and send what is left for Sentry.

    Raises:
        SettingsError: Telegram does not know the token.
    """
    try:
        if url := settings.telegram_webhook_url:
            web.run_app(create_web_app(bot, dispatcher, url), host=settings.host, port=settings.port, print=None)
        else:
            asyncio.run(poll(bot, dispatcher))
    except TelegramUnauthorizedError:
        raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token.") from None
    finally:
        sentry_sdk.flush(timeout=2)


async def poll(bot: Bot, dispatcher: Dispatcher) -> None:
    """Ask Telegram for updates."""
    # Keeps what concurrent updates report apart. It patches the running loop, so it cannot be enabled any sooner.
    enable_asyncio_integration()
    async with bot:
        # While a webhook is set, Telegram refuses to be asked.
        await bot.delete_webhook()
        await dispatcher.start_polling(bot, close_bot_session=False)
