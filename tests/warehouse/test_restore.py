"""Back to an earlier build: only to one that is whole; a damaged one is known by any byte that changed."""

import shutil

import pytest

from warehouse.audit import read_audit
from warehouse.builds import GEOPACKAGE, LostCurrent, NoWarehouse, Warehouse
from warehouse.ledger import earlier_ledger
from warehouse.manifest import BrokenBuild, check_files, write_about
from warehouse.query import query
from warehouse.restore import restore


@pytest.fixture
def warehouse(tmp_path, geopackage, frames) -> Warehouse:
    """Three builds: a, b, and the current c."""
    made = Warehouse(tmp_path / "warehouse")
    for name in ("a", "b", "c"):
        with made.writing(), made.new_build(name) as build:
            shutil.copy(geopackage, build / GEOPACKAGE)
            (build / "corrections").mkdir()
            (build / "corrections" / "mar.xlsx").write_text(name * 200)
            write_about(build, {"counts": {table: len(frame) for table, frame in frames.items()}})
    return made


def change_a_byte(path, place=-100):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def test_restore_goes_back_to_the_build_before_and_to_any_that_is_kept(warehouse):
    assert restore(warehouse).name == "b"
    assert warehouse.current.name == "b"
    assert restore(warehouse).name == "a"
    with pytest.raises(NoWarehouse, match=r"There is no build before a to go back to\. `jmdi refresh`"):
        restore(warehouse)
    assert restore(warehouse, "c").name == "c"
    told = [(one.action, one.build_id) for one in read_audit(warehouse.folder).entries]
    assert told[-3:] == [("build_restored", name) for name in ("b", "a", "c")]
    assert query(warehouse.current / GEOPACKAGE, "SELECT count(*) FROM core_initiatives") == [(1,)]
    with pytest.raises(NoWarehouse, match=r"keeps no build cc; it keeps a, b, c\. Did you mean c\?"):
        restore(warehouse, "cc")


@pytest.mark.parametrize("name", [GEOPACKAGE, "corrections/mar.xlsx"])
def test_a_damaged_build_is_known_and_passed_over(warehouse, name):
    change_a_byte(warehouse.folder / "builds" / "b" / name)
    with pytest.raises(BrokenBuild, match=f"The build b has a file that is damaged or was changed: {name}. `jmdi restore` goes back"):
        restore(warehouse, "b")
    assert warehouse.current.name == "c"
    assert restore(warehouse).name == "a"


def test_a_file_that_is_missing_or_was_put_there_later_is_told(warehouse):
    (warehouse.current / "corrections" / "mar.xlsx").unlink()
    with pytest.raises(BrokenBuild, match=r"The build c lacks corrections/mar\.xlsx"):
        check_files(warehouse.current)
    (warehouse.folder / "builds" / "b" / "notes.txt").touch()
    with pytest.raises(BrokenBuild, match=r"holds a file that it was not made with: notes\.txt"):
        check_files(warehouse.folder / "builds" / "b")


def test_tables_that_are_not_those_that_were_made_are_no_whole_build(warehouse):
    write_about(warehouse.folder / "builds" / "b", {"counts": {"core_initiatives": 7}})
    with pytest.raises(BrokenBuild, match="core_initiatives holds 1 rows where 7 were written"):
        restore(warehouse, "b")


def test_when_all_builds_before_are_damaged_readers_keep_what_they_have(warehouse):
    for name in ("a", "b"):
        (warehouse.folder / "builds" / name / "build.json").write_text("{")
    with pytest.raises(NoWarehouse, match="to go back to; damaged are b, a"):
        restore(warehouse)
    assert warehouse.current.name == "c"


@pytest.mark.parametrize("lost", ["current", "current/build.json"])
def test_builds_without_a_current_one_are_no_empty_warehouse(warehouse, lost):
    (warehouse.folder / lost).unlink()
    for asked in (lambda: warehouse.current, lambda: earlier_ledger(warehouse)):
        with pytest.raises(LostCurrent, match=r"current leads to no build, though some are kept; `jmdi restore`"):
            asked()
    assert restore(warehouse).name == ("c" if lost == "current" else "b")


def test_when_none_of_the_builds_is_whole_nothing_begins_anew_by_itself(warehouse):
    (warehouse.folder / "current").unlink()
    for name in ("a", "b", "c"):
        (warehouse.folder / "builds" / name / "build.json").unlink()
    with pytest.raises(NoWarehouse, match=r"None of the builds of .+ is whole\. Bring one back from a backup\."):
        restore(warehouse)
    (warehouse.folder / "builds").rename(warehouse.folder / "away")
    assert earlier_ledger(warehouse).empty


def test_ids_are_not_taken_from_a_damaged_file(warehouse):
    change_a_byte(warehouse.current / GEOPACKAGE)
    with pytest.raises(NoWarehouse, match="holds the ids of all initiatives and cannot be read"):
        earlier_ledger(warehouse)
