"""What Sentry costs a baked FastAPI service, side by side: `uv run python benchmarks/fastapi_service.py`.

All variants run at the same time and are asked in turn, so that what else the machine does hits them alike. Figures are
medians of paired rounds, as ratios; those of processor time are the ones to trust where others use the machine too. It
takes about ten minutes. docs/fastapi-overhead.md has what it printed.
"""

import argparse
import asyncio
import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from cookiecutter.main import cookiecutter

ROOT = Path(__file__).parents[1]
CONNECTIONS = 8
MEGABYTE = 1024 * 1024
RATES = ("0", "0.1", "1")
REQUEST = b"GET /query HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Load(NamedTuple):
    """What a few seconds of requests gave: requests a second, the 99th percentile of their times in ms, how many."""

    rate: float
    p99: float
    requests: int
    # Of the service: microseconds of a processor that a request took.
    cpu: float = 0


class Connection(asyncio.Protocol):
    """Asks again as soon as it is answered."""

    def __init__(self, until: float, times: list[float]) -> None:
        self._until, self._times = until, times
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._received = b""
        self._transport.write(REQUEST)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._received.endswith(b'{"answer":42}'):
            return
        assert self._received.startswith(b"HTTP/1.1 200"), self._received
        now = time.perf_counter()
        self._times.append(now - self._asked)
        if now < self._until:
            self._ask()
        else:
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(AssertionError(f"a request failed: {self._received!r}"))


async def ask(port: int, seconds: float, connections: int) -> Load:
    """Ask one service over a few connections."""
    times: list[float] = []
    began = time.perf_counter()
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: Connection(began + seconds, times), "127.0.0.1", port)
        for _ in range(connections)
    ]
    for _, connection in opened:
        await connection.done
    took = time.perf_counter() - began
    return Load(len(times) / took, statistics.quantiles(times, n=100)[98] * 1000, len(times))


# How a Sentry answers, or does not.
SINKS = {
    "well": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "429": b"HTTP/1.1 429 Too Many\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "500": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
    "hanging": b"",
    "slow": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
}


def serve_sink(port: int, how: str) -> None:
    """Be a Sentry, in a process of its own."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
                if how == "hanging":
                    await asyncio.sleep(3600)
                if how == "slow":
                    await asyncio.sleep(1)
                writer.write(SINKS[how])

    async def serve() -> None:
        async with await asyncio.start_server(answer, "127.0.0.1", port) as server:
            await server.serve_forever()

    asyncio.run(serve())


@contextlib.contextmanager
def sink(how: str) -> Iterator[str]:
    """The DSN of a Sentry that answers so."""
    if how == "refusing":
        yield "http://public@127.0.0.1:9/1"
        return
    if how == "without a name":  # too long for any host, so that no name server is asked
        yield f"http://public@{'.'.join(['sentry'] * 40)}/1"
        return
    port = free_port()
    scheme = "https" if how == "without TLS" else "http"
    with subprocess.Popen(
        [sys.executable, __file__, "--sink", str(port), "well" if scheme == "https" else how]
    ) as process:
        wait_for(port)
        yield f"{scheme}://public@127.0.0.1:{port}/1"
        process.terminate()


def wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)


class Service:
    """A variant that runs."""

    def __init__(self, project: Path, variant: str, **settings: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [str(project / ".venv/bin/python"), "-m", "uvicorn", "fastapi_app:app", f"--port={self.port}"],
            cwd=project,
            env=environment(variant, **settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self.port)

    def ask(self, seconds: float, connections: int = CONNECTIONS) -> Load:
        """Ask it for a while."""
        before = self._cpu()
        load = asyncio.run(ask(self.port, seconds, connections))
        return load._replace(cpu=(self._cpu() - before) / load.requests / 1000)

    def _cpu(self) -> int:
        """The nanoseconds of a processor that its threads have taken."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads)

    def memory(self) -> float:
        """What it keeps in memory, in MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE

    def stop(self) -> float:
        """Stop it; how many seconds that took."""
        began = time.perf_counter()
        self.process.terminate()
        self.process.wait()
        return time.perf_counter() - began


def environment(variant: str, **settings: str) -> dict[str, str]:
    """Nothing of ours but the path."""
    defaults = {
        "SENTRY_TRACES_SAMPLE_RATE": "0.1",
        "SENTRY_PROFILES_SAMPLE_RATE": "0",
        "SENTRY_ENVIRONMENT": "production",
    }
    return {"PATH": os.environ["PATH"], "PYTHONPATH": ".", "VARIANT": variant} | defaults | settings


def paired(rounds: int, services: dict[str, Service], seconds: float, **options: int) -> dict[str, list[Load]]:
    """Ask all of them in turn, every other round backwards."""
    loads: dict[str, list[Load]] = {name: [] for name in services}
    for service in services.values():
        service.ask(1.0)
    for number in range(rounds):
        for name in list(services)[:: 1 if number % 2 else -1]:
            loads[name].append(services[name].ask(seconds, **options))
    return loads


def median_ratio(one: list[Load], other: list[Load], of: Callable[[Load], float]) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(of(a) / of(b) for a, b in zip(one, other, strict=True))


def measure_calls(project: Path, _: int) -> None:
    """Function calls a request, which no other load on the machine changes; those at 0.1 are reckoned from 0 and 1."""
    print("\n| variant | rate 0 | rate 0.1 | rate 1 | none's / it, 0.1 | the seed's / it, 0.1 |")
    print("|---|--:|--:|--:|--:|--:|")
    rows: dict[str, list[float]] = {}
    for variant in ("none", "floor", "seed", "ours"):
        never, always = (count_calls(project, variant, rate) for rate in ("0", "1"))
        rows[variant] = [never, 0.9 * never + 0.1 * always, always]
    for variant, calls in rows.items():
        figures = [f"{count:.0f}" for count in calls]
        figures += [f"{rows[other][1] / calls[1]:.2f}" for other in ("none", "seed")]
        print(f"| {variant} | {' | '.join(figures)} |", flush=True)


def count_calls(project: Path, variant: str, rate: str) -> float:
    """What `fastapi_calls.py` prints last."""
    settings = {"SENTRY_DSN": "http://public@127.0.0.1:9/1", "SENTRY_TRACES_SAMPLE_RATE": rate, "LOG_LEVEL": "INFO"}
    command = [str(project / ".venv/bin/python"), "fastapi_calls.py"]
    done = subprocess.run(
        command, cwd=project, env=environment(variant, **settings), capture_output=True, text=True, check=True
    )
    return next(float(line) for line in done.stdout.splitlines()[::-1] if line.replace(".", "").isdigit())


def measure_throughput(project: Path, rounds: int) -> None:
    """Requests a second, processor time and memory."""
    with sink("well") as dsn:
        services = {"none": Service(project, "none")}
        for variant, rate in (("floor", "0"), ("floor", "0.1"), *((v, r) for r in RATES for v in ("seed", "ours"))):
            settings = {"SENTRY_DSN": dsn, "SENTRY_TRACES_SAMPLE_RATE": rate}
            services[f"{variant} {rate}"] = Service(project, variant, **settings)
        settings = {"SENTRY_DSN": dsn, "SENTRY_PROFILES_SAMPLE_RATE": "1"}
        services["ours 0.1, profiled"] = Service(project, "ours", **settings)
        services["ours off"] = Service(project, "ours", SENTRY_DSN="")
        at_start = {name: service.memory() for name, service in services.items()}
        loads = paired(4 * rounds, services, 0.5)
        print("\n| variant, sample rate | requests/s | of none's | of the seed's |", end="")
        print(" processor, us | none's / it | the seed's / it | MB |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|")
        for name, service in services.items():
            seed = loads.get(name.replace("ours", "seed").removesuffix(", profiled"), []) if "ours" in name else []
            row = [f"{statistics.median(load.rate for load in loads[name]):.0f}"]
            row += ratios(loads[name], loads["none"], seed, lambda load: load.rate)
            row += [f"{statistics.median(load.cpu for load in loads[name]):.0f}"]
            row += ratios(loads[name], loads["none"], seed, lambda load: 1 / load.cpu)
            print(f"| {name} | {' | '.join(row)} | {at_start[name]:.0f} -> {service.memory():.0f} |", flush=True)
            service.stop()


def ratios(these: list[Load], none: list[Load], seed: list[Load], of: Callable[[Load], float]) -> list[str]:
    """How much of none's, and of the seed's."""
    return [f"{median_ratio(these, others, of):.2f}" if others else "" for others in (none, seed)]


def measure_startup(project: Path, rounds: int) -> None:
    """Seconds of a processor from the start of Python to an application that could serve."""
    times: dict[str, list[float]] = {"none": [], "floor": [], "seed": [], "ours": []}
    for number in range(rounds + 1):
        for variant, taken in times.items():
            process = subprocess.Popen(
                [str(project / ".venv/bin/python"), "-c", "import uvicorn, fastapi_app, os; os._exit(0)"],
                cwd=project,
                env=environment(variant, SENTRY_DSN="http://public@127.0.0.1:9/1"),
                stderr=subprocess.DEVNULL,
            )
            _, code, usage = os.wait4(process.pid, 0)
            process.returncode = code
            if number:  # the first compiles
                taken.append(usage.ru_utime + usage.ru_stime)
    print("\n| variant | start, s of a processor | of none's |\n|---|--:|--:|")
    for variant, taken in times.items():
        ratio = statistics.median(a / b for a, b in zip(taken, times["none"], strict=True))
        print(f"| {variant} | {statistics.median(taken):.2f} | {ratio:.2f} |", flush=True)


def measure_outages(project: Path, rounds: int) -> None:
    """What requests feel of a Sentry that is down, beside one that is well, and how long the service takes to stop."""
    print(
        "\n| Sentry | p99, ms | with one that is well, ms | of that | without a DSN, ms | within 1.1 x + 2 ms of it |",
        end="",
    )
    print(" MB more | stops in, s |")
    print("|---|--:|--:|--:|--:|---|--:|--:|")
    for how in ("well", "refusing", "hanging", "slow", "429", "500", "without TLS", "without a name"):
        with sink("well") as well, sink(how) as dsn:
            dsns = {"off": "", "another": well, how: dsn}
            services = {name: Service(project, "ours", SENTRY_DSN=dsn) for name, dsn in dsns.items()}
            before = services[how].memory()
            loads = paired(rounds, services, 2.0, connections=2)
            p99, beside, off = (statistics.median(load.p99 for load in loads[name]) for name in (how, "another", "off"))
            over = statistics.median(
                load.p99 - 1.1 * other.p99 - 2 for load, other in zip(loads[how], loads["off"], strict=True)
            )
            more = services[how].memory() - before
            *_, stopped = [service.stop() for service in services.values()]
        ratio = median_ratio(loads[how], loads["another"], lambda load: load.p99)
        print(
            f"| {how} | {p99:.1f} | {beside:.1f} | {ratio:.2f} | {off:.1f} | {'yes' if over <= 0 else 'no'} |", end=""
        )
        print(f" {more:.0f} | {stopped:.1f} |", flush=True)


def main() -> None:
    """Bake a service, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=["calls", "throughput", "startup", "outages"])
    parser.add_argument("--sink", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.sink:
        serve_sink(int(arguments.sink[0]), arguments.sink[1])
        return
    measures = {
        "calls": measure_calls,
        "throughput": measure_throughput,
        "startup": measure_startup,
        "outages": measure_outages,
    }
    with tempfile.TemporaryDirectory() as folder:
        answers = {"service_type": "fastapi", "database": "sqlalchemy", "ci": "none"}
        project = Path(cookiecutter(str(ROOT), no_input=True, extra_context=answers, output_dir=folder))
        for name in ("fastapi_app.py", "fastapi_calls.py"):
            shutil.copy(ROOT / "benchmarks" / name, project)
        inherited = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        # As the image has it.
        sync = ["uv", "sync", "--quiet", "--no-dev", "--extra", "re2"]
        subprocess.run(sync, cwd=project, env=inherited, check=True)
        for name, measure in measures.items():
            if arguments.only in (None, name):
                measure(project, arguments.rounds)


if __name__ == "__main__":
    main()
