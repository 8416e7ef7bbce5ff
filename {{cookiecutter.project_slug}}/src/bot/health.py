"""Health over HTTP, by polling and by webhook: `/health/live` and `/health/ready`."""

from time import monotonic

from aiogram import Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import web

from src.core.settings import Settings, SettingsError

# A poll that finds nothing takes 10 seconds; after a failure the next one comes within 5.
READY_WITHIN_SECONDS = 60.0


def cannot_listen(settings: Settings, error: OSError) -> SettingsError:
    """What to say of a port that cannot be had."""
    place = f"{settings.host}:{settings.port}"
    return SettingsError(f"HOST, PORT: {place} cannot be listened on ({error.strerror or error}).")


class Health(BaseRequestMiddleware):
    """Whether the bot runs, and whether updates reach it.

    By webhook it is ready once Telegram knows its URL; by polling, as long as polls succeed.
    """

    def __init__(self, *, polls: bool) -> None:
        self._polls = polls
        self._polled_at: float | None = None
        self._is_running = False

    def watch(self, bot: Bot, dispatcher: Dispatcher) -> None:
        """Learn of polls, of start and of shutdown."""
        bot.session.middleware(self)
        dispatcher.startup.register(self._start)
        dispatcher.shutdown.register(self._stop)

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        response = await make_request(bot, method)
        if isinstance(method, GetUpdates):
            self._polled_at = monotonic()
        return response

    def add_routes(self, app: web.Application) -> None:
        """Answer on a web application."""
        app.router.add_get("/health/live", self._live)
        app.router.add_get("/health/ready", self._ready)

    async def serve(self, settings: Settings) -> web.AppRunner:
        """Answer on a web server of its own; its `cleanup` stops it.

        Raises:
            SettingsError: The port cannot be had.
        """
        app = web.Application()
        self.add_routes(app)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            await runner.cleanup()
            raise cannot_listen(settings, error) from None
        return runner

    async def _start(self) -> None:
        self._is_running = True

    async def _stop(self) -> None:
        self._is_running = False

    async def _live(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def _ready(self, _: web.Request) -> web.Response:
        age = None if self._polled_at is None else round(monotonic() - self._polled_at, 1)
        ready = self._is_running and (not self._polls or (age is not None and age < READY_WITHIN_SECONDS))
        answer: dict[str, str | float | None] = {"status": "ready" if ready else "not ready"}
        if self._polls:
            answer["seconds_since_get_updates"] = age
        return web.json_response(answer, status=200 if ready else 503)
