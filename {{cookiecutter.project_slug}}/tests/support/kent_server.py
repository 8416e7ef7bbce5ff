"""Kent on a port that whoever starts it listens on: `python -m tests.support.kent_server <file descriptor>`."""

import sys
from collections.abc import Callable, Iterable
from threading import Event
from typing import Any

from kent import app as kent
from werkzeug.serving import make_server


class Held:
    """Takes what is sent to `/held/...`, and answers when it is told to: a Sentry that takes its time."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self._released = Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Do as the application does, now or later."""
        path = environ["PATH_INFO"]
        if path == "/api/release/":
            self._released.set()
            path = "/api/eventlist/"
        answer = self._app({**environ, "PATH_INFO": path.removeprefix("/held")}, start_response)
        if path.startswith("/held/"):
            self._released.wait()
        return answer


def events(start: int) -> dict[str, list[Any]]:
    """All that has arrived, from this place on: Kent's own routes give one at a time."""
    return {"events": [event.to_dict() for event in kent.EVENTS.get_events()[start:]]}


if __name__ == "__main__":
    kent.EventManager.MAX_EVENTS = 10_000
    kent.Event.summary = ""  # it fails on an exception that has no text
    app = kent.create_app()
    app.json.default = lambda attachment: attachment.decode(errors="replace")  # Kent keeps their bytes
    app.add_url_rule("/api/events/<int:start>", view_func=events)
    make_server("127.0.0.1", 0, Held(app), threaded=True, fd=int(sys.argv[1])).serve_forever()
