"""How the bot talks to Telegram: by aiogram's session, but what that raises names no token, and nobody's messages."""

import json
import logging
from collections.abc import AsyncGenerator
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Update
from aiohttp import ClientError, ClientSession
from pydantic import ValidationError

from src.core.grouping import RULES, Rule
from src.core.scrubbing import scrub_text

logger = logging.getLogger(__name__)

RULES.append(Rule((TelegramNetworkError, TelegramServerError), lambda *_: ["telegram-unavailable"]))


@cache
def response_type(returning: Any) -> type[Response[Any]]:
    """The model of an answer. aiogram makes it for each answer: pydantic forgets it when nobody else holds it."""
    return Response[returning]


def readable_updates(content: str) -> str | None:
    """An answer to getUpdates with those that cannot be read empty, or they come for ever. None if there are none."""
    unreadable = 0
    try:
        answer = json.loads(content)
        for place, update in enumerate(answer["result"]):
            try:
                Update.model_validate(update)
            except ValidationError:
                unreadable = update["update_id"]
                answer["result"][place] = {"update_id": unreadable}
                logger.warning("Update %d cannot be read: aiogram must be upgraded for it.", unreadable)
    except (KeyError, TypeError, ValueError):
        return None
    return json.dumps(answer) if unreadable else None


class Session(AiohttpSession):
    """A session whose errors can be logged as they are."""

    async def create_session(self) -> ClientSession:
        """The HTTP client, which no integration of Sentry's watches: each of its URLs holds the token."""
        session = await super().create_session()
        session.trace_configs.clear()
        return session

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's
    ) -> TelegramType:
        """Call a method.

        Raises:
            TelegramAPIError: It failed.
            ClientDecodeError: The answer cannot be read; what it was is not told.
        """
        try:
            return await super().make_request(bot, method, timeout)
        except TelegramNetworkError as error:
            # Of a redirect, say: its text, and that of its cause, hold the URL.
            error.message = scrub_text(error.message)
            error.__cause__ = error.__cause__ if isinstance(error.__cause__, TimeoutError) else None
            error.__suppress_context__ = True
            raise

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """What Telegram answers. See `make_request`."""
        response_type(method.__returning__)
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            if method.__api_method__ == "getUpdates" and (readable := readable_updates(content)):
                return self.check_response(bot, method, status_code, readable)
            # Of getUpdates, the answer is what everybody wrote.
            kind = type(error.original).__name__
            raise ClientDecodeError(
                error.message, ValueError(kind), f"{len(content)} characters of {method.__api_method__}"
            ) from None

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - aiogram's
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """A file, piece by piece.

        Raises:
            ClientError: It could not be had.
        """
        try:
            async for chunk in super().stream_content(url, headers, timeout, chunk_size, raise_for_status):
                yield chunk
        except ClientError as error:
            raise ClientError(scrub_text(f"{type(error).__name__}: {error}")) from None
