"""The service, started three times as its users start it, and what came of it at Sentry: all that the items look at."""

import json
import os
import secrets
import signal
# jinja: if cookiecutter.service_type == "fastapi"
import socket
# jinja: endif
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Never

# jinja: if cookiecutter.service_type == "fastapi"
import httpx2
# jinja: endif
import pytest

from tests.checklist import image
from tests.checklist.planted import NAMED, SECRETS, STRANGER
# jinja: if cookiecutter.service_type == "aiogram"
from tests.support.bot_api import BotApi, message
# jinja: endif
from tests.support.checklist import blocked
from tests.support.kent import Kent
# jinja: if cookiecutter.service_type == "fastapi"
from tests.support.service import free_port
# jinja: endif

# What takes most of a start. The service imports the rest.
# jinja: if cookiecutter.service_type == "fastapi"
LIBRARIES = ["sentry_sdk", "uvicorn", "fastapi", "httpx2", "pydantic_settings"]
# jinja: else
LIBRARIES = ["sentry_sdk", "aiogram", "httpx2", "pydantic_settings"]
# jinja: endif
# jinja: if cookiecutter.database == "sqlalchemy"
LIBRARIES += ["alembic.context", "sqlalchemy.ext.asyncio"]
# jinja: endif
WITHIN_SECONDS = 60.0
# jinja: if cookiecutter.service_type == "aiogram"
ANSWERS_WITHIN_SECONDS = 5.0
# jinja: endif
# What the first start is asked for; the last step sends what waits.
STEPS = ("fail", "capture", "plant_items", "plant_error", "trace", "trace", "settle")
TASKS_A_STEP = 4
TASKS = STEPS.count("trace") * TASKS_A_STEP
# For so long after SIGTERM Sentry does not answer: longer than a process takes to end that waits for nothing, and
# shorter than the service waits.
# jinja: if cookiecutter.service_type == "fastapi"
SILENT_SECONDS = 1.0
# jinja: else
SILENT_SECONDS = 2.2
# jinja: endif


class Start:
    """A start of the service, and what has arrived from it."""

    def __init__(self, folder: Path, project: int, settings: dict[str, str]) -> None:
        self.folder = folder
        self.project = project
        self.settings = settings
        self.pid = 0
        self.answers: dict[str, str] = {}
        self.items: list[dict[str, Any]] = []
        self.is_up = False
        folder.mkdir()

    @property
    def log(self) -> str:
        """What it has printed."""
        file = self.folder / "service.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def runs(self) -> bool:
        """Whether its process lives."""
        status = Path(f"/proc/{self.pid}/stat")
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"

    def bodies(self, *kinds: str) -> list[dict[str, Any]]:
        """The contents of what has arrived, of these kinds."""
        return [item["body"] for item in self.items if item["header"]["type"] in kinds]

    def require(self) -> None:
        """End the test unless the service runs, and something has arrived."""
        if not self.is_up:
            self._did_not_start()
        if not self.items:
            blocked(2, "nothing has arrived at SENTRY_DSN")

    def error(self, name: str) -> dict[str, Any]:
        """The first event of an exception of this name; the end of the test if there is none."""
        self.require()
        if self.is_filter_failing():
            blocked(4, "the filter fails")
        if found := self.errors(name):
            return found[0]
        if lost := self.dropped_by_filter():
            blocked(4, f"the filter dropped {lost} errors")
        if self.names_are_lost():
            blocked(4, "the names of errors did not pass the filter")
        return blocked(7, f"no {name} has arrived")

    def reports(self) -> list[dict[str, Any]]:
        """The events and transactions; the end of the test if there are none."""
        self.require()
        if not self.bodies("event", "transaction"):
            blocked(*((4, "the filter dropped all") if self.dropped_by_filter() else (7, "no error has arrived")))
        return self.bodies("event", "transaction")

    def traced(self, op: str) -> list[dict[str, Any]]:
        """The transactions of this operation."""
        sent = self.bodies("transaction")
        return [body for body in sent if body.get("contexts", {}).get("trace", {}).get("op") == op]

    def errors(self, name: str) -> list[dict[str, Any]]:
        """The events of exceptions of this name."""
        return [event for event in self.bodies("event") if name in exception_types(event)]

    def is_filter_failing(self) -> bool:
        """Whether it has let reduced items through."""
        return any("scrubbing_failed" in (body.get("tags") or {}) for body in self.bodies("event", "transaction"))

    def names_are_lost(self) -> bool:
        """Whether errors have arrived, and none under its name."""
        names = {name for event in self.bodies("event") for name in exception_types(event)}
        return bool(names) and not any(name.endswith("Error") for name in names)

    def dropped_by_filter(self, category: str = "error") -> int:
        """How many errors, or others, did not pass `before_send` and its like, as the SDK tells Sentry."""
        lost = [entry for report in self.bodies("client_report") for entry in report["discarded_events"]]
        ours = [entry for entry in lost if (entry["reason"], entry["category"]) == ("before_send", category)]
        return sum(entry["quantity"] for entry in ours)

    def _did_not_start(self) -> Never:
        *_, line = self.log.strip().splitlines() or ["its log is empty"]
        if "sentry_sdk" in line and "Error" in line:
            blocked(1, line)
        if "SENTRY_DSN" in line:
            blocked(2, line)
        if "DidNotEnable" in line:
            blocked(3, line)
        pytest.fail(f"the service does not start: {line}", pytrace=False)


class Evidence:
    """Of three starts: one that sends all to Sentry; one elsewhere, with little; one with no DSN."""

    def __init__(self, folder: Path, kent: Kent) -> None:
        release = f"main-{secrets.token_hex(4)}"
        self.import_errors: dict[str, str] = {}
        self.main = Start(
            folder / "main",
            1,
            {
                "SENTRY_DSN": kent.dsn,
                "SENTRY_ENVIRONMENT": f"env-{secrets.token_hex(4)}",
                "SENTRY_RELEASE": release,
                "APP_RELEASE": "the-image",
                "SENTRY_TRACES_SAMPLE_RATE": "1",
                "SENTRY_PROFILES_SAMPLE_RATE": "1",
            },
        )
        self.other = Start(
            folder / "other",
            2,
            {
                "SENTRY_DSN": f"http://public@127.0.0.1:{kent.port}/held/2",
                "SENTRY_ENVIRONMENT": f"env-{secrets.token_hex(4)}",
                "SENTRY_RELEASE": "",
                "APP_RELEASE": f"image-{secrets.token_hex(4)}",
                "SENTRY_TRACES_SAMPLE_RATE": "0",
                "SENTRY_PROFILES_SAMPLE_RATE": "0",
            },
        )
        self.off = Start(folder / "off", 3, {"SENTRY_DSN": ""})

    @property
    def starts(self) -> list[Start]:
        """All three."""
        return [self.main, self.other, self.off]


def exception_types(event: dict[str, Any]) -> list[str]:
    """The names of the exceptions in an event."""
    return [value["type"] for value in (event.get("exception") or {}).get("values") or []]


def environment_of(start: Start) -> dict[str, str]:
    """All that the process of a start is given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "LANG") if name in os.environ}
    own = {
        "PYTHONWARNINGS": "error",
        "LOG_LEVEL": "INFO",
        "CHECKLIST_SECRETS": json.dumps(SECRETS),
        "CHECKLIST_NAMED_SECRETS": json.dumps(NAMED),
        "CHECKLIST_STRANGER": STRANGER,
        "CHECKLIST_TASKS": str(TASKS_A_STEP),
        # jinja: if cookiecutter.database == "sqlalchemy"
        "DATABASE_URL": f"sqlite:///{start.folder / 'service.db'}",
        # jinja: endif
    }
    return kept | own | start.settings


# jinja: if cookiecutter.service_type == "fastapi"
class Door:
    """How the service is asked for a step: over HTTP."""

    def __init__(self, start: Start, http: httpx2.Client) -> None:
        self._start = start
        self._http = http
        self._address = ("127.0.0.1", free_port())
        start.settings |= {"HOST": "127.0.0.1", "PORT": str(self._address[1])}

    def is_open(self) -> bool:
        """Whether the service answers."""
        with socket.socket() as client:
            return client.connect_ex(self._address) == 0

    def ask(self, step: str) -> None:
        """Have a step done, with secrets in the request, and keep the answer."""
        note = " ".join([STRANGER, *SECRETS.values()]).encode("ascii", "ignore").decode()
        response = self._http.post(
            f"http://127.0.0.1:{self._address[1]}/checklist/{step}",
            params={"note": note, **NAMED},
            json={"note": note, **NAMED},
            headers={
                "X-Note": note,
                "Authorization": f"Bearer {NAMED['password']}",
                "Cookie": f"note={NAMED['token']}",
            },
        )
        self._start.answers[step] = response.text.strip('"')

    def ask_health(self) -> None:
        """Ask as whatever runs the service does."""
        self._http.get(f"http://127.0.0.1:{self._address[1]}/health/live")
# jinja: else
class Door:
    """How the service is asked for a step: over a Telegram on loopback."""

    def __init__(self, start: Start, telegram: BotApi) -> None:
        self._start = start
        self._telegram = telegram
        self._asked = 0
        start.settings |= telegram.settings

    def is_open(self) -> bool:
        """Whether the bot asks for updates."""
        return any(method == "getUpdates" for method, _ in self._telegram.calls)

    def ask(self, step: str) -> None:
        """Have a step done, with secrets in the message, and keep the answer."""
        self._asked += 1
        before = self._answers()
        self._telegram.bring(message(self._asked, f"/checklist {step} {STRANGER} {' '.join(SECRETS.values())}"))
        deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while (answers := self._answers()) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        self._start.answers[step] = answers[-1] if answers != before else ""

    def _answers(self) -> list[str]:
        return [parameters.get("text", "") for method, parameters in self._telegram.calls if method == "sendMessage"]
# jinja: endif


@contextmanager
def running(evidence: Evidence) -> Iterator[None]:
    """The three starts, from when their processes run until they have ended."""
    order = {
        "absent": image.absent_modules(),
        "imports": LIBRARIES,
        "starts": [{"settings": environment_of(start), "folder": str(start.folder)} for start in evidence.starts],
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.checklist.launch", json.dumps(order)],
        cwd=image.ROOT,
        env=environment_of(evidence.off),
        stdout=subprocess.PIPE,
    ) as launcher:
        assert launcher.stdout is not None
        report = json.loads(launcher.stdout.readline())
        evidence.import_errors = report["errors"]
        for start, pid in zip(evidence.starts, report["pids"], strict=True):
            start.pid = pid
        try:
            yield
            launcher.wait(timeout=WITHIN_SECONDS)
        finally:
            for start in evidence.starts:
                if start.runs():
                    os.kill(start.pid, signal.SIGKILL)


def gather(evidence: Evidence, doors: list[Door], kent: Kent) -> None:
    """Have the steps done, and the services stopped."""
    for start, door in zip(evidence.starts, doors, strict=True):
        deadline = time.monotonic() + WITHIN_SECONDS
        while not (is_up := door.is_open()) and start.runs() and time.monotonic() < deadline:
            time.sleep(0.02)
        start.is_up = is_up
    main, other, off = doors
    late = threading.Timer(SILENT_SECONDS, kent.answer_what_is_held)
    if evidence.other.is_up:
        other.ask("trace")
        other.ask("last")
        os.kill(evidence.other.pid, signal.SIGTERM)
        late.start()
    if evidence.off.is_up:
        off.ask("state")
        os.kill(evidence.off.pid, signal.SIGTERM)
    if evidence.main.is_up:
        # jinja: if cookiecutter.service_type == "fastapi"
        main.ask_health()
        # jinja: endif
        for step in STEPS:
            main.ask(step)
        os.kill(evidence.main.pid, signal.SIGTERM)
    if evidence.other.is_up:
        late.join()
