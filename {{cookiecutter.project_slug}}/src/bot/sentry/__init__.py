"""Sentry for aiogram 3: one event a failing update, one transaction an update, nothing that people wrote."""

from collections.abc import Callable, Iterable

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from sentry_sdk.integrations import Integration
from sentry_sdk.integrations.logging import ignore_logger
from sentry_sdk.scope import add_global_event_processor

from .bot_api import BotApiMiddleware
from .failures import Expected, drop_repeated
from .feedback import capture_feedback
from .handling import at_late_failure, event_without_content, reported_event_id, without_content
from .updates import ErrorMiddleware, HandlerMiddleware, UpdateMiddleware, register_first

__all__ = [
    "AiogramIntegration",
    "Expected",
    "at_late_failure",
    "capture_feedback",
    "event_without_content",
    "register_first",
    "reported_event_id",
    "without_content",
]

EXPECTED_ERRORS: tuple[type[Exception] | str, ...] = (
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    "message is not modified",
    "message to edit not found",
    "message to delete not found",
    "query is too old",
)


class AiogramIntegration(Integration):
    """Watches dispatchers and bots, with `sentry_sdk.init` called before or after.

    Args:
        expected_errors: What a bot in good health meets, and Sentry never gets: classes of exceptions, and texts
            that Telegram's description of a bad request contains.
        failed_polls: How many polls fail, one after the other, before it is an event. A refused token, or another
            process that polls, is one at once.
        filter_text: What texts go through on their way to Sentry, before `event_without_content`.
    """

    identifier = "aiogram"
    origin = f"auto.function.{identifier}"
    _is_set_up = False

    def __init__(
        self,
        expected_errors: Iterable[type[Exception] | str] = EXPECTED_ERRORS,
        failed_polls: int = 3,
        filter_text: Callable[[str], str] = str,
    ) -> None:
        self.expected = Expected(expected_errors)
        self._failed_polls, self._filter_text = failed_polls, filter_text

    @staticmethod
    def setup_once() -> None:
        """Drop what would be a second event of the same failure."""
        if not AiogramIntegration._is_set_up:
            AiogramIntegration._is_set_up = True
            add_global_event_processor(drop_repeated)
            # They log what the middlewares report, and every poll that fails.
            ignore_logger("aiogram.event")
            ignore_logger("aiogram.dispatcher")

    def instrument_dispatcher(self, dispatcher: Dispatcher) -> None:
        """Watch each update: its failures, its transaction, and the span of its handler.

        Middlewares of the observer `error` that are registered before see an error after it has been reported, and
        may swallow it; those registered after, and error handlers, decide whether it counts as handled.
        """
        self.setup_once()
        register_first(dispatcher.update.outer_middleware, UpdateMiddleware(self.expected, self._filter_text))
        dispatcher.error.outer_middleware(ErrorMiddleware())
        for name, observer in dispatcher.observers.items():
            if name not in ("update", "error"):
                register_first(observer.middleware, HandlerMiddleware())

    def instrument_bot(self, bot: Bot) -> None:
        """Watch what the bot asks of Telegram: spans, breadcrumbs, and polls that fail."""
        self.setup_once()
        bot.session.middleware(BotApiMiddleware(self.expected, self._failed_polls))
