"""Measures a whole refresh of 8 × 1,000 generated initiatives against its floor: `python -m benchmarks.refresh`.

The floor is what no design can do without: start Python, read the same files with calamine, put the rows into SQLite in one bulk
insert. Both are whole processes, run in turn on the same files; the ratio of their medians is what is quoted.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.deliveries import write_deliveries

INITIATIVES_PER_COUNTRY = 1_000
RUNS = 3
FLOOR = """
import sqlite3, sys
from pathlib import Path
from python_calamine import CalamineWorkbook
database = sqlite3.connect(sys.argv[2])
for number, path in enumerate(sorted(Path(sys.argv[1]).glob("*/*/*.xlsx"))):
    book = CalamineWorkbook.from_object(str(path))
    for place, name in enumerate(book.sheet_names):
        rows = book.get_sheet_by_name(name).to_python()
        width = max(map(len, rows), default=0)
        if width:
            columns = ", ".join(f"c{column}" for column in range(width))
            database.execute(f"CREATE TABLE t{number}_{place} ({columns})")
            text = ([str(value) for value in row] for row in rows)
            database.executemany(f"INSERT INTO t{number}_{place} VALUES ({', '.join('?' * width)})", text)
database.commit()
"""


def main() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_deliveries(folder / "raw", INITIATIVES_PER_COUNTRY)
        runs = [(_refresh(folder, number), _floor(folder, number)) for number in range(RUNS)]
    refresh, floor = (statistics.median(times) for times in zip(*runs, strict=True))
    print(f"8 × {INITIATIVES_PER_COUNTRY:,} initiatives with a place each, median of {RUNS} runs, {os.cpu_count()} cores")
    print(f"refresh {refresh:.1f} s, floor {floor:.1f} s, ratio {refresh / floor:.1f}")


def _refresh(folder: Path, number: int) -> float:
    environment = os.environ | {
        "JMDI_RAW": str(folder / "raw"),
        "JMDI_WAREHOUSE": str(folder / f"warehouse{number}"),
        "JMDI_STATE": str(folder / f"state{number}"),
    }
    return _timed([str(Path(sys.executable).parent / "jmdi"), "refresh"], environment)


def _floor(folder: Path, number: int) -> float:
    return _timed([sys.executable, "-c", FLOOR, str(folder / "raw"), str(folder / f"floor{number}.sqlite")], dict(os.environ))


def _timed(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
