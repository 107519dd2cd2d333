"""What no design of a refresh can do without, in one process: `python -m benchmarks.floor RAW TABLES DATABASE`.

The deliveries below RAW are read with calamine, every cell is looked up in a dictionary of all labels and places, and the rows of the
tables in TABLES (Parquet, of a build of the same deliveries) are put into SQLite, without keys, checks or indexes and with the journal off.
Fetching those rows is no part of it. Prints the seconds of each part, as JSON.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from schemas.code_lists import code_list, code_list_names
from steps.places.gazetteer import gazetteer


def main(raw: Path, tables: Path, database: Path) -> None:
    """Print what reading, looking up and inserting took."""
    known = _known()
    started = time.perf_counter()
    rows = _read(raw)
    read = time.perf_counter()
    found = sum(known.get(value) is not None for row in rows for value in row if value != "")
    looked_up = time.perf_counter()
    inserted = _insert(tables, database)
    told = {"read": read - started, "looked_up": looked_up - read, "inserted": inserted, "cells_known": found}
    print(json.dumps(told | {"seconds": told["read"] + told["looked_up"] + inserted}))


def _known() -> dict[Any, str]:
    """Return every code and label of the code lists, and every name of a place, with what it stands for."""
    lists = (code_list(name) for name in code_list_names())
    words = {label: code for one in lists for code, labels in one.labels.items() for label in labels.values()}
    return words | {place.name: place.place_id for place in gazetteer().by_id.values()}


def _read(raw: Path) -> list[list[Any]]:
    books = (CalamineWorkbook.from_object(str(path)) for path in sorted(raw.glob("*/*/*.xlsx")))
    return [row for book in books for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def _insert(tables: Path, database: Path) -> float:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    seconds = 0.0
    for path in sorted(tables.glob("*.parquet")):
        table = pq.read_table(path)
        columns = [[_plain(value) for value in column.to_pylist()] for column in table.columns]
        rows = list(zip(*columns, strict=True))
        started = time.perf_counter()
        connection.execute(f"CREATE TABLE {path.stem} ({', '.join(table.column_names)})")
        connection.executemany(f"INSERT INTO {path.stem} VALUES ({', '.join('?' * len(columns))})", rows)
        connection.commit()
        seconds += time.perf_counter() - started
    return seconds


def _plain(value: Any) -> object:
    return value if value is None or isinstance(value, (str, int, float, bytes)) else str(value)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
