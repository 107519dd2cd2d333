"""What the processes that a benchmark started have together while they run: seconds of CPU, memory, bytes that wait on a disk."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
REST = 30  # times as long as a look took: it shall not take from what is looked at


@contextmanager
def watching(look_seconds: float, waiting: Path | None = None) -> Iterator[list[int]]:
    """Yield what the processes started here had together at most: seconds of CPU, bytes of memory, bytes of the files below `waiting`.

    It is looked at every `look_seconds`, and less often where a look takes long, as it does at much memory.
    """
    most, ended = [0, 0, 0], threading.Event()

    def look() -> None:
        took = 0.0
        while not ended.wait(max(look_seconds, REST * took)):
            begun = time.perf_counter()
            found = _processes(os.getpid())
            now = (sum(found.values()), sum(map(_share, found)), _bytes_below(waiting) if waiting else 0)
            most[:] = map(max, most, now)
            took = time.perf_counter() - begun

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
