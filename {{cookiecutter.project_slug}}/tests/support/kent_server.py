"""Kent on a port that whoever starts it listens on: `python -m tests.support.kent_server <file descriptor>`.

A Sentry that takes its time, too: `http://public@<host>/slow/<milliseconds>/<project>`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from kent.app import EventManager, create_app
from werkzeug.serving import make_server


class Slow:
    """Answers after the milliseconds that the path begins with."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Do as the application does, and answer later."""
        if not environ["PATH_INFO"].startswith("/slow/"):
            return self._app(environ, start_response)
        _, _, milliseconds, path = environ["PATH_INFO"].split("/", 3)
        answer = self._app({**environ, "PATH_INFO": f"/{path}"}, start_response)
        time.sleep(int(milliseconds) / 1000)
        return answer


if __name__ == "__main__":
    EventManager.MAX_EVENTS = 10_000
    app = create_app()
    app.json.default = lambda attachment: attachment.decode(errors="replace")  # Kent keeps their bytes
    make_server("127.0.0.1", 0, Slow(app), threaded=True, fd=int(sys.argv[1])).serve_forever()
