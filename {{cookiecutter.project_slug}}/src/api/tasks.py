"""The tasks that a request starts: each has spans of its own, and one that fails and that nobody awaits is an event.

The SDK's own integration makes an event of every task that fails, be it awaited by someone who expects that, and forks
two scopes for every request besides.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

import sentry_sdk

from src.core.logging import line_context


def watch_tasks() -> None:
    """Watch the tasks of the running loop from now on. Whatever made them before goes on making them."""
    loop = asyncio.get_running_loop()
    make: Callable[..., Any] = loop.get_task_factory() or _make
    tell = loop.get_exception_handler() or (lambda loop, problem: loop.default_exception_handler(problem))

    def make_task(loop: asyncio.AbstractEventLoop, coro: Any, context: Context | None = None, **options: Any) -> Any:
        if context is not None:
            return make(loop, coro, context=context, **options)
        if line_context.get(None) is None:
            return make(loop, coro, **options)
        context = copy_context()
        span = sentry_sdk.get_current_span()
        if span is not None and span.sampled:
            context.run(_fork_scope)
        task = make(loop, coro, context=context, **options)
        task.of_request = context
        return task

    def tell_of_it(loop: asyncio.AbstractEventLoop, problem: dict[str, Any]) -> None:
        # A copy: from Python 3.12 on, the loop calls this in the task's own context, and none can be entered twice.
        context = getattr(problem.get("future"), "of_request", copy_context()).copy()
        context.run(tell, loop, problem)

    loop.set_task_factory(make_task)
    loop.set_exception_handler(tell_of_it)


def _make(loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> "asyncio.Task[Any]":
    return asyncio.Task(coro, loop=loop, **options)


def _fork_scope() -> None:
    """Spans nest in the current scope, which tasks would share."""
    sentry_sdk.Scope.set_current_scope(sentry_sdk.get_current_scope().fork())
