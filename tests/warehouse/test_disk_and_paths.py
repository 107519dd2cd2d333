"""The surroundings of a build: full disks, odd folders, files that are no warehouse, a death while old builds are deleted."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys

import pandas as pd
import pyogrio
import pytest

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.restricted import RESTRICTED_TABLES
from schemas.tables import shape
from tests.warehouse_file import write_warehouse_file
from warehouse.builds import GEOPACKAGE, NoWarehouse, Warehouse
from warehouse.check_build import check_build
from warehouse.manifest import write_about
from warehouse.query import QueryFailed, query
from warehouse.restricted import write_contacts

# The file of the test's world has nearly 1 MB: the limits lie in GDAL's part, in the tables, in the rows, and in the last step.
LIMITS = (10, 4_096, 60_000, 100_000, 300_000, 500_000, 700_000, 800_000)

DYING = """
import os, signal, sys
from warehouse.builds import Warehouse
unlink = os.unlink
def die_after_one(*args, **kwargs):
    unlink(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
warehouse = Warehouse(sys.argv[1])
with warehouse.writing():
    os.unlink = die_after_one
    warehouse.keep_last(1)
"""


def build(warehouse: Warehouse, name: str, frames: dict[str, pd.DataFrame]) -> None:
    with warehouse.writing(), warehouse.new_build(name) as folder:
        write_warehouse_file(folder / GEOPACKAGE, frames)
        check_build(folder / GEOPACKAGE, {key: len(frame) for key, frame in frames.items()})
        write_contacts(folder, {one.name: shape([], one) for one in RESTRICTED_TABLES})
        write_about(folder, {"name": name})


@pytest.fixture
def file_size():
    """A limit on the size of written files, which acts like a disk that takes no more; lifted at the end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_is_told_in_a_sentence_and_readers_keep_what_they_have(tmp_path, frames, file_size):
    warehouse = Warehouse(tmp_path)
    build(warehouse, "good", frames)
    for limit in LIMITS:
        file_size(limit)
        with pytest.raises(NoWarehouse, match=r"cannot be written to \(.+, \d+ MB free\); make room") as told:
            build(warehouse, f"bad-{limit}", frames)
        assert str(tmp_path) in str(told.value)
        assert [path.name for path in (tmp_path / "builds").iterdir()] == ["good"], limit
    assert query(warehouse.current / GEOPACKAGE, "SELECT count(*) FROM core_initiatives") == [(1,)]
    file_size(resource.RLIM_INFINITY)
    build(warehouse, "next", frames)
    assert warehouse.current.name == "next"


def test_a_fault_of_the_program_is_not_taken_for_a_full_disk(tmp_path, frames):
    frames["core_submissions"] = pd.concat([frames["core_submissions"]] * 2)
    with pytest.raises(sqlite3.IntegrityError):
        build(Warehouse(tmp_path), "twice", frames)


@pytest.mark.parametrize("name", ["año 2015", "100%20", "what?", "a#b", "it's"])
def test_a_folder_may_have_any_name(tmp_path, frames, name):
    warehouse = Warehouse(tmp_path / name)
    build(warehouse, "a", frames)
    assert query(warehouse.current / GEOPACKAGE, "SELECT count(*) FROM core_places") == [(2,)]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_death_while_old_builds_are_deleted_leaves_no_personal_data_behind(tmp_path, frames):
    warehouse = Warehouse(tmp_path)
    for name in ("a", "b"):
        build(warehouse, name, frames)
    dead = subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], check=False)
    assert dead.returncode == -signal.SIGKILL
    assert [path.name for path in warehouse.builds()] == ["b"]
    assert len(list(tmp_path.rglob("contacts.sqlite"))) == 2, "the dead process got half-way"
    with warehouse.writing():
        pass
    assert [path.parts[-3] for path in tmp_path.rglob("contacts.sqlite")] == ["b"]


def test_a_file_that_is_no_warehouse_is_told_in_a_sentence(tmp_path):
    (tmp_path / "foreign.gpkg").write_bytes(b"no database" * 1_000)
    for name in ("absent.gpkg", "foreign.gpkg"):
        with pytest.raises(QueryFailed, match=rf"{name} cannot be read \(.+\)\. `jmdi restore` goes back"):
            query(tmp_path / name, "SELECT 1")


def test_a_query_that_is_not_in_utf_8_is_told_in_a_sentence(geopackage):
    with pytest.raises(QueryFailed, match="not written in UTF-8"):
        query(geopackage, os.fsdecode(b"SELECT 'S\xe9dhiou'"))


def test_the_format_itself_says_what_every_column_means(geopackage):
    described = dict(query(geopackage, "SELECT table_name || '.' || column_name, description FROM gpkg_data_columns"))
    assert {
        f"{one.name}.{column.name}": column.description for one in WAREHOUSE_TABLES for column in one.columns
    }.items() <= described.items()
    fields = set(pyogrio.read_info(geopackage, layer="map_initiative_places")["fields"])
    assert fields == {name.partition(".")[2] for name in described if name.startswith("map_initiative_places.")}
    assert query(geopackage, "SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'") == [(2,)]


def test_a_row_that_supplied_some_columns_is_the_origin_of_these_only(tmp_path, frames):
    frames["core_lineage"]["column_names"] = "title_text|summary_text"
    write_warehouse_file(tmp_path / "a.gpkg", frames)
    assert query(tmp_path / "a.gpkg", "SELECT column_name, cell_name FROM value_origins") == [("title_text", "D17")]


def test_labelled_initiatives_count_the_places_on_the_map(geopackage):
    sql = "SELECT country_name, status_name, place_count, mapped_place_count FROM labelled_initiatives"
    assert query(geopackage, sql) == [("Morocco", None, 2, 1)]
