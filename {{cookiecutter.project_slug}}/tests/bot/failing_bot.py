"""The bot with handlers that fail, each in a way of its own: `python -m tests.bot.failing_bot`.

`/<way>` takes the handler of this name. By webhook, it also serves updates in the background, and a second bot.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial, wraps
from threading import Thread
from typing import Any
from urllib.parse import quote

import httpx2
import sentry_sdk
from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.exceptions import ClientDecodeError
from aiogram.filters import Command, CommandObject, ExceptionTypeFilter
from aiogram.fsm.scene import Scene, SceneRegistry, on
from aiogram.fsm.storage.base import StateType, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.handlers import MessageHandler
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import ErrorEvent, InlineQuery, Message, TelegramObject
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from pydantic import HttpUrl, SecretStr
# jinja: if cookiecutter.database == "sqlalchemy"
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
# jinja: endif

from src.bot import app, shutdown
from src.bot.app import create_bot
from src.bot.sentry import register_first
from src.bot.webhook import create_web_app
from src.main import bot, dispatcher, settings
from tests.support.bot_api import SECOND_TOKEN

logger = logging.getLogger(__name__)
router = Router(name="failures")
kept: list[object] = []
in_hand: set[object] = set()
# For these two people, nothing can be stored, or locked.
FAILING_STORAGE, FAILING_LOCK = 13, 14
shutdown.FINISH_WITHIN_SECONDS = 4.0


class HandledError(Exception):
    """An error handler returns."""


class LoggedByHandlerError(Exception):
    """An error handler logs it, and returns."""


class ToldByHandlerError(Exception):
    """An error handler logs what it says, and returns."""


class RaisedAgainError(Exception):
    """An error handler raises it again."""


class FailedHandlerError(Exception):
    """An error handler fails."""


class UndeliveredError(Exception):
    """An error handler fails in an expected way."""


class CancelledByHandlerError(Exception):
    """An error handler cancels."""


class UnknownBaseError(BaseException):
    """None of aiogram's `except Exception` catches it."""


class SlottedError(Exception):
    """It has slots."""

    __slots__ = ("code",)


class FrozenError(Exception):
    """It refuses attributes, but for those that Python itself sets."""

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse."""
        if not hasattr(Exception, name):
            raise AttributeError(name)
        super().__setattr__(name, value)


SINGLETON = LookupError("the same object")
Way = Callable[..., Any]


def way(name: str, handler: Way) -> None:
    """Let `/name` take a handler."""
    router.message.register(handler, Command(name))


def raises(error: BaseException | type[BaseException]) -> Way:
    """A handler that raises this."""

    async def handler(_: Message) -> None:
        raise error

    return handler


for name, error in {
    "fail": LookupError("failed"),
    "group": ExceptionGroup("group", [LookupError("one"), ValueError("two")]),
    "singleton": SINGLETON,
    "frozen": FrozenError(),
    "slotted": SlottedError(),
    "base": UnknownBaseError(),
    "cancelled": asyncio.CancelledError(),
    "inner-middleware": LookupError("in the handler"),
    "outer-middleware": LookupError("in the handler"),
    "skip": SkipHandler(),
    "cancel": CancelHandler(),
    "handled": HandledError(),
    "handler-logs": LoggedByHandlerError(),
    "handler-tells": ToldByHandlerError(),
    "handler-raises-again": RaisedAgainError(),
    "handler-fails": FailedHandlerError(),
    "handler-cannot-deliver": UndeliveredError(),
    "handler-cancels": CancelledByHandlerError(),
    "unreadable": ClientDecodeError("cannot", ValueError("v"), "what-everybody-wrote"),
}.items():
    way(name, raises(error))


@router.error(ExceptionTypeFilter(HandledError))
async def handle(_: ErrorEvent) -> None:
    """Take it."""


@router.error(ExceptionTypeFilter(LoggedByHandlerError))
async def log(event: ErrorEvent) -> None:
    """Log it, and take it."""
    logger.error("an error handler logs", exc_info=event.exception)


@router.error(ExceptionTypeFilter(ToldByHandlerError))
async def tell(event: ErrorEvent) -> None:
    """Log what it says, and take it."""
    logger.error("cause: %s", event.exception)


@router.error(ExceptionTypeFilter(RaisedAgainError))
async def raise_again(event: ErrorEvent) -> None:
    """Raise it again."""
    raise event.exception


@router.error(ExceptionTypeFilter(FailedHandlerError))
async def fail_too(_: ErrorEvent) -> None:
    """Fail."""
    raise ZeroDivisionError("in the error handler")


@router.error(ExceptionTypeFilter(UndeliveredError))
async def cannot_deliver(event: ErrorEvent) -> None:
    """Apologise to somebody who has blocked the bot."""
    message = event.update.message
    assert message is not None
    await bot.send_message(403, "sorry")


@router.error(ExceptionTypeFilter(CancelledByHandlerError))
async def cancel(_: ErrorEvent) -> None:
    """Cancel."""
    raise CancelHandler


def sync(_: Message) -> None:
    """Fail in a thread."""
    raise LookupError("sync")


async def log_and_raise(_: Message) -> None:
    """Log, and raise again."""
    try:
        sync(_)
    except LookupError:
        logger.exception("a handler logs")
        raise


async def log_and_fail_again(_: Message) -> None:
    """Log, and fail with something else meanwhile."""
    try:
        sync(_)
    except LookupError:
        logger.exception("a handler logs")
        raise RuntimeError("meanwhile")  # noqa: B904


async def capture_and_raise(_: Message) -> None:
    """Capture, and raise again."""
    try:
        sync(_)
    except LookupError as error:
        sentry_sdk.capture_exception(error)
        raise


async def capture_and_wrap(_: Message) -> None:
    """Capture, and raise another from it."""
    try:
        sync(_)
    except LookupError as error:
        sentry_sdk.capture_exception(error)
        raise ValueError("wrapped") from error


async def fail_after(seconds: float) -> None:
    """Fail, but not at once."""
    await asyncio.sleep(seconds)
    raise LookupError("in a task")


async def task(_: Message) -> None:
    """Start a task that fails once this is done."""
    kept.append(asyncio.create_task(fail_after(0.02)))


async def forgotten_task(_: Message) -> None:
    """Start a task that fails before this is done, and that nobody keeps."""
    asyncio.create_task(fail_after(0))  # noqa: RUF006
    await asyncio.sleep(0.02)


async def awaited_task(_: Message) -> None:
    """Expect the failure of a task."""
    task = asyncio.create_task(fail_after(0))
    await asyncio.sleep(0.01)
    for failing in (task, asyncio.gather(fail_after(0)), asyncio.wait_for(fail_after(0), 1)):
        try:
            await failing
        except LookupError:
            continue


async def awaited_task_fails(_: Message) -> None:
    """Fail as a task does."""
    await asyncio.create_task(fail_after(0))


async def task_group(_: Message) -> None:
    """Fail as two tasks do."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fail_after(0))
        tasks.create_task(fail_after(0))


async def thread(_: Message) -> None:
    """Start a thread that fails."""
    failing = Thread(target=partial(sync, _))
    failing.start()
    await asyncio.to_thread(failing.join)


async def ask(chat_id: int, _: Message) -> None:
    """Write to a chat which answers with a failure."""
    await bot.send_message(chat_id, "hello")


async def answer(_: Message) -> TelegramMethod[Any]:
    """Answer, by what is returned, to a chat which answers with a failure."""
    return SendMessage(chat_id=400, text="hello")


def refuse(_: Message) -> bool:
    """A filter that fails."""
    raise LookupError("in a filter")


def decorated(handler: Way) -> Way:
    """A decorator."""

    @wraps(handler)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        return await handler(*args, **kwargs)

    return wrapped


@decorated
async def wrapped(_: Message) -> None:
    """Fail within a decorator."""
    raise LookupError("decorated")


class Handler(MessageHandler):
    """A handler that is a class."""

    async def handle(self) -> None:
        """Fail."""
        raise LookupError("in a class")


class Middleware(BaseMiddleware):
    """Fails for what is written in a command."""

    def __init__(self, command: str) -> None:
        self._command = command

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: Any
    ) -> Any:
        """Fail, or let it pass."""
        if isinstance(event, Message) and event.text == self._command:
            raise LookupError("in a middleware")
        return await handler(event, data)


class InHand(BaseMiddleware):
    """Knows the updates in hand."""

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: Any
    ) -> Any:
        """Let it pass."""
        token = object()
        in_hand.add(token)
        try:
            return await handler(event, data)
        finally:
            in_hand.discard(token)


class Quiz(Scene, state="quiz"):
    """A scene."""

    @on.message.enter()
    async def enter(self, _: Message) -> None:
        """Let it begin."""

    @on.message()
    async def fail(self, _: Message) -> None:
        """Fail in a scene."""
        await self.wizard.exit()
        raise LookupError("in a scene")


class FailingStorage(MemoryStorage):
    """Fails for one person."""

    async def get_state(self, key: StorageKey) -> str | None:
        """Fail, or not."""
        if key.user_id == FAILING_STORAGE:
            raise ConnectionError("the storage is gone")
        return await super().get_state(key)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Fail, or not."""
        if key.user_id == FAILING_STORAGE:
            raise ConnectionError("the storage is gone")
        await super().set_state(key, state)


class FailingIsolation(SimpleEventIsolation):
    """Fails for one person."""

    @asynccontextmanager
    async def lock(self, key: StorageKey) -> AsyncGenerator[None, None]:
        """Fail, or not."""
        if key.user_id == FAILING_LOCK:
            raise ConnectionError("the lock is gone")
        async with super().lock(key):
            yield


async def leak(message: Message) -> None:
    """Fail with all that is known in the text, in a breadcrumb, and in the log."""
    known = f"{message.text!r} of {message.from_user!r} in {message.chat!r}"
    logger.info("leaking %s", known)
    logger.error("failing with %s", message.text)
    raise ValueError(f"cannot do {known}")


async def leak_everywhere(message: Message, command: CommandObject) -> None:
    """Fail with it in tags, contexts, logs, metrics, a callback, in other spellings and in a number."""
    assert command.args
    assert message.location
    sentry_sdk.set_tag("wrote", command.args.lower())
    sentry_sdk.set_context("order", {"note": quote(command.args), "north": message.location.latitude})
    sentry_sdk.logger.warning("wrote {text}", text=command.args)
    sentry_sdk.metrics.count("orders", 1, attributes={"note": command.args})
    asyncio.get_running_loop().call_soon(int, command.args)
    await asyncio.sleep(0)
    raise LookupError(f"no such order: {command.args.upper()}")


async def number(_: Message, command: CommandObject) -> None:
    """Read what is written as a number."""
    int(command.args or "")


async def crumbs(message: Message, command: CommandObject) -> None:
    """Leave a breadcrumb, wait for the others, and fail."""
    sentry_sdk.add_breadcrumb(message=f"crumb of {command.args}")
    sentry_sdk.set_tag("mine", str(command.args))
    await asyncio.sleep(0.05)
    await message.answer("...")
    raise LookupError("with crumbs")


async def slow(message: Message) -> None:
    """Answer after a while."""
    await message.answer("begun")
    await asyncio.sleep(1)
    await message.answer("done")


async def hang(message: Message) -> None:
    """Never end."""
    await message.answer("begun")
    await asyncio.Event().wait()


async def call(_: Message) -> None:
    """Call another service, by plain HTTP."""
    async with httpx2.AsyncClient(trust_env=False) as http:
        await http.get(f"{settings.sentry_trace_to[0]}/service/ping")


# jinja: if cookiecutter.database == "sqlalchemy"
async def query(_: Message, session: AsyncSession) -> None:
    """Ask the database."""
    await session.execute(text("SELECT 17"))


# jinja: endif
async def download(_: Message) -> None:
    """Ask for a file."""
    await bot.download("f1")


async def done(_: Message, command: CommandObject) -> None:
    """Tell Sentry that whatever was written before has been dealt with."""
    while len(in_hand) > 1:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)  # for the tasks that updates have left behind
    gc.collect()
    sentry_sdk.capture_message(f"done {command.args}")


ways: dict[str, Way] = {
    "sync": sync,
    "log-and-raise": log_and_raise,
    "log-and-fail-again": log_and_fail_again,
    "capture-and-raise": capture_and_raise,
    "capture-and-wrap": capture_and_wrap,
    "task": task,
    "forgotten-task": forgotten_task,
    "awaited-task": awaited_task,
    "awaited-task-fails": awaited_task_fails,
    "task-group": task_group,
    "thread": thread,
    "forbidden": partial(ask, 403),
    "flood": partial(ask, 429),
    "not-modified": partial(ask, 304),
    "bad-request": partial(ask, 400),
    "answer": answer,
    "partial": partial(lambda _, message: sync(message), None),
    "decorated": wrapped,
    "class": Handler,
    "leak": leak,
    "leak-everywhere": leak_everywhere,
    "number": number,
    "crumbs": crumbs,
    "slow": slow,
    "hang": hang,
    "call": call,
    # jinja: if cookiecutter.database == "sqlalchemy"
    "query": query,
    # jinja: endif
    "download": download,
    "done": done,
    "scene": Quiz.as_handler(),
}
for name, handler in ways.items():
    way(name, handler)
router.message.register(sync, Command("filter"), refuse)
router.edited_channel_post.register(call)
router.message.middleware(Middleware("/inner-middleware"))
router.message.outer_middleware(Middleware("/outer-middleware"))


@router.inline_query()
@router.channel_post()
@router.edited_message()
@router.message_reaction()
@router.poll_answer()
@router.callback_query()
@router.business_message()
@router.poll()
async def other(_: InlineQuery | Message) -> None:
    """Fail with an update of another type."""
    raise LookupError("another type")


register_first(dispatcher.update.outer_middleware, InHand())
dispatcher.fsm.storage = FailingStorage()
dispatcher.fsm.events_isolation = FailingIsolation()
outer = Router(name="outer")
outer.include_router(router)
dispatcher.include_router(outer)
SceneRegistry(router).add(Quiz)


def create_web_app_for_all(bot: Bot, dispatcher: Dispatcher, url: HttpUrl) -> web.Application:
    """The webhook, the same in the background, and that of a second bot."""
    served = create_web_app(bot, dispatcher, url)
    second = create_bot(settings.model_copy(update={"telegram_bot_token": SecretStr(SECOND_TOKEN)}))
    SimpleRequestHandler(dispatcher, bot, handle_in_background=True).register(served, "/background")
    SimpleRequestHandler(dispatcher, second, handle_in_background=False).register(served, "/second")
    return served


if __name__ == "__main__":
    app.create_web_app = create_web_app_for_all  # type: ignore[attr-defined]
    app.run(bot, dispatcher, settings)
