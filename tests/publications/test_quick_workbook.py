"""A quick workbook is byte for byte what xlsxwriter writes, whatever stands in its cells."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from publications.quick_workbook import LONGEST_TEXT, QuickWorkbook
from publications.workbook_options import OPTIONS

MADE = datetime(2026, 1, 2)
HEADS = ("name", "figure", "note")
TEXTS = st.one_of(st.text(max_size=12), st.sampled_from((" before", "after\n", "_x000D_", 'a & "b" < c', "\x00\x1f", "=1+1", "é\ufffe")))
NUMBERS = st.one_of(st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False))
LINES = st.lists(st.tuples(TEXTS, st.one_of(st.none(), NUMBERS, TEXTS), st.one_of(st.none(), TEXTS)), max_size=40)
CONSTANT = {"in_memory": False, "constant_memory": True}
KINDS = ("comment", "text", "number", "blank", "date", "truth", "link")
CELLS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30), st.sampled_from(KINDS), TEXTS, NUMBERS, st.booleans()), max_size=30)


def _written(kind: type[xlsxwriter.Workbook], fill: Callable[[Any], None], **options: object) -> bytes:
    content = io.BytesIO()
    with kind(content, {**OPTIONS, **options}) as book:
        book.set_properties({"created": MADE})
        fill(book)
    return content.getvalue()


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_cells_of_every_kind(cells: list[tuple[int, int, str, str, float, bool]]) -> None:
    def fill(book: Any) -> None:
        sheet, look = book.add_worksheet(), book.add_format({"bold": True})
        sheet.set_column(3, 5, 20, book.add_format({"italic": True}))
        sheet.set_row(7, 30, book.add_format({"underline": 1}))
        sheet.set_row(9, 40)
        sheet.write_comment(35, 33, "beside all cells")
        for row, column, kind, text, number, is_bold in cells:
            write = {
                "comment": lambda at, own, text=text: sheet.write_comment(*at, f"{text} ", {"author": "us", "visible": bool(own)}),
                "text": lambda at, own, text=text: sheet.write_string(*at, text, own),
                "number": lambda at, own, number=number: sheet.write_number(*at, number, own),
                "blank": lambda at, own: sheet.write_blank(*at, None, own),
                "date": lambda at, own: sheet.write_datetime(*at, MADE, own),
                "truth": lambda at, own: sheet.write_boolean(*at, True, own),
                "link": lambda at, own: sheet.write_url(*at, "internal:'Sheet1'!A1", own, "there"),
            }[kind]
            write((row, column), look if is_bold else None)

    assert _written(QuickWorkbook, fill) == _written(xlsxwriter.Workbook, fill)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), st.booleans(), st.just(MADE), NUMBERS, TEXTS), st.booleans()))))
def test_cells_of_a_row_or_column_at_once_are_what_they_would_be_one_by_one(rows: list[list[tuple[int, Any, bool]]]) -> None:
    def filled(write: Callable[[Any, int, list[tuple[int, Any, Any]]], None], write_down: Callable[..., None]) -> Callable[[Any], None]:
        def fill(book: Any) -> None:
            sheet, look = book.add_worksheet(), book.add_format({"bold": True})
            for row, cells in enumerate(rows):
                write(sheet, row, [(column, value, look if is_bold else None) for column, value, is_bold in cells])
            write_down(sheet, [(value, look) for cells in rows for _, value, _ in cells])
            sheet.write_string(3, 3, "a" * (LONGEST_TEXT + 1))

        return fill

    def one_by_one(sheet: Any, row: int, cells: list[tuple[int, Any, Any]]) -> None:
        for column, value, look in cells:
            kind = {type(None): "blank", bool: "boolean", str: "string", datetime: "datetime"}.get(type(value), "number")
            getattr(sheet, f"write_{kind}")(row, column, value, look)

    def one_below_another(sheet: Any, cells: list[tuple[Any, Any]]) -> None:
        for row, cell in enumerate(cells, start=2):
            one_by_one(sheet, row, [(12, *cell)])

    quick = filled(lambda sheet, row, cells: sheet.write_cells(row, cells), lambda sheet, cells: sheet.write_down(2, 12, cells))
    assert _written(QuickWorkbook, quick) == _written(xlsxwriter.Workbook, filled(one_by_one, one_below_another))


def test_a_cell_that_no_sheet_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no sheet has"):
        _written(QuickWorkbook, lambda book: book.add_worksheet().write_cells(0, [(2**14, "beyond", None)]))


def _one_by_one(sheet: Any, lines: list[tuple[Any, ...]]) -> None:
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_lines_are_what_their_cells_would_be(lines: list[tuple[Any, ...]]) -> None:
    def filled(write: Callable[[Any], None]) -> Callable[[Any], None]:
        def fill(book: Any) -> None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEADS, book.add_format({"bold": True}))
            write(sheet)
            book.add_worksheet("After").write_string(0, 0, "more")

        return fill

    quick = _written(QuickWorkbook, filled(lambda sheet: sheet.write_lines(1, lines)), **CONSTANT)
    assert quick == _written(xlsxwriter.Workbook, filled(lambda sheet: _one_by_one(sheet, lines)), **CONSTANT)


def test_texts_that_no_cell_holds_are_cut_and_say_so() -> None:
    def line(text: str) -> bytes:
        return _written(QuickWorkbook, lambda book: book.add_worksheet().write_lines(0, [[text]]), **CONSTANT)

    half = (LONGEST_TEXT - 1) // 2  # a face counts as two characters
    assert line("😀" * LONGEST_TEXT) == line("😀" * half + "…")
    assert line("a" * LONGEST_TEXT) != line("a" * (LONGEST_TEXT + 1)) == line("a" * (LONGEST_TEXT - 1) + "…")


def test_a_number_that_excel_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no such number"):
        _written(QuickWorkbook, lambda book: book.add_worksheet().write_lines(0, [[float("nan")]]), **CONSTANT)


@pytest.mark.parametrize("options", [{}, CONSTANT])
def test_a_text_that_looks_like_marks_of_formats_is_a_text(options: dict[str, bool]) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write_lines(0, [[text]]) if options else book.add_worksheet().write_string(0, 0, text)

    text = "<r>this & <b>that</r>"
    assert openpyxl.load_workbook(io.BytesIO(_written(QuickWorkbook, fill, **options))).active["A1"].value == text
