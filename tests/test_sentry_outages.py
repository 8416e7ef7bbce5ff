"""A Sentry that is down is no problem of the service: it answers as ever, keeps no more than a queue, and stops."""

import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_server
from threading import Thread

import httpx2
import pytest

from tests.conftest import Bake, run
from tests.service import free_port

# Orchestrators wait longer: 10 s (Docker), 30 s (Kubernetes).
STOPS_WITHIN_SECONDS = 3.0
STARTS_WITHIN_SECONDS = 60.0
MORE_THAN_THE_QUEUE = 110
PAGE_SIZE = 4096


@contextmanager
def answering(status: int, after: float = 0, **headers: str) -> Iterator[str]:
    """The DSN of a Sentry that answers everything so."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(after)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://public@127.0.0.1:{server.server_port}/1"
        server.shutdown()
        thread.join()


@contextmanager
def hanging() -> Iterator[str]:
    """The DSN of a Sentry that takes connections and says nothing."""
    with create_server(("127.0.0.1", 0), backlog=128) as listener:
        yield f"http://public@127.0.0.1:{listener.getsockname()[1]}/1"


@contextmanager
def outage(how: str) -> Iterator[str]:
    """The DSN of a Sentry that is down in this way."""
    with ExitStack() as stack:
        match how:
            case "refusing":
                yield "http://public@127.0.0.1:9/1"
            case "hanging":
                yield stack.enter_context(hanging())
            case "slow":
                yield stack.enter_context(answering(200, after=1.0))
            case "limiting":
                yield stack.enter_context(answering(429, **{"Retry-After": "60"}))
            case "failing":
                yield stack.enter_context(answering(503))
            case "without-tls":
                yield stack.enter_context(answering(200)).replace("http:", "https:")
            case "without-a-name":  # too long for any host, so that no name server is asked
                yield f"http://public@{'.'.join(['sentry'] * 40)}/1"


@pytest.fixture(scope="session")
def project(bake: Bake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service without a database, in its environment."""
    folder = tmp_path_factory.mktemp("outages")
    run(folder, "cp", "-r", str(bake(service_type="fastapi", database="none", ci="none")), "service")
    run(folder / "service", "uv", "sync", "--no-dev")
    return folder / "service"


def memory(process: subprocess.Popen[bytes]) -> int:
    """The bytes that a process keeps in memory."""
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * PAGE_SIZE


@pytest.mark.parametrize("how", ["refusing", "hanging", "slow", "limiting", "failing", "without-tls", "without-a-name"])
def test_the_service_answers_stays_small_and_stops(project: Path, tmp_path: Path, how: str) -> None:
    port = free_port()
    with outage(how) as dsn, (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(
            [str(project / ".venv/bin/python"), "-m", "src.main"],
            cwd=project,
            env={
                "PORT": str(port),
                "SENTRY_DSN": dsn,
                "SENTRY_TRACES_SAMPLE_RATE": "0",
                "CREDIT_BUREAU_URL": "http://127.0.0.1:9",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + STARTS_WITHIN_SECONDS
            while "startup complete" not in (tmp_path / "log").read_text():
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)

            def apply(_: int) -> str:
                loan = {"user_id": 42, "amount": "500"}
                answer = client.post(f"http://127.0.0.1:{port}/loans", json=loan)
                assert answer.status_code == 502
                return answer.json()["event_id"]

            with httpx2.Client(trust_env=False, timeout=30) as client, ThreadPoolExecutor(8) as threads:
                first = list(threads.map(apply, range(MORE_THAN_THE_QUEUE)))
                full = memory(process)
                second = list(threads.map(apply, range(MORE_THAN_THE_QUEUE)))
            assert len({*first, *second}) == 2 * MORE_THAN_THE_QUEUE
            assert memory(process) - full < 10 * 1024 * 1024
            process.terminate()
            process.wait(timeout=STOPS_WITHIN_SECONDS)
        finally:
            process.kill()
            process.wait()
    said = (tmp_path / "log").read_text()
    # For each reason: the attempt failed, the queue was full, a limit holds.
    assert 1 <= said.count("Sentry does not take what it is sent") <= 4
    assert "urllib3" not in said
