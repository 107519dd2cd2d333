"""The correction workbook: what a sender sees in it, and what becomes of it when it comes back corrected."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.deliveries import shown, tables_of, write_workbook

TABLES = ("correction_workbooks", "core_findings", "core_submissions", "core_responses", "core_initiatives", "clean_withheld_values")
SPOILED = """
## Portada
| País | Fecha de envío | Nombre de contacto | Correo de contacto |
| El Salvador | 2015-09-28 | Canaria Amarilla | canary@example.org |
## Iniciativas
# Escribió Canaria Amarilla
| Referencia propia | Título | Estado | Fecha de inicio | Notas | Contacto de la iniciativa | Teléfono de casa |
| R1 | Oasis | En curso | 2014 | Llamar a canary@example.org | Canaria | 2222 3333 |
| R2 | Milpa | quizás | 2014 | =HYPERLINK("http://x") | | |
| R3 | Pozo | quizás | algún día | +1 | | |
| R4 | @SUM(A1) | Cerrada | 2014 | | | |
| | Sin referencia | En curso | 2014 | | | |
"""
FILE = "SLV/2015/a.xlsx"


def correction(tables: dict, name: str = "SLV/2015-a.xlsx") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(tables["correction_workbooks"][name]))


def texts(page) -> list[str]:
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]


def send(book: openpyxl.Workbook, folder: Path, name: str) -> None:
    path = folder / "raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


@pytest.fixture
def beside(spoiled, tmp_path):
    """A folder that holds the very file that was found wrong: a correction knows it by its hash."""
    shutil.copytree(spoiled[0] / "raw", tmp_path / "raw")
    return tmp_path


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spoiled")
    return folder, tables_of(folder, {FILE: SPOILED}, *TABLES)


def test_problems_come_first_with_links_that_lead_to_the_cell_as_sent(spoiled):
    book = correction(spoiled[1])
    own = ["Posibles duplicados", "Lugares por decidir", "Resumen", "jmdi_lists", "jmdi_places", "jmdi"]
    assert book.sheetnames == ["Problemas", "Portada", "Iniciativas", *own]
    assert [page.title for page in book if page.sheet_state != "visible"] == ["jmdi_lists", "jmdi_places", "jmdi"]
    page = book["Problemas"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    unknown = next(row for row in rows if row[4] == "code-unknown")
    assert unknown[1:5] == ["Iniciativas", "C4", "Debe corregirse", "code-unknown"]
    assert "en 2 celdas" in unknown[5] and unknown[6] == "quizás"
    link = next(cell for row in page.iter_rows() for cell in row if cell.value == "C4").hyperlink
    assert link.location == "'Iniciativas'!C4" and book["Iniciativas"]["C4"].value == "quizás"
    severities = [row[3] for row in rows]
    assert severities == sorted(severities, key=["Debe corregirse", "Por revisar", "Nota"].index)


def test_every_row_stands_as_sent_and_what_is_wrong_is_coloured_and_said(spoiled):
    page = correction(spoiled[1])["Iniciativas"]
    assert [page.cell(row, 1).value for row in range(2, 8)] == ["Referencia propia", "R1", "R2", "R3", "R4", None]
    red, amber = "FFFFC7CE", "FFFFE699"
    assert [page[name].fill.fgColor.rgb for name in ("C4", "C5", "D5", "A7")] == [red] * 4  # both of a group
    assert page["E3"].fill.fgColor.rgb == amber
    assert page["B3"].fill.fill_type is None
    assert "«quizás»" in page["C5"].comment.text
    assert page.freeze_panes == "A3"
    assert any(rule.sqref.__contains__("C4") for rule in page.data_validations.dataValidation)
    locked = {cell.column_letter for row in page.iter_rows() for cell in row if cell.value is not None and cell.protection.locked}
    beside = [page.column_dimensions[letter].protection for letter in ("H", "I")]
    assert [one.locked for one in beside] == [True, False]  # there is room for the sender's own columns
    assert page.column_dimensions["I"].max < 100  # a sheet as wide as Excel's takes seconds to write
    assert locked == {"H"} and page["H2"].value is None and page["H1"].value == "jmdi_row"
    assert page["H3"].value == spoiled[1]["core_responses"].query("sheet_name == 'Iniciativas' and row_number == 3")["response_id"].iloc[0]


def test_what_a_stranger_wrote_is_text_and_nothing_else(spoiled):
    book = correction(spoiled[1])
    page = book["Iniciativas"]
    assert [page[name].value for name in ("E4", "E5", "B6")] == ['=HYPERLINK("http://x")', "+1", "@SUM(A1)"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds
    assert {page[name].data_type for name in ("E4", "E5", "B6")} == {"s"}
    assert page["E4"].hyperlink is None


def test_no_personal_datum_stands_in_it(spoiled):
    book = correction(spoiled[1])
    every = " ".join(text for page in book for text in texts(page)) + " ".join(
        cell.comment.text for page in book for row in page.iter_rows() for cell in row if cell.comment
    )
    assert "anari" not in every and "canary" not in every and "2222" not in every
    page = book["Iniciativas"]
    assert [page[name].value for name in ("A1", "E3", "F3", "G3")] == ["[…2!A1]", "Llamar a […]", "[…2!F3]", "[…2!G3]"]


def test_a_corrected_file_replaces_the_one_it_names_and_its_findings_are_gone(spoiled, beside):
    before = spoiled[1]
    book = correction(before)
    page = book["Iniciativas"]
    page["C4"] = page["C5"] = "Cerrada"
    page["D5"], page["A7"] = "2014-05", "R5"
    page.insert_rows(3)  # the sender moves things about, too
    page["A3"], page["B3"], page["C3"] = "R6", "Nueva", "En curso"
    send(book, beside, "SLV/2015/any name.xlsx")
    after = tables_of(beside, {}, *TABLES)
    assert shown(after["core_initiatives"], "initiative_id", "status_code", "start_date") == [
        ("SLV-R1", "2", "2014-01-01"), ("SLV-R2", "4", "2014-01-01"), ("SLV-R3", "4", "2014-05-01"),
        ("SLV-R4", "4", "2014-01-01"), ("SLV-R5", "2", "2014-01-01"), ("SLV-R6", "2", None),
    ]  # fmt: skip
    assert set(before["core_initiatives"]["initiative_id"]) <= set(after["core_initiatives"]["initiative_id"])
    findings = after["core_findings"]
    assert shown(findings[findings["file_name"] == FILE], "finding_code", "severity_code") == [("file-superseded", "note")]
    assert not {"code-unknown", "date-unreadable", "answer-missing", "record-repeated"} & set(findings["finding_code"])
    counts = ("file_name", "outcome_code", "received_count", "form_count", "accepted_count", "held_back_count", "superseded_count")
    submissions = {row[0]: row[1:] for row in shown(after["core_submissions"], *counts)}
    assert submissions[FILE] == ("superseded", 9, 0, 0, 0, 9)
    outcome, received, *parts = submissions["SLV/2015/any name.xlsx"]
    assert (outcome, sum(parts), parts[1:]) == ("read", received, [7, 0, 0])
    assert list(after["correction_workbooks"]) == ["SLV/2015-any_name.xlsx"]


def test_a_mark_that_comes_back_means_the_value_of_the_earlier_file(spoiled, beside):
    book = correction(spoiled[1])
    book["Portada"]["D2"] = "other@example.org"
    book["Iniciativas"].insert_rows(3)
    book["Iniciativas"]["G2"] = "Fuente de información"  # the column that the form did not know has found its name
    send(book, beside, "SLV/2015/b.xlsx")
    after = tables_of(beside, {}, *TABLES)
    kept = after["clean_withheld_values"].query("file_name == 'SLV/2015/b.xlsx'")
    assert {("C2", "Canaria Amarilla"), ("D2", "other@example.org"), ("F4", "Canaria")} <= set(shown(kept, "cell_name", "value_text"))
    assert not kept["value_text"].str.contains("…").any()
    assert shown(after["core_initiatives"], "source_text", "notes_text")[0] == ("2222 3333", "Llamar a […]")


def test_without_the_earlier_file_a_mark_is_empty_and_that_is_said(spoiled, tmp_path):
    send(correction(spoiled[1]), tmp_path, "SLV/2015/b.xlsx")
    after = tables_of(tmp_path, {}, *TABLES)
    told = after["core_findings"].query("finding_code in ('mark-unresolved', 'correction-unknown')")
    assert shown(told, "finding_code", "occurrence_count") == [("mark-unresolved", 5), ("correction-unknown", 1)]
    assert after["clean_withheld_values"].empty


def test_of_two_corrections_the_one_that_corrects_the_other_counts_else_the_later_name(spoiled, beside):
    first = correction(spoiled[1])
    first["Iniciativas"]["B3"] = "First"
    send(first, beside, "SLV/2015/z first.xlsx")
    once = tables_of(beside, {}, *TABLES)
    chained = correction(once, "SLV/2015-z_first.xlsx")
    chained["Iniciativas"]["B3"] = "Chained"
    assert chained["Iniciativas"]["F3"].value == "[…2!F3]"
    send(chained, beside, "SLV/2015/b chained.xlsx")
    twice = tables_of(beside, {}, *TABLES)
    assert shown(twice["core_initiatives"], "title_text")[0] == ("Chained",)
    assert "file-corrected-twice" not in set(twice["core_findings"]["finding_code"])
    kept = twice["clean_withheld_values"].query("file_name == 'SLV/2015/b chained.xlsx'")
    assert ("F3", "Canaria") in set(shown(kept, "cell_name", "value_text"))
    first["Iniciativas"]["B3"] = "Later by name"
    send(first, beside, "SLV/2015/c later.xlsx")
    thrice = tables_of(beside, {}, *TABLES)
    assert shown(thrice["core_initiatives"], "title_text")[0] == ("Later by name",)
    told = thrice["core_findings"].query("finding_code == 'file-corrected-twice'")
    assert shown(told, "file_name", "value_text") == [("SLV/2015/c later.xlsx", "SLV/2015/b chained.xlsx")]


def test_a_reason_accepts_what_is_to_be_checked_and_not_what_must_be_fixed(spoiled, beside):
    book = correction(spoiled[1])
    for row in book["Problemas"].iter_rows(min_row=3):
        if row[4].value in ("personal-data", "code-unknown"):
            row[8].value = "Así es; escriba a canary@example.org"
    book["Iniciativas"].insert_rows(3, amount=2)
    send(book, beside, "SLV/2015/b.xlsx")
    after = tables_of(beside, {}, *TABLES)
    findings = after["core_findings"]
    assert shown(findings.query("finding_code == 'code-unknown'"), "accepted_reason_text") == [(None,)]
    refused = findings.query("finding_code == 'acceptance-refused'")
    assert [sheet for (sheet,) in shown(refused, "sheet_name")] == ["Problemas"]
    assert "canary" not in findings.to_csv()


def test_an_accepted_finding_is_no_longer_counted_and_comes_back_with_its_reason(tmp_path):
    cover = "## Portada\n| País |\n| El Salvador |\n"
    text = cover + "## Iniciativas\n| Referencia propia | Título | Estado |\n| R1 | Oasis | |\n| R2 | Milpa | 4 |\n"
    before = tables_of(tmp_path, {FILE: text}, *TABLES, "report_submission_quality")
    book = correction(before)
    row = next(row for row in book["Problemas"].iter_rows(min_row=3) if row[4].value == "answer-empty" and row[2].value == "C2")
    row[8].value = "Nadie lo sabe"
    book["Iniciativas"].insert_rows(2, amount=3)
    send(book, tmp_path, "SLV/2015/b.xlsx")
    after = tables_of(tmp_path, {}, *TABLES, "report_submission_quality")
    accepted = after["core_findings"].dropna(subset=["accepted_reason_text"])
    assert shown(accepted, "cell_name", "finding_code", "accepted_reason_text") == [("C5", "answer-empty", "Nadie lo sabe")]
    quality = [tables["report_submission_quality"].query("country_code == 'SLV'").iloc[0] for tables in (before, after)]
    assert [(int(one["please_check_count"]), int(one["accepted_finding_count"])) for one in quality] == [
        (int(quality[0]["please_check_count"]), 0),
        (int(quality[0]["please_check_count"]) - 1, 1),
    ]
    again = correction(after, "SLV/2015-b.xlsx")
    assert [one[8].value for one in again["Problemas"].iter_rows(min_row=3) if one[2].value == "C5"] == ["Nadie lo sabe"]
    assert again["Iniciativas"]["C5"].fill.fill_type is None


def test_a_reason_for_one_missing_column_or_sheet_accepts_no_other(tmp_path):
    text = "## Portada\n| País |\n| El Salvador |\n## Iniciativas\n| Referencia propia | Título |\n| R1 | Oasis |\n"
    book = correction(tables_of(tmp_path, {FILE: text}, *TABLES))
    for row in book["Problemas"].iter_rows(min_row=3):
        if row[5].value in ("Falta la hoja Lugares.", "Falta la columna Resumen."):
            row[8].value = "No la hay"
    send(book, tmp_path, "SLV/2015/b.xlsx")
    after = tables_of(tmp_path, {}, *TABLES)["core_findings"]
    assert (after["finding_code"] == "sheet-missing").sum() > 5 < (after["finding_code"] == "header-missing").sum()
    accepted = after.dropna(subset=["accepted_reason_text"])
    assert set(shown(accepted, "message_text")) == {("Falta la hoja Lugares.",), ("Falta la columna Resumen.",)}


def test_a_refused_file_gets_problems_and_summary_only(tmp_path):
    path = tmp_path / "raw" / "SLV" / "2015" / "b.xlsx"
    path.parent.mkdir(parents=True)
    path.write_text("<html>no workbook</html>")
    book = correction(tables_of(tmp_path, {}, *TABLES), "SLV/2015-b.xlsx")
    assert book.sheetnames == ["Problemas", "Resumen"]
    assert "SLV/2015/b.xlsx" in texts(book["Resumen"])


def test_a_row_that_is_emptied_is_deleted(spoiled, beside):
    book = correction(spoiled[1])
    for cell in book["Iniciativas"][5][:7]:
        cell.value = None
    send(book, beside, "SLV/2015/b.xlsx")
    after = tables_of(beside, {}, *TABLES)
    assert "SLV-R3" not in set(after["core_initiatives"]["initiative_id"])
    emptied = after["core_responses"].query("sheet_name == 'Iniciativas' and row_number == 5 and outcome_code != 'superseded'")
    assert shown(emptied, "outcome_code") == [("form",)]


def test_kinds_of_values_and_sheets_of_any_name_come_back_as_they_were(tmp_path):
    from datetime import datetime

    path = write_workbook(
        tmp_path / "raw" / FILE,
        "## Portada\n| País |\n| El Salvador |\n## Iniciativas\n| Referencia propia | Título | Fecha de inicio |\n| 7 | Uno | x |\n",
    )
    book = openpyxl.load_workbook(path)
    page = book["Iniciativas"]
    page["A2"], page["C2"] = 7, datetime(2015, 9, 28)
    page["A3"], page["B3"], page["C3"] = "007", "Dos", datetime(2015, 9, 28, 10, 30)
    other = book.create_sheet("Resumen")
    other["A1"], other["B1"] = "Total", "5"
    other.sheet_state = "hidden"
    book.save(path)
    before = tables_of(tmp_path, {}, *TABLES)
    made = correction(before)
    assert made.sheetnames[1:4] == ["Portada", "Iniciativas", "Resumen (2)"]
    cells = [made["Iniciativas"][name] for name in ("A2", "C2", "A3", "C3")]
    assert [cell.value for cell in cells] == [7, datetime(2015, 9, 28), "007", datetime(2015, 9, 28, 10, 30)]
    assert [cell.number_format for cell in cells[1::2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"]
    send(made, tmp_path, "SLV/2015/b.xlsx")
    after = tables_of(tmp_path, {}, *TABLES)
    for name in ("initiative_id", "title_text", "start_date"):
        assert shown(after["core_initiatives"], name) == shown(before["core_initiatives"], name)
