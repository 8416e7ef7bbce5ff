"""The web server that Telegram sends updates to."""

import hashlib
import hmac
import logging
from json import JSONDecodeError

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from pydantic import HttpUrl, ValidationError

logger = logging.getLogger(__name__)


def webhook_secret(bot: Bot) -> str:
    """What Telegram shows with each update, so that nobody else can send one; derived, so that all replicas agree."""
    return hmac.digest(bot.token.encode(), b"webhook", hashlib.sha256).hex()


class Updates(SimpleRequestHandler):
    """Takes updates from whoever knows the secret."""

    def verify_secret(self, telegram_secret_token: str, bot: Bot) -> bool:
        """Whether it is the secret. Only ASCII can be compared."""
        return telegram_secret_token.isascii() and super().verify_secret(telegram_secret_token, bot)

    async def handle(self, request: web.Request) -> web.Response:
        """The answer to an update; to one that cannot be read, that it need not come again."""
        try:
            return await super().handle(request)
        except JSONDecodeError:
            raise web.HTTPBadRequest from None
        except ValidationError as error:
            if error.title != Update.__name__:
                raise
            update = await request.json()
            number = update.get("update_id") if isinstance(update, dict) else None
            logger.warning("Update %s cannot be read: aiogram must be upgraded for it.", number)
            return web.json_response({})


def create_web_app(bot: Bot, dispatcher: Dispatcher, url: HttpUrl) -> web.Application:
    """A web application for updates, which tells Telegram its public URL when it starts.

    It answers when the update is handled: one that was lost with its process comes again.
    """
    app = web.Application()

    async def start(_: web.Application) -> None:
        types = dispatcher.resolve_used_update_types()
        try:
            await bot.set_webhook(str(url), secret_token=webhook_secret(bot), allowed_updates=types)
        except BaseException:  # the bot does not start
            await bot.session.close()
            raise
        logger.info("Webhook set: Telegram sends updates to %s.", url)

    app.on_startup.append(start)
    setup_application(app, dispatcher, bot=bot)
    handler = Updates(dispatcher, bot, handle_in_background=False, secret_token=webhook_secret(bot))
    handler.register(app, path=url.path or "/")
    return app
