"""A Telegram on loopback: what a bot needs of the Bot API, over HTTP."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qsl

TOKEN = ":".join(["1234567", "A" * 35])
BOT = {"id": 1234567, "is_bot": True, "first_name": "Loans", "username": "loans_bot"}
CALLED_WITHIN_SECONDS = 30.0


def message(update_id: int, text: str, user_id: int = 42) -> dict[str, Any]:
    """An update: somebody writes to the bot."""
    sender = {"id": user_id, "is_bot": False, "first_name": "Jane", "username": "jane_doe"}
    chat = {"id": user_id, "type": "private", "first_name": "Jane"}
    command = text.split(maxsplit=1)[0]
    entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command[0] == "/" else []
    content = {"message_id": update_id, "date": int(time.time()), "from": sender, "chat": chat, "text": text}
    return {"update_id": update_id, "message": {**content, "entities": entities}}


class BotApi:
    """What a Telegram knows: the updates that wait for the bot, and what the bot has called."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": self.url}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self._updates: list[dict[str, Any]] = []
        self._changed = Condition()

    def send(self, text: str, user_id: int = 42) -> None:
        """Somebody writes to the bot, which polls."""
        with self._changed:
            self._updates.append(message(len(self.calls) + 1000, text, user_id))
            self._changed.notify_all()

    def wait_for(self, method: str, count: int = 1) -> list[dict[str, str]]:
        """The parameters of the calls of this method, as soon as there are so many.

        Raises:
            TimeoutError: They were not made. The message says which were.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._of(method)) >= count, timeout=CALLED_WITHIN_SECONDS):
                raise TimeoutError(f"not {count} calls of {method}; in all: {[name for name, _ in self.calls]}")
            return self._of(method)

    def answer(self, method: str, parameters: dict[str, str]) -> tuple[int, Any]:
        """The HTTP status and the result of a call."""
        with self._changed:
            self.calls.append((method, parameters))
            self._changed.notify_all()
            if method == "getUpdates":
                offset = int(parameters.get("offset", 0))
                self._updates = [update for update in self._updates if update["update_id"] >= offset]
                self._changed.wait_for(lambda: self._updates, timeout=float(parameters.get("timeout", 0)))
                return 200, list(self._updates)
        if method == "getMe":
            return 200, BOT
        if method == "sendMessage":
            return 200, message(1, parameters["text"])["message"]
        return 200, True

    def _of(self, method: str) -> list[dict[str, str]]:
        return [parameters for name, parameters in self.calls if name == method]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bot_api: BotApi

    def do_POST(self) -> None:
        """Answer `POST /bot<token>/<method>`."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        _, token, method = self.path.split("/")
        status, result = self.bot_api.answer(method, dict(parse_qsl(body))) if token == f"bot{TOKEN}" else (401, None)
        answer = {"ok": status == 200, "result": result, "error_code": status, "description": "as told"}
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def running_bot_api() -> Iterator[BotApi]:
    """A Bot API on a free port of 127.0.0.1."""

    class Handler(_Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        Handler.bot_api = BotApi(server.server_port)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Handler.bot_api
        finally:
            server.shutdown()
            thread.join()
