"""F10, F12, F13, F19: deliveries that are half there, there twice, gone, or not as the form has them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.reference_files import CHECKOUT
from steps.files import receive as receiving
from steps.files.receive import NoDeliveries, receive
from tests.commands import run_here
from tests.deliveries import COVER, build_from, shown, tables_of, write_workbook
from tests.faults.conftest import ACCEPTED, FEW, LIKE_ANYBODY, SHEET, deliver
from tests.faults.invariants import assert_accounted, assert_nothing_left, assert_told, assert_whole, rows
from warehouse.builds import Warehouse

pytestmark = pytest.mark.prove
PERCENTS = range(10, 100, 10)


def codes(raw: Path) -> list[tuple[object, ...]]:
    """Each file of El Salvador with what was found about it, and whether any of its cells was taken."""
    read = receive(raw, "SLV")
    found = read.assign(has_cells=read["row_number"].notna()).drop_duplicates("submission_id")
    return shown(found, "file_name", "finding_code", "has_cells")


def test_a_half_copied_workbook_is_refused_in_words_and_taken_when_it_is_whole(tmp_path, proved):
    raw = deliver(tmp_path)
    path = raw / "SLV" / "2015" / "a.xlsx"
    whole = path.read_bytes()
    for percent in PERCENTS:
        path.write_bytes(whole[: len(whole) * percent // 100])
        assert codes(raw) == [("SLV/2015/a.xlsx", "file-damaged", False)], percent
    others = {
        "empty.xlsx": (b"", "file-empty"),
        "page.xlsx": (b"<html><body><table><tr><td>Title</td></tr></table></body></html>", "file-of-another-kind"),
        "~$a.xlsx": (b"Somebody", "file-lock"),
        ".~lock.a.xlsx#": (b"Somebody", "file-lock"),
    }
    path.unlink()
    for name, (content, code) in others.items():
        (path.parent / name).write_bytes(content)
        [(_, found, has_cells)] = codes(raw)
        assert (found, has_cells) == (code, False), name
        (path.parent / name).unlink()
    path.write_bytes(whole)
    assert codes(raw) == [("SLV/2015/a.xlsx", None, True)]
    proved.add("F10", "ingest", len(PERCENTS) + len(others), "I3 I4", told="Nothing of a half copied workbook is taken.")


def test_a_delivery_replaced_by_half_a_copy_is_told_and_its_rows_come_back_as_they_were(tmp_path, proved):
    raw = deliver(tmp_path)
    warehouse = tmp_path / "warehouse"
    build_from(raw, Warehouse(warehouse))
    before, path = rows(warehouse), raw / "MAR" / "2015" / "b.xlsx"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    done = run_here("refresh", folder=tmp_path, raw=raw)  # all of a country's rows would vanish
    assert done.returncode == 1
    assert_told(done.stdout, "Morocco", "--accept-loss MAR", "The current build is untouched")
    assert_whole(warehouse)
    assert rows(warehouse) == before
    path.write_bytes(whole)
    build_from(raw, Warehouse(warehouse))
    assert rows(warehouse) == before
    assert_accounted(warehouse, ACCEPTED)
    assert_nothing_left(warehouse)
    proved.add("F10", "switch", 1, "I1 I2 I3 I4 I5")
    proved.add("F13", "validate", 1, "I1 I2 I3 I4 I5", told="A country's only file spoiled stops the build.")


def test_the_same_file_twice_counts_once_and_new_content_takes_its_place(tmp_path, proved):
    name = "SLV/2015/a.xlsx"
    raw = deliver(tmp_path, {name: FEW[name]})
    titles = ("initiative_id", "title_text")
    first = shown(tables_of(tmp_path, {}, "core_initiatives")["core_initiatives"], *titles)
    shutil.copy(raw / name, raw / "SLV" / "2015" / "z copy.xlsx")
    shutil.copy(raw / name, raw / "SLV" / "2015" / "a (1).xlsx")
    twice = tables_of(tmp_path, {}, "core_initiatives", "core_submissions", "core_responses")
    assert shown(twice["core_initiatives"], *titles) == first
    assert sorted(twice["core_submissions"]["outcome_code"]) == ["read", "refused", "refused"]
    for copy in ("z copy.xlsx", "a (1).xlsx"):
        (raw / "SLV" / "2015" / copy).unlink()
    changed = tables_of(tmp_path, {name: FEW[name].replace("Night school", "Evening school")}, "core_initiatives")["core_initiatives"]
    assert shown(changed, *titles) == [(key, title.replace("Night", "Evening")) for key, title in first]
    proved.add("F12", "ingest", 3, "I2 I3", told="Same content under two more names, new content under the same name.")


def test_a_file_that_goes_between_list_and_look_is_told(tmp_path, monkeypatch, proved):
    raw = deliver(tmp_path)
    write_workbook(raw / "SLV" / "2015" / "c.xlsx", COVER.format(country="El Salvador"))
    reading = receiving.read_delivery

    def gone(path: Path) -> object:
        if path.name == "a.xlsx":
            path.unlink(missing_ok=True)
        return reading(path)

    monkeypatch.setattr(receiving, "read_delivery", gone)
    assert codes(raw) == [("SLV/2015/a.xlsx", "file-unreadable", False), ("SLV/2015/c.xlsx", None, True)]
    proved.add("F13", "ingest", 1, "I3 I4")


def test_a_folder_that_is_gone_or_closed_is_no_empty_one(tmp_path, as_root, proved):
    raw = deliver(tmp_path)
    warehouse = tmp_path / "warehouse"
    build_from(raw, Warehouse(warehouse))
    before = Warehouse(warehouse).current
    raw.rename(tmp_path / "elsewhere")  # the share is not mounted
    with pytest.raises(NoDeliveries, match="does not exist"):
        build_from(raw, Warehouse(warehouse))
    raw.mkdir()  # mounted, and nothing in it
    done = run_here("refresh", folder=tmp_path, raw=raw)
    assert done.returncode == 1
    assert_told(done.stdout, "holds no delivery of any country", "--raw", "untouched")
    assert Warehouse(warehouse).current == before
    assert_whole(warehouse)
    assert_nothing_left(warehouse)
    proved.add("F13", "switch", 2, "I1 I4 I5", told="Folder not mounted, folder empty.")


def test_a_folder_that_may_not_be_looked_into_is_told_as_what_it_is(tmp_path, as_root, proved):
    raw = deliver(tmp_path)
    write_workbook(raw / "SLV" / "2016" / "c.xlsx", COVER.format(country="El Salvador"))
    (raw / "SLV" / "2016").chmod(0)
    asks = "import sys; from pathlib import Path; from steps.files.receive import receive\n"
    asks += "print(receive(Path(sys.argv[1]), 'SLV').groupby('file_name')['finding_code'].first().to_json())"
    done = subprocess.run([*LIKE_ANYBODY, sys.executable, "-c", asks, raw], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert json.loads(done.stdout) == {"SLV/2015/a.xlsx": None, "SLV/2016": "file-unreadable"}
    proved.add("F22", "ingest", 1, "I3 I4", told="A folder that may not be looked into.")


SPOILED = {
    "a column twice": SHEET.replace("| Territory |", "| Territory | Title |")
    + "| N1 | Olives | Ongoing | 2014-02-01 | Santa Ana | Oil |\n",
    "a column renamed": SHEET.replace("Title", "Tidings") + "| N1 | Olives | Ongoing | 2014-02-01 | Santa Ana |\n",
    "a column missing": SHEET.replace("| Title ", "") + "| N1 | Ongoing | 2014-02-01 | Santa Ana |\n",
    "the header moved": SHEET.replace("## Initiatives\n", "## Initiatives\n# A title of our own\n\n# More of it\n")
    + "| N1 | Olives | Ongoing | 2014-02-01 | Santa Ana |\n",
    "a sheet more": SHEET + "| N1 | Olives | Ongoing | 2014-02-01 | Santa Ana |\n\n## Kitchen\n| Salt | Pepper |\n| 1 | 2 |\n",
    "errors of formulas": SHEET + "| N1 | #REF! | Ongoing | #N/A | #VALUE! |\n",
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_form_that_was_changed_is_read_or_told_and_no_row_is_lost(tmp_path, name, proved):
    made = tables_of(
        tmp_path, {"SLV/2015/a.xlsx": COVER.format(country="El Salvador") + SPOILED[name]}, "report_submission_quality", "core_findings"
    )
    quality = made["report_submission_quality"].set_index("country_code").loc["SLV"]
    parts = ("form_count", "accepted_count", "held_back_count", "superseded_count")
    assert quality["received_count"] == sum(quality[part] for part in parts) > 0
    told = set(made["core_findings"]["finding_code"])
    assert told - {"answer-missing"}, name
    proved.add("F19", "validate", 1, "I3 I4", told=f"{name.capitalize()}.")
