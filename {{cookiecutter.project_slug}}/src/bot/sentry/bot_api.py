"""What the bot asks of Telegram: spans and breadcrumbs that name the method alone, and polls that fail."""

from asyncio import CancelledError
from typing import Any

import sentry_sdk
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from sentry_sdk.consts import OP, SPANSTATUS

from .failures import Expected, report
from .handling import current_handling

ORIGIN = "auto.http.aiogram"
STATUSES: dict[type[BaseException], str] = {
    CancelledError: SPANSTATUS.CANCELLED,
    TelegramBadRequest: SPANSTATUS.INVALID_ARGUMENT,
    TelegramConflictError: SPANSTATUS.ALREADY_EXISTS,
    TelegramEntityTooLarge: SPANSTATUS.FAILED_PRECONDITION,
    TelegramForbiddenError: SPANSTATUS.PERMISSION_DENIED,
    TelegramMigrateToChat: SPANSTATUS.FAILED_PRECONDITION,
    TelegramNetworkError: SPANSTATUS.UNAVAILABLE,
    TelegramNotFound: SPANSTATUS.NOT_FOUND,
    TelegramRetryAfter: SPANSTATUS.RESOURCE_EXHAUSTED,
    TelegramServerError: SPANSTATUS.UNAVAILABLE,
    TelegramUnauthorizedError: SPANSTATUS.UNAUTHENTICATED,
}


def status_of(error: BaseException) -> str:
    """The status of a span in which a call of the Bot API failed."""
    if isinstance(error.__cause__, TimeoutError):
        return SPANSTATUS.DEADLINE_EXCEEDED
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), SPANSTATUS.INTERNAL_ERROR)


class BotApiMiddleware(BaseRequestMiddleware):
    """Around each call of the Bot API. It adds no trace headers: Telegram has no use for them."""

    def __init__(self, expected: Expected, failed_polls: int) -> None:
        self._expected = expected
        self._failed_polls = failed_polls
        self._streaks: dict[int, int] = {}  # bot id -> failed polls, one after the other

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if not sentry_sdk.get_client().is_active():
            return await make_request(bot, method)
        if isinstance(method, GetUpdates):
            return await self._poll(make_request, bot, method)
        parent = sentry_sdk.get_current_span()
        if parent is None or not parent.sampled:
            return await self._call(make_request, bot, method)
        name = method.__api_method__
        try:
            with sentry_sdk.start_span(op=OP.HTTP_CLIENT, name=name, origin=ORIGIN) as span:
                span.update_data({"http.request.method": "POST", "rpc.system": "telegram", "rpc.method": name})
                response = await self._call(make_request, bot, method)
                span.set_status(SPANSTATUS.OK)
                return response
        except BaseException as error:
            span.set_status(status_of(error))  # the span itself has just set another
            raise

    async def _call(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        crumb: dict[str, Any] = {"type": "http", "category": "telegram", "message": method.__api_method__}
        try:
            response = await make_request(bot, method)
        except Exception as error:
            sentry_sdk.add_breadcrumb(**crumb, level="warning", data={"status": status_of(error)})
            handling = current_handling()
            if handling is not None and handling.answer is method:
                # It was returned by a handler: aiogram sends it after the update, and only logs that it failed.
                with sentry_sdk.isolation_scope() as scope:
                    scope.add_event_processor(handling.apply)
                    report(error, handled=False, handling=handling)
            raise
        sentry_sdk.add_breadcrumb(**crumb, data={"status": SPANSTATUS.OK})
        return response

    async def _poll(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        try:
            response = await make_request(bot, method)
        except Exception as error:
            streak = self._streaks.get(bot.id, 0)
            refused = isinstance(error, TelegramUnauthorizedError | TelegramConflictError)
            # Not 0 again before a poll succeeds; past the threshold once it has been reported.
            self._streaks[bot.id] = max(streak + 1, self._failed_polls if refused else 0)
            if self._streaks[bot.id] >= self._failed_polls > streak:
                with sentry_sdk.isolation_scope() as scope:
                    scope.clear_breadcrumbs()
                    scope.set_tag("bot_id", str(bot.id))
                    scope.set_transaction_name(method.__api_method__)
                    report(error, handled=True)
            raise
        self._streaks[bot.id] = 0
        return response
