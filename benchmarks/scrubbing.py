"""The scrubbing filter beside its peers: what it costs, and what it lets through.

Run by hand: `uv run --group benchmarks python benchmarks/scrubbing.py` writes `docs/scrubbing.md` and its plot.
"""

import argparse
import gc
import json
import logging
import math
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cookiecutter.main import cookiecutter

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))

import events  # noqa: E402 - `tests` is found from here on
import hostile  # noqa: E402
import leaks  # noqa: E402
import report  # noqa: E402
from peers import PEERS, YARDSTICKS, Scrub, filters  # noqa: E402

from tests.scrubbing.corpus import secrets  # noqa: E402

SECRETS = [secret.text for secret in secrets()]
VARIANTS = {"no match": 0.0, "5% match": 0.05}
ROUNDS = {"small": 240, "typical": 96, "huge": 24}
EVENTS = 8
GROWTH_KB = (10, 20, 50, 100, 200, 500, 1000, 2000)
PATIENCE_SECONDS = 5.0


class TooLong(BaseException):
    """Not an `Exception`, so that no scrubber takes it for its own."""


@contextmanager
def patience() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def seconds(scrub: Scrub, event: Any) -> float:
    """Of this thread's processor time: what else the machine does is not measured."""
    began = time.thread_time()
    scrub(event)
    return time.thread_time() - began


def compared(contenders: dict[str, Scrub], texts: list[str], share: float, rounds: int) -> dict[str, list[float]]:
    """Seconds that each contender takes, round by round: in each, all get a copy of one event that is new to them."""
    chance = random.Random(2)
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.freeze()
    for number in range(rounds):
        event = events.planted(json.loads(events.fresh(texts[number % len(texts)], chance)), SECRETS, share, chance)
        text = json.dumps(event)
        gc.disable()
        for name in chance.sample(sorted(contenders), len(contenders)):
            times[name].append(seconds(contenders[name], json.loads(text)))
        gc.enable()
    return times


def ratio(times: dict[str, list[float]], name: str) -> float:
    """The median of the rounds' ratios to `serialize()`."""
    return statistics.median(took / base for took, base in zip(times[name], times["serialize()"], strict=True))


def costs(
    contenders: dict[str, Scrub], rounds: Callable[[int], int]
) -> Iterator[tuple[str, str, dict[str, tuple[float, float]]]]:
    """For each size and variant: of each contender the ratio to `serialize()`, and the median time in seconds."""
    for size in events.SIZES:
        texts = events.captured(size, EVENTS)
        kilobytes = statistics.median(map(len, texts)) / 1000
        for variant, share in VARIANTS.items():
            times = compared(contenders, texts, share, rounds(ROUNDS[size]))
            row = {name: (ratio(times, name), statistics.median(times[name])) for name in contenders}
            yield f"{size}, {kilobytes:.0f} KB", variant, row


def first(tree: Path) -> dict[str, float]:
    """What a process's first typical event costs, while nothing is remembered yet: the ratio to `serialize()`."""
    texts = events.captured("typical", 4)
    ratios: dict[str, list[float]] = {}
    for text in texts:
        for name, scrub in filters(tree).items():
            base = statistics.median(seconds(YARDSTICKS["serialize()"], json.loads(text)) for _ in range(5))
            ratios.setdefault(name, []).append(seconds(scrub, json.loads(text)) / base)
    return {name: statistics.median(values) for name, values in ratios.items()}


def growth(contenders: dict[str, Scrub], share: float) -> dict[str, list[tuple[int, float]]]:
    """Of each contender the least time in seconds for events of so many kilobytes."""
    pool = [json.loads(text) for size in events.SIZES for text in events.captured(size, 3)]
    points: dict[str, list[tuple[int, float]]] = {name: [] for name in contenders}
    for kilobytes in GROWTH_KB:
        times = compared(contenders, [json.dumps(events.of_size(kilobytes * 1000, pool))], share, rounds=5)
        for name in contenders:
            points[name].append((kilobytes, min(times[name])))
    return points


def worst(scrub: Scrub) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
    """The slowest of the hostile strings, and all hostile shapes: seconds, and what it was."""

    def took(event: Any) -> float:
        try:
            with patience():
                return seconds(scrub, event)
        except TooLong:
            return PATIENCE_SECONDS
        except Exception:  # some peers raise on such input
            return math.nan

    strings: list[tuple[float, str, str]] = [
        (took(event(hostile.text(unit))), unit, place)
        for unit in hostile.UNITS
        for place, event in hostile.PLACES.items()
    ]
    slowest = sorted((line for line in strings if line[0] > 0), reverse=True)[:5]
    again = [
        # Each time another text: a filter may remember what it has seen.
        (
            min(first, *(took(hostile.PLACES[place](hostile.text(unit) + end)) for end in "xy")),
            f"{unit!a} in the {place}",
        )
        for first, unit, place in slowest
    ]
    return sorted(again, reverse=True), [
        (took({"extra": {"value": make()}}), name) for name, make in hostile.SHAPES.items()
    ]


def baked(folder: Path) -> Path:
    """A service of the template, for its filter."""
    answers = {"service_type": "fastapi", "database": "none", "ci": "none"}
    return Path(cookiecutter(str(ROOT), no_input=True, extra_context=answers, output_dir=str(folder)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, help="a folder that holds a service's src/; without it, one is baked")
    parser.add_argument("--quick", action="store_true", help="our filter alone, to the terminal, in half a minute")
    parser.add_argument("--hostile", action="store_true", help="the same, for hostile input")
    arguments = parser.parse_args()
    logging.getLogger("src").setLevel(logging.CRITICAL)  # it says when it fails
    tree = arguments.tree or baked(Path(tempfile.mkdtemp()))
    ours = filters(tree)
    if arguments.hostile:
        for name, scrub in ours.items():
            for took, what in (line for lines in worst(scrub) for line in lines):
                print(f"{name:36} {took * 1000:9.1f} ms  {what}")
    elif arguments.quick:
        for size, variant, row in costs({**ours, "serialize()": YARDSTICKS["serialize()"]}, lambda rounds: rounds // 2):
            for name, (relative, took) in row.items():
                print(f"{size:16} {variant:9} {name:36} {relative:6.3f} x serialize() {took * 1e6:9.0f} us")
    else:
        contenders = {**ours, **PEERS, **YARDSTICKS}
        report.write(
            ROOT / "docs",
            measured=list(costs(contenders, lambda rounds: rounds)),
            first=first(tree),
            grown={variant: growth(contenders, share) for variant, share in VARIANTS.items()},
            attacked={name: worst(scrub) for name, scrub in {**ours, **PEERS}.items()},
            found={
                name: leaks.leaked(scrub)
                for name, scrub in {"no scrubbing": lambda event: event, **PEERS, **ours}.items()
            },
            units=len(hostile.UNITS),
            patience=PATIENCE_SECONDS,
        )


if __name__ == "__main__":
    main()
