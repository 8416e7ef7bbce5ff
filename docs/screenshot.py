"""Takes docs/bugsink.png, the README's picture: `uv run python -m docs.screenshot`. It needs Debian's chromium.

A service is baked and asked for a loan; the error that a Bugsink then shows is photographed by a headless Chromium.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx2
from cookiecutter.main import cookiecutter

from tests.bugsink import Bugsink, running_bugsink
from tests.conftest import ROOT, run
from tests.service import apply_over_http

# Cropped: without the hint to set up mail, and without the frames of libraries, which Bugsink shows collapsed.
CROPPED = """
<style>
  .bg-yellow-100, .flex:has(+ .js-frame-details[data-collapsed="true"]), .js-frame-details[data-collapsed="true"] {
    display: none !important;
  }
</style>
"""


def log_in(bugsink: Bugsink) -> httpx2.Client:
    """A browser's session."""
    browser = httpx2.Client(base_url=bugsink.url, trust_env=False, follow_redirects=True, timeout=60)
    browser.get("/accounts/login/").raise_for_status()
    token = browser.cookies["csrftoken"]
    form = {"username": bugsink.user, "password": bugsink.password, "csrfmiddlewaretoken": token}
    browser.post("/accounts/login/", data=form, headers={"Referer": bugsink.url}).raise_for_status()
    return browser


@contextmanager
def logged_in(browser: httpx2.Client) -> Iterator[str]:
    """Where Chromium, which cannot log in by itself, sees what this session sees, cropped."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = browser.get(self.path)
            kind = answer.headers.get("Content-Type", "text/plain")
            self.send_response(answer.status_code)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(answer.content)
            if kind.startswith("text/html"):
                self.wfile.write(CROPPED.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def photograph(url: str, file: Path) -> None:
    """Have a headless Chromium show a page, and ask nobody else for anything."""
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            *("--window-size=1200,1190", f"--screenshot={file}", url),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def main() -> None:
    """Bake, fail, look."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        answers = {"service_type": "fastapi", "database": "sqlalchemy", "ci": "none"}
        project = Path(cookiecutter(str(ROOT), no_input=True, extra_context=answers, output_dir=temporary))
        run(project, "uv", "sync")
        with running_bugsink(project, folder) as bugsink:
            apply_over_http(project, SENTRY_DSN=bugsink.dsn)
            (issue,) = bugsink.issues()
            browser = log_in(bugsink)
            with logged_in(browser) as url:
                photograph(f"{url}/issues/issue/{issue['id']}/event/last/", ROOT / "docs/bugsink.png")
            browser.close()


if __name__ == "__main__":
    main()
