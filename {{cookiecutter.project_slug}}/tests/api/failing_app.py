"""The service with routes that fail in every place where a request can: `uvicorn tests.api.failing_app:app`."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sentry_sdk
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

from src.api.app import create_app
from src.api.auth import UserId
from src.main import app, settings

SECRET = "-".join(["s3cr3t", "of", "somebody"])


class HandledError(Exception):
    """One for which there is a handler, which fails."""


class Card(BaseModel):
    """What must not be echoed."""

    number: int


async def fail_in_middleware(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Fail for one path, before there is a route."""
    if request.url.path == "/fail/middleware":
        raise LookupError("middleware")
    return await call_next(request)


async def fail_in_handler(_: Request, error: Exception) -> Response:
    """Fail where an answer is made of an error."""
    raise LookupError("handler") from error


@asynccontextmanager
async def fail_in_lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Fail when the service starts, or when it stops, if told to."""
    if os.environ.get("FAIL_AT") == "start":
        raise LookupError("start")
    sentry_sdk.set_tag("of", "the lifespan")
    yield
    if os.environ.get("FAIL_AT") == "stop":
        raise LookupError("stop")


app.include_router(APIRouter(lifespan=fail_in_lifespan))
app.add_middleware(BaseHTTPMiddleware, dispatch=fail_in_middleware)
app.add_middleware(CORSMiddleware, allow_origins=["https://loans.example.com"])
app.add_exception_handler(HandledError, fail_in_handler)


@app.get("/fail/route")
async def fail() -> None:
    """Fail as most do."""
    raise LookupError("route")


@app.get("/fail/sync")
def fail_in_thread() -> None:
    """Fail in a thread."""
    raise LookupError("sync")


def fail_before() -> None:
    """Fail before the route runs."""
    raise LookupError("dependency")


@app.get("/fail/dependency", dependencies=[Depends(fail_before)])
async def depend() -> None:
    """Never run."""


async def fail_after() -> AsyncIterator[None]:
    """Fail after the answer has been sent."""
    yield
    raise LookupError("after")


@app.get("/fail/after", dependencies=[Depends(fail_after)])
async def answer_first() -> str:
    """Answer."""
    return "answered"


async def fail_later() -> None:
    """Fail in the background."""
    raise LookupError("background")


@app.get("/fail/background")
async def schedule(tasks: BackgroundTasks) -> str:
    """Answer, and let something fail."""
    tasks.add_task(fail_later)
    return "answered"


@app.get("/fail/forgotten")
async def forget() -> str:
    """Start a task that fails, and forget it."""
    asyncio.create_task(fail_later())  # noqa: RUF006
    await asyncio.sleep(0.1)
    return "answered"


@app.get("/expected")
async def expect() -> str:
    """Start tasks that fail, and cope with that."""
    await asyncio.gather(fail_later(), return_exceptions=True)
    try:
        await asyncio.wait_for(fail_later(), timeout=1)
    except LookupError:
        return "answered"
    raise AssertionError


@app.get("/side-by-side")
async def work_side_by_side() -> None:
    """Do the same twice at once."""

    async def work(name: str) -> None:
        with sentry_sdk.start_span(name=name):
            await asyncio.sleep(0.01)
            with sentry_sdk.start_span(name=f"{name}, within"):
                await asyncio.sleep(0.01)

    await asyncio.gather(work("one"), work("two"))


@app.get("/fail/crowd/{name}")
async def fail_in_a_crowd(name: str) -> None:
    """Fail while others do."""
    sentry_sdk.set_tag("name", name)
    sentry_sdk.add_breadcrumb(message=name)
    await asyncio.sleep(0.2)
    await asyncio.create_task(fail())


@app.get("/fail/stream")
async def stream() -> StreamingResponse:
    """Fail after the first chunk."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b"one"
        raise LookupError("stream")

    return StreamingResponse(chunks())


@app.get("/fail/handler")
async def fail_for_handler() -> None:
    """Raise what has a handler."""
    raise HandledError("route")


@app.get("/fail/group")
async def fail_twice() -> None:
    """Fail in two tasks."""
    raise ExceptionGroup("both", [LookupError("one"), KeyError("two")])


@app.get("/fail/user")
async def fail_for_user(user_id: UserId) -> None:
    """Fail for a user who is known."""
    raise LookupError(user_id)


@app.get("/fail/captured")
async def fail_captured() -> None:
    """Report an error, then raise another from it."""
    try:
        await fail()
    except LookupError as error:
        sentry_sdk.capture_exception(error)
        raise HTTPException(503) from error


@app.get("/status/{status}")
async def fail_with(status: int) -> None:
    """Answer with an HTTP error."""
    raise HTTPException(status, SECRET, {"X-Why": "because"})


@app.post("/cards")
async def add(card: Card) -> Card:
    """Validate."""
    return card


@app.get("/slow")
async def wait() -> StreamingResponse:
    """Send for longer than the client listens."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 100_000
            await asyncio.sleep(0.005)

    return StreamingResponse(chunks())


@app.websocket("/ws/{place}")
async def talk(socket: WebSocket, place: str) -> None:
    """Fail before or after the connection is accepted, or listen until the client is gone."""
    if place == "before":
        raise LookupError("before")
    await socket.accept()
    if place == "after":
        raise LookupError("after")
    await socket.receive_text()


mounted = FastAPI()
app.mount("/mounted", mounted)
app.mount("/of/{customer}", mounted)


@mounted.get("/route")
async def fail_mounted() -> None:
    """Fail in an application within the application."""
    raise LookupError("mounted")


@mounted.get("/route/{number}")
async def fail_mounted_for(number: int) -> None:
    """Fail for one of those for whom the application is mounted."""
    raise LookupError(number)


@mounted.get("/status")
async def fail_mounted_with() -> None:
    """Answer with an HTTP error in it."""
    raise HTTPException(500, SECRET)


app.mount("/nested", create_app(settings))
