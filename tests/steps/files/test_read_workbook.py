"""Reading a workbook: true places, kinds and texts of cells, and a refusal for whatever is no workbook."""

import datetime
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.errors import ProductError
from steps.files import read_workbook as module
from steps.files.guard import Accepted
from steps.files.limits import Refusal
from steps.files.read_workbook import Cell, Row, Sheet, Span, Workbook, cell_name, column_letter, read_delivery, read_workbook

PLAIN = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return a workbook whose data begin at C5, with a hidden sheet and a chart sheet."""
    path = tmp_path / "réponses de l'enquête.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Iniciativas")
        sheet.write_row("C5", ["name", "code", "year"])
        sheet.write_row("C6", ["  Cooperativa Ñandú  ", "007", 2019])
        sheet.write_row("C8", [672755.68, 0.1, -3])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime("C9", datetime.datetime(2015, 9, 28), day)
        sheet.write_datetime("D9", datetime.datetime(2015, 9, 28, 10), day)
        sheet.write_number("E9", 0.25, book.add_format({"num_format": "hh:mm"}))
        sheet.write_number("F9", 26 / 24, book.add_format({"num_format": "[h]:mm:ss"}))
        sheet.write_row("C10", [True, False])
        sheet.write_formula("C11", "=1/0", None, "#DIV/0!")
        sheet.write_formula("E11", "=2*3", None, 6)
        sheet.write_formula("F11", '=VLOOKUP("x",A1:B2,2)', None, "#N/A")
        sheet.merge_range("C12:E13", "merged")
        sheet.write_row("C15", ["   ", "\u00a0\n"])
        sheet.write_blank("ZZ60000", None, day)
        hidden = book.add_worksheet("Listas")
        hidden.hide()
        hidden.write_formula("B2", "=A1", None, "#REF!")
        book.add_chartsheet("Chart").set_chart(_chart(book))
    return path


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Iniciativas!$C$8:$E$8"})
    return chart


def test_reads_every_filled_cell_at_its_true_place(answers: Path) -> None:
    assert read_workbook(answers) == Workbook((
        Sheet("Iniciativas", False, (
            Row(5, (Cell(3, "t", "name"), Cell(4, "t", "code"), Cell(5, "t", "year"))),
            Row(6, (Cell(3, "t", "  Cooperativa Ñandú  "), Cell(4, "t", "007"), Cell(5, "n", "2019"))),
            Row(8, (Cell(3, "n", "672755.68"), Cell(4, "n", "0.1"), Cell(5, "n", "-3"))),
            Row(9, (Cell(3, "d", "2015-09-28"), Cell(4, "d", "2015-09-28T10:00:00"), Cell(5, "d", "06:00:00"),
                    Cell(6, "d", "26:00:00"))),
            Row(10, (Cell(3, "b", "TRUE"), Cell(4, "b", "FALSE"))),
            Row(11, (Cell(3, "e", "#DIV/0!"), Cell(5, "n", "6"), Cell(6, "e", "#N/A"))),
            Row(12, (Cell(3, "t", "merged"),), spans=(Span(3, 5, 13),)),
        )),
        Sheet("Listas", True, (Row(2, (Cell(2, "e", "#REF!"),)),)),
        Sheet("Chart", False, ()),
    ))  # fmt: skip


def test_reads_from_any_folder(answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(answers.parent)
    assert isinstance(read_workbook(Path(answers.name)), Workbook)


def test_a_workbook_without_answers_is_empty(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        book.add_worksheet().write("B2", "  ")
    assert read_workbook(tmp_path / "x.xlsx") == Refusal("file-empty")


def with_sheet(path: Path, rows: str) -> Path:
    """Return the file `path`, written as a workbook of one sheet that holds the XML of `rows`."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows + "</sheetData></worksheet>"
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_finds_error_cells_however_they_are_written(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "x.xlsx",
        """<row r="3"><c r="B3" t="e"/><c t='e' s="1" r='C3'><f/><v>#NAME?</v></c><c r="D3"><v>1e3</v></c></row>""",
    )
    assert read_workbook(path) == Workbook((Sheet("Sheet1", False, (Row(3, (Cell(3, "e", "#NAME?"), Cell(4, "n", "1000"))),)),))


def test_a_number_that_no_sheet_can_hold_is_an_error(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "x.xlsx", '<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>-0</v></c></row>')
    assert read_workbook(path) == Workbook((Sheet("Sheet1", False, (Row(1, (Cell(1, "e", "#NUM!"), Cell(2, "n", "0"))),)),))


def test_a_guarded_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **options: pytest.fail("the reader was started"))
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"<html>")
    assert read_workbook(path) == Refusal("file-of-another-kind", "HTML")


def test_a_workbook_of_broken_parts_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name in PLAIN:
            book.writestr(name, "<not xml")
    assert read_workbook(path) == Refusal("file-damaged")


def test_reading_that_takes_too_long_is_refused(answers: Path) -> None:
    assert read_workbook(answers, seconds=0.001) == Refusal("file-unsafe", "reading took more than 0.001 seconds")


def test_the_reader_limits_itself_where_the_guard_is_deceived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "guard_delivery", lambda *_: Accepted("xlsx"))
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write("A1", 1)
        sheet.write("XFD1048576", 1)
    assert read_workbook(tmp_path / "x.xlsx") == Refusal("file-unsafe", "reading took too much memory or time")


@pytest.mark.parametrize("seed", range(25))
def test_a_harmed_workbook_is_read_or_refused(answers: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(module, "guard_delivery", lambda *_: Accepted("xlsx"))  # whose check of the CRC would catch them all
    content = bytearray(answers.read_bytes())
    harm = Random(seed)
    for _ in range(4):
        content[harm.randrange(len(content))] = harm.randrange(256)
    answers.write_bytes(content)
    read = read_workbook(answers)
    assert isinstance(read, Workbook) or read.finding_code in {"file-damaged", "file-unsafe", "file-empty"}


def test_a_text_that_stands_in_too_many_cells_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(20):
            sheet.write_row(row, 0, ["é" * 32_000] * 100)
    read = read_workbook(tmp_path / "x.xlsx")
    assert isinstance(read, Refusal)
    assert read.finding_code == "file-unsafe"


def test_a_reader_that_does_not_start_is_no_fault_of_the_file(answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHECKOUT", answers.parent)  # where there is no such program
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ProductError, match="does not start"):
        read_workbook(answers)


@settings(max_examples=200, deadline=None, database=None)
@given(content=st.binary(max_size=300), mark=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>"]))
@example(content=b"", mark=b"")
def test_any_bytes_are_refused_and_never_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes, mark: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "x.xlsx"
    path.write_bytes(mark + content)
    read = read_workbook(path)
    assert isinstance(read, Refusal) or zipfile.is_zipfile(path)


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")])
def test_names_cells(column: int, letters: str) -> None:
    assert column_letter(column) == letters
    assert cell_name(column, 17) == f"{letters}17"


def test_a_link_to_a_delivery_is_none(answers: Path, tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(answers)
    assert read_workbook(tmp_path / "link.xlsx") == Refusal("file-link")


def test_a_file_that_is_still_being_copied_is_refused(answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, looks = os.fstat, []

    def copy_on(descriptor: int) -> os.stat_result:
        about = real(descriptor)
        if not looks:
            with answers.open("ab") as file:  # between the two looks at the file
                file.write(b"more")
        looks.append(about)
        return about

    monkeypatch.setattr(os, "fstat", copy_on)
    assert read_delivery(answers) == Refusal("file-changing")


def test_a_file_too_large_is_not_even_held(tmp_path: Path) -> None:
    with (tmp_path / "x.xlsx").open("wb") as file:
        file.truncate(40 * 2**20)
    assert read_workbook(tmp_path / "x.xlsx") == Refusal("file-too-large", "40 MB")
