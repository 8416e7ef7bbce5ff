"""A Sentry on this machine, to look at: `uv run python sentry/local.py`, or with `--full` one that groups and keeps.

It listens on 127.0.0.1 alone, and tells nobody. What `--full` installs and keeps is in the folder `.sentry`.
"""

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

FOLDER = Path(".sentry").absolute()
BIN = FOLDER / "venv/bin"
LOG = FOLDER / "server.log"
USER = "local@example.com"
# In one process, for most of what its commands take is to start.
SET_UP = """
from django.core.management import call_command
call_command("migrate")
call_command("migrate", database="snappea")
call_command("prestart")
call_command("create_auth_token")
"""
STARTS_WITHIN_SECONDS = 60.0

# By no proxy, whatever the environment says.
open_url = build_opener(ProxyHandler({})).open


def run(*command: str | Path, or_say: str = "", **variables: str) -> str:
    """What a command prints. If it fails, so do we, with one line."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=FOLDER,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        LOG.write_text(result.stdout)
        sys.exit(f"{or_say or f'{Path(command[0]).name} failed.'} See {LOG}.")
    return result.stdout


def install_bugsink(port: int) -> tuple[str, str]:
    """Install it, unless it is, and set it up. Returns the password of its only user, and a token for its API."""
    uv = os.environ.get("UV")  # set by `uv run`
    if not uv:
        sys.exit("--full is installed by uv: uv run python sentry/local.py --full")
    print("Installing Bugsink ...", flush=True)
    run(uv, "venv", "--allow-existing", f"--python={sys.executable}", "venv")
    bugsink = ("pip", "install", "--python=venv", "bugsink==2.6.2")
    run(uv, *bugsink, or_say="Bugsink cannot be installed; is there a network?")
    settings, password = FOLDER / "bugsink_conf.py", FOLDER / "password"
    settings.unlink(missing_ok=True)
    run(BIN / "bugsink-create-conf", "--template=local", "--host=127.0.0.1", f"--port={port}")
    with settings.open("a") as file:
        file.write('BUGSINK["PHONEHOME"] = False\n')
    if not password.exists():
        password.write_text(secrets.token_urlsafe(9))
    user = f"{USER}:{password.read_text()}"
    token = run(BIN / "bugsink-manage", "shell", "-c", SET_UP, CREATE_SUPERUSER=user).split()[-1]
    return password.read_text(), token


def bugsink_dsn(url: str, token: str) -> str:
    """The DSN of its project, which is made if there is none."""

    def call(path: str, **body: str) -> Any:
        data = json.dumps(body).encode() if body else None
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        with open_url(Request(f"{url}/api/canonical/0/{path}", data, headers)) as answer:
            return json.load(answer)

    projects = call("projects/")["results"]
    project = projects[0] if projects else call("projects/", name="service", team=call("teams/", name="team")["id"])
    return str(call(f"projects/{project['id']}/")["dsn"])


def wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            with open_url(url, timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"The server does not start. See {LOG}.")
            time.sleep(0.1)


def main() -> None:
    """Start it, say where it is, and end it with us."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="Bugsink instead of Kent: errors only, grouped and kept")
    parser.add_argument("--port", type=int, default=8971)
    options = parser.parse_args()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", options.port))
        except OSError as error:
            sys.exit(f"Port {options.port} cannot be had ({error.strerror}): give another one by --port.")
    # Whatever ends us ends the server, by the `finally` below.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    url = f"http://127.0.0.1:{options.port}"
    command: list[str | Path]
    if options.full:
        password, token = install_bugsink(options.port)
        page = f"{url}  (log in as {USER} with {password})"
        command = [BIN / "gunicorn", "--no-control-socket", f"--bind=127.0.0.1:{options.port}", "bugsink.wsgi"]
    else:
        page = url
        command = [Path(sys.executable).with_name("kent-server"), "run", "--host=127.0.0.1", f"--port={options.port}"]
    with LOG.open("w") as log, subprocess.Popen(command, cwd=FOLDER, stdout=log, stderr=subprocess.STDOUT) as server:
        try:
            wait_for(server, url)
            dsn = bugsink_dsn(url, token) if options.full else f"http://public@127.0.0.1:{options.port}/1"
            print(f"Look at      {page}")
            print(f"Send to it   SENTRY_DSN={dsn} uv run python -m src.main\nCtrl-C ends it.", flush=True)
            sys.exit(f"The server ended with {server.wait()}. See {LOG}.")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
