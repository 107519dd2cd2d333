"""Runs one refresh of many responses by several engines and holds their tables against each other: `python -m benchmarks.scale_out`.

Each engine has its own warehouse, built from the same generated deliveries: 8 × 3,000 initiatives, which are 100,000 responses with their
places and organisations. Celery needs redis-server; its two workers are started and ended here. Told of each: seconds, seconds of CPU, the
most memory that its processes had together, the most bytes that waited between steps, and whether every table has the rows of the first
engine's, whatever their order.
"""

import hashlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from benchmarks.deliveries import write_deliveries

INITIATIVES_PER_COUNTRY = 3_000  # four rows each: with their places, organisations and roles, 100,000 responses
WORKERS = 2
ENGINES = ("in_process", "multiprocess", "celery")
DATED = ("report_builds",)  # it tells of the builds themselves
LOOK_SECONDS = 2.0
TICKS = os.sysconf("SC_CLK_TCK")


class Taken(NamedTuple):
    """What a refresh took: seconds, seconds of CPU, the most memory all its processes had at once, the most bytes that waited."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    waiting_bytes: int


def main() -> None:
    """Print a line an engine: `python -m benchmarks.scale_out [initiatives per country] [folder] [engine …]`."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else INITIATIVES_PER_COUNTRY
    with nullcontext(sys.argv[2]) if len(sys.argv) > 2 else tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not (folder / "raw").exists():
            write_deliveries(folder / "raw", size)
        print(f"8 × {size:,} initiatives, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start", flush=True)
        expected: dict[str, str] = {}
        for engine in sys.argv[3:] or ENGINES:
            taken = _refresh(folder, engine)
            found = table_hashes(folder / engine)
            expected = expected or found
            others = sorted(table for table in expected | found if expected.get(table) != found.get(table))
            told = f"{len(found)} tables are the same" if not others else f"other rows in {', '.join(others)}"
            print(
                f"{engine:<13} {taken.seconds:7.0f} s {taken.cpu_seconds:7.0f} s CPU {taken.peak_bytes / 2**20:7.0f} MB "
                f"{taken.waiting_bytes / 2**20:6.0f} MB waiting; {told}",
                flush=True,
            )


def _refresh(folder: Path, engine: str) -> Taken:
    shutil.rmtree(folder / engine, ignore_errors=True)
    environment = os.environ | {
        "JMDI_RAW": str(folder / "raw"),
        "JMDI_WAREHOUSE": str(folder / engine),
        "JMDI_STATE": str(folder / f"state-{engine}"),
        "JMDI_EXECUTOR": engine,
    }
    before = _cpu()
    with _workers(environment) if engine == "celery" else nullcontext(environment) as environment:
        start = time.perf_counter()
        with _watching(Path(environment["JMDI_STATE"]) / "intermediates") as most:
            subprocess.run(_jmdi("refresh"), env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
    cpu_seconds, *others = most
    return Taken(seconds, max(_cpu() - before, cpu_seconds), *others)  # of what a process has not waited for, the system tells nothing


def _jmdi(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).parent / "jmdi"), *arguments]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _workers(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Start a Redis and two workers; yield the environment of a refresh that uses them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    told = environment | {"JMDI_CELERY_BROKER": f"redis://127.0.0.1:{port}/0"}
    redis = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    started = [subprocess.Popen(redis, stdout=subprocess.DEVNULL)]
    try:
        started += [subprocess.Popen(_jmdi("worker"), env=told, stdout=subprocess.DEVNULL) for _ in range(WORKERS)]
        yield told
    finally:
        for one in reversed(started):
            one.send_signal(signal.SIGTERM)
        for one in started:
            one.wait()


@contextmanager
def _watching(waiting: Path) -> Iterator[list[int]]:
    """Yield what the processes started here had together at most: seconds of CPU, bytes of memory, bytes that waited between steps."""
    most, ended = [0, 0, 0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            found = _processes(os.getpid())
            now = (sum(found.values()), sum(map(_share, found)), _bytes_below(waiting))
            most[:] = map(max, most, now)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield most
    ended.set()
    watcher.join()


def _processes(ancestor: int) -> dict[int, int]:
    """Return the processes below one, each with the seconds of CPU of itself and of those of its children that have ended."""
    parents, seconds = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(told[1])
        seconds[int(stat.parent.name)] = sum(map(int, told[11:15])) // TICKS
    return {process: seconds[process] for process in parents if _is_below(process, ancestor, parents)}


def _is_below(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process in parents:
        process = parents[process]
        if process == ancestor:
            return True
    return False


def _share(process: int) -> int:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Pss:")), 0)


def _bytes_below(folder: Path) -> int:
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(where, name).stat().st_size
            except OSError:
                continue
    return total


def table_hashes(warehouse: Path) -> dict[str, str]:
    """Return, for every table of the current build, a hash of its rows in any order."""
    paths = sorted((warehouse / "current" / "tables").glob("*.parquet"))
    return {path.stem: _hash(path) for path in paths if path.stem not in DATED}


def _hash(path: Path) -> str:
    """Return a hash of a table's rows, sorted; geometries are kept as bytes."""
    columns = pq.read_table(path).to_pydict()
    rows = sorted(repr(row) for row in zip(*columns.values(), strict=True))
    return hashlib.sha256("\n".join([repr(list(columns)), *rows]).encode("utf-8", "surrogatepass")).hexdigest()


if __name__ == "__main__":
    main()
