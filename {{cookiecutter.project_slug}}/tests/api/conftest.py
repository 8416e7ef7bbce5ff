"""The service with failures in every place, which has been asked for all of them and has then stopped."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.support.kent import running_kent
from tests.support.service import free_port, running_service

TOKEN = "-".join(["token", "of", "user", "42"])
JSON = {"Content-Type": "application/json"}
SECRET = "-".join(["s3cr3t", "of", "a", "client"])
SECRETS = {
    "Authorization": f"Basic {SECRET}",
    "Cookie": f"session={SECRET}",
    "Referer": f"https://loans.example.com/?token={SECRET}",
    "X-Api-Key": SECRET,
    "X-Forwarded-For": "203.0.113.77",
    "baggage": f"sentry-user_segment={SECRET}",
}
PREFLIGHT = {"Origin": "https://loans.example.com", "Access-Control-Request-Method": "GET"}
CROWD = [f"crowd-{number}" for number in range(20)]
REQUESTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    **{
        place: ("GET", f"/fail/{place}", {})
        for place in (
            *("route", "sync", "dependency", "middleware", "handler", "group"),
            *("after", "background", "stream", "captured", "forgotten"),
        )
    },
    "user": ("GET", "/fail/user", {"headers": {"Authorization": f"Bearer {TOKEN}"}}),
    "nobody": ("GET", "/fail/user", {"headers": {"Authorization": "Bearer s3cr3t"}}),
    "expected": ("GET", "/expected", {}),
    "side-by-side": ("GET", "/side-by-side", {}),
    "preflight": ("OPTIONS", "/cards", {"headers": PREFLIGHT}),
    "nested": ("GET", "/nested/nowhere", {}),
    "told-everything": ("GET", f"/fail/route?password={SECRET}", {"headers": SECRETS}),
    "mounted": ("GET", "/mounted/route", {}),
    "mounted-for": ("GET", "/of/quackenbush/route/7", {}),
    "mounted-status": ("GET", "/mounted/status", {}),
    **{f"status-{status}": ("GET", f"/status/{status}", {}) for status in (401, 404, 418, 500, 503, 599)},
    "unrouted": ("GET", "/nowhere/jane?name=jane", {}),
    "wrong-method": ("DELETE", "/fail/route", {}),
    "head": ("HEAD", "/fail/route", {}),
    "options": ("OPTIONS", "/fail/route", {}),
    "invalid": ("POST", "/cards", {"json": {"number": "s3cr3t"}}),
    "invalid-json": ("POST", "/cards", {"content": '{"number": s3cr3t}', "headers": JSON}),
    "health": ("GET", "/health/live", {}),
    "traced-by-caller": ("GET", "/status/404", {"headers": {"sentry-trace": f"{'a' * 32}-{'b' * 16}-0"}}),
}


class Told:
    """What everybody was told: clients by their answers, Sentry by its items, and the log by its lines."""

    def __init__(self, answers: dict[str, httpx2.Response], items: list[dict[str, Any]], log: str) -> None:
        self.answers = answers
        self.items = items
        self.log = log

    def bodies(self, kind: str, request_id: str | None = None) -> list[dict[str, Any]]:
        """The contents of the items of this kind, of all requests or of one."""
        bodies = [item["body"] for item in self.items if item["header"]["type"] == kind]
        return [body for body in bodies if request_id in (None, body.get("tags", {}).get("request_id"))]

    def line(self, request_id: str) -> str:
        """The line that the log has for a request."""
        lines = [line for line in self.log.splitlines() if f"[request_id={request_id} " in line]
        (line,) = [line for line in lines if " src.api.requests: " in line]
        return line


def ask(port: int) -> dict[str, httpx2.Response]:
    """The answers to all requests; their names are their ids."""
    answers = {}
    new_connections = httpx2.Limits(max_keepalive_connections=0)  # what fails while it streams ends its own
    url = f"http://127.0.0.1:{port}"
    with httpx2.Client(base_url=url, trust_env=False, timeout=30, limits=new_connections) as client:
        for name, (method, path, options) in REQUESTS.items():
            headers = {"X-Request-ID": name, **options.get("headers", {})}
            answers[name] = client.request(method, path, **{**options, "headers": headers})

        def ask_in_a_crowd(name: str) -> httpx2.Response:
            return client.get(f"/fail/crowd/{name}", headers={"X-Request-ID": name})

        with ThreadPoolExecutor(len(CROWD)) as threads:
            answers |= dict(zip(CROWD, threads.map(ask_in_a_crowd, CROWD), strict=True))
        with client.stream("GET", "/slow", headers={"X-Request-ID": "gone"}) as answer:
            next(answer.iter_raw())
    for place in ("before", "after", "left"):
        socket_url = f"ws://127.0.0.1:{port}/ws/{place}"
        try:
            with connect(socket_url, additional_headers={"X-Request-ID": f"socket-{place}"}, proxy=None) as socket:
                if place == "after":
                    socket.recv()
        except (ConnectionClosed, InvalidStatus):
            pass
    return answers


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """What everybody was told when the service had stopped, and nothing was left to arrive."""
    port = free_port()
    with (
        running_kent() as kent,
        running_service(
            tmp_path_factory.mktemp("failing"),
            *("-m", "uvicorn", "tests.api.failing_app:app", f"--port={port}"),
            ready="Application startup complete.",
            SENTRY_DSN=kent.dsn,
            SENTRY_ENVIRONMENT="test",
            SENTRY_RELEASE="loans@1.2.3",
            SENTRY_TRACES_SAMPLE_RATE="1",
            SENTRY_PROFILES_SAMPLE_RATE="1",
            SENTRY_LOGS_LEVEL="INFO",
            EXAMPLE_TOKENS=json.dumps({TOKEN: 42}),
        ) as service,
    ):
        answers = ask(port)
        service.stop()
        yield Told(answers, kent.items(), service.log)
