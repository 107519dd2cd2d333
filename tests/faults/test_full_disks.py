"""F5: disks that take no more, each of those that a refresh writes to, and the files that commands write."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from steps.files.read_workbook import ReaderFailed
from steps.files.receive import receive
from tests.commands import command, environment, run_here
from tests.faults.conftest import deliver, fill
from tests.faults.invariants import assert_nothing_left, assert_told, assert_whole, rows
from warehouse.builds import NoWarehouse, Warehouse

pytestmark = pytest.mark.prove
ROOM = (0, 10_000, 200_000, 2_000_000, 12_000_000, 19_000_000, 23_000_000)  # bytes that are free when a build of some 25 MB begins
STATE = (100_000, 400_000, 700_000, 1_000_000)


def test_a_full_disk_of_builds_leaves_what_readers_have(small_disk, publisher, proved):
    disk = small_disk("120m")
    warehouse = Warehouse(disk / "warehouse")
    first = publisher.publish(warehouse)
    before = rows(warehouse.folder)
    for room in ROOM:
        filler = fill(disk, room)
        free = shutil.disk_usage(disk).free
        with pytest.raises(NoWarehouse) as told:
            publisher.publish(warehouse)
        assert_told(str(told.value), str(warehouse.folder), "cannot be written to", "MB free", "make room")
        assert shutil.disk_usage(disk).free >= free - 100_000, "nothing of the build stays"
        filler.unlink()
        assert warehouse.current == first
        assert_whole(warehouse.folder)
        assert_nothing_left(warehouse.folder)
    assert publisher.publish(warehouse) != first
    assert rows(warehouse.folder) == before
    proved.add("F5", "publish", len(ROOM), "I1 I2 I4 I5")


def test_a_full_disk_for_temporary_files_spoils_no_delivery(small_disk, tmp_path, monkeypatch, proved):
    raw = deliver(tmp_path)
    disk = small_disk("1m")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    filler = fill(disk)
    with pytest.raises(ReaderFailed) as told:
        receive(raw, "SLV")
    assert_told(str(told.value), "SLV/2015/a.xlsx could not be read", str(disk), "0 MB free", "TMPDIR")
    filler.unlink()
    assert receive(raw, "SLV")["finding_code"].isna().all()
    proved.add("F5", "ingest", 1, "I3 I4")


@pytest.mark.parametrize("room", STATE)
def test_a_full_disk_under_dagsters_state_is_told_and_the_next_refresh_succeeds(small_disk, tmp_path, room, proved):
    raw, disk = deliver(tmp_path), small_disk("32m")
    (disk / "state").mkdir()
    filler = fill(disk, room)
    to_disk = {"JMDI_STATE": str(disk / "state")}
    done = subprocess.run(command("refresh"), env=environment(tmp_path, raw, **to_disk), capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert_told(said, str(disk / "state"), "cannot be written to", "MB free", "JMDI_STATE")
    assert not [name for name in ("Olives", "Bakery") if name in said]
    if (tmp_path / "warehouse").exists():
        assert_nothing_left(tmp_path / "warehouse")
    filler.unlink()
    again = subprocess.run(command("refresh"), env=environment(tmp_path, raw, **to_disk), capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stdout + again.stderr
    assert_whole(tmp_path / "warehouse")
    proved.add("F5", "operate", 1, "I1 I4 I5 I6")


@pytest.fixture(scope="module")
def desk(tmp_path_factory, publisher) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    publisher.publish(Warehouse(folder / "warehouse"))
    (folder / "places.csv").write_text("country,place\nSLV,Santa Ana\n" * 400, encoding="utf-8")
    deliver(folder)
    return folder


WRITING = {
    "check": ("check", "{desk}/raw/SLV/2015/a.xlsx", "--out", "{disk}/out"),
    "form": ("form", "SLV", "--out", "{disk}"),
    "geocode": ("geocode", "{desk}/places.csv", "{disk}/answer.csv"),
    "export": ("export", "{disk}/handed-on"),
}


@pytest.mark.parametrize("name", WRITING)
def test_a_command_that_cannot_write_its_file_says_so_and_leaves_none(small_disk, desk, name, proved):
    disk = small_disk("1m")
    fill(disk, 8_000)
    said = [part.format(desk=desk, disk=disk) for part in WRITING[name]]
    done = run_here(*said, folder=desk, raw=desk / "raw")
    assert done.returncode == 1, done.stdout
    assert_told(done.stdout + done.stderr, str(disk), "No space left")
    left = [path for path in disk.rglob("*") if path.is_file() and path.name != ".filler"]
    assert left == []
    proved.add("F5", "hand over", 1, "I4 I5")


def test_an_answer_that_cannot_be_printed_is_no_success(desk, proved):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("query", "SELECT 1"), env=environment(desk), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode != 0
    assert_told(done.stderr, "No space left")
    proved.add("F5", "hand over", 1, "I4")
