"""The audit: every event in a chain, so that a change, a gap or a torn line shows."""

import json
import subprocess
import sys

import pytest

from tests.commands import run_here
from warehouse.audit import AUDIT, TORN, AuditUnwritable, read_audit, record

WRITER = """
import sys
from pathlib import Path
from warehouse.audit import record
for number in range(20):
    record(Path(sys.argv[1]), "exported", sys.argv[2], {"number": number})
"""


@pytest.fixture
def folder(tmp_path):
    """A warehouse with an audit of four entries."""
    (tmp_path / "warehouse").mkdir()
    for name in ("a", "b", "c", "d"):
        record(tmp_path / "warehouse", "build_shown", name, {"row_count": 3})
    return tmp_path / "warehouse"


def rewrite(folder, change):
    lines = (folder / AUDIT).read_text().splitlines(keepends=True)
    (folder / AUDIT).write_text("".join(change(lines)))


def test_entries_follow_each_other_and_only_the_owner_reads_them(folder):
    found = read_audit(folder)
    assert [(one.entry_number, one.action, one.build_id) for one in found.entries] == [
        (1, "build_shown", "a"), (2, "build_shown", "b"), (3, "build_shown", "c"), (4, "build_shown", "d"),
    ]  # fmt: skip
    assert [one.previous_hash for one in found.entries[1:]] == [one.entry_hash for one in found.entries[:-1]]
    assert found.faults == ()
    assert (folder / AUDIT).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: [lines[0], lines[1].replace('"b"', '"x"'), *lines[2:]], "Entry 2 was changed"),
        (lambda lines: [lines[0], lines[1].replace("{", "", 1), *lines[2:]], "Line 2 is no entry any more"),
        (lambda lines: [lines[0], *lines[2:]], "Before entry 3, entry 2 was expected"),
        (lambda lines: lines[1:], "Before entry 2, entry 1 was expected"),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], "Before entry 3, entry 2 was expected"),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "Before entry 2, entry 3 was expected"),
        (lambda lines: [*lines[:3], lines[3][:40]], "The last line, 40 bytes, is torn"),
    ],
)
def test_a_change_is_told_with_its_entry(folder, change, sentence):
    rewrite(folder, change)
    assert any(fault.startswith(sentence) for fault in read_audit(folder).faults)
    told = run_here("audit", "--verify", folder=folder.parent)
    assert told.returncode == 1
    assert sentence in told.stdout


def test_an_entry_exchanged_for_another_true_one_does_not_fit_its_neighbours(folder, tmp_path):
    (tmp_path / "other").mkdir()
    record(tmp_path / "other", "build_shown", "a", {})
    record(tmp_path / "other", "erased", "b", {})
    foreign = (tmp_path / "other" / AUDIT).read_text().splitlines(keepends=True)[1]
    rewrite(folder, lambda lines: [lines[0], foreign, *lines[2:]])
    assert read_audit(folder).faults[0].startswith("Entry 2 does not follow the entry before it")


@pytest.mark.parametrize("left", [3, 0])
def test_an_end_cut_off_shows_while_readers_have_a_build_that_no_entry_names(folder, left):
    (folder / "builds" / "d").mkdir(parents=True)
    (folder / "current").symlink_to("builds/d")
    assert read_audit(folder).faults == ()
    rewrite(folder, lambda lines: lines[:left])
    assert read_audit(folder).faults == ("No entry tells that d was shown, which readers have: lines were removed.",)


def test_what_a_crash_cut_off_is_set_apart_and_the_chain_goes_on(folder):
    rewrite(folder, lambda lines: [*lines[:3], lines[3][:40]])
    record(folder, "exported", "d", {})
    found = read_audit(folder)
    assert [one.action for one in found.entries[3:]] == ["line_set_apart", "exported"]
    assert found.faults == ()
    assert len((folder / TORN).read_bytes()) == 41


def test_nothing_is_added_to_a_damaged_audit(folder):
    rewrite(folder, lambda lines: [lines[0], "{}\n", *lines[2:]])
    with pytest.raises(AuditUnwritable, match="is damaged; `jmdi audit --verify` says where"):
        record(folder, "exported", "d", {})


def test_writers_take_turns(folder):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name]) for name in ("x", "y")]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = read_audit(folder)
    assert (len(found.entries), found.faults) == (44, ())


def test_entries_are_listed(folder):
    told = run_here("audit", folder=folder.parent)
    assert told.returncode == 0
    assert json.loads((folder / AUDIT).read_text().splitlines()[-1])["entry_hash"] in told.stdout
    assert told.stdout.count("build_shown") == 4
