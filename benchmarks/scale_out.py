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
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from benchmarks.deliveries import write_deliveries
from benchmarks.watching import watching

INITIATIVES_PER_COUNTRY = 3_000  # four rows each: with their places, organisations and roles, 100,000 responses
WORKERS = 2
ENGINES = ("in_process", "multiprocess", "celery")
DATED = ("report_builds",)  # it tells of the builds themselves
LOOK_SECONDS = 2.0


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
        with watching(LOOK_SECONDS, Path(environment["JMDI_STATE"]) / "intermediates") as most:
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
