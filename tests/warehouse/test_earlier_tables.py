"""The tables of the build before are read as they were made."""

import shutil

from pandas.testing import assert_frame_equal

from publications.data_package.parquet import table_files
from schemas.registry import table
from warehouse import earlier_tables as reading
from warehouse.builds import GEOPACKAGE, Warehouse, write_files
from warehouse.earlier_tables import earlier_tables
from warehouse.manifest import write_about
from warehouse.read_build import read_layers, read_table


def test_every_table_comes_back_as_it_was_written(tmp_path, geopackage, frames):
    warehouse = Warehouse(tmp_path / "warehouse")
    assert earlier_tables(warehouse, frames) == {}
    with warehouse.writing(), warehouse.new_build("a") as build:
        shutil.copy(geopackage, build / GEOPACKAGE)
        write_about(build, {})
    read = earlier_tables(warehouse, frames)
    assert read.keys() == frames.keys()
    for name, frame in frames.items():
        assert_frame_equal(read[name].reset_index(drop=True), frame.reset_index(drop=True), obj=name)
    assert list(earlier_tables(warehouse, ["core_codes"])) == ["core_codes"]


def test_the_files_of_tables_are_read_in_their_place_and_a_damaged_one_is_not(tmp_path, geopackage, frames, monkeypatch):
    warehouse = Warehouse(tmp_path / "warehouse")
    with warehouse.writing(), warehouse.new_build("a") as build:
        shutil.copy(geopackage, build / GEOPACKAGE)
        write_files(build, table_files(frames, read_layers(geopackage)))
        write_about(build, {})
    damaged, gone = (warehouse.current / table(name).parquet_path for name in ("core_initiatives", "core_lineage"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    gone.unlink()
    asked = []
    monkeypatch.setattr(reading, "read_table", lambda source, name, columns: asked.append(name) or read_table(source, name, columns))
    read = earlier_tables(warehouse, frames)
    assert sorted(asked) == ["core_initiatives", "core_lineage"]
    for name, frame in frames.items():
        assert_frame_equal(read[name], frame.reset_index(drop=True), obj=name)
