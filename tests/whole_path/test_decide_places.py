"""People decide about places: from the question in a correction workbook to the place on the map, and every answer that is refused."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from schemas.place_choices import COLUMNS
from tests.deliveries import write_workbook
from tests.desk import Desk

DELIVERY = """
## Portada
| País | Organización informante |
| Costa Rica | Municipalidad de Cartago |
## Iniciativas
| Referencia propia | Título |
| R1 | Huertas |
## Lugares
| Iniciativa | Provincia o departamento | Lugar |
| R1 | Cartago | San Rafael |
| R1 | | Grecia |
"""
OREAMUNO = "CRI:30701"
SHEET = "Lugares por decidir"
ANSWER, REASON, KEY = "G3", "H3", "I3"


def answered(desk: Desk, name: str, **cells: str) -> Path:
    """The correction workbook as it comes back with answers."""
    return desk.answered(name, "CRI/2015-a.xlsx", SHEET, **cells)


def decisions(desk: Desk) -> list[dict[str, str]]:
    return desk.decisions("place_choices.csv")


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    desk = Desk.set_up(tmp_path_factory.mktemp("desk"))
    write_workbook(desk.raw / "CRI" / "2015" / "a.xlsx", DELIVERY)
    desk.refresh()
    return desk.folder


@pytest.fixture
def desk(refreshed, tmp_path):
    """A desk after a refresh that left a place open, with no decision yet."""
    return Desk(Path(shutil.copytree(refreshed, tmp_path / "desk", symlinks=True)))


def test_a_chosen_candidate_is_the_place_from_the_next_refresh_on(desk):
    assert desk.ask("select place_text, context_text, mention_count from report_places_to_review") == [("San Rafael", "Cartago", 1)]
    offered = openpyxl.load_workbook(desk.corrections("CRI") / "2015-a.xlsx")["jmdi_places"]
    returned = answered(desk, "a corrected.xlsx", **{ANSWER: offered["B1"].value, REASON: "Lo sabemos; ana@example.org"})
    done = desk.run("decide-places", str(returned))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "1 decision added, 0 replaced, 0 stood already; 0 not taken. The next refresh follows them.\n"
    (decision,) = decisions(desk)
    assert {name: decision[name] for name in COLUMNS if name not in ("decision_id", "decided_date")} == {
        "country_code": "CRI", "place_text": "San Rafael", "context_text": "Cartago", "place_id": OREAMUNO,
        "reason_text": "Lo sabemos; […]", "decided_by": "Municipalidad de Cartago",
    }  # fmt: skip

    shutil.copy(returned, desk.raw / "CRI" / "2015")  # it is the corrected delivery, too
    desk.refresh()
    found = desk.ask(
        "select place_text, status_code, geocode_method_code, place_id from core_initiative_places where place_text like 'San%'"
    )
    assert found == [("San Rafael", "matched", "MANUAL", OREAMUNO)]
    assert desk.ask("select decision_id, use_count from core_place_choices") == [(decision["decision_id"], 1)]
    assert desk.ask("select count(*) from report_places_to_review") == [(0,)]
    assert desk.ask("select finding_code from core_findings where finding_code like 'place%' or finding_code like 'sheet-unknown'") == []
    (page,) = (book[SHEET] for book in map(openpyxl.load_workbook, desk.corrections("CRI").iterdir()))
    assert page["A1"].value == "No queda ningún lugar pendiente."


@pytest.mark.prove  # two builds: the choice of a candidate above is the same way
def test_a_name_that_is_no_place_is_not_asked_again(desk):
    assert desk.run("decide-places", str(answered(desk, "b.xlsx", **{ANSWER: "ningún lugar"}))).returncode == 0
    shutil.copy(answered(desk, "c.xlsx", **{ANSWER: OREAMUNO}), desk.raw / "CRI" / "2015")  # whoever sends it back says otherwise
    told = " ".join(desk.run("refresh").stdout.split())
    assert "Answers wait CRI/2015/c.xlsx: Respuestas de la hoja de lugares por decidir" in told
    assert "con jmdi decide-places raw/CRI/2015/c.xlsx y" in told
    assert desk.ask("select status_code, place_id from core_initiative_places where place_text like 'San%'") == [("none", None)]
    assert desk.ask("select place_id, use_count from core_place_choices") == [(None, 1)]
    assert desk.ask("select count(*) from report_places_to_review") == [(0,)]
    found = desk.ask("select finding_code, file_name, value_text from core_findings where finding_code like 'place%'")
    assert found == [("place-answers-wait", "CRI/2015/c.xlsx", "1")]


def test_the_table_of_places_to_review_is_answered_as_csv_or_workbook(desk):
    review = desk.run("query", "select * from report_places_to_review", "--format", "csv").stdout.splitlines()
    table = [review[0] + ",answer,reason", *(f"{line},{OREAMUNO},checked on the map" for line in review[1:])]
    path = desk.folder / "review.csv"
    path.write_text("\n".join(table), encoding="utf-8")
    nobody = desk.run("decide-places", str(path))
    assert (nobody.returncode, decisions(desk)) == (1, [])
    assert "does not say who answers; add --by" in nobody.stderr
    assert "never an address" in desk.run("decide-places", str(path), "--by", "ana@example.org").stderr
    assert desk.run("decide-places", str(path), "--by", "JMDI data team").returncode == 0
    assert [(one["place_id"], one["decided_by"], one["reason_text"]) for one in decisions(desk)] == [
        (OREAMUNO, "JMDI data team", "checked on the map")
    ]
    book = openpyxl.Workbook()
    for row in csv.reader(table):
        book.active.append(row)
    book.save(desk.folder / "review.xlsx")
    again = desk.run("decide-places", str(desk.folder / "review.xlsx"), "--by", "JMDI data team")
    assert (again.returncode, len(decisions(desk))) == (0, 1)
    assert "0 decisions added, 0 replaced, 1 stood already" in again.stdout


def test_what_is_not_understood_is_told_by_its_row_and_not_written(desk):
    done = desk.run("decide-places", str(answered(desk, "c.xlsx", **{ANSWER: "San Rafael (Nowhere)"})))
    assert (done.returncode, decisions(desk)) == (2, [])
    assert 'Not taken: c.xlsx, sheet Lugares por decidir, row 3: "San Rafael (Nowhere)" for "San Rafael" (Cartago): ' in done.stdout
    assert "Accepted: a candidate (San Rafael (La Unión, Cartago); San Rafael (Oreamuno, Cartago)), a place_id" in done.stdout
    stale = desk.run("decide-places", str(answered(desk, "c.xlsx", **{ANSWER: "CRI:99999"})))
    assert stale.returncode == 2 and "no place of the gazetteer has this id" in stale.stdout
    keyless = desk.run("decide-places", str(answered(desk, "c.xlsx", **{ANSWER: OREAMUNO, KEY: ""})))
    assert keyless.returncode == 2 and "has lost its key" in keyless.stdout


def test_two_answers_and_an_earlier_decision_contradict(desk):
    one, other = answered(desk, "d.xlsx", **{ANSWER: OREAMUNO}), answered(desk, "e.xlsx", **{ANSWER: "CRI:30304"})
    both = desk.run("decide-places", str(one), str(other))
    assert (both.returncode, decisions(desk)) == (2, []) and "has two answers" in both.stdout
    assert desk.run("decide-places", str(one)).returncode == 0
    later = desk.run("decide-places", str(other), "--by", "Office")
    assert later.returncode == 2 and "says San Rafael (Oreamuno, Cartago) (Municipalidad de Cartago, " in later.stdout
    assert [row["place_id"] for row in decisions(desk)] == [OREAMUNO]
    assert desk.run("decide-places", str(other), "--by", "Office", "--replace").returncode == 0
    assert [(row["place_id"], row["decided_by"]) for row in decisions(desk)] == [("CRI:30304", "Office")]


def test_a_file_that_cannot_be_read_stops_all_in_one_sentence(desk):
    good = answered(desk, "f.xlsx", **{ANSWER: OREAMUNO})
    broken = desk.folder / "broken.xlsx"
    broken.write_text("<html>no workbook</html>")
    other = write_workbook(desk.folder / "other.xlsx", DELIVERY)
    for path, why in ((broken, "broken.xlsx: "), (other, "is neither a correction workbook with its sheet of places nor")):
        done = desk.run("decide-places", str(good), str(path))
        assert (done.returncode, decisions(desk)) == (1, [])
        assert why in done.stderr and "Traceback" not in done.stderr


def test_a_stale_decision_stops_the_refresh_until_it_is_replaced(desk):
    assert desk.run("decide-places", str(answered(desk, "g.xlsx", **{ANSWER: OREAMUNO}))).returncode == 0
    choices = desk.reference / "decisions" / "place_choices.csv"
    choices.write_text(choices.read_text(encoding="utf-8").replace(OREAMUNO, "CRI:99999"), encoding="utf-8")
    done = desk.run("refresh")
    assert done.returncode == 1 and "CRI:99999 is no place of the gazetteer; decide anew." in " ".join(done.stdout.split())
    assert desk.run("decide-places", str(answered(desk, "g.xlsx", **{ANSWER: OREAMUNO})), "--replace").returncode == 0
    assert [row["place_id"] for row in decisions(desk)] == [OREAMUNO]


def test_check_asks_the_same_questions(desk):
    done = desk.run("check", str(desk.raw / "CRI" / "2015" / "a.xlsx"), "--out", str(desk.folder / "out"))
    assert done.returncode in (0, 2), done.stdout + done.stderr
    page = openpyxl.load_workbook(desk.folder / "out" / "2015-a.xlsx")[SHEET]
    assert [page[cell].value for cell in ("B3", "C3")] == ["San Rafael", "Cartago"]
