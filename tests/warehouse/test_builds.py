"""Builds: one writer, an atomic switch, nothing left over, nothing shown that failed."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.audit import read_audit
from warehouse.builds import GEOPACKAGE, NoWarehouse, Warehouse, WarehouseBusy, build_id
from warehouse.manifest import write_about

HOLDER = """
import sys, time
from warehouse.builds import Warehouse
warehouse = Warehouse(sys.argv[1])
with warehouse.writing(), warehouse.new_build("dying") as build:
    (build / "half").write_text("half")
    print("holding", flush=True)
    time.sleep(60)
"""

SWITCHER = """
import shutil, sqlite3, sys
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.manifest import write_about
warehouse = Warehouse(sys.argv[1])
for number in range(201):
    with warehouse.writing():
        with warehouse.new_build(f"{number:03d}") as build:
            file = shutil.copyfile(sys.argv[2], build / GEOPACKAGE)
            with sqlite3.connect(file) as connection:
                connection.execute("UPDATE core_initiatives SET response_count = ?", [number])
                connection.execute("UPDATE core_submissions SET size_count = ?", [number])
            connection.close()
            write_about(build, {})
        warehouse.keep_last(3)
"""


def make(warehouse: Warehouse, name: str, content: str = "") -> None:
    with warehouse.writing(), warehouse.new_build(name) as build:
        (build / "content").write_text(content)
        write_about(build, {"name": name})


def test_a_build_that_was_made_twice_is_shown_once(tmp_path):
    warehouse = Warehouse(tmp_path)
    make(warehouse, "a", "first")
    make(warehouse, "a", "second")  # a step that another worker was given too, since its own was thought dead
    assert (warehouse.current / "content").read_text() == "first"
    assert [path.name for path in (tmp_path / "builds").iterdir()] == ["a"]


def test_a_build_that_must_not_be_shown_leaves_readers_what_they_have(tmp_path):
    warehouse = Warehouse(tmp_path)
    make(warehouse, "a")
    warehouse.check_before_showing = {}.__getitem__
    with pytest.raises(KeyError, match="b"):
        make(warehouse, "b")
    assert warehouse.current.name == "a"
    assert [path.name for path in (tmp_path / "builds").iterdir()] == ["a"]


def test_current_is_the_last_build_and_the_oldest_ones_go(tmp_path):
    warehouse = Warehouse(tmp_path)
    with pytest.raises(NoWarehouse, match="has no build yet"):
        _ = warehouse.current
    for name in ("a", "b", "c", "d"):
        make(warehouse, name)
    with warehouse.writing():
        warehouse.keep_last(2)
    assert [build.name for build in warehouse.builds()] == ["c", "d"]
    assert warehouse.current.name == "d"
    assert (tmp_path / "current").readlink() == Path("builds/d")
    assert [(entry.action, entry.build_id) for entry in read_audit(tmp_path).entries] == [("build_shown", name) for name in "abcd"]


def test_a_build_that_fails_is_not_shown_and_leaves_nothing(tmp_path):
    warehouse = Warehouse(tmp_path)
    make(warehouse, "good")
    with pytest.raises(RuntimeError), warehouse.writing(), warehouse.new_build("bad") as build:
        (build / "half").write_text("half")
        raise RuntimeError
    assert warehouse.current.name == "good"
    assert [path.name for path in (tmp_path / "builds").iterdir()] == ["good"]


def test_a_reader_keeps_the_build_it_has_open(tmp_path):
    warehouse = Warehouse(tmp_path)
    make(warehouse, "a", "old")
    with (tmp_path / "current" / "content").open() as reader:
        make(warehouse, "b", "new")
        with warehouse.writing():
            warehouse.keep_last(1)
        assert reader.read() == "old"
    assert (tmp_path / "current" / "content").read_text() == "new"


def test_one_writer_at_a_time_and_a_dead_one_holds_nothing_up(tmp_path):
    make(Warehouse(tmp_path), "good")
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "holding\n"
    with pytest.raises(WarehouseBusy, match="Another refresh is writing"), Warehouse(tmp_path, wait_seconds=0.1).writing():
        pytest.fail("two writers at once")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "builds" / ".unfinished-dying").exists()
    make(Warehouse(tmp_path, wait_seconds=5), "next")
    assert Warehouse(tmp_path).current.name == "next"
    assert not (tmp_path / "builds" / ".unfinished-dying").exists()


@pytest.mark.prove
def test_readers_during_200_switches_never_see_a_mixture(tmp_path, geopackage):
    file = tmp_path / "warehouse" / "current" / GEOPACKAGE
    writer = subprocess.Popen([sys.executable, "-c", SWITCHER, str(tmp_path / "warehouse"), str(geopackage)])
    seen = []
    while writer.poll() is None:
        if file.exists():
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as reader:
                (first,) = reader.execute("SELECT response_count FROM core_initiatives").fetchone()
                (second,) = reader.execute("SELECT size_count FROM core_submissions").fetchone()
            assert first == second
            seen.append(first)
    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 20


def test_a_folder_that_cannot_be_a_warehouse_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NoWarehouse, match=r"cannot be written to .+name another folder"), Warehouse(tmp_path / "file").writing():
        pytest.fail("a file is no folder")


def test_the_name_of_a_build_tells_when_it_was_made():
    assert build_id(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), "1a2b3c4d") == "20261124T020000Z-1a2b3c4d"
