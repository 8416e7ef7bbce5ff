"""Kent on a free port of 127.0.0.1, which it prints: `python -m tests.support.kent_server`."""

from kent.app import EventManager, create_app
from werkzeug.serving import make_server

if __name__ == "__main__":
    EventManager.MAX_EVENTS = 10_000
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    print(server.port, flush=True)
    server.serve_forever()
