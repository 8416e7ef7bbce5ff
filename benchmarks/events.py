"""Error events as `before_send` sees them: captured from the SDK while a small loans service fails in several ways."""

import asyncio
import json
import logging
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import sentry_sdk
from fastapi import FastAPI
from pydantic import BaseModel
from sentry_sdk.envelope import Envelope
from sentry_sdk.integrations.fastapi import FastApiIntegration
from sentry_sdk.integrations.httpx2 import Httpx2Integration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.sqlalchemy import SqlalchemyIntegration
from sentry_sdk.integrations.starlette import StarletteIntegration
from sentry_sdk.scrubber import EventScrubber
from sentry_sdk.transport import Transport
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Event = dict[str, Any]

SIZES = ("small", "typical", "huge")
# What the SDK writes, not what a service puts in.
SDK_NAMES = {"abs_path", "category", "event_id", "filename", "function", "level", "module", "name", "platform"}
SDK_NAMES |= {"span_id", "timestamp", "trace_id", "type", "version"}
# Addresses of objects, ids of traces and loans, microseconds: in production no two events share them.
ID = re.compile(r"\b(?:0x)?[0-9a-f]{12,32}\b|(?<=/)\d+(?=[/'\"])|(?<=loan )\d+|(?<=\.)\d{6}(?=Z)")

logger = logging.getLogger("loans")
logger.setLevel(logging.INFO)
logger.propagate = False
logger.addHandler(logging.NullHandler())

app, bureau = FastAPI(), FastAPI()


class Base(DeclarativeBase):
    pass


class Loan(Base):
    __tablename__ = "loans"
    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]
    purpose: Mapped[str]


class Application(BaseModel):
    amount: Decimal
    months: int
    purpose: str = "working capital"


@dataclass
class Offer:
    rate: Decimal
    months: int


@bureau.get("/scores/{loan_id}")
async def score(loan_id: int) -> int:
    return 500 + loan_id % 300


async def history(session: AsyncSession, loan_id: int, steps: int) -> int:
    """What a service does before it fails: queries, calls and log lines, each of them a breadcrumb."""
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(bureau), base_url="https://bureau.internal") as client:
        for step in range(steps):
            loans = (await session.scalars(select(Loan).where(Loan.amount > step).order_by(Loan.purpose))).all()
            response = await client.get(f"/scores/{loan_id}", params={"model": "v4"})
            logger.info(
                "step %d of %d: %d loans, score %s in %d ms", step, steps, len(loans), response.json(), 20 + step
            )
    return 501 + loan_id % 40


def priced(points: int, application: Application) -> Offer:
    bands = {band: Decimal(band) / 100 for band in range(500, 800, 50)}
    return Offer(rate=bands[points], months=application.months)


@app.post("/loans/{loan_id}/decisions")
async def decide(loan_id: int, application: Application, steps: int) -> Offer:
    async with AsyncSession(app.state.engine) as session:
        points = await history(session, loan_id, steps)
        logger.warning("deciding on loan %d for %s", loan_id, application.purpose)
        return priced(points, application)


@app.post("/loans/{loan_id}")
async def register(loan_id: int, application: Application, steps: int) -> None:
    async with AsyncSession(app.state.engine) as session, session.begin():
        await history(session, loan_id, steps)
        session.add(Loan(id=7, amount=int(application.amount), purpose=application.purpose))


@app.post("/loans/{loan_id}/schedule")
async def schedule(loan_id: int, application: Application, steps: int) -> None:
    async with AsyncSession(app.state.engine) as session:
        await history(session, loan_id, steps)
    raw = json.dumps({"loan": loan_id, "months": list(range(application.months))})
    json.loads(raw.replace(":", "="))


@app.post("/batches/{loan_id}")
async def batch(loan_id: int, application: Application, steps: int) -> None:
    """Eleven at once: their failures come as one exception group."""
    works = [decide, register, schedule]
    running = [works[number % 3](loan_id + number, application, steps) for number in range(11)]
    raise ExceptionGroup("a batch failed", await asyncio.gather(*running, return_exceptions=True))


def nightly(number: int) -> None:
    """A job outside of any request."""
    with sentry_sdk.isolation_scope():
        for step in range(18):
            logger.info("step %d of the nightly run for loan %d took %d ms", step, number, 20 + step)
        try:
            priced(501 + number, Application(amount=Decimal(1000 + number), months=12))
        except KeyError:
            logger.exception("no price for loan %d", number)


async def requests(paths: tuple[str, ...], count: int, steps: int) -> None:
    """Send the service so many requests, each about another loan."""
    app.state.engine = create_async_engine("sqlite+aiosqlite://")
    async with app.state.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(app.state.engine) as session, session.begin():
        session.add(Loan(id=7, amount=900, purpose="stock"))
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False, client=("edge", 50000))
    async with httpx2.AsyncClient(transport=transport, base_url="https://loans.internal") as client:
        for loan_id in range(50, 50 + count):
            body = {"amount": 1000 + loan_id, "months": 12 + loan_id % 24}
            await client.post(paths[loan_id % len(paths)].format(loan_id), params={"steps": steps}, json=body)
    await app.state.engine.dispose()


class Nowhere(Transport):
    def capture_envelope(self, envelope: Envelope) -> None:
        """Send nothing."""


def capture(fail: Callable[[], object]) -> list[str]:
    """What `before_send` is handed while this runs, as JSON, with the paths of an image in place of this machine's."""
    captured: list[str] = []

    def before_send(event: Any, _hint: Any) -> None:
        text = json.dumps(event, ensure_ascii=False)
        for prefix, instead in (
            (sys.prefix, "/app/.venv"),
            (sys.base_prefix, "/usr/local"),
            (str(Path(__file__).parent), "/app"),
        ):
            text = text.replace(prefix, instead)
        captured.append(text)

    integrations = [StarletteIntegration(), FastApiIntegration(), SqlalchemyIntegration(), Httpx2Integration()]
    sentry_sdk.init(
        dsn="http://public@127.0.0.1:9/1",
        transport=Nowhere,
        before_send=before_send,
        # The SDK's own runs before `before_send`, and is measured here on what it gets.
        event_scrubber=EventScrubber(denylist=[], pii_denylist=[]),
        traces_sample_rate=1.0,
        release="loans@1.4.2",
        server_name="loans-7d9f",
        auto_enabling_integrations=False,
        integrations=[*integrations, LoggingIntegration(level=logging.INFO, event_level=logging.ERROR)],
    )
    try:
        fail()
    finally:
        sentry_sdk.get_client().close()
        sentry_sdk.init()
    return captured


def captured(size: str, count: int) -> list[str]:
    """So many different events of a size, as JSON: a job's, requests', batches'."""
    if size == "small":
        return capture(lambda: [nightly(number) for number in range(count)])
    paths = ("/loans/{}/decisions", "/loans/{}/schedule") if size == "typical" else ("/batches/{}",)
    return capture(lambda: asyncio.run(requests(paths, count, steps=2)))


def of_size(size: int, pool: list[Event]) -> Event:
    """A small event that has grown to so many characters of JSON: frames and breadcrumbs of real ones."""
    event = json.loads(json.dumps(pool[0]))
    frames = [
        frame for other in pool for value in other["exception"]["values"] for frame in value["stacktrace"]["frames"]
    ]
    crumbs = [crumb for other in pool for crumb in other["breadcrumbs"]["values"]]
    length = len(json.dumps(event))
    for turn in range(sys.maxsize):
        if length >= size:
            return event
        frame, crumb = frames[turn % len(frames)], crumbs[turn % len(crumbs)]
        event["exception"]["values"][0]["stacktrace"]["frames"].append(frame)
        event["breadcrumbs"]["values"].append(crumb)
        length += len(json.dumps([frame, crumb]))
    raise AssertionError


def fresh(text: str, chance: random.Random) -> str:
    """The same event with ids of its own."""

    def other(match: re.Match[str]) -> str:
        if match[0].isdigit():
            return str(chance.randrange(100_000, 1_000_000))
        return match[0][:2] + "".join(chance.choices("0123456789abcdef", k=len(match[0]) - 2))

    return ID.sub(other, text)


def strings(value: Any, key: str = "") -> Iterator[tuple[Any, Any]]:
    """Each string that a service puts in: what holds it, and where."""
    for index, item in value.items() if isinstance(value, dict) else enumerate(value):
        name = index if isinstance(index, str) else key
        if isinstance(item, dict | list):
            yield from strings(item, name)
        elif isinstance(item, str) and name not in SDK_NAMES:
            yield value, index


def planted(event: Event, secrets: list[str], share: float, chance: random.Random) -> Event:
    """The event with a secret at the end of this share of its strings."""
    places = list(strings(event))
    for holder, index in chance.sample(places, round(share * len(places))):
        holder[index] += f" {chance.choice(secrets)}"
    return event
