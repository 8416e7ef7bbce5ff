"""A Telegram on loopback: what a bot needs of the Bot API, over HTTP."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Condition, Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

TOKEN = ":".join(["1234567", "A" * 35])
SECOND_TOKEN = ":".join(["7654321", "B" * 35])
CALLED_WITHIN_SECONDS = 30.0

_update_ids = count(1000)


def message(update_id: int, text: str, user_id: int = 42, **content: Any) -> dict[str, Any]:
    """An update: somebody writes to the bot."""
    sender = {"id": user_id, "is_bot": False, "first_name": "Jane", "username": "jane_doe"}
    chat = {"id": user_id, "type": "private", "first_name": "Jane"}
    command = text.split(maxsplit=1)[0]
    entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command[0] == "/" else []
    known = {"message_id": update_id, "date": int(time.time()), "from": sender, "chat": chat, "text": text}
    return {"update_id": update_id, "message": {**known, "entities": entities, **content}}


@dataclass(frozen=True)
class Failure:
    """What a call is answered with instead of its result."""

    status: int = 200
    description: str = "as told"
    parameters: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    after_seconds: float = 0.0
    hang_up: bool = False


class Rule(NamedTuple):
    """Which calls fail, and how."""

    method: str
    failure: Failure
    where: Callable[[dict[str, str]], bool]


class BotApi:
    """What a Telegram knows: the updates that wait for the bot, and what the bot has called."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            health = str(listener.getsockname()[1])
        self.settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": self.url, "PORT": health}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []
        self._updates: list[dict[str, Any]] = []
        self._rules: list[Rule] = []
        self._changed = Condition()

    def send(self, text: str, user_id: int = 42) -> None:
        """Somebody writes to the bot, which polls."""
        self.bring(message(next(_update_ids), text, user_id))

    def bring(self, update: dict[str, Any]) -> None:
        """Something happens that the bot, which polls, is told of."""
        with self._changed:
            self._updates.append(update)
            self._changed.notify_all()

    def fail(self, method: str, failure: Failure, where: Callable[[dict[str, str]], bool] = lambda _: True) -> None:
        """Let the calls of a method fail, those for whose parameters `where` holds, until `recover`."""
        with self._changed:
            self._rules.append(Rule(method, failure, where))
            self._changed.notify_all()

    def recover(self) -> None:
        """Let no call fail any more."""
        with self._changed:
            self._rules.clear()

    def wait_for(self, method: str, count: int = 1) -> list[dict[str, str]]:
        """The parameters of the calls of this method, as soon as there are so many.

        Raises:
            TimeoutError: They were not made. The message says which were.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._of(method)) >= count, timeout=CALLED_WITHIN_SECONDS):
                raise TimeoutError(f"not {count} calls of {method}; in all: {[name for name, _ in self.calls]}")
            return self._of(method)

    def answer(self, token: str, method: str, parameters: dict[str, str], headers: dict[str, str]) -> Failure | Any:
        """How a call fails, or its result."""
        with self._changed:
            self.calls.append((method, parameters))
            self.headers.append(headers)
            self._changed.notify_all()
            if token not in (TOKEN, SECOND_TOKEN):
                return Failure(401, "Unauthorized")
            if method == "getUpdates":
                offset = int(parameters.get("offset", 0))
                self._updates = [update for update in self._updates if update["update_id"] >= offset]
                self._changed.wait_for(
                    lambda: self._updates or self._failure(method, parameters),
                    timeout=float(parameters.get("timeout", 0)),
                )
            if failure := self._failure(method, parameters):
                return failure
            if method == "getUpdates":
                return list(self._updates)
        bot_id = int(token.split(":", maxsplit=1)[0])
        results: dict[str, Any] = {
            "getMe": {"id": bot_id, "is_bot": True, "first_name": "Loans", "username": "loans_bot"},
            "sendMessage": message(1, parameters.get("text", "-"))["message"],
            "getFile": {"file_id": "f1", "file_unique_id": "u1", "file_path": "photos/1.jpg"},
            "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
        }
        return results.get(method, True)

    def _failure(self, method: str, parameters: dict[str, str]) -> Failure | None:
        matching = (rule.failure for rule in self._rules if rule.method == method and rule.where(parameters))
        return next(matching, None)

    def _of(self, method: str) -> list[dict[str, str]]:
        return [parameters for name, parameters in self.calls if name == method]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bot_api: BotApi

    def do_POST(self) -> None:
        """Answer `POST /bot<token>/<method>`."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer(dict(parse_qsl(body)))

    def do_GET(self) -> None:
        """Answer `GET /file/bot<token>/<path>`, and calls that were redirected."""
        self._answer({})

    def _answer(self, parameters: dict[str, str]) -> None:
        parts = self.path.split("/")
        place = 2 if parts[1] == "file" else 1
        token, method = parts[place].removeprefix("bot"), "file" if place == 2 else parts[place + 1]
        answer = self.bot_api.answer(token, method, parameters, dict(self.headers))
        failure = answer if isinstance(answer, Failure) else Failure()
        time.sleep(failure.after_seconds)
        if failure.hang_up:
            self.close_connection = True
            return
        told: dict[str, Any] = {"ok": True, "result": answer}
        if isinstance(answer, Failure):
            told = {"ok": False, "error_code": failure.status, "description": failure.description}
            if failure.parameters:
                told["parameters"] = failure.parameters
        content = (json.dumps(told) if failure.body is None else failure.body).encode()
        self.send_response(failure.status)
        for name, value in {"Content-Type": "application/json", **failure.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        with suppress(ConnectionError):  # of a bot that has stopped, or has been killed, meanwhile
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
