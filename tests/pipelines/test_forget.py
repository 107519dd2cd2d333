"""`jmdi forget`: the personal data of a delivery or a person are gone from every byte within reach, and nothing else is."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.kept_results import FOLDER, KeptResults
from schemas.workers import ONE_PROCESS
from tests.deliveries import write_workbook
from tests.desk import Desk
from warehouse.audit import read_audit
from warehouse.erase import is_made_again

# Invented persons. What is planted stands nowhere else.
CANARIES = ("Nadia Canari-Inventée", "nadia.canari@example.org", "+212 600 00 11 22", "Karim Serin-Inventé", "06 12 34 56 78")
OTHER = ("Sami Autre-Inventé", "sami.autre@example.org")
A = """
## Cover
| Country | Language | Reporting organisation | Contact name | Contact e-mail | Contact telephone | Consent to publish |
| Morocco | English | Commune d'Oujda | Nadia Canari-Inventée | nadia.canari@example.org | +212 600 00 11 22 | Publish |
## Initiatives
# List filled in with Karim Serin-Inventé
| Own reference | Title | Summary | Responsible person | Start date |
| R1 | Oasis of remittances | Ask nadia.canari@example.org about it | Karim Serin-Inventé | 2015-03-01 |
| R2 | School of returnees | Call 06 12 34 56 78 | Nadia Canari-Inventée | 2014-01-01 |
"""
B = """
## Cover
| Country | Language | Reporting organisation | Contact name | Contact e-mail | Consent to publish |
| Morocco | English | Commune de Berkane | Sami Autre-Inventé | sami.autre@example.org | Publish |
## Initiatives
| Own reference | Title |
| R3 | Market of crafts |
"""
HOLDS_IT_TOO = B.replace("Market of crafts", "Market, see nadia.canari@example.org").replace("R3", "R4")
TABLES = ("core_responses", "core_initiatives", "core_initiative_history", "core_lineage", "core_received_columns", "core_identity_ledger")
SUBMISSION = "SELECT submission_id FROM core_submissions WHERE file_name LIKE '%/{}.xlsx'"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two deliveries and two builds, to be copied: the older build is the same under another name."""
    desk = Desk.set_up(tmp_path_factory.mktemp("forgetting") / "desk")
    write_workbook(desk.raw / "MAR" / "2015" / "a.xlsx", A)
    write_workbook(desk.raw / "MAR" / "2015" / "b.xlsx", B)
    desk.refresh()
    current = (desk.folder / "warehouse" / "current").resolve()
    shutil.copytree(current, current.with_name("20150101T000000Z-older"))
    return desk.folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(made, tmp_path / "desk", symlinks=True)))


def where(desk: Desk, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return in which files below the desk, but the reference files, which words stand, workbooks opened."""
    from warehouse.erase import files_holding

    folders = [desk.folder / name for name in ("raw", "warehouse", "state", "reference/decisions")]
    return [(path.name, word) for folder in folders for word in words for path in files_holding(folder, [word])]


def tables(desk: Desk) -> dict[str, list[tuple]]:
    return {name: sorted(desk.ask(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def test_a_delivery_is_forgotten_in_every_layer_and_comes_back_the_same_without_it(desk):
    before = tables(desk)
    KeptResults(desk.folder / "state", "recipe", ONE_PROCESS).taken_or_made(lambda: {"file": CANARIES[0].encode()}, {"MAR": {}})
    ids = desk.ask("SELECT submission_id, file_hash FROM core_submissions ORDER BY file_name")
    assert {word for _, word in where(desk, CANARIES)} == set(CANARIES)
    told = desk.run("forget", ids[0][0], "--reason", "asked by the person")
    assert told.returncode == 0, told.stdout + told.stderr
    assert where(desk, CANARIES) == []
    assert not (desk.folder / "state" / FOLDER).exists()  # nobody can read it, but what it was made from is gone
    assert {name for name, _ in where(desk, OTHER)} == {"b.xlsx", "contacts.sqlite"}
    assert desk.run("status").returncode == 2  # other countries sent nothing; the build itself is whole
    assert "damaged" not in desk.run("status").stdout
    desk.refresh()
    assert where(desk, CANARIES) == []
    assert len(before["core_initiatives"]) == 3
    assert tables(desk) == before
    assert desk.ask("SELECT submission_id, file_hash FROM core_submissions ORDER BY file_name") == ids
    erased = [entry for entry in read_audit(desk.folder / "warehouse").entries if entry.action == "erased"]
    assert [(entry.about["id"], entry.about["is_complete"]) for entry in erased] == [(ids[0][0], True)]


def test_one_person_is_forgotten_and_the_others_of_the_delivery_stay(desk):
    store = desk.folder / "warehouse" / "current" / "restricted" / "contacts.sqlite"
    with closing(sqlite3.connect(store)) as database:
        person = database.execute("SELECT contact_id FROM contacts WHERE contact_name = ?", CANARIES[:1]).fetchone()[0]
    assert desk.run("forget", person).returncode == 0
    assert where(desk, CANARIES[:3]) == []
    assert {word for _, word in where(desk, CANARIES[3:])} == set(CANARIES[3:])


def test_a_dry_run_and_an_unknown_id_change_nothing(desk):
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file() and "state" not in path.parts}
    known = desk.ask(SUBMISSION.format("a"))[0][0]
    told = desk.run("forget", known, "--dry-run")
    assert (told.returncode, "Would be: MAR/2015/a.xlsx" in told.stdout) == (0, True)
    told = desk.run("forget", known[:-1] + ("0" if known[-1] != "0" else "1"))
    assert (told.returncode, f"Did you mean {known}?" in told.stderr) == (1, True)
    assert {path: path.read_bytes() for path in before} == before


def test_other_deliveries_with_the_same_data_are_told_and_erased_when_asked(desk):
    write_workbook(desk.raw / "MAR" / "2016" / "c.xlsx", HOLDS_IT_TOO)
    known = desk.ask(SUBMISSION.format("a"))[0][0]
    told = desk.run("forget", known)
    assert told.returncode == 1
    assert "MAR/2016/c.xlsx" in told.stderr
    assert "Nothing was erased" in told.stderr
    assert len(where(desk, CANARIES[:1])) == 3
    assert desk.run("forget", known, "--everywhere").returncode == 0
    assert where(desk, CANARIES) == []
    assert len(where(desk, OTHER)) > 0


def test_what_stands_elsewhere_is_taken_away_or_told_until_it_is_gone(desk):
    write_workbook(desk.raw / "MAR" / "2016" / "c.xlsx", HOLDS_IT_TOO)
    current = desk.folder / "warehouse" / "current"
    (current / "drafts").mkdir()
    (current / "drafts" / "note.txt").write_text(f"{CANARIES[0]} drafted this", encoding="utf-8")
    for name in ("page.html", "map/records.js"):  # the second carries the same, packed
        (current / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (current / "site" / name).write_text(CANARIES[0] if name == "page.html" else "…", encoding="utf-8")
    (current / "mine.txt").write_text(f"{CANARIES[1]}", encoding="utf-8")
    known = desk.ask(SUBMISSION.format("a"))[0][0]
    told = desk.run("forget", known, "--only-here")
    assert told.returncode == 2
    assert "mine.txt still holds some of it" in told.stdout
    assert sorted(where(desk, CANARIES)) == [("c.xlsx", CANARIES[1]), ("mine.txt", CANARIES[1])]
    assert not (current / "site" / "map" / "records.js").exists()
    again = desk.run("forget", known)
    assert (again.returncode, "something was left to do by hand" in again.stdout) == (2, True)


def test_an_erasure_that_was_cut_short_is_taken_up_again(desk, monkeypatch):
    known = desk.ask(SUBMISSION.format("a"))[0][0]

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("pipelines.forget.os.replace", "pipelines.forget.erase_from_store", "warehouse.erase.tell_changed"):
        with monkeypatch.context() as patched:
            patched.setattr(place, die)
            desk.run("forget", known)
    assert where(desk, CANARIES) != []
    assert {entry.action for entry in read_audit(desk.folder / "warehouse").entries[-2:]} == {"erasure_begun"}
    assert desk.run("forget", known).returncode == 0
    assert where(desk, CANARIES) == []
    assert not list(desk.raw.rglob(".erasing-*"))
    assert "damaged" not in desk.run("status").stdout


def test_a_file_whose_name_is_personal_is_erased_with_its_name(desk):
    named = f"sent by {OTHER[1]}.xlsx"
    (desk.raw / "MAR" / "2015" / "b.xlsx").rename(desk.raw / "MAR" / "2015" / named)
    from steps.files.receive import receive
    from warehouse.erase import files_holding

    received = receive(desk.raw, "MAR")
    known, received_hash = received.loc[received["file_name"].str.contains("sent by"), ["submission_id", "file_hash"]].iloc[0]
    told = desk.run("forget", known)
    assert "2 cells and its name erased" in told.stdout
    assert files_holding(desk.raw, OTHER) == []  # names too
    left = [path for path in (desk.raw / "MAR" / "2015").iterdir() if path.name != "a.xlsx"]
    decisions = (desk.folder / "reference" / "decisions" / "erasures.csv").read_text(encoding="utf-8")
    assert [f"{hashlib.sha256(path.read_bytes()).hexdigest()},{received_hash},{known}" in decisions for path in left] == [True]


def test_the_file_that_comes_back_is_refused(desk):
    received = (desk.raw / "MAR" / "2015" / "a.xlsx").read_bytes()
    desk.run("forget", desk.ask(SUBMISSION.format("a"))[0][0])
    (desk.raw / "MAR" / "2016").mkdir()
    (desk.raw / "MAR" / "2016" / "again.xlsx").write_bytes(received)
    checked = desk.run("check", "--json", str(desk.raw / "MAR" / "2016" / "again.xlsx"))
    assert (checked.returncode, [row["finding_code"] for row in json.loads(checked.stdout)]) == (1, ["file-erased"])


def test_what_cannot_be_redacted_is_told_and_left(desk):
    (desk.raw / "MAR" / "2015" / "torn.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    from steps.files.receive import receive

    received = receive(desk.raw, "MAR").drop_duplicates("submission_id").set_index("file_name")["submission_id"]
    told = desk.run("forget", received["MAR/2015/torn.xlsx"])
    assert told.returncode == 2
    assert "torn.xlsx was refused" in told.stdout


def test_every_file_for_people_of_a_build_can_be_taken_away(sample_folder):
    build = (sample_folder / "warehouse" / "current").resolve()
    stay = {path.relative_to(build).as_posix().split("/")[0] for path in build.rglob("*") if path.is_file()}
    stay -= {name for name in stay if is_made_again(name)}
    # The tables themselves, and what says nothing of any initiative.
    assert {name for name in stay if not name.startswith("mapping")} == {
        "tables", "restricted", "build.json", "datapackage.json", "dictionary.html", "dictionary.xlsx", "entities.svg", "CITATION.cff",
        "LICENCE.txt",
    }  # fmt: skip
