"""What becomes of an update that cannot be handled: it is logged, and whoever wrote is told what to ask about."""

import logging
from typing import Any, cast

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler, SkipHandler
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.fsm.context import FSMContext
from aiogram.types import ErrorEvent, TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

from src.bot.sentry import Expected, at_late_failure, register_first, reported_event_id
from src.bot.sentry.updates import Handler

SORRY = "Something went wrong. Please try again later."
QUOTE = "If you tell us about it, quote error {event_id}, or write /report and what you did."

logger = logging.getLogger(__name__)


def watch_errors(dispatcher: Dispatcher, expected: Expected) -> None:
    """Have failures answered and remembered, but for expected ones.

    Call it before Sentry's integration gets to see the dispatcher.
    """
    dispatcher.error.outer_middleware(TellUser(expected))
    register_first(dispatcher.update.outer_middleware, PassOver())


def last_error(data: dict[str, Any]) -> FSMContext | None:
    """Where the id of the last event of a person in a chat is kept, apart from the conversation; None for nobody."""
    context: EventContext = data.get("event_context") or EventContext()
    user_id, chat_id = context.user_id, context.chat_id
    if user_id is None:
        return None
    dispatcher: Dispatcher = data["dispatcher"]
    return dispatcher.fsm.get_context(data["bot"], chat_id or user_id, user_id, destiny="last-error")


class PassOver(BaseMiddleware):
    """Passes over updates of a type that Telegram knows and this aiogram does not; it would print them whole."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        update = cast("Update", event)
        try:
            update.event_type  # noqa: B018 - raises
        except UpdateTypeLookupError:
            kinds = ", ".join(sorted(update.model_extra or {})) or "an unknown type"
            logger.warning("Update %d is passed over: aiogram must be upgraded for %s.", update.update_id, kinds)
            return UNHANDLED
        try:
            return await handler(event, data)
        finally:
            await remember(data)
            at_late_failure(lambda: remember(data))


class TellUser(BaseMiddleware):
    """Answers an update whose failure no error handler has taken, and takes it: Telegram need not send it again."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        failure = cast("ErrorEvent", event)
        error: Exception = failure.exception
        try:
            response = await handler(event, data)
        except (SkipHandler, CancelHandler):
            raise
        except Exception as raised:
            error, response = raised, UNHANDLED
        if response is not UNHANDLED:
            return response
        if error in self._expected:
            logger.info("Update %d: %s, as is to be expected.", failure.update.update_id, type(error).__name__)
            return None
        event_id = reported_event_id()
        logger.error("Update %d failed: event %s.", failure.update.update_id, event_id, exc_info=error)
        try:
            await tell(failure.update, data["bot"], f"{SORRY} {QUOTE.format(event_id=event_id)}" if event_id else SORRY)
        except Exception as undelivered:
            logger.warning("Update %d: nobody was told (%s).", failure.update.update_id, type(undelivered).__name__)
        return None


async def tell(update: Update, bot: Bot, text: str) -> None:
    """Answer an update with a text, if it is one that a person waits for an answer to."""
    message = update.message or update.edited_message or update.business_message
    if message is not None:
        await bot.send_message(
            message.chat.id,
            text,
            message_thread_id=message.message_thread_id if message.is_topic_message else None,
            business_connection_id=message.business_connection_id,
        )
    elif update.callback_query is not None:
        await bot.answer_callback_query(update.callback_query.id, text, show_alert=True)
    elif update.pre_checkout_query is not None:
        await bot.answer_pre_checkout_query(update.pre_checkout_query.id, ok=False, error_message=text)
    elif update.shipping_query is not None:
        await bot.answer_shipping_query(update.shipping_query.id, ok=False, error_message=text)


async def remember(data: dict[str, Any]) -> None:
    """Keep the id of the event that an update made, for `/report`."""
    event_id = reported_event_id()
    kept = last_error(data) if event_id else None
    if kept is not None:
        try:
            await kept.set_data({"event_id": event_id})
        except Exception as error:
            logger.warning("Event %s is not remembered (%s).", event_id, type(error).__name__)
