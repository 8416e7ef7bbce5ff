"""What is sampled, and who is told about a trace."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx2
import pytest
import sentry_sdk

from src.core.sampling import create_traces_sampler, keep_collector_from_profiler
from src.core.sentry_config import init_sentry
from src.core.settings import Settings
from tests.support.kent import Kent

ROOT = Path(__file__).parents[2]
RATES = {"nightly": 1.0, "/loans": 0.5, "/loans/{loan_id}": 0.25, "/files/{name:path}": 0.75}


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("nightly", 1.0),
        ("/loans", 0.5),
        ("/loans/17", 0.25),
        ("/loans/17/status", 0.1),
        ("/loansx", 0.1),
        ("/files/a/b.txt", 0.75),
        ("hourly", 0.1),
        ("/health/live", 0.0),
    ],
)
def test_a_name_has_its_own_rate_or_the_default(name: str, rate: float) -> None:
    sample = create_traces_sampler(Settings(sentry_traces_sample_rates=RATES), 0.1)
    # jinja: if cookiecutter.service_type == "fastapi"
    assert sample({"transaction_context": {}, "parent_sampled": None, "asgi_scope": {"path": name}}) == rate
    # jinja: else
    assert sample({"transaction_context": {}, "parent_sampled": None, "aiogram": {"update_type": name}}) == rate
    # jinja: endif
    assert sample({"transaction_context": {"name": name}, "parent_sampled": None}) == rate


@pytest.mark.parametrize(("trusted", "rate"), [(False, 0.1), (True, 1.0)])
def test_a_caller_decides_only_if_it_is_trusted(trusted: bool, rate: float) -> None:
    sample = create_traces_sampler(Settings(sentry_trust_incoming_traces=trusted), 0.1)
    assert sample({"transaction_context": {"name": "loan"}, "parent_sampled": True}) == rate


@pytest.mark.parametrize("sampled", [False, True])
def test_a_transaction_within_another_is_sampled_as_that_one(sentry: Kent, sampled: bool) -> None:
    with sentry_sdk.start_transaction(name="outer", sampled=sampled), sentry_sdk.start_transaction(name="inner"):
        pass
    sentry_sdk.flush()
    assert {body["transaction"] for body in sentry.bodies("transaction")} == ({"inner", "outer"} if sampled else set())


class Upstream(BaseHTTPRequestHandler):
    """Answers with the headers that it got."""

    def do_GET(self) -> None:
        """Answer anything."""
        names = ",".join(name.lower() for name in self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(names)))
        self.end_headers()
        self.wfile.write(names)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def upstream() -> Iterator[str]:
    """Where it listens."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_only_the_services_of_the_settings_are_told_of_the_trace(kent: Kent, monkeypatch: pytest.MonkeyPatch) -> None:
    with upstream() as ours, upstream() as other:
        monkeypatch.setenv("SENTRY_TRACE_TO", f"http://{ours}, https://api.example.com")
        init_sentry(dsn=kent.dsn, traces_sample_rate=1.0)
        told = {}
        with httpx2.Client(trust_env=False) as client, sentry_sdk.start_transaction(name="ask"):
            for url in (f"http://{ours}/x", f"http://{other}/?u=http://{ours}/", f"http://{ours}@{other}/"):
                told[url] = "sentry-trace" in client.get(url).text.split(",")
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
    assert list(told.values()) == [True, False, False]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://api.example.com", True),
        ("https://api.example.com/loans?x=1", True),
        ("https://api.example.com:443/", True),
        ("https://api.example.com:8443/", False),
        ("https://api.example.com.evil.test/", False),
        ("https://api.example.com:443@evil.test/", False),
        ("https://apixexample.com/", False),
        ("http://api.example.com/", False),
        ("https://evil.test/?u=https://api.example.com", False),
        ("https://evil.test/\nhttps://api.example.com", False),
    ],
)
def test_a_service_is_known_by_scheme_host_and_port(
    kent: Kent, monkeypatch: pytest.MonkeyPatch, url: str, told: bool
) -> None:
    monkeypatch.setenv("SENTRY_TRACE_TO", "https://API.example.com")
    init_sentry(dsn=kent.dsn)
    assert sentry_sdk.tracing_utils.should_propagate_trace(sentry_sdk.get_client(), url) is told
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


# Garbage that needs the lock of the interpreter which `sys._current_frames` holds.
PROFILED = """
import gc, os, sys, threading, time
from src.core.sampling import keep_collector_from_profiler

class Garbage:
    def __init__(self):
        self.itself, self.local = self, threading.local()
        self.local.it = self

def work():
    while True:
        thread = threading.Thread(target=Garbage)
        thread.start()
        thread.join()

def profile():
    while True:
        Garbage()
        sys._current_frames()

keep_collector_from_profiler()
gc.set_threshold(5)
for run in [work] * 6 + [profile]:
    threading.Thread(target=run, daemon=True).start()
time.sleep(2)
print('done', flush=True)
os._exit(0)
"""


def test_the_profiler_does_not_stop_the_process() -> None:
    command = [sys.executable, "-c", PROFILED]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
    assert finished.stdout == "done\n"


def test_garbage_is_collected_while_nothing_is_profiled() -> None:
    keep_collector_from_profiler()
    sys._current_frames()
    assert gc.isenabled()
