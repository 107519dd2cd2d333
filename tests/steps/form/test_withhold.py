"""Keeping personal data apart: what must not go on is found wherever it stands, and a long cell is no trap."""

import pytest

from schemas.form import form
from schemas.reference_files import read_reference
from steps.files.read_workbook import Cell
from steps.form.withhold import questions_that_may_name, withhold

NOTES = form()["initiatives"].question("notes_text")
REFERENCE = form()["initiatives"].question("initiative_ref")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ask canary@example.org today", "Ask […] today"),
        ("mail:canary.two+x@mail.example.org.", "mail:[…]."),
        ("(canary@example.org)", "([…])"),
        ("06 12 34 56 78 or +503 2222 3333", "[…] or […]"),
        ("00212612345678", "[…]"),
        ("From 2015 on, 250 000 were reached @ home", "From 2015 on, 250 000 were reached @ home"),
    ],
)
def test_addresses_and_telephone_numbers_are_taken_out_of_a_text(text, kept):
    cell, apart = withhold(Cell(1, "t", text), NOTES)
    assert cell is not None
    assert cell.text == kept
    assert (apart is None) == (text == kept)


def test_digits_of_a_reference_are_no_telephone_number():
    assert withhold(Cell(1, "t", "06 12 34 56"), REFERENCE) == (Cell(1, "t", "06 12 34 56"), None)


@pytest.mark.parametrize("code", ["start_date", "budget_amount", "initiative_ref"])
def test_a_telephone_number_in_place_of_a_figure_is_kept_apart(code):
    cell, apart = withhold(Cell(1, "t", "06 61 64 00 22"), form()["initiatives"].question(code))
    assert (cell, apart) == (Cell(1, "t", "[…]"), ("personal_data", "06 61 64 00 22"))


def test_a_telephone_number_beside_an_address_is_one_wherever_it_stands():
    cell, _ = withhold(Cell(1, "t", "ana@example.org 06 12 34 56 78"), REFERENCE)
    assert cell.text == "[…] […]"


@pytest.mark.parametrize("text", ["a" * 300_000 + " 00", "0-" * 150_000, "a.@" * 100_000, "+1(" * 100_000, "00(" * 100_000])
def test_a_long_cell_is_looked_through_once(text):
    cell, _ = withhold(Cell(1, "t", text), NOTES)  # a pattern that tries again from every letter would take hours
    assert cell is not None


def test_every_question_that_asks_for_no_name_is_looked_through_for_persons():
    asked = read_reference("form/questions.csv", ("sheet_code", "question_code", "description"), ("sheet_code", "question_code"))
    nameless = [(row["sheet_code"], row["question_code"]) for row in asked if "never a name" in row["description"]]
    assert nameless
    assert [(sheet, question) for sheet, question in nameless if question not in questions_that_may_name(sheet)] == []
