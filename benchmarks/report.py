"""Writes `docs/scrubbing.md` and its plot."""

import math
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from typing import Any

import matplotlib as mpl
from leaks import FALSE
from matplotlib import pyplot as plt

COMMAND = "uv run --group benchmarks python benchmarks/scrubbing.py"
PACKAGES = ("sentry-sdk", "sentry-relay", "sentry-scrubber", "fillmore", "google-re2", "fastapi", "sqlalchemy")

INTRODUCTION = """\
# The scrubbing filter, measured

`{command}`, {date}, on {machine}.
With {packages}.

## Cost

Events as `before_send` sees them, captured from the SDK while a small service fails: with source context, local
variables, breadcrumbs of queries, calls and log lines. A small one is a job's, a typical one a FastAPI request's, a
huge one a batch's, an exception group of eleven. "5% match": a secret of the corpus stands at the end of 5% of the
strings. There are eight events of each size. A round gives each contender, in random order, a new copy of one of them,
with addresses and ids that no round had before. The figures are medians of the rounds' ratios to
`sentry_sdk.serializer.serialize` on the same event, in processor time.

"Ours" is `filter_sensitive_data`, with google-re2 and as it is without, by the setting `SENTRY_LOCALS`. sentry-relay is
sentry.io's own engine with the rules of a new project; its time has the JSON to it and back. fillmore has the SDK's
list of keys for nine places.
"""
GROWTH = """
## Growth

From {low} KB to {high:,} KB: the exponent of the fitted power law (1: a line). Each event is a small one that has grown
by frames and breadcrumbs of the others.
"""
HOSTILE = """
## Hostile input

The slowest of {units} strings of 100 KB, each tried as an exception's value, an extra, a local variable and a name;
"> {patience:.0f} s" is where it was stopped. Below, shapes.
"""
LEAKS = """
## Leaks

The corpus of `tests/scrubbing`, one secret an event, at one place of the event after another: leaked, of planted. The
last row is what a filter changes without need.
"""


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line through the points, on logarithmic axes."""
    logs = [(math.log(size), math.log(took)) for size, took in points]
    mean_x, mean_y = (sum(axis) / len(logs) for axis in zip(*logs, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def machine() -> str:
    models = [line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    return f"{model}, {cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def write(
    docs: Path,
    measured: list[Any],
    first: dict[str, float],
    grown: dict[str, Any],
    attacked: dict[str, Any],
    found: dict[str, Any],
    units: int,
    patience: float,
) -> None:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = INTRODUCTION.format(
        command=COMMAND, date=f"{datetime.now(UTC):%d %B %Y}", machine=machine(), packages=packages
    )
    names = list(measured[0][2])
    head = ["x `serialize()`", *(f"{size}, {variant}" for size, variant, _ in measured)]
    text += table(head, [[name, *(f"{row[name][0]:.3f}" for *_, row in measured)] for name in names])
    base = [f"{row['serialize()'][1] * 1e6:,.0f}" for *_, row in measured]
    text += f"\n`serialize()` itself took {', '.join(base)} microseconds.\n\n![Cost and growth](scrubbing.svg)\n"

    firsts = ", ".join(f"{ratio:.2f} ({name})" for name, ratio in first.items())
    text += f"\nThe first typical event of a process, while the filter remembers nothing yet: {firsts}.\n"

    sizes = [size for size, _ in grown["no match"][names[0]]]
    text += GROWTH.format(low=sizes[0], high=sizes[-1])
    text += table(
        ["exponent", *grown],
        [[name, *(f"{exponent(points[name]):.2f}" for points in grown.values())] for name in names],
    )

    def shown(seconds: float) -> str:
        return (
            f"> {patience:.0f} s"
            if seconds >= patience
            else "raises"
            if math.isnan(seconds)
            else f"{seconds * 1000:,.1f} ms"
        )

    text += HOSTILE.format(units=units, patience=patience)
    rows = [
        [name, *(f"{shown(strings[0][0])}: `{strings[0][1]}`".split(": ", 1))]
        for name, (strings, _) in attacked.items()
    ]
    text += table(["worst string", "time", "what"], rows)
    shapes = [what for _, what in next(iter(attacked.values()))[1]]
    columns = [name for name in attacked if name.startswith("ours")]
    rows = [[what, *(shown(attacked[name][1][turn][0]) for name in columns)] for turn, what in enumerate(shapes)]
    text += table(["shape", *columns], rows)

    totals = {
        name: tuple(map(sum, zip(*(counts for kind, counts in row.items() if kind != FALSE), strict=True)))
        for name, row in found.items()
    }
    found = {
        name: {**{kind: row[kind] for kind in row if kind != FALSE}, "**all**": totals[name], FALSE: row[FALSE]}
        for name, row in found.items()
    }
    rows = [
        [kind, *(f"{found[name][kind][0]} of {found[name][kind][1]}" for name in found)]
        for kind in found["no scrubbing"]
    ]
    text += LEAKS + table(["leaked", *found], rows)
    docs.mkdir(exist_ok=True)
    (docs / "scrubbing.md").write_text(text)
    plot(docs / "scrubbing.svg", measured, grown["no match"])


def plot(path: Path, measured: list[Any], grown: dict[str, Any]) -> None:
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "scrubbing", "font.size": 9})
    figure, (bars, lines) = plt.subplots(1, 2, figsize=(13, 5), layout="constrained")
    typical = {variant: row for size, variant, row in measured if size.startswith("typical")}
    names = list(typical["no match"])[::-1]
    for turn, (variant, row) in enumerate(typical.items()):
        bars.barh(
            [place + 0.2 - 0.4 * turn for place in range(len(names))],
            [row[name][0] for name in names],
            0.38,
            label=variant,
        )
    bars.set(
        yticks=range(len(names)), yticklabels=names, xscale="log", xlabel="time, x serialize()", title="A typical event"
    )
    bars.axvline(1, color="grey", linewidth=0.8)
    bars.legend()
    lines.set_prop_cycle(color=mpl.colormaps["tab20"].colors)
    for name, points in grown.items():
        lines.plot(*zip(*points, strict=True), marker=".", linewidth=2 if name.startswith("ours") else 1, label=name)
    lines.set(xscale="log", yscale="log", xlabel="event, KB of JSON", ylabel="seconds", title="Growth, no match")
    figure.legend(*lines.get_legend_handles_labels(), loc="outside right center")
    figure.savefig(path, metadata={"Date": None})
