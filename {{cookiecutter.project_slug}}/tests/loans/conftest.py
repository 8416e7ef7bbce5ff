"""A credit bureau on loopback."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class CreditBureau(BaseHTTPRequestHandler):
    """Approves of loans up to 1000, and has no answer for user 500."""

    def do_POST(self) -> None:
        """Answer `POST /credit-checks`."""
        application = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(500 if application["user_id"] == 500 else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"approved": float(application["amount"]) <= 1000}).encode())

    def do_GET(self) -> None:
        """Answer whoever wants to know whether it answers."""
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="session")
def credit_bureau_url() -> Iterator[str]:
    """Where the credit bureau answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), CreditBureau) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
