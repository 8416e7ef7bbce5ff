"""A Sentry-compatible server on loopback, in an environment of its own: Bugsink, read back through its API."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.conftest import run
from tests.service import free_port

STARTS_WITHIN_SECONDS = 30.0


class Bugsink:
    """A Bugsink with one project."""

    def __init__(self, base_url: str, token: str) -> None:
        self._http = httpx2.Client(
            base_url=f"{base_url}/api/canonical/0/", headers={"Authorization": f"Bearer {token}"}, trust_env=False
        )
        team = self._post("teams/", name="team")["id"]
        self.project = self._post("projects/", name="service", team=team)["id"]
        self.dsn = self._get(f"projects/{self.project}/")["dsn"]

    def _post(self, path: str, **body: str) -> dict[str, Any]:
        return self._http.post(path, json=body).raise_for_status().json()

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        return self._http.get(path, params=query).raise_for_status().json()

    def issues(self) -> list[dict[str, Any]]:
        """The issues of the project."""
        return self._get("issues/", project=self.project)["results"]

    def events(self, issue: str) -> list[dict[str, Any]]:
        """The events of an issue, as they arrived."""
        return [self._get(f"events/{event['id']}/")["data"] for event in self._get("events/", issue=issue)["results"]]


@contextmanager
def running_bugsink(folder: Path) -> Iterator[Bugsink]:
    """Install it in this folder, and run it on a free port of 127.0.0.1."""
    run(folder, "uv", "venv", "bugsink")
    run(folder, "uv", "pip", "install", "--python=bugsink", "bugsink>=2.6,<3")
    path = f"{folder / 'bugsink' / 'bin'}:{os.environ['PATH']}"
    port = free_port()
    bin_ = folder / "bugsink" / "bin"
    run(folder, str(bin_ / "bugsink-create-conf"), "--template=local", "--host=127.0.0.1", f"--port={port}")
    with (folder / "bugsink_conf.py").open("a") as settings:
        settings.write('BUGSINK["PHONEHOME"] = False\n')
    manage = str(bin_ / "bugsink-manage")
    run(folder, manage, "migrate", PATH=path)
    run(folder, manage, "migrate", "--database=snappea", PATH=path)
    token = run(folder, manage, "create_auth_token", PATH=path).split()[-1]
    command = [str(bin_ / "gunicorn"), "--no-control-socket", f"--bind=127.0.0.1:{port}", "bugsink.wsgi"]
    with (
        (folder / "bugsink.log").open("w") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            base_url = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + STARTS_WITHIN_SECONDS
            while True:
                try:
                    httpx2.get(f"{base_url}/health/ready", trust_env=False).raise_for_status()
                    break
                except httpx2.HTTPError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.1)
            yield Bugsink(base_url, token)
        finally:
            server.terminate()
