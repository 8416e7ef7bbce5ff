"""`python -m src.smoke` says what became of what it sends, and explains what usually goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import sentry_sdk

from src.smoke import main
from tests.support.kent import Kent
from tests.support.service import Service

# Too long for any host, so that no name server is asked.
NO_HOST = ".".join(["sentry"] * 40)


Smoke = Callable[..., tuple[int, str]]


@pytest.fixture
def smoke(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], log_as_before: None) -> Smoke:  # noqa: ARG001
    """Its exit code, and what it prints, with these settings."""

    def smoke(dsn: str, **settings: str) -> tuple[int, str]:
        for setting in {"SENTRY_DSN": dsn, **settings}.items():
            monkeypatch.setenv(*setting)
        with sentry_sdk.isolation_scope():
            code = main()
            sentry_sdk.get_client().close(timeout=0)
        sentry_sdk.get_global_scope().set_client(None)
        return code, "".join(capsys.readouterr())

    return smoke


@contextmanager
def answering(status: int, body: bytes = b"{}") -> Iterator[str]:
    """The DSN of a server that answers everything so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://s3cr3t@127.0.0.1:{server.server_port}/1"
        server.shutdown()
        thread.join()


def test_all_four_are_taken_and_named_by_their_ids(tmp_path: Path, kent: Kent) -> None:
    code, log = Service(tmp_path, "-m", "src.smoke", SENTRY_DSN=kent.dsn).outcome()
    error, message = kent.bodies("event")
    (transaction,) = kent.bodies("transaction")
    assert code == 0
    assert f"error       {error['event_id']} taken\n" in log
    assert f"message     {message['event_id']} taken\n" in log
    assert f"transaction {transaction['contexts']['trace']['trace_id']} taken\n" in log
    assert any(line.startswith("log ") and line.endswith(" taken") for line in log.splitlines())
    assert len(kent.bodies("log")) == 1


@pytest.mark.parametrize(
    ("status", "explained"),
    [(401, "does not know the key"), (403, "is disabled"), (404, "no such project"), (429, "rate limit")],
)
def test_what_sentry_refuses_is_explained(smoke: Smoke, status: int, explained: str) -> None:
    with answering(status) as dsn:
        code, log = smoke(dsn)
    assert code == 1
    assert explained in log
    assert "s3cr3t" not in log
    assert "Traceback" not in log


def test_a_host_that_is_no_sentry_is_named_as_one(smoke: Smoke) -> None:
    with answering(200, b"<html>") as dsn:
        code, log = smoke(dsn)
    assert code == 1
    assert "not by a Sentry" in log


@pytest.mark.parametrize(
    ("dsn", "settings", "explained"),
    [
        ("", {}, "set SENTRY_DSN"),
        ("http://public@127.0.0.1:9/1", {}, "nothing listens there"),
        (f"http://public@{NO_HOST}/1", {}, "no host of that name"),
        (f"http://public@{NO_HOST}/1", {"HTTP_PROXY": "http://127.0.0.1:9"}, "the proxy does not answer"),
    ],
)
def test_what_keeps_it_from_sentry_is_explained(
    smoke: Smoke, dsn: str, settings: dict[str, str], explained: str
) -> None:
    code, log = smoke(dsn, **settings)
    assert code == 1
    assert explained in log
    assert "Traceback" not in log


def test_a_host_that_does_not_speak_tls_is_explained(smoke: Smoke) -> None:
    with answering(200) as dsn:
        code, log = smoke(dsn.replace("http:", "https:"))
    assert code == 1
    assert "certificate" in log
