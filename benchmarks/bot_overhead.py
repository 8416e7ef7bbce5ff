"""What Sentry costs a bot: updates a second, beside the same dispatcher without Sentry, in one run.

In a baked bot, after `uv sync`:

    uv run python <template>/benchmarks/bot_overhead.py

A process for each configuration takes turns with the others, a few hundred updates at a time, so that whatever else
the machine does meets all of them alike. What counts is the processor time of the event loop's thread,
in each one's best round, the one that was disturbed least.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import thread_time
from typing import Any

ROUNDS = 40
UPDATES = 150
TOKEN = ":".join(["1234567", "A" * 35])
# Without Sentry; a scope and a transaction of the SDK's, and nothing else; the integration. The number is the rate.
CONFIGURATIONS = ["none", "bare 0", "bare 1", "aiogram 0", "aiogram 0.1", "aiogram 1"]


def serve_turns(configuration: str, dsn: str) -> None:
    """Take some updates for each line of standard input, and print how long it took."""
    sys.path.insert(0, str(Path.cwd()))
    import sentry_sdk
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.base import BaseSession
    from aiogram.fsm.storage.memory import SimpleEventIsolation
    from aiogram.types import Chat, Message, Update
    from src.bot.sentry import AiogramIntegration
    from src.core.sentry_config import init_sentry

    class Session(BaseSession):
        """A Telegram that answers at once."""

        async def make_request(self, *_: Any, **__: Any) -> Any:
            return answer

        async def close(self) -> None: ...

        async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
            yield b""

    async def handle(message: Message) -> None:
        await message.answer("Hello")

    async def bare(handler: Any, event: Any, data: Any) -> Any:
        with sentry_sdk.isolation_scope(), sentry_sdk.start_transaction(op="queue.process", name="update"):
            return await handler(event, data)

    bot, dispatcher = Bot(TOKEN, session=Session()), Dispatcher(events_isolation=SimpleEventIsolation())
    answer = Message(message_id=1, date=0, chat=Chat(id=1, type="private"))
    kind, _, rate = configuration.partition(" ")
    if kind != "none":
        init_sentry(dsn=dsn, traces_sample_rate=float(rate), profile_session_sample_rate=0.0)
    if kind == "bare":
        dispatcher.update.outer_middleware(bare)
    if kind == "aiogram":
        AiogramIntegration().instrument_dispatcher(dispatcher)
        AiogramIntegration().instrument_bot(bot)
    dispatcher.message.register(handle)
    person = {"id": 42, "is_bot": False, "first_name": "Jane"}
    chat = {"id": 42, "type": "private"}
    content = {"message_id": 1, "date": 1_700_000_000, "from": person, "chat": chat, "text": "Hi"}

    async def take() -> float:
        start = thread_time()
        for number in range(UPDATES):
            update = Update.model_validate({"update_id": number, "message": content}, context={"bot": bot})
            await dispatcher.feed_update(bot, update)
        return thread_time() - start

    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            print(runner.run(take()), flush=True)


class Sink(BaseHTTPRequestHandler):
    """A Sentry that forgets."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def main() -> None:
    """Print a table."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    Thread(target=server.serve_forever, daemon=True).start()
    dsn = f"http://public@127.0.0.1:{server.server_port}/1"
    processes = [
        subprocess.Popen(
            [sys.executable, __file__, configuration, dsn],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for configuration in CONFIGURATIONS
    ]
    rounds: list[list[float]] = []
    for number in range(ROUNDS + 2):
        seconds = []
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
            seconds.append(float(process.stdout.readline()) / UPDATES)
        if number >= 2:  # the first ones warm up
            rounds.append(seconds)
    for process in processes:
        process.stdin.close()
        process.wait()
    print("| configuration | of the updates a second without Sentry | microseconds an update |")
    print("|---|---|---|")
    for place, configuration in enumerate(CONFIGURATIONS):
        best, each = (min(seconds[which] for seconds in rounds) * 1e6 for which in (0, place))
        print(f"| {configuration} | {best / each:.2f} | {each:.0f} (+{each - best:.0f}) |")
    server.shutdown()


if __name__ == "__main__":
    serve_turns(*sys.argv[1:]) if len(sys.argv) > 1 else main()
