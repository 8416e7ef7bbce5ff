"""A Sentry-compatible server on loopback, as the baked `sentry/local.py --full` runs it, read back through its API."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.conftest import run
from tests.service import free_port, running

INSTALLS_WITHIN_SECONDS = 300.0


class Bugsink:
    """A Bugsink with one project."""

    def __init__(self, folder: Path, log: str) -> None:
        (self.url,) = re.findall(r"^Look at +(\S+)", log, re.MULTILINE)
        ((self.user, self.password),) = re.findall(r"log in as (\S+) with (\S+)\)$", log, re.MULTILINE)
        (self.dsn,) = re.findall(r"^Send to it +SENTRY_DSN=(\S+) ", log, re.MULTILINE)
        token = run(folder / ".sentry", "venv/bin/bugsink-manage", "create_auth_token").split()[-1]
        self._http = httpx2.Client(
            base_url=f"{self.url}/api/canonical/0/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
            trust_env=False,
        )

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        return self._http.get(path, params=query).raise_for_status().json()

    def projects(self) -> list[dict[str, Any]]:
        """Its projects."""
        return self._get("projects/")["results"]

    def issues(self) -> list[dict[str, Any]]:
        """The issues of the project."""
        (project,) = self.projects()
        return self._get("issues/", project=project["id"])["results"]

    def events(self, issue: str) -> list[dict[str, Any]]:
        """The events of an issue, as they arrived."""
        return [self._get(f"events/{event['id']}/")["data"] for event in self._get("events/", issue=issue)["results"]]


@contextmanager
def running_bugsink(project: Path, folder: Path) -> Iterator[Bugsink]:
    """Have a baked and synced project install it in this folder, and run it on a free port."""
    command = ("uv", "run", f"--project={project}", "python", str(project / "sentry/local.py"), "--full")
    command += (f"--port={free_port()}",)
    with running(folder, *command, ready="Ctrl-C ends it.", within=INSTALLS_WITHIN_SECONDS) as local:
        yield Bugsink(folder, local.log)
