"""F21: bytes that changed on the disk: known wherever they lie, gone back from by one command, and never built upon."""

import random

import pytest

from tests.commands import run_here
from tests.faults.conftest import deliver
from tests.faults.invariants import assert_nothing_left, assert_told, assert_whole
from warehouse.audit import AUDIT, read_audit
from warehouse.builds import NoWarehouse, Warehouse
from warehouse.earlier_tables import earlier_build
from warehouse.ledger import earlier_ledger
from warehouse.manifest import BrokenBuild, read_about
from warehouse.restore import check_kept, restore

pytestmark = pytest.mark.prove
FLIPS = 6
FILES = ("mapping.gpkg", "tables/core_initiatives.parquet", "datapackage.json", "changes.html", "restricted/contacts.sqlite", "build.json")


@pytest.fixture(scope="module")
def kept(tmp_path_factory, publisher) -> Warehouse:
    """A warehouse with two builds."""
    warehouse = Warehouse(tmp_path_factory.mktemp("kept") / "warehouse")
    publisher.publish(warehouse)
    publisher.publish(warehouse)
    return warehouse


def flipped(content: bytes, seed: int) -> bytes:
    """Return content of which a run of bytes at some place is another."""
    chance = random.Random(seed)
    place = chance.randrange(len(content) - 8)
    return content[:place] + bytes(byte ^ chance.randrange(1, 256) for byte in content[place : place + 8]) + content[place + 8 :]


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_known_and_restore_goes_back_to_the_build_before(kept, name, proved):
    before, current = kept.builds()
    path = current / name
    whole = path.read_bytes()
    path.chmod(0o600)
    for seed in range(FLIPS):
        path.write_bytes(flipped(whole, seed))
        with pytest.raises(BrokenBuild, match="jmdi restore") as told:
            check_kept(current)
        assert_told(str(told.value), "damaged" if name != "build.json" else "build.json")
        assert restore(kept) == before
        assert_whole(kept.folder)
        path.write_bytes(whole)
        assert restore(kept, current.name) == current
    assert_nothing_left(kept.folder)
    proved.add("F21", "hand over", FLIPS, "I1 I4 I5", told=f"{name}.")


def test_nothing_is_built_upon_ids_that_changed(kept, proved):
    path = kept.current / "mapping.gpkg"
    whole = path.read_bytes()
    for seed in range(FLIPS):
        path.write_bytes(flipped(whole, seed))
        with pytest.raises(NoWarehouse, match="holds the ids of all initiatives and cannot be read") as told:
            earlier_ledger(kept)
        assert_told(str(told.value), "jmdi restore")
    path.write_bytes(whole)
    about = kept.current / "build.json"
    written = about.read_bytes()
    about.write_bytes(written.replace(b"made_at", b"made_by"))
    with pytest.raises(BrokenBuild, match="damaged or was changed"):
        earlier_build(kept)
    about.write_bytes(written)
    assert read_about(kept.current)
    proved.add("F21", "resolve", FLIPS + 1, "I1 I4")


def test_commands_tell_of_damage_and_one_brings_readers_back(kept, tmp_path, proved):
    raw = deliver(tmp_path)
    here = {"folder": tmp_path, "raw": raw, "JMDI_WAREHOUSE": str(kept.folder)}
    before, current = kept.builds()
    path = current / "mapping.gpkg"
    whole = path.read_bytes()
    path.write_bytes(flipped(whole, 1))
    assert run_here("status", **here).returncode == 1
    refreshed = run_here("refresh", **here)
    assert refreshed.returncode == 1
    assert_told(refreshed.stdout, "jmdi restore")
    assert kept.current == current
    restored = run_here("restore", **here)
    assert (restored.returncode, kept.current) == (0, before)
    assert run_here("query", "SELECT count(*) FROM core_initiatives", "--format", "csv", **here).stdout.split() == ["count(*)", "4"]
    path.write_bytes(whole)
    proved.add("F21", "operate", 1, "I1 I4")


def test_a_changed_audit_is_known(kept, proved):
    path = kept.folder / AUDIT
    whole = path.read_bytes()
    assert read_audit(kept.folder).faults == ()
    for seed in range(FLIPS):
        path.write_bytes(flipped(whole, seed))
        assert read_audit(kept.folder).faults
    path.write_bytes(whole)
    proved.add("F21", "hand over", FLIPS, "I4", told="audit.jsonl.")
