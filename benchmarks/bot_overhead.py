"""What Sentry costs a bot: updates a second, beside the same dispatcher without Sentry, in one run.

In a baked bot, after `uv sync`:

    uv run python <template>/benchmarks/bot_overhead.py

An update is what it is in production: the JSON of a `/start`, read by aiogram, through the bot's own dispatcher (its
middlewares, its conversations in memory, its filters) to its own handler, which answers by aiogram's own HTTP session;
the log is written, to nowhere. `loopback` is a Bot API over HTTP, in a process of its own that is not counted;
`memory` is a session that answers at once, for the price of an update without any HTTP.

A process for each configuration takes turns with the others, so that whatever else the machine does meets all of them
alike. What counts is the processor time of the whole process, the SDK's threads included, until all that Sentry is sent
has been sent. Each turn is compared with the one without Sentry beside it; the medians are printed.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from statistics import median
from time import process_time, time
from typing import Any

TURNS = int(os.environ.get("TURNS", "40"))
UPDATES = 80  # fewer than the SDK's queue holds: nothing is dropped instead of sent
TOKEN = ":".join(["1234567", "A" * 35])
# Without Sentry; Sentry as the service sets it up, without the integration; with it, at these sample rates; the same
# without the filter; the SDK alone, with nothing but an empty transaction: what no integration can go below.
CONFIGURATIONS = [
    "none",
    "init",
    *(f"{kind} {rate}" for kind in ("aiogram", "unfiltered", "empty") for rate in (0, 0.1, 1)),
]
ANSWER = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 42, "type": "private"}, "text": "Hello"}


def serve_turns(configuration: str, telegram: str, dsn: str) -> None:
    """Take some updates for each line of standard input, and print how much processor time each took."""
    sys.path.insert(0, str(Path.cwd()))
    del sys.argv[1:]  # a bot has none, and they would be in every transaction
    import sentry_sdk
    from aiogram.client.session.base import BaseSession
    from aiogram.types import Message
    from src.bot import app
    from src.bot.sentry import AiogramIntegration
    from src.core.logging import configure_logging
    from src.core.sentry_config import init_sentry
    from src.core.settings import Settings

    class Session(BaseSession):
        """A Telegram that answers at once."""

        async def make_request(self, *_: Any, **__: Any) -> Any:
            return answer

        async def close(self) -> None: ...

        async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
            yield b""

    async def in_a_transaction(handler: Any, event: Any, data: Any) -> Any:
        with sentry_sdk.isolation_scope(), sentry_sdk.start_transaction(op="queue.process", name="update"):
            return await handler(event, data)

    answer = Message.model_validate(ANSWER)
    kind, _, rate = configuration.partition(" ")
    if kind not in ("aiogram", "unfiltered"):
        AiogramIntegration.instrument_bot = AiogramIntegration.instrument_dispatcher = lambda *_: None
    configure_logging("INFO")
    app.redact_content()
    options = {"release": "bot@1", "traces_sample_rate": float(rate or 0)}
    if kind in ("init", "aiogram"):
        init_sentry(dsn=dsn, profile_session_sample_rate=0.0, **options)
    elif kind != "none":
        sentry_sdk.init(dsn=dsn, auto_enabling_integrations=False, **options)
    if telegram == "memory":
        app.Session = Session
    settings = Settings(
        telegram_bot_token=TOKEN, telegram_api_base_url=None if telegram == "memory" else telegram, _env_file=None
    )
    bot, dispatcher = app.create_bot(settings), app.create_dispatcher(settings)
    if kind == "empty":
        dispatcher.update.outer_middleware(in_a_transaction)
    person = {"id": 42, "is_bot": False, "first_name": "Jane", "username": "jane_doe", "language_code": "en"}
    content = {
        "message_id": 1,
        "date": int(time()),
        "from": person,
        "text": "/start",
        "chat": {"id": 42, "type": "private", "first_name": "Jane", "username": "jane_doe"},
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }

    async def take() -> None:
        for number in range(UPDATES):
            update = json.loads(json.dumps({"update_id": number, "message": content}))
            # In a task of its own, as when it polls.
            await asyncio.create_task(dispatcher.feed_raw_update(bot, update))

    # A full collection of what aiogram has imported takes longer than a turn, and meets one at random.
    gc.freeze()
    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            start = process_time()
            runner.run(take())
            sentry_sdk.flush(timeout=30)
            print((process_time() - start) / UPDATES, flush=True)
        runner.run(bot.session.close())


def serve() -> None:
    """A Telegram and a Sentry, which answer at once, on a port that is printed."""
    from aiohttp import web

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "result": ANSWER})

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(site._server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await runner.cleanup()

    asyncio.run(run())


def start(*arguments: str) -> subprocess.Popen[str]:
    """This file in a process of its own."""
    return subprocess.Popen(
        [sys.executable, __file__, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def measure(telegram: str, dsn: str) -> None:
    """Print a table."""
    processes = [start(configuration, telegram, dsn) for configuration in CONFIGURATIONS]
    turns: list[list[float]] = []
    for number in range(TURNS + 3):
        seconds = []
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
            seconds.append(float(process.stdout.readline()))
        if number >= 3:  # the first ones warm up
            turns.append(seconds)
    for process in processes:
        process.stdin.close()
        process.wait()
    print("\n| configuration | of the updates a second without Sentry | microseconds an update |\n|---|---|---|")
    for place, configuration in enumerate(CONFIGURATIONS):
        share = median(turn[0] / turn[place] for turn in turns)
        each, more = (median(turn[place] - base * turn[0] for turn in turns) * 1e6 for base in (0, 1))
        print(f"| {configuration} | {share:.2f} | {each:.0f} ({more:+.0f}) |", flush=True)


def main(*telegrams: str) -> None:
    """Print a table for each Telegram: `loopback` and `memory`, if none is named."""
    server = start("serve")
    address = f"127.0.0.1:{server.stdout.readline().strip()}"
    for telegram in telegrams or ("loopback", "memory"):
        print(f"\nTelegram: {telegram}")
        measure(f"http://{address}" if telegram == "loopback" else telegram, f"http://public@{address}/1")
    server.stdin.close()
    server.wait()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            serve()
        case [configuration, telegram, dsn]:
            serve_turns(configuration, telegram, dsn)
        case telegrams:
            main(*telegrams)
