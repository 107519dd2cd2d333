"""Measures intake against a bare read: `python -m benchmarks.intake [ROWS]`, 100,000 rows of 60 columns unless told otherwise.

Eight workbooks, one a country, each with its rows of initiatives and of locations (60 questions together), are received, laid over the
form and parsed. The floor is calamine's own read of the same files into Python lists, in the same process. Prints the share of each step.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineWorkbook

from benchmarks.deliveries import write_deliveries
from pipelines.memory import spare_collector
from schemas.countries import countries
from schemas.form import form
from steps.answers.parse_answers import parse_answers
from steps.files.receive import receive
from steps.form.apply_form import apply_form

ROWS = 100_000
SHEETS = ("initiatives", "locations")


def main(rows: int) -> None:
    """Print the seconds of each step, of all, and their ratio to the floor."""
    spare_collector()
    with tempfile.TemporaryDirectory() as name:
        raw = Path(name) / "raw"
        write_deliveries(raw, rows // len(countries()))
        columns = sum(len(form()[code].questions) for code in SHEETS)
        print(f"{rows:,} rows × {columns} columns in {len(countries())} workbooks, {os.cpu_count()} cores")
        floor = _timed("bare calamine read", lambda: [_read_bare(path) for path in sorted(raw.glob("*/*/*.xlsx"))])[1]
        received, reading = _timed("guard and read", lambda: pd.concat([receive(raw, code) for code in countries()], ignore_index=True))
        applied, laying = _timed("lay the form over", lambda: apply_form(received))
        _, parsing = _timed("parse answers", lambda: parse_answers(applied.rows, applied.columns))
    whole = reading + laying + parsing
    print(f"intake {whole:.1f} s, bare read {floor:.1f} s, ratio {whole / floor:.1f}")


def _read_bare(path: Path) -> int:
    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<20} {seconds:7.1f} s")
    return result, seconds


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else ROWS)
