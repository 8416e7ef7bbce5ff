"""The bot: how it is put together, and how it runs."""

import asyncio
import gc
import re
from datetime import timedelta

import sentry_sdk
from aiogram import Bot, Dispatcher, exceptions
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramUnauthorizedError
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage, DefaultKeyBuilder
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.utils.token import TokenValidationError
from aiohttp import web

from src.bot import handlers
from src.bot.errors import watch_errors
from src.bot.health import Health, cannot_listen
from src.bot.jobs import check_delivery, every
from src.bot.sentry import AiogramIntegration, event_without_content, without_content
from src.bot.session import Session
from src.bot.shutdown import UpdatesInHand
from src.bot.webhook import create_web_app
from src.core import sentry_config
from src.core.logging import harmless, redactions
from src.core.scrubbing import scrub_text
from src.core.settings import Settings, SettingsError
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import create_engine
from src.db.middleware import SessionMiddleware
# jinja: endif
from src.loans import handlers as loans  # example: loans

# What aiogram logs of each update.
UPDATE_HANDLED = re.compile(r"Update id=\d+ is (?:not )?handled\. Duration \d+ ms by bot id=\d+")


def create_bot(settings: Settings) -> Bot:
    """The bot, which talks to Telegram, or to the Bot API server of the settings.

    Raises:
        SettingsError: `TELEGRAM_BOT_TOKEN` is missing, or is not a token; or `TELEGRAM_EXPECTED_ERRORS` cannot work.
    """
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    session = Session()
    if settings.telegram_api_base_url:
        session.api = TelegramAPIServer.from_base(str(settings.telegram_api_base_url), is_local=False)
    try:
        bot = Bot(token, session=session)
    except TokenValidationError:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not a bot token: expected <bot id>:<key>, as @BotFather gives it."
        ) from None
    create_integration(settings).instrument_bot(bot)
    return bot


def create_dispatcher(settings: Settings) -> Dispatcher:
    """The dispatcher, with every handler.

    Raises:
        SettingsError: A setting cannot work.
    """
    storage, isolation = create_storage(settings)
    dispatcher = Dispatcher(storage=storage, events_isolation=isolation)
    integration = create_integration(settings)
    watch_errors(dispatcher, integration.expected)
    integration.instrument_dispatcher(dispatcher)
    UpdatesInHand().watch(dispatcher)
    every(timedelta(minutes=5), "delivery", check_delivery(str(settings.telegram_webhook_url or "")), dispatcher)
    # jinja: if cookiecutter.database == "sqlalchemy"
    engine = create_engine(settings)
    dispatcher.update.middleware(SessionMiddleware(engine))
    dispatcher.shutdown.register(engine.dispose)
    # jinja: endif
    dispatcher.include_router(handlers.create_router())
    loans.register(dispatcher, settings)  # example: loans
    return dispatcher


def create_integration(settings: Settings) -> AiogramIntegration:
    """Sentry's view of the bot.

    Raises:
        SettingsError: `TELEGRAM_EXPECTED_ERRORS` names an exception that aiogram does not have.
    """
    if settings.telegram_expected_errors is None:
        return AiogramIntegration(filter_text=scrub_text)
    expected: list[type[Exception] | str] = []
    for name in filter(None, map(str.strip, settings.telegram_expected_errors.split(","))):
        known = getattr(exceptions, name, None)
        if known is None and name.startswith("Telegram") and name.isidentifier():
            raise SettingsError(f"TELEGRAM_EXPECTED_ERRORS: aiogram has no exception {name}.")
        expected.append(name if known is None else known)
    return AiogramIntegration(expected, filter_text=scrub_text)


def create_storage(settings: Settings) -> tuple[BaseStorage, BaseEventIsolation]:
    """Where conversations are kept, and what keeps the updates of one conversation one after the other.

    Raises:
        SettingsError: `REDIS_URL` is not the URL of a Redis.
    """
    if settings.redis_url is None:
        return MemoryStorage(), SimpleEventIsolation()
    try:
        # By bot, for more than one may share a Redis; by destiny, for scenes and what else is kept of a person.
        keys = DefaultKeyBuilder(with_bot_id=True, with_destiny=True)
        storage = RedisStorage.from_url(settings.redis_url.get_secret_value(), key_builder=keys)
    except ValueError:
        raise SettingsError("REDIS_URL is not a Redis URL: expected redis://<host>:<port>/<number>.") from None
    return storage, storage.create_isolation()


def run(bot: Bot, dispatcher: Dispatcher, settings: Settings) -> None:
    """Run the bot until it is told to stop; then finish the updates in hand, and send what is left for Sentry.

    Raises:
        SettingsError: Telegram does not know the token, or cannot be asked; or the port cannot be had.
    """
    gc.freeze()  # The collector need not look through aiogram's models: at the end alone, that takes a second.
    redact_content()
    health = Health(polls=settings.telegram_webhook_url is None)
    health.watch(bot, dispatcher)
    try:
        if url := settings.telegram_webhook_url:
            app = create_web_app(bot, dispatcher, url)
            health.add_routes(app)
            try:
                # By then, the dispatcher has waited for the updates in hand; aiohttp would wait for a minute more.
                web.run_app(app, host=settings.host, port=settings.port, print=None, shutdown_timeout=1)
            except (ConnectionError, TimeoutError):
                raise
            except OSError as error:
                raise cannot_listen(settings, error) from None
        else:
            asyncio.run(poll(bot, dispatcher, health, settings))
    except TelegramUnauthorizedError:
        raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token.") from None
    except (TelegramAPIError, ClientDecodeError) as error:  # later ones do not end the bot
        raise SettingsError(f"The bot cannot start, for {type(error).__name__}: {error.message}") from None
    finally:
        sentry_sdk.flush(timeout=2)


def redact_content() -> None:
    """Keep what people write from Sentry and out of the log, and look for it where it may be."""
    sentry_config.redactions.append(event_without_content)
    redactions.append(without_content)
    harmless.append(UPDATE_HANDLED)


async def poll(bot: Bot, dispatcher: Dispatcher, health: Health, settings: Settings) -> None:
    """Ask Telegram for updates."""
    server = await health.serve(settings)
    try:
        async with bot:
            # While a webhook is set, Telegram refuses to be asked.
            await bot.delete_webhook()
            await dispatcher.start_polling(bot, close_bot_session=False)
    finally:
        await server.cleanup()
