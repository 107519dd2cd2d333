"""The sheet of possible duplicates in the correction workbook: what a sender is shown, and what comes back."""

import io
from datetime import UTC, datetime

import openpyxl

from publications.corrections.delivery import Delivery
from publications.corrections.duplicates import write_duplicates
from publications.corrections.looks import Looks
from publications.quick_workbook import QuickWorkbook
from schemas.correction_workbook import PairKey, read_pair_key
from schemas.reason_words import reason_words
from schemas.reference_files import read_reference
from steps.files.receive import receive
from steps.identity.given_answers import GivenVerdict, answers_of_workbook

PAIR = {
    "submission_id": "a", "first_reported_id": "SLV-R1", "second_reported_id": "SLV-R2",
    "first_file_name": "SLV/2015/a.xlsx", "first_sheet_name": "Iniciativas", "first_row_number": 2, "first_title_text": "Oasis",
    "first_place_text": "Santa Ana", "first_lead_name": "Alcaldía", "first_period_text": "2015-09 – ", "first_budget_text": "9 000 USD",
    "second_file_name": "SLV/2015/b.xlsx", "second_sheet_name": "Iniciativas", "second_row_number": 7, "second_title_text": "=1+1",
    "second_place_text": "", "second_lead_name": "", "second_period_text": "", "second_budget_text": "",
    "match_probability": 0.75, "is_merged": False, "decision_code": None,
    "reasons": (("title", "equal", 11.0), ("place", "none", -4.0), ("begin", "year", 1.5), ("content", "few", 0.0)),
}  # fmt: skip


def sheet_of(folder, language: str, *pairs: dict[str, object]) -> openpyxl.worksheet.worksheet.Worksheet:
    """Write the sheet as a correction workbook has it, and read it back."""
    rows = [{"sheet_name": "Iniciativas", "language_code": language}]
    submission = {"file_name": "SLV/2015/a.xlsx", "country_code": "SLV", "outcome_code": "read"}
    content = io.BytesIO()
    with QuickWorkbook(content) as book:
        book.add_worksheet("Iniciativas")
        write_duplicates(Delivery(submission, rows, (), (), pairs, (), datetime.now(UTC).date().isoformat()), Looks(book, language))
    path = folder / "SLV" / "2015" / "a.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())
    return openpyxl.load_workbook(path).worksheets[1]


def test_two_reports_stand_side_by_side_with_why_in_the_sender_s_words(tmp_path):
    page = sheet_of(tmp_path, "es", PAIR, PAIR | {"is_merged": True, "decision_code": "unsure", "match_probability": None})
    assert page.title == "Posibles duplicados" and "diga por qué" in page["A1"].value
    assert [cell.value for cell in page[2]][:10] == [
        "N.º", "Primero", "Lo que dice el primero", "Segundo", "Lo que dice el segundo", "Parecido", "Por qué", "Reunidos",
        "¿Iguales o distintos?", "Motivo",
    ]  # fmt: skip
    assert [cell.value or "" for cell in page[3]] == [
        1, "Iniciativas A2", "Oasis\nLugar: Santa Ana\nLiderado por: Alcaldía\nFechas: 2015-09 – \nPresupuesto: 9 000 USD",
        "SLV/2015/b.xlsx · Iniciativas A7", "=1+1", 0.75,
        "A favor de que sea una sola iniciativa: el mismo título en otras palabras u otro idioma; el año de inicio\n"
        "En contra: ningún lugar en común", "", "", "",
        '["SLV-R1", "SLV-R2"]',
    ]  # fmt: skip
    assert page["B3"].hyperlink.location == "'Iniciativas'!A2" and page["D3"].hyperlink is None and page["E3"].data_type == "s"
    assert [page[cell].value for cell in ("F4", "H4", "I4")] == [None, "sí: indique si son distintos", "no se sabe"]
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, bool(rule.showErrorMessage)) == ("I3:I4", '"el mismo,distintos,no se sabe"', False)
    assert [page[f"{column}3"].protection.locked for column in "HIJK"] == [True, False, False, True]
    assert page["K3"].font.color.rgb == "FFFFFFFF" and read_pair_key(page["K3"].value) == PairKey("SLV-R1", "SLV-R2")


def test_where_nothing_looks_alike_the_sheet_says_so_and_an_arabic_one_runs_from_the_right(tmp_path):
    page = sheet_of(tmp_path, "ar")
    assert page["A1"].value == "لا توجد سجلات متشابهة." and page.sheet_view.rightToLeft and page.max_row == 2


def test_an_answer_is_known_by_its_key_when_the_workbook_comes_back(tmp_path):
    page = sheet_of(tmp_path, "fr", PAIR, PAIR, PAIR)
    page["I3"], page["J3"], page["J4"], page["I5"], page["K5"] = "identiques", "Un seul\nprogramme", "Deux lieux", "différents", "?"
    page.parent.save(tmp_path / "SLV" / "2015" / "a.xlsx")
    assert list(answers_of_workbook(receive(tmp_path, "SLV"), "a.xlsx", "Office")) == [
        GivenVerdict("a.xlsx, sheet Doublons possibles, row 3", PairKey("SLV-R1", "SLV-R2"), "identiques", "Un seul programme", "Office"),
        GivenVerdict("a.xlsx, sheet Doublons possibles, row 4", PairKey("SLV-R1", "SLV-R2"), "", "Deux lieux", "Office"),
        GivenVerdict("a.xlsx, sheet Doublons possibles, row 5", None, "différents", "", "Office"),
    ]


def test_whatever_a_comparison_finds_can_be_told_and_nothing_else_is_kept():
    kept = read_reference("identity/reason_words.csv", (), ("comparison_code", "level_code"))
    assert {(row["comparison_code"], row["level_code"]) for row in kept} == set(reason_words())
