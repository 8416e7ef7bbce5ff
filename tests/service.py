"""A baked service that runs by the README's command, and is asked as its users would."""

import importlib.util
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import httpx2

from tests.conftest import clean_environment

STARTS_WITHIN_SECONDS = 60.0


def support(project: Path, name: str) -> ModuleType:
    """A module of the baked service's own test support."""
    spec = importlib.util.spec_from_file_location(name, project / f"tests/support/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens, and which no system gives to a client meanwhile."""
    while True:
        port = random.randrange(10_000, 32_000)
        with suppress(OSError), socket.socket() as listener:
            listener.bind(("127.0.0.1", port))
            return port


class Service:
    """A process of the service, and its log."""

    def __init__(self, project: Path, *command: str, **settings: str) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            command or ("uv", "run", "python", "-m", "src.main"),
            cwd=project,
            env=clean_environment() | settings,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    @property
    def log(self) -> str:
        """What it has printed."""
        self._log.seek(0)
        return self._log.read()

    def wait_for(self, line: str, within: float = STARTS_WITHIN_SECONDS) -> None:
        """Wait until it has printed this."""
        deadline = time.monotonic() + within
        while line not in self.log:
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def stop(self) -> int:
        """Its exit code, once it has done what it does when it is told to stop."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def close(self) -> None:
        """Let nothing of it stay."""
        try:
            self.stop()
        finally:
            self.process.kill()
            self._log.close()


@contextmanager
def running(
    project: Path, *command: str, ready: str, within: float = STARTS_WITHIN_SECONDS, **settings: str
) -> Iterator[Service]:
    """The service, by the README's command or another, from when its log has the line `ready`."""
    service = Service(project, *command, **settings)
    try:
        service.wait_for(ready, within)
        yield service
    finally:
        service.close()


def apply_over_http(project: Path, **settings: str) -> None:
    """Start the service, and apply for a loan of 500. No credit bureau answers, so it is an error."""
    port = free_port()
    with running(project, ready="Application startup complete.", PORT=str(port), **settings):
        loans = f"http://127.0.0.1:{port}/loans"
        assert httpx2.post(loans, json={"user_id": 42, "amount": "500"}, trust_env=False).status_code == 502


def apply_over_telegram(project: Path, **settings: str) -> None:
    """The same, by a message to the bot."""
    with (
        support(project, "bot_api").running_bot_api() as telegram,
        running(project, ready="Start polling", **telegram.settings, **settings),
    ):
        telegram.send("/loan 500")
        (answer,) = telegram.wait_for("sendMessage")
        assert answer["text"] == "The credit bureau does not answer. Try again later."


APPLY: dict[str, Callable[..., None]] = {"fastapi": apply_over_http, "aiogram": apply_over_telegram}
