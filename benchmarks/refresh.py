"""Measures whole refreshes of generated deliveries: `python -m benchmarks.refresh [INITIATIVES_PER_COUNTRY …]`, 1,000 unless told.

Each size is refreshed into a new warehouse, again after one of its eight workbooks has changed, and again when nothing has; beside it run
the floor (benchmarks/floor.py) and what one would script (benchmarks/scripted.py), on the same files. All are whole processes, in turn;
told are medians, ratios, the most memory that each took, and what share of the first refresh each layer had. The result is Markdown, as in
docs/speed.md.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from assets.every_asset import ASSETS
from benchmarks.deliveries import write_deliveries, write_delivery
from benchmarks.watching import watching

SIZES = (1_000,)
RUNS = 3
LARGE = 5_000  # initiatives a country from which on one run must do: it takes long, and chance evens out
CHANGED = "SLV"
LOOK_SECONDS = 0.2
MEGABYTE = 2**20


class Taken(NamedTuple):
    """What a command took: seconds on the clock, of processor time, the most bytes that its processes had together; what it printed."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    printed: str


def main() -> None:
    """Print a table a size."""
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n", flush=True)
    for size in map(int, sys.argv[1:] or SIZES):
        with tempfile.TemporaryDirectory() as name:
            print("\n".join(_table(Path(name), size)), flush=True)


def _table(folder: Path, size: int) -> Iterator[str]:
    raw = folder / "raw"
    write_deliveries(raw, size)
    taken: dict[str, list[Taken]] = {}
    for number in range(1 if size >= LARGE else RUNS):
        write_delivery(raw, CHANGED, size)
        warehouse = folder / str(number)
        for what in ("full refresh", "one workbook of eight changed", "nothing changed"):
            if what.startswith("one"):
                write_delivery(raw, CHANGED, size - 1)
            taken.setdefault(what, []).append(_refresh(raw, warehouse))
        tables = warehouse / "current" / "tables"
        taken.setdefault("floor", []).append(_module("floor", raw, tables, folder / f"floor{number}.sqlite"))
        taken.setdefault("as one would script it", []).append(_module("scripted", raw, folder / f"scripted{number}.sqlite"))
    floor = statistics.median(json.loads(one.printed)["seconds"] for one in taken["floor"])
    yield f"8 × {size:,} initiatives, median of {len(taken['floor'])}:\n"
    yield "| | seconds | processor seconds | × floor | peak memory, MB |\n|---|---|---|---|---|"
    for what, runs in taken.items():
        seconds = floor if what == "floor" else statistics.median(one.seconds for one in runs)
        cpu, peak = (statistics.median(figures) for figures in zip(*(one[1:3] for one in runs), strict=True))
        yield f"| {what} | {seconds:.1f} | {cpu:.1f} | {seconds / floor:.1f} | {peak / MEGABYTE:,.0f} |"
    shares = _shares(taken["full refresh"][0].printed)
    told = ", ".join(f"{layer} {seconds:.1f} s ({seconds / sum(shares.values()):.0%})" for layer, seconds in shares.most_common())
    yield f"\nOf the seconds of the steps of the first full refresh, two of which may be made at once: {told}.\n"


def _refresh(raw: Path, warehouse: Path) -> Taken:
    own = {"JMDI_RAW": str(raw), "JMDI_WAREHOUSE": str(warehouse), "JMDI_STATE": f"{warehouse}-state", "JMDI_LOG": "json"}
    return _taken([str(Path(sys.executable).parent / "jmdi"), "refresh"], own)


def _module(name: str, *arguments: Path) -> Taken:
    return _taken([sys.executable, "-Wignore", "-m", f"benchmarks.{name}", *map(str, arguments)], {})


def _taken(command: list[str], environment: dict[str, str]) -> Taken:
    """Run a command to its end."""
    before = os.times()
    started = time.perf_counter()
    with watching(LOOK_SECONDS) as most:
        done = subprocess.run(
            command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    seconds, after = time.perf_counter() - started, os.times()
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(seconds, used, most[1], done.stdout)


def _shares(printed: str) -> Counter[str]:
    """Return the seconds of the steps of each layer, from the log of a refresh."""
    layers = {one.op.name: min(one.group_names_by_key.values()) for one in ASSETS}
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    shares = Counter[str]()
    for line in lines:
        if line["event"] == "step_ended" and line["step"] in layers:
            shares[layers[line["step"]]] += line["seconds"]
    return shares


if __name__ == "__main__":
    main()
