"""The service as its users start it: a process of its own, in an empty folder, with no settings but those given."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_SECONDS = 120.0  # on a machine that has other work too


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens, and which no system gives to a client meanwhile."""
    while True:
        port = random.randrange(10_000, 32_000)  # noqa: S311
        with suppress(OSError), socket.socket() as listener:
            listener.bind(("127.0.0.1", port))
            return port


class Service:
    """A process that runs the service, or failed to."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
        self._log = (folder / "service.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env=inherited | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | settings,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    @property
    def log(self) -> str:
        """What it has printed."""
        self._log.seek(0)
        return self._log.read()

    def wait_for(self, line: str) -> None:
        """Wait until it has printed this.

        Raises:
            TimeoutError: It did not, or it ended. The message shows its log.
        """
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while line not in self.log:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(f"no line {line!r} in:\n{self.log}")
            time.sleep(0.05)

    def outcome(self) -> tuple[int, str]:
        """The exit code, and what it has printed, once it has ended by itself."""
        try:
            return self.process.wait(timeout=STARTS_WITHIN_SECONDS), self.log
        finally:
            self.close()

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.process.terminate()
        self.process.wait(timeout=30)

    def close(self) -> None:
        """Let nothing of it stay."""
        if self.process.poll() is None:
            self.stop()
        self._log.close()


@contextmanager
def running_service(folder: Path, *arguments: str, ready: str, **settings: str) -> Iterator[Service]:
    """A service, by the arguments of `python`, from when its log has the line `ready`."""
    service = Service(folder, *arguments, **settings)
    try:
        service.wait_for(ready)
        yield service
    finally:
        service.close()
