"""Starts the service more than once, each time by `python -m src.main` in a process of its own, with one more door.

`python -m tests.checklist.launch <JSON>`. Libraries take most of a start, so they are imported once; then it forks.
"""

import gc
import importlib
import json
import os
import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from typing import Any


class NotInTheImage(MetaPathFinder):
    """Keeps out what is installed here, and not in the image: a service that needs it would not start there."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = frozenset(modules)

    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing.

        Raises:
            ModuleNotFoundError: It is not in the image.
        """
        if name.partition(".")[0] in self._modules:
            raise ModuleNotFoundError(f"No module named {name!r} in the image", name=name)


def run_service(settings: dict[str, str], folder: str) -> None:
    """Be `python -m src.main`, with these settings and no others, in this folder, with the steps of the checklist."""
    os.chdir(folder)
    log = os.open("service.log", os.O_WRONLY | os.O_CREAT)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(settings)
    door: Any = importlib.import_module("tests.checklist.door")
    door.add_steps()
    del sys.argv[1:]  # a service has none, and Sentry is told of them
    runpy.run_module("src.main", run_name="__main__", alter_sys=True)


def main() -> None:
    """Import what can be, and say what cannot; then start, and print the process id of each."""
    gc.disable()  # what is imported stays, so there is nothing to look for in it
    order = json.loads(sys.argv[1])
    sys.meta_path.insert(0, NotInTheImage(order["absent"]))
    errors: dict[str, str] = {}
    for name in order["imports"]:
        try:
            importlib.import_module(name)
        except ImportError as error:
            errors[name] = str(error)
    gc.freeze()
    gc.enable()
    pids = []
    for start in order["starts"]:
        pid = os.fork()
        if not pid:
            run_service(**start)
            return
        pids.append(pid)
    print(json.dumps({"errors": errors, "pids": pids}), flush=True)
    for pid in pids:
        os.waitpid(pid, 0)
    os._exit(0)  # at once: to take down all that was imported takes half a second


if __name__ == "__main__":
    main()
