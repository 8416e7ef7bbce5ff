"""Nothing of the corpus arrives: services and the SDK send one secret of each kind from every place they can."""

import gzip
import json
import os
import shutil
import signal
import string
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from tests.conftest import Bake, run
from tests.scrubbing.corpus import Secret, one_of_each_kind
from tests.scrubbing.places import leaks
from tests.service import support

SERVICES = Path(__file__).parent / "services"
KEY_VALUE = "zq7Kp2LmWx9v"
PLANTED = [*one_of_each_kind(), Secret("under a name", f"password={KEY_VALUE}", (KEY_VALUE,))]
# What travels in a header or a message: the rest is percent-encoded.
PLAIN = string.ascii_letters + string.digits + string.punctuation.replace("%", "") + " "
WITHIN_SECONDS = 60.0
# A transport queue has room for 100 items, and a failure is several: what overflows is dropped, not sent.
PACE_SECONDS = 0.03


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    path = tmp_path / "planted.json"
    path.write_text(json.dumps([secret.text for secret in PLANTED]))
    return path


def prepared(copy: Bake, service_type: str) -> Path:
    """A baked service in an environment of its own, with the modules that plant."""
    project = copy(service_type=service_type, database="none", ci="none")
    shutil.copytree(SERVICES, project, dirs_exist_ok=True)
    run(project, "uv", "sync")
    return project


def environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SENTRY_", "VIRTUAL_ENV"))}
    own = {
        "UV_PYTHON": sys.executable,
        "PYTHONPATH": ".",
        "SENTRY_ENVIRONMENT": "test",
        "SENTRY_RELEASE": "loans@1.2.3",
        "SENTRY_TRACES_SAMPLE_RATE": "1",
        "SENTRY_PROFILES_SAMPLE_RATE": "1",
    }
    return kept | own | settings


@contextmanager
def running(project: Path, *command: str, ready: str, **settings: str) -> Iterator[None]:
    """A service, from when its log says that it is ready; what it has sent has left when it has stopped."""
    log = project / "service.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            ["uv", "run", *command], cwd=project, env=environment(settings), stdout=output, stderr=subprocess.STDOUT
        ) as service,
    ):
        try:
            deadline = time.monotonic() + WITHIN_SECONDS
            while ready not in log.read_text():
                assert service.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
            yield
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=30)


@contextmanager
def ended(context: AbstractContextManager[Any]) -> Iterator[Any]:
    """The same; its end is reached as if nothing had been raised inside."""
    value = context.__enter__()
    try:
        yield value
    finally:
        context.__exit__(None, None, None)


def wait_for_cases(kent: Any) -> list[dict[str, Any]]:
    """All that has arrived, once every case has."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while True:
        items = kent.items()
        tags = [item["body"].get("tags") or {} for item in items if item["header"]["type"] == "event"]
        cases = {tag.get("case") for tag in tags}
        if missing := {str(case) for case in range(len(PLANTED))} - cases:
            assert time.monotonic() < deadline, f"no event of {sorted(missing)}"
            time.sleep(0.5)
        else:
            return items


def assert_nothing_leaked(arrived: object) -> None:
    found = leaks(PLANTED, arrived)
    shown = "\n".join(leak.replace("\n", "\\n")[:600] for leak in found[:80])
    assert not found, f"secrets leak at {len(found)} places:\n{shown}"


def test_no_secret_leaves_a_running_web_service(copy: Bake, planted: Path) -> None:
    project = prepared(copy, "fastapi")
    with ended(support(project, "kent").running_kent()) as kent:
        port = support(project, "service").free_port()
        command = ("python", "-m", "uvicorn", "failing_app:app", f"--port={port}")
        settings = {"SENTRY_DSN": kent.dsn, "PLANTED": str(planted)}
        with (
            running(project, *command, ready="Application startup complete.", **settings),
            httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
        ):
            for case, secret in enumerate(PLANTED):
                plain = quote(secret.text, safe=PLAIN)[:4000]
                answer = client.post(
                    f"/fail/{case}/{quote(' '.join(secret.text.split()), safe='')}",
                    params={"note": secret.text, "token": KEY_VALUE},
                    json={"note": secret.text, "password": KEY_VALUE, "user": {"note": [secret.text]}},
                    headers={
                        "connection": "close",  # uvicorn drops it after a failure
                        "x-note": plain,
                        "referer": f"https://a.test/?q={quote(secret.text)}",
                        "authorization": f"Bearer {KEY_VALUE}",
                        "x-api-key": KEY_VALUE,
                        "cookie": f"note={quote(secret.text)}; sid={KEY_VALUE}",
                        "x-forwarded-for": "203.0.113.99",
                        "user-agent": f"loans ({plain})",
                    },
                )
                assert answer.status_code == 500
                time.sleep(PACE_SECONDS)
            wait_for_cases(kent)
        items = kent.items()
    assert {"event", "transaction"} <= {item["header"]["type"] for item in items}
    assert_nothing_leaked(items)


def test_no_secret_leaves_a_polling_bot(copy: Bake, planted: Path) -> None:
    project = prepared(copy, "aiogram")
    with (
        ended(support(project, "kent").running_kent()) as kent,
        ended(support(project, "bot_api").running_bot_api()) as bot_api,
    ):
        settings = {"SENTRY_DSN": kent.dsn, "PLANTED": str(planted), **bot_api.settings}
        with running(project, "python", "failing_bot.py", ready="Start polling", **settings):
            for case, secret in enumerate(PLANTED):
                bot_api.send(f"/fail {case} {secret.text}")
                time.sleep(PACE_SECONDS)
            wait_for_cases(kent)
        items = kent.items()
    assert_nothing_leaked(items)


class Recorder(BaseHTTPRequestHandler):
    """Takes what the SDK sends, and what it adds to a request to another host. Kent cannot show attachments."""

    bodies: list[bytes]
    headers_of_others: list[dict[str, str]]

    def do_POST(self) -> None:
        """Take an envelope."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.bodies.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
        self.answer(b"{}")

    def do_GET(self) -> None:
        """Be another host."""
        self.headers_of_others.append(dict(self.headers))
        self.answer(b"")

    def answer(self, content: bytes) -> None:
        """200."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def recorder() -> Iterator[tuple[int, type[Recorder]]]:
    """A recorder on a free port."""
    taken = type("Taken", (Recorder,), {"bodies": [], "headers_of_others": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), taken) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, taken
        server.shutdown()
        thread.join()


def lines(body: bytes) -> list[Any]:
    """The lines of an envelope, as JSON where they are."""
    read: list[Any] = []
    for line in body.decode("utf-8", "replace").split("\n"):
        try:
            read.append(json.loads(line))
        except ValueError:
            read.append(line)
    return read


KINDS = {"event", "log", "trace_metric", "check_in", "profile_chunk", "attachment", "feedback"}


@pytest.fixture(scope="module")
def web_service(bake: Bake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every_item") / "service"
    return prepared(lambda **answers: Path(shutil.copytree(bake(**answers), folder)), "fastapi")


@pytest.mark.parametrize(("lifecycle", "own"), [("static", {"transaction"}), ("stream", {"span"})])
def test_no_secret_leaves_in_an_item_of_any_kind(
    web_service: Path, planted: Path, lifecycle: str, own: set[str]
) -> None:
    # The SDK adds no headers to a request to the host that its DSN names.
    with recorder() as (port, taken), recorder() as (other_port, other_host):
        settings = {
            "SENTRY_DSN": f"http://public@127.0.0.1:{port}/1",
            "OTHER_HOST": f"http://127.0.0.1:{other_port}/other",
            "PLANTED": str(planted),
        }
        command = ["uv", "run", "python", "every_item.py", lifecycle]
        log = subprocess.run(
            command,
            cwd=web_service,
            env=environment(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert log.returncode == 0, log.stdout.decode()
        arrived = [line for body in taken.bodies for line in lines(body)]
        headers = other_host.headers_of_others
    kinds = {line["type"] for line in arrived if isinstance(line, dict) and isinstance(line.get("type"), str)}
    assert KINDS | own <= kinds
    assert kinds & {"session", "sessions"}
    assert headers
    assert [sorted(other) for other in headers if "baggage" not in other] == []
    assert_nothing_leaked({"arrived": arrived, "to other hosts": headers})
    assert "made_up" not in kinds, "an item of a kind that the filter does not know has left"
