"""Measures the stores against a bare bulk insert: `python -m benchmarks.warehouse [RESPONSES ...] [--database URL]`.

The sample deliveries are built once; their tables are then multiplied, each copy with ids of its own, until they hold the responses asked
for (100,000 unless told otherwise). Written are the warehouse file and, where the address of a prepared database is given, the database,
each against the same rows put by the same driver into tables without keys, checks or indexes. Then every worked query is asked three
times of each store. Prints seconds, ratios, and the peak of memory.
"""

import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import psycopg

from benchmarks.multiplied import Frames, Layers, multiplied, sample_build
from schemas.reference_files import CHECKOUT
from schemas.registry import table
from schemas.registry.restricted import RESTRICTED_TABLES
from schemas.tables import shape
from warehouse.builds import GEOPACKAGE
from warehouse.geopackage import write_geopackage
from warehouse.postgresql.database import Database
from warehouse.postgresql.load import copy_rows
from warehouse.query import Source, query

RESPONSES = 100_000
QUERIES = sorted((CHECKOUT / "warehouse" / "queries").glob("*.sql"))
NO_PERSONS = {one.name: shape([], one) for one in RESTRICTED_TABLES}


def main(sizes: list[int], database: str | None) -> None:
    """Print what each store takes for each size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames, layers = sample_build(folder)
        for size in sizes:
            times = -(-size // len(frames["core_responses"]))
            large = {one: multiplied(table(one), frame, times) for one, frame in frames.items()}
            drawn = {one: gpd.GeoDataFrame(multiplied(table(one), layer, times)) for one, layer in layers.items()}
            rows = sum(map(len, large.values()))
            print(f"\n{len(large['core_responses']):,} responses, {rows:,} rows in {len(large)} tables, {os.cpu_count()} cores")
            _measure_file(folder, large, drawn)
            if database:
                _measure_database(database, large, drawn)


def _measure_file(folder: Path, frames: Frames, layers: Layers) -> None:
    bare, whole = folder / "bare.sqlite", folder / GEOPACKAGE
    for path in (bare, whole):
        path.unlink(missing_ok=True)
    floor = _timed("bare inserts, SQLite", lambda: _insert_bare(bare, frames))
    seconds = _timed("warehouse file", lambda: write_geopackage(whole, frames, layers))
    _tell("warehouse file", seconds, floor)
    print(f"the file has {whole.stat().st_size / 2**20:,.0f} MB, the bare one {bare.stat().st_size / 2**20:,.0f} MB")
    _ask_all(whole)


def _insert_bare(path: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, frame in frames.items():
            connection.execute(f"CREATE TABLE {name} ({', '.join(frame.columns)})")
            columns = [frame[column].to_numpy(dtype=object, na_value=None).tolist() for column in frame]
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", zip(*columns, strict=True))


def _measure_database(url: str, frames: Frames, layers: Layers) -> None:
    database = Database(url)
    floor = _timed("bare COPY, PostgreSQL", lambda: _copy_bare(url, frames))
    build_id = f"benchmark-{time.time_ns()}"
    with database.writing():
        seconds = _timed("database", lambda: database.load(build_id, datetime.now(UTC), frames, layers, NO_PERSONS))
        _tell("database", seconds, floor)
        database.switch(build_id)
        database.keep_last(1)
    _ask_all(database)


def _copy_bare(url: str, frames: Mapping[str, pd.DataFrame]) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA bare; SET LOCAL search_path = bare")
        for name, frame in frames.items():
            connection.execute(f"CREATE TABLE {name} ({', '.join(f'{column} text' for column in frame.columns)})")
            copy_rows(connection, name, frame)
        connection.rollback()


def _ask_all(source: Source) -> None:
    """Print the median time of each worked query, the slowest first."""
    asked = {path.stem: path for path in QUERIES}
    if isinstance(source, Database):
        asked |= {path.stem: path for path in (QUERIES[0].parent / "postgresql").glob("*.sql")}  # asked in PostgreSQL's own way
    taken = sorted(((_median(source, path.read_text(encoding="utf-8")), name) for name, path in asked.items()), reverse=True)
    for seconds, name in taken:
        print(f"  {name:<44} {1000 * seconds:9.1f} ms")


def _median(source: Source, sql: str) -> float:
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        query(source, sql)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _timed(label: str, work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{label:<24} {seconds:8.1f} s")
    return seconds


def _tell(label: str, seconds: float, floor: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"{label}: {seconds / floor:.1f} times the bare insert; peak of memory {peak:,.0f} MB")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    at = arguments.index("--database") if "--database" in arguments else len(arguments)
    address = arguments[at + 1] if at < len(arguments) else None
    main([int(one.replace(",", "")) for one in arguments[:at]] or [RESPONSES], address)
