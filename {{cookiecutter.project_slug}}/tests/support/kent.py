"""A Sentry on loopback that shows what arrived: Kent, in a process of its own.

In the process under test the SDK would watch Kent's own Flask, and the two would feed each other without end.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parents[2]
ARRIVES_WITHIN_SECONDS = 30.0


class Kent:
    """What arrived at a Kent, item by item: `{"project": 1, "envelope_header": ..., "header": ..., "body": ...}`."""

    def __init__(self, port: int) -> None:
        self.dsn = f"http://public@127.0.0.1:{port}/1"
        self.port = port
        api = f"http://127.0.0.1:{port}/api/"
        self._http = httpx2.Client(base_url=api, trust_env=False, timeout=ARRIVES_WITHIN_SECONDS)
        self._items: list[dict[str, Any]] = []

    def close(self) -> None:
        """Close the connection to it."""
        self._http.close()

    def answer_what_is_held(self) -> None:
        """Answer what was sent to `http://public@127.0.0.1:<port>/held/<project>`, which has been kept waiting."""
        self._http.get("release/").raise_for_status()

    def forget(self) -> None:
        """Drop what has arrived so far."""
        self._http.post("flush/").raise_for_status()
        self._items.clear()

    def items(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What has arrived, of this kind (`event`, `transaction`, ...) or of all, in order."""
        for event in self._http.get(f"events/{len(self._items)}").json()["events"]:
            self._items.append({"project": event["project_id"], **event["payload"]})
        return [item for item in self._items if kind in (None, item["header"]["type"])]

    def bodies(self, kind: str) -> list[dict[str, Any]]:
        """The contents of the items of this kind."""
        return [item["body"] for item in self.items(kind)]

    def wait_for(self, kind: str, count: int = 1, where: Callable[[Any], bool] = bool) -> list[dict[str, Any]]:
        """The contents of the items of this kind for which `where` holds, as soon as there are so many.

        Raises:
            TimeoutError: They did not arrive. The message says what did.
        """
        deadline = time.monotonic() + ARRIVES_WITHIN_SECONDS
        while len(bodies := [body for body in self.bodies(kind) if where(body)]) < count:
            if time.monotonic() > deadline:
                arrived = [item["header"]["type"] for item in self.items()]
                raise TimeoutError(f"{len(bodies)} of {count} {kind} items arrived; in all: {arrived}")
            time.sleep(0.05)
        return bodies


@contextmanager
def running_kent() -> Iterator[Kent]:
    """A Kent on a free port of 127.0.0.1. What is sent to it before it runs waits in the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        descriptor = listener.fileno()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.support.kent_server", str(descriptor)],
            cwd=ROOT,
            pass_fds=[descriptor],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            kent = Kent(port=listener.getsockname()[1])
            try:
                yield kent
            finally:
                kent.close()
                process.terminate()
