"""The web server that Telegram sends updates to."""

import hashlib
import hmac
import logging

from aiogram import Bot, Dispatcher
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from pydantic import HttpUrl

logger = logging.getLogger(__name__)


def webhook_secret(bot: Bot) -> str:
    """What Telegram shows with each update, so that nobody else can send one; derived, so that all replicas agree."""
    return hmac.digest(bot.token.encode(), b"webhook", hashlib.sha256).hex()


class Updates(SimpleRequestHandler):
    """Takes updates from whoever knows the secret."""

    def verify_secret(self, telegram_secret_token: str, bot: Bot) -> bool:
        """Whether it is the secret. Only ASCII can be compared."""
        return telegram_secret_token.isascii() and super().verify_secret(telegram_secret_token, bot)


def create_web_app(bot: Bot, dispatcher: Dispatcher, url: HttpUrl) -> web.Application:
    """A web application for updates, which tells Telegram its public URL when it starts.

    It answers when the update is handled: one that was lost with its process comes again.
    """
    app = web.Application()

    async def start(_: web.Application) -> None:
        await bot.set_webhook(
            str(url), secret_token=webhook_secret(bot), allowed_updates=dispatcher.resolve_used_update_types()
        )
        logger.info("Webhook set: Telegram sends updates to %s.", url)

    app.on_startup.append(start)
    setup_application(app, dispatcher, bot=bot)
    handler = Updates(dispatcher, bot, handle_in_background=False, secret_token=webhook_secret(bot))
    handler.register(app, path=url.path or "/")
    return app
