"""Workbooks that are byte for byte those of xlsxwriter, in a part of its time: cells of text and numbers are written a row at a time.

Rows, columns and cells of other kinds are left to xlsxwriter. `write_lines` writes many rows of plain values at once.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import xlsxwriter
from xlsxwriter.utility import _utf16_len, _utf16_truncate, xl_col_to_name
from xlsxwriter.worksheet import CellBlankTuple, CellDatetimeTuple, CellNumberTuple, CellStringTuple, Worksheet

from publications.quick_package import QuickPackager, text_element

Value = str | int | float | None
Cells = Mapping[int, Any]  # of a row, by column, as xlsxwriter keeps them
ROWS_OF_A_SPAN = 16  # rows say in blocks from where to where their cells stand
LONGEST_TEXT = 32_767  # of a cell, in UTF-16 units: Excel's limit
SURELY_FITS = LONGEST_TEXT // 2  # characters
MOST_KEPT = 100_000  # texts of a column
ROW = "\0"  # stands for the number of the row in a cell that is kept: no cell holds it


class _ColumnOfLines(dict[Value, str]):
    """Cells of a column without formats, by value: a text that comes again is not put into XML again."""

    def __init__(self, column: int) -> None:
        super().__init__({None: ""})
        self.head = f'<c r="{xl_col_to_name(column)}{ROW}"'

    def __missing__(self, value: Value) -> str:
        if not isinstance(value, str):
            return f"{self.head}><v>{_number(value)}</v></c>"
        if len(self) > MOST_KEPT:
            self.clear()
            self[None] = ""
        return self.setdefault(value, f'{self.head} t="inlineStr"><is>{text_element(_cut(value))}</is></c>')


class QuickSheet(Worksheet):
    """A sheet of a QuickWorkbook. Its cells are named by row and column, from 0, never as A1."""

    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_blank = Worksheet._write_blank

    def write_cells(self, row: int, cells: Sequence[tuple[int, Any, Any]]) -> None:
        """Write cells of a row, each its column, value and format: text, number, truth, date, or None for a blank one. In memory only.

        Texts are numbered in the order in which they are written. Raises ValueError for a column beyond the last one.
        """
        columns = [column for column, value, look in cells if value is not None or look]  # a blank cell without a format is none
        if columns:
            self._write_all([(row, *cell) for cell in cells], (row, min(columns)), (row, max(columns)))

    def write_down(self, first_row: int, column: int, cells: Sequence[tuple[Any, Any]]) -> None:
        """Write cells below each other, each its value and format, as `write_cells` writes those of a row; each has a format."""
        if cells:
            placed = [(row, column, *cell) for row, cell in enumerate(cells, start=first_row)]
            self._write_all(placed, (first_row, column), (first_row + len(cells) - 1, column))

    def _write_all(self, cells: Sequence[tuple[int, int, Any, Any]], first: tuple[int, int], last: tuple[int, int]) -> None:
        if self._check_dimensions(*first) or self._check_dimensions(*last):
            raise ValueError("no sheet has such a cell")
        table, texts, text_count = self.table, self.str_table.string_table, 0
        for row, column, value, look in cells:
            if isinstance(value, str):
                text = value if len(value) <= SURELY_FITS else _utf16_truncate(value, LONGEST_TEXT)
                table[row][column] = CellStringTuple(texts.setdefault(text, len(texts)), look)
                text_count += 1
            else:
                self._write_other(row, column, value, look)
        self.str_table.count += text_count
        self.str_table.unique_count = len(texts)

    def _write_other(self, row: int, column: int, value: Any, look: Any) -> None:
        if value is None:
            self._write_blank(row, column, None, look)
        elif isinstance(value, bool):
            self._write_boolean(row, column, value, look)
        elif isinstance(value, int | float):
            self._write_number(row, column, value, look)
        else:
            self._write_datetime(row, column, value, look)

    def write_lines(self, first_row: int, lines: Sequence[Sequence[Value]]) -> None:
        """Write lines of texts, numbers and None below a header that is as wide as they are; in constant memory, as its last rows.

        A text longer than Excel keeps is cut, and ends in an ellipsis. Raises ValueError for a number that Excel has not.
        """
        if not lines:
            return
        last_row = first_row + len(lines) - 1
        self._check_dimensions(last_row, 0)
        self._write_single_row(last_row + 1)  # what stands above
        columns = [_ColumnOfLines(column) for column in range(len(lines[0]))]
        for number, line in enumerate(lines, start=first_row + 1):
            cells = "".join([column[value] for column, value in zip(columns, line, strict=True)])
            self.fh.write(f'<row r="{number}">{cells}</row>'.replace(ROW, str(number)))

    def _write_rows(self) -> None:
        self._calculate_spans()
        names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, about, span = self.table.get(row), self.row_info.get(row), self.row_spans.get(row // ROWS_OF_A_SPAN)
            if cells:
                self._write_row(row, span, about)
                self._write_cells(row, cells, names)
                self._xml_end_tag("row")
            elif about or row in self.comments:
                self._write_empty_row(row, span, about)

    def _write_cells(self, row: int, cells: Cells, names: Sequence[str]) -> None:
        written: list[str] = []
        for column in sorted(cells):
            cell = cells[column]
            kind = type(cell)
            look = cell.format or self._look_around(row, column)
            head = f'<c r="{names[column]}{row + 1}"' if look is None else f'<c r="{names[column]}{row + 1}" s="{look._get_xf_index()}"'
            if kind is CellStringTuple:
                written.append(f'{head} t="s"><v>{cell.string}</v></c>')
            elif kind is CellNumberTuple or kind is CellDatetimeTuple:
                written.append(f"{head}><v>{cell.number:.16G}</v></c>")
            elif kind is CellBlankTuple:
                written.append(f"{head}/>")
            else:
                self.fh.write("".join(written))
                written.clear()
                self._write_cell(row, column, cell)
        self.fh.write("".join(written))

    def _look_around(self, row: int, column: int) -> Any:
        """Return the format of a cell that has none of its own: of its row, else of its column."""
        about = self.row_info.get(row)
        if about and about.row_format:
            return about.row_format
        return self.col_info[column].column_format if column in self.col_info else None

    def _calculate_spans(self) -> None:
        spans: dict[int, tuple[int, int]] = {}
        for rows in (self.table, self.comments):
            for row, cells in rows.items():
                if cells:
                    block = row // ROWS_OF_A_SPAN
                    first, last = spans.get(block, (self.dim_colmax, self.dim_colmin))
                    spans[block] = min(first, *cells), max(last, *cells)
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in spans.items()}


class QuickWorkbook(xlsxwriter.Workbook):
    """A workbook whose sheets are QuickSheets, put together by a QuickPackager."""

    worksheet_class = QuickSheet

    def _get_packager(self) -> QuickPackager:
        return QuickPackager()


def _number(value: float | int | None) -> str:
    if value is None or not isfinite(value):
        raise ValueError("Excel has no such number")
    return f"{value:.16G}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT // 2 or _utf16_len(text) <= LONGEST_TEXT else f"{_utf16_truncate(text, LONGEST_TEXT - 1)}…"
