"""Redacting a delivery: what is erased is gone, and what is left is read as it was."""

import re

import pandas as pd
import pytest

from publications.redacted_workbook import redacted_workbook
from schemas.correction_workbook import ERASED
from steps.files.read_workbook import read_content
from steps.files.receive import receive
from steps.handing_on.personal_words import pattern_of, personal_words
from steps.handing_on.redact import Laid, lay, redact
from tests.deliveries import write_workbook

DELIVERY = """
## Cover
| Country | Reporting organisation | Contact name | Contact e-mail |
| Morocco | Commune d'Oujda | Nadia Canari-Inventée | nadia.canari@example.org |
## Actors
| Actor reference | Name | Name in local language | Type of actor |
| A1 | Commune d'Oujda | | Municipality |
| A2 | Mme Fatima Serin-Inventée | Fatima Serin-Inventée | NGO |
## Initiatives
| Own reference | Title | Summary | Donors | Responsible person |
| R1 | Oasis of remittances | Ask nadia.canari@example.org about it | Mme Fatima Serin-Inventée / GIZ | Mme Fatima Serin-Inventée |
| R2 | School of returnees | Nothing personal | | |
"""
PERSONAL = re.compile("Canari|Serin|@example", re.IGNORECASE)


@pytest.fixture
def laid(tmp_path) -> Laid:
    write_workbook(tmp_path / "MAR" / "2015" / "a.xlsx", DELIVERY)
    return lay(receive(tmp_path, "MAR"))


def texts(raw: pd.DataFrame) -> list[str]:
    return [cell.text for cells in raw["cells"] for cell in cells]


def test_a_redacted_delivery_holds_nothing_personal_and_its_rows_give_the_same_answers(laid):
    name = laid.raw["submission_id"].iloc[0]
    redacted = redact(laid, name, pattern_of(personal_words(laid.applied.withheld)), None)
    assert redacted is not None
    assert [text for text in texts(redacted.rows) if PERSONAL.search(text)] == []
    assert len(redacted.places) == 7
    again = lay(redacted.rows)
    assert again.applied.withheld.empty
    assert again.applied.rows["answers"].tolist() == laid.applied.rows["answers"].tolist()


def test_what_goes_on_of_a_cell_stays_in_the_redacted_one(laid):
    redacted = redact(laid, laid.raw["submission_id"].iloc[0], None, None)
    assert redacted is not None
    assert "Ask […] about it" in texts(redacted.rows)
    assert "Nothing personal" in texts(redacted.rows)
    assert ERASED in texts(redacted.rows)


def test_the_workbook_of_a_redacted_delivery_is_the_same_bytes_each_time_and_reads_as_it_should(laid):
    content = redacted_workbook(laid.raw)
    assert content is not None
    assert content == redacted_workbook(laid.raw)
    read = read_content("a.xlsx", content)
    assert [row.cells for sheet in read.sheets for row in sheet.rows] == laid.raw["cells"].tolist()


def test_a_sheet_that_excel_has_no_name_for_makes_no_workbook(laid):
    assert redacted_workbook(laid.raw.assign(sheet_name="a sheet with a name that is longer than Excel allows")) is None


@pytest.mark.parametrize(
    ("reason", "question", "text", "words"),
    [
        ("contact", "contact_name", "Nadia Canari-Inventée", {"Nadia Canari-Inventée"}),
        ("contact", "contact_name", "Nadia", set()),  # stands in too many texts
        ("contact", "contact_role_text", "Chargée de mission", set()),
        ("contact", "contact_phone_text", "0612345678", {"0612345678"}),
        ("personal_data", "notes_text", "Ask a.b@example.org today", {"a.b@example.org"}),
        ("unknown_column", None, "Yes, 250 people", set()),
        ("person", "donors_text", "Mme Fatima Serin-Inventée | GIZ", {"Mme Fatima Serin-Inventée"}),
    ],
)
def test_the_words_that_mean_a_person(reason, question, text, words):
    withheld = pd.DataFrame([{"reason_code": reason, "question_code": question, "value_text": text}])
    assert personal_words(withheld) == words


def test_words_are_found_whatever_their_case_and_blanks():
    pattern = pattern_of(frozenset(["Nadia Canari"]))
    assert pattern is not None
    assert pattern.search("said by NADIA  CANARI.")
    assert pattern_of(frozenset()) is None
