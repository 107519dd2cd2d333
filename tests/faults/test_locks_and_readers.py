"""F7, F8: files that others hold: a lock for a while or for ever, and readers who keep a build open while it is replaced and deleted."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pyogrio
import pytest

from tests.commands import command, environment
from tests.faults.conftest import deliver
from tests.faults.invariants import assert_no_word, assert_nothing_left, assert_told, assert_whole
from warehouse.builds import GEOPACKAGE, Warehouse, WarehouseBusy

pytestmark = pytest.mark.prove
BUILDS = 4  # more than are kept
FLOCK = """
import fcntl, sys, time
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""
DATABASE = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.rollback()
"""
FOR_EVER = 600


@contextmanager
def held(program: str, path: Path, seconds: float) -> Iterator[None]:
    """Let another process hold a file for some seconds, at the longest until the end."""
    holder = subprocess.Popen([sys.executable, "-c", program, path, str(seconds)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.kill()
        holder.wait()


def test_a_writer_waits_for_another_and_gives_up_in_words(tmp_path, publisher, proved):
    warehouse = Warehouse(tmp_path, wait_seconds=1)
    first = publisher.publish(warehouse)
    with held(FLOCK, tmp_path / ".lock", FOR_EVER):
        with pytest.raises(WarehouseBusy) as told:
            publisher.publish(warehouse)
        assert_told(str(told.value), str(tmp_path), "Another refresh is writing", "refresh again")
        assert warehouse.current == first
    with held(FLOCK, tmp_path / ".lock", 5):
        assert publisher.publish(Warehouse(tmp_path, wait_seconds=60)) != first
    assert_whole(tmp_path)
    assert_nothing_left(tmp_path)
    proved.add("F7", "publish", 2, "I1 I4 I5")


@pytest.mark.parametrize("seconds", [5, FOR_EVER])
def test_a_file_of_dagsters_state_that_another_program_holds(tmp_path, seconds, proved):
    raw = deliver(tmp_path)
    before = subprocess.run(command("query", "SELECT 1"), env=environment(tmp_path, raw), capture_output=True, check=False)
    assert before.returncode == 1  # no build yet
    make_state = [sys.executable, "-c", "from pipelines.operation.home import prepare_home; prepare_home()"]
    subprocess.run(make_state, env=environment(tmp_path, raw), check=True)
    with held(DATABASE, tmp_path / "state" / "history" / "runs" / "index.db", seconds):
        done = subprocess.run(command("refresh", "--again"), env=environment(tmp_path, raw), capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert_told(said)
    assert_no_word(("Olives", "Bakery"), said)
    if seconds == FOR_EVER:
        assert done.returncode == 1
        assert_told(said, str(tmp_path / "state"), "another program holds a file there")
    else:
        assert done.returncode == 0, said
        assert_whole(tmp_path / "warehouse")
    proved.add("F7", "operate", 1, "I1 I4 I6")


def test_readers_keep_the_build_that_they_opened_and_new_ones_see_the_next(tmp_path, publisher, proved):
    warehouse = Warehouse(tmp_path)
    first = publisher.publish(warehouse)
    sql = "SELECT place_id FROM core_places ORDER BY place_id"
    with sqlite3.connect(f"file:{first / GEOPACKAGE}?mode=ro", uri=True) as connection:
        every = connection.execute(sql).fetchall()
        cursor = connection.execute(sql)
        begun = cursor.fetchmany(5)
        table = pq.ParquetFile(first / "tables" / "core_places.parquet", memory_map=True)
        folder = os.open(first, os.O_RDONLY)
        with pyogrio.raw.open_arrow(first / GEOPACKAGE, layer="map_countries", use_pyarrow=True, batch_size=1) as (_, layer):
            countries = [layer.read_next_batch().num_rows]
            for _ in range(BUILDS):
                current = publisher.publish(warehouse)
                assert warehouse.current == current
                assert sqlite3.connect(f"file:{tmp_path / 'current' / GEOPACKAGE}?mode=ro", uri=True).execute(sql).fetchall() == every
            countries += [batch.num_rows for batch in layer]
        assert not first.exists()
        assert begun + cursor.fetchall() == every
        assert table.read().num_rows == len(every)
        os.close(folder)
    assert len(countries) == 8
    assert_whole(tmp_path)
    assert_nothing_left(tmp_path)
    proved.add("F8", "switch", 4, "I1", told="A cursor of SQLite, a layer of GDAL, a Parquet file in memory, the folder itself.")
    proved.add("F8", "prune", 1, "I1 I5", told="The build that they read was deleted meanwhile.")
