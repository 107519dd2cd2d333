"""The sheet of places in the correction workbook: what a sender is asked, and in which words."""

import io

import openpyxl
import pytest

from schemas.correction_workbook import read_place_key
from tests.deliveries import tables_of

COSTA_RICA = """
## Portada
| País |
| Costa Rica |
## Iniciativas
| Referencia propia | Título |
| R1 | Huertas |
| R2 | Feria |
| R3 | Remesas |
## Lugares
| Iniciativa | Provincia o departamento | Lugar |
| R1 | Cartago | San Rafael |
| R1 | | San José |
| R2 | Cartago | san rafael |
| R2 | | =HYPERLINK("http://x") |
| R3 | | Grecia |
| R3 | | en línea |
"""


def places_sheet(folder, name: str, text: str) -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    made = tables_of(folder, {f"{name}.xlsx": text}, "correction_workbooks")["correction_workbooks"]
    book = openpyxl.load_workbook(io.BytesIO(made[f"{name.replace('/', '-').replace('-', '/', 1)}.xlsx"]))
    return book, book.worksheets[book.sheetnames.index("jmdi_lists") - 2]


@pytest.fixture(scope="module")
def costa_rica(tmp_path_factory):
    return places_sheet(tmp_path_factory.mktemp("places"), "CRI/2015/a", COSTA_RICA)


def rows(page) -> list[list[object]]:
    return [[None if cell.value == "" else cell.value for cell in row] for row in page.iter_rows(min_row=3)]


def test_each_open_place_is_asked_once_the_most_frequent_first(costa_rica):
    page = costa_rica[1]
    assert page.title == "Lugares por decidir"
    assert [cell.value for cell in page[2]][:8] == [
        "N.º", "Lo escrito", "Unidades nombradas junto a él", "Por qué preguntamos", "Cuántas veces", "Puede ser", "Su respuesta", "Motivo",
    ]  # fmt: skip
    first = rows(page)[0]
    assert first[:8] == [
        1, "San Rafael", "Cartago", "«San Rafael» puede ser más de un lugar.", 2,
        "1. San Rafael (La Unión, Cartago)\n2. San Rafael (Oreamuno, Cartago)", None, None,
    ]  # fmt: skip
    assert {row[1] for row in rows(page)} == {"San Rafael", "San José", '=HYPERLINK("http://x")', "en línea"}  # Grecia has no doubt


def test_a_place_taken_with_doubt_is_asked_with_what_it_was_taken_for_first(costa_rica):
    told = next(row for row in rows(costa_rica[1]) if row[1] == "San José")
    assert "«San José»" in told[3] and "se tomó por la unidad" in told[3]
    assert told[5].startswith("1. San José\n2. San José (")


def test_each_row_keeps_its_key_unseen_and_offers_its_candidates_or_no_place(costa_rica):
    book, page = costa_rica
    key = read_place_key(page["I3"].value)
    assert key and (key.country_code, key.candidate_place_ids) == ("CRI", "CRI:30304|CRI:30701")
    assert key.review_id.startswith("CRI-") and page["I3"].font.color.rgb == "FFFFFFFF" and page["I2"].value is None
    rule = next(rule for rule in page.data_validations.dataValidation if "G3" in rule.sqref)
    title, _, cells = rule.formula1.partition("!")
    assert not rule.showErrorMessage, "anything else may be written too"
    offered = [cell.value for cell in book[title.strip("'")][cells.replace("$", "")][0]]
    assert offered == ["San Rafael (La Unión, Cartago)", "San Rafael (Oreamuno, Cartago)", "ningún lugar"]
    assert [page[f"{column}3"].protection.locked for column in "FGHI"] == [True, False, False, True]


def test_what_a_stranger_wrote_is_text_here_too(costa_rica):
    kinds = {cell.data_type for row in costa_rica[1].iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds and not any(cell.hyperlink for row in costa_rica[1].iter_rows() for cell in row)


def test_an_arabic_sheet_runs_from_the_right_and_asks_in_arabic(tmp_path):
    text = """
    ## صفحة الغلاف
    | البلد | اللغة |
    | تونس | العربية |
    ## المبادرات
    | المرجع الخاص | العنوان |
    | R1 | واحة |
    ## الأماكن
    | المبادرة | المكان |
    | R1 | أطلانطس |
    """
    page = places_sheet(tmp_path, "TUN/2015/a", text)[1]
    assert page.title == "أماكن للحسم" and page.sheet_view.rightToLeft
    assert [row[1] for row in rows(page)] == ["أطلانطس"] and "أطلانطس" in rows(page)[0][3]


def test_where_nothing_is_open_the_sheet_says_so(tmp_path):
    text = COSTA_RICA[: COSTA_RICA.index("| R1 | Cartago")] + "| R1 | | Grecia |\n"
    page = places_sheet(tmp_path, "CRI/2015/a", text)[1]
    assert page["A1"].value == "No queda ningún lugar pendiente." and rows(page) == []


def test_a_place_that_its_sender_left_with_a_reason_is_not_asked_again(tmp_path):
    book, page = places_sheet(tmp_path, "CRI/2015/a", COSTA_RICA)
    assert "San Rafael" in {row[1] for row in rows(page)}
    for row in book["Problemas"].iter_rows(min_row=3):
        if row[4].value == "place-ambiguous":
            row[8].value = "En ambos"
    book.save(tmp_path / "raw" / "CRI" / "2015" / "b.xlsx")
    made = tables_of(tmp_path, {}, "correction_workbooks", "core_findings")
    again = openpyxl.load_workbook(io.BytesIO(made["correction_workbooks"]["CRI/2015-b.xlsx"]))["Lugares por decidir"]
    assert "San Rafael" not in {row[1] for row in rows(again)} and "San José" in {row[1] for row in rows(again)}
    assert not made["core_findings"]["finding_code"].isin(["sheet-unknown", "column-hidden", "header-unknown"]).any()
