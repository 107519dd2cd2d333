"""CSV for spreadsheets: no answer becomes a formula, numbers stay numbers, and what was written can be read again."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.csv_tables.excel_safe import csv_file, safe_text
from publications.csv_tables.tables import csv_tables, tables_for_people
from schemas.registry import WAREHOUSE_TABLES
from tests.publications.public_rows import HOSTILE, MADE, hostile_tables, initiative, tables

FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Calc (soffice) to open the files")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"), ("+212 5", "'+212 5"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"), ('"=1', "'\"=1"),
        ("＝1＋1", "'＝1＋1"), ("\tx", "'\tx"), ("\r=1", "'\n'=1"), ("'=1", "''=1"), ("a\r\n- b", "a\n'- b"),
        ("Ouarzazate; =1", "Ouarzazate;' =1"),
        ("a - b + c = d", "a - b + c = d"), ("2019-01", "2019-01"), ("it's", "it's"), ("a\x00b", "a\ufffdb"), ("", ""),
        (-5, "-5"), (-5.5, "-5.5"), (318.0, "318"), (0.1, "0.1"), (True, "TRUE"), (None, ""), (1e15, "1000000000000000"),
    ],
)  # fmt: skip
def test_a_text_that_could_be_a_formula_gets_an_apostrophe_and_a_number_none(value, written):
    assert next(csv.reader(io.StringIO(csv_file([[value, "end"]]).decode("utf-8-sig"), newline=""))) == [written, "end"]


@pytest.mark.parametrize("delimiter", [",", ";"])
@given(texts=st.lists(st.text(alphabet="=+-@;,\"'\n\r\t \u2028a1|!（＝"), min_size=1, max_size=3))
def test_no_cell_begins_as_a_formula_whichever_separator_a_program_expects(delimiter, texts):
    content = csv_file([[*texts, "end"]]).decode("utf-8-sig")
    cells = [cell.strip() for line in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter) for cell in line]
    assert [cell for cell in cells if cell.startswith(FORMULAS)] == []


@given(lines=st.lists(st.lists(st.text(alphabet="=a,;\"'\n\r\u2028é "), min_size=1, max_size=3)))
def test_cells_are_quoted_as_python_quotes_them(lines):
    expected = io.StringIO()
    csv.writer(expected).writerows([[safe_text(text) for text in line] for line in lines])
    assert csv_file(lines).decode("utf-8-sig") == expected.getvalue()


def test_pandas_reads_what_was_written_with_labels_beside_codes():
    rows = [initiative("MAR-1", status_code="2", theme_codes="M4|M5", budget_amount=-0.5, title_text='Fès, "là"\nici', is_locally_led=True)]
    content = csv_tables(tables(core_initiatives=rows), MADE)["core_initiatives.csv"]
    (read,) = pd.read_csv(io.BytesIO(content), dtype={"status_code": str}).to_dict("records")
    assert read["title_text"] == 'Fès, "là"\nici'
    assert (read["status_code"], read["status_name"], read["country_name"]) == ("2", "Implementation", "Morocco")
    assert read["theme_names"] == "Jobs & economic opportunity; Integration & reintegration"
    assert (read["budget_amount"], read["is_locally_led"]) == (-0.5, True)


def test_every_report_and_every_table_that_people_know_is_there_and_none_of_the_data_teams_own():
    names = {one.name for one in tables_for_people()}
    reports = {one.name for one in WAREHOUSE_TABLES if one.name.startswith("report_")} - {
        "report_places_to_review",
        "report_pairs_to_review",
    }
    assert (
        reports | {"core_initiatives", "core_initiative_places", "core_actors", "core_practices", "core_codes", "core_dictionary"} <= names
    )
    assert not names & {"core_findings", "core_responses", "core_submissions", "core_lineage", "core_identity_ledger", "core_place_names"}
    readme = csv_tables(tables(), MADE)["README.txt"].decode()
    assert MADE.build_id in readme
    assert "tables/*.parquet" in readme


@needs_libreoffice
@pytest.mark.parametrize("separator", [44, 59], ids=["commas", "semicolons"])
def test_a_spreadsheet_program_finds_no_formula_even_where_it_expects_semicolons(tmp_path, separator):
    made = csv_tables(hostile_tables(), MADE)
    (tmp_path / "safe.csv").write_bytes(made["core_initiatives.csv"])
    unsafe = io.StringIO()
    csv.writer(unsafe).writerows([[text, "end"] for text in HOSTILE if "\x00" not in text])
    (tmp_path / "unsafe.csv").write_text(unsafe.getvalue(), encoding="utf-8-sig", newline="")
    books = opened(tmp_path, separator)
    assert formulas(books["unsafe"]), "the program takes such texts for formulas"
    assert formulas(books["safe"]) == []


def opened(folder: Path, separator: int) -> dict[str, Path]:
    """Let LibreOffice open the CSV files of a folder, as UTF-8 with the separator, and save them as workbooks."""
    files = sorted(folder.glob("*.csv"))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", f"--infilter=CSV:{separator},34,76"]
    subprocess.run([*command, "--convert-to", "xlsx", "--outdir", folder, *files], check=True, capture_output=True, timeout=120)
    return {path.stem: path.with_suffix(".xlsx") for path in files}


def formulas(path: Path) -> list[str]:
    cells = (cell for sheet in openpyxl.load_workbook(path) for line in sheet.iter_rows() for cell in line)
    return [str(cell.value) for cell in cells if cell.data_type == "f"]
