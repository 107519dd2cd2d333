"""The tables of the build before are read as they were made."""

import shutil

from pandas.testing import assert_frame_equal

from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.earlier_tables import earlier_tables
from warehouse.manifest import write_about


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
