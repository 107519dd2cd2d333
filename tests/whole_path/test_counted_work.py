"""What a build costs, counted and not timed: files read once, statements that do not grow with the rows, work that grows with them evenly.

Calls of Python functions stand for work: their number is the same on every machine, and a loop inside a loop shows in it.
"""

import cProfile
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from assets.publications import FILES_OF_A_BUILD
from benchmarks.deliveries import write_delivery
from steps.files import receive
from tests.deliveries import made_from, show_made
from warehouse.builds import Warehouse

FEW, MANY = 20, 60
# What one initiative adds, with its places, organisations, findings, pages and rows of workbooks; a quarter more than it is today.
MOST_AN_INITIATIVE = {"calls": 11_500, "rows": 85, "bytes": 52_000}


@pytest.fixture(scope="module")
def counted(tmp_path_factory) -> tuple[Counter[str], Counter[str]]:
    """What a build of few initiatives took, and one of many; what a process does but once was done before."""
    _build(tmp_path_factory.mktemp("first"), FEW)
    few, many = (_counts(tmp_path_factory.mktemp(str(size)), size) for size in (FEW, MANY))
    return few, many


def _build(folder: Path, size: int) -> Path:
    write_delivery(folder / "raw", "SLV", size)
    warehouse = Warehouse(folder / "warehouse")
    with warehouse.writing():
        show_made(made_from(folder / "raw", warehouse, FILES_OF_A_BUILD))
    return warehouse.current


def _counts(folder: Path, size: int) -> Counter[str]:
    counts: Counter[str] = Counter()

    def connect(*arguments: object, **more: object) -> sqlite3.Connection:
        connection = plain_connect(*arguments, **more)
        connection.set_trace_callback(lambda sql: counts.update({"rows" if sql.startswith("INSERT") else "statements": 1}))
        return connection

    def read(path: Path) -> bytes:
        counts["files read"] += 1
        return plain_read(path)

    plain_connect, plain_read = sqlite3.connect, receive.read_delivery
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        patch.setattr(receive, "read_delivery", read)
        calls = cProfile.Profile(builtins=False, subcalls=False)
        build = calls.runcall(_build, folder, size)
    counts["calls"] = sum(one.callcount for one in calls.getstats())
    counts["bytes"] = sum(path.stat().st_size for path in build.rglob("*") if path.is_file())
    return counts


def test_a_delivery_is_read_once(counted):
    assert [one["files read"] for one in counted] == [1, 1]


def test_as_many_statements_are_made_for_many_rows_as_for_few(counted):
    few, many = counted
    assert few["statements"] == many["statements"]


@pytest.mark.parametrize("what", MOST_AN_INITIATIVE)
def test_an_initiative_takes_no_more_work_than_it_did(counted, what):
    few, many = counted
    assert 0 < (many[what] - few[what]) / (MANY - FEW) <= MOST_AN_INITIATIVE[what]
