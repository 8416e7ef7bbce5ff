"""The tasks that handlers start: one that fails, and whose failure nobody looks at, is an event of its update.

The SDK's own integration makes an event of every task that fails, be it awaited by someone who expects that: aiohttp,
for one, looks up a host in a task.
"""

import asyncio
from asyncio import AbstractEventLoop, Task
from collections.abc import Callable, Coroutine, Generator
from contextvars import copy_context
from typing import Any

from .failures import report
from .handling import Handling, current_handling

# How often the loop goes round before a failure counts as one that nobody looks at: `asyncio.wait` takes two.
ROUNDS = 3

TaskCoroutine = Coroutine[Any, Any, Any] | Generator[Any, None, Any]


def watch_tasks() -> None:
    """Watch the tasks of the running loop from now on. Whatever made them before goes on making them."""
    loop = asyncio.get_running_loop()
    factory = loop.get_task_factory()
    if not isinstance(factory, _WatchingFactory):
        loop.set_task_factory(_WatchingFactory(factory))
        if loop.get_exception_handler() is None:
            loop.set_exception_handler(_log_in_its_context)


def _log_in_its_context(loop: AbstractEventLoop, failure: dict[str, Any]) -> None:
    """What asyncio does with a callback's failure, in the callback's context, which is the update's."""
    handle = failure.get("handle")
    if handle is None or hasattr(handle, "get_context"):  # since Python 3.12 a handler is called in it
        loop.default_exception_handler(failure)
    else:
        handle._context.run(loop.default_exception_handler, failure)


class _WatchingFactory:
    def __init__(self, factory: Callable[..., Any] | None) -> None:
        self._factory = factory or (lambda loop, coro, **kwargs: Task(coro, loop=loop, **kwargs))

    def __call__(self, loop: AbstractEventLoop, coro: TaskCoroutine, **kwargs: Any) -> Any:
        task = self._factory(loop, coro, **kwargs)
        handling = current_handling()
        if handling is not None:
            # The callback runs in a copy of this context, which is the update's.
            task.add_done_callback(lambda task: _look_at(task, handling))
        return task


def _look_at(task: "asyncio.Future[Any]", handling: Handling, rounds: int = ROUNDS) -> None:
    if not _failed_unseen(task):
        return
    loop = task.get_loop()
    if not handling.is_finished:  # the handler may yet await it
        context = copy_context()
        handling.at_end.append(lambda: loop.call_soon(_look_at, task, handling, context=context))
    elif rounds:
        loop.call_soon(_look_at, task, handling, rounds - 1)
    elif (error := task.exception()) is not None:
        report(error, handled=False, handling=handling)
        if handling.at_late_failure is not None:
            doing = loop.create_task(handling.at_late_failure())
            handling.late.add(doing)  # the loop itself would let go of it
            doing.add_done_callback(handling.late.discard)
        # What asyncio itself does if it ever throws the task away.
        loop.call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": error, "future": task}
        )


def _failed_unseen(task: "asyncio.Future[Any]") -> bool:
    # There is no public way to ask: `exception()` counts as a look at it.
    return bool(getattr(task, "_log_traceback", False))
