"""`python sentry/local.py` is a Sentry to look at, at once, and leaves nothing behind."""

import re
import signal
import socket
from pathlib import Path

import httpx2
import pytest

from tests.support.service import ROOT, Service, free_port, running_service

LOCAL = str(ROOT / "sentry/local.py")


@pytest.mark.parametrize("ends_by", [signal.SIGINT, signal.SIGTERM])
def test_the_service_is_seen_there_by_the_line_that_it_prints(tmp_path: Path, ends_by: signal.Signals) -> None:
    port = free_port()
    with running_service(tmp_path, LOCAL, f"--port={port}", ready="Ctrl-C ends it.") as sentry:
        (page,) = re.findall(r"^Look at +(\S+)$", sentry.log, re.MULTILINE)
        (dsn,) = re.findall(r"^Send to it +SENTRY_DSN=(\S+) uv run python -m src.main$", sentry.log, re.MULTILINE)
        code, log = Service(tmp_path, "-m", "src.smoke", SENTRY_DSN=dsn).outcome()
        assert code == 0, log
        assert "SmokeTestError" in httpx2.get(page, trust_env=False).text
        sentry.process.send_signal(ends_by)
        assert sentry.process.wait(timeout=30) == 0
        assert "Traceback" not in sentry.log
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        code, log = Service(tmp_path, LOCAL, f"--port={port}").outcome()
    assert code == 1
    (line,) = log.splitlines()
    assert line == f"Port {port} cannot be had (Address already in use): give another one by --port."
