"""The files of the 3W: as CSV, which libhxl and Excel both read, and as a workbook, in which text stays text."""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import pandas as pd

from publications.citation.words import citation
from publications.csv_tables.excel_safe import Value, csv_file
from publications.hxl_3w.columns import COLUMNS
from publications.hxl_3w.rows import who_does_what_where
from publications.quick_workbook import QuickSheet, QuickWorkbook
from publications.workbook_options import OPTIONS
from schemas.build_identity import BuildIdentity

CSV, WORKBOOK = "3w.csv", "3w.xlsx"
HEADERS = ([column.header for column in COLUMNS], [column.tag for column in COLUMNS])
FIELDS = tuple(column.field for column in COLUMNS)
ROWS_OF_A_SHEET = 1_048_576 - len(HEADERS)  # what Excel opens
WIDTHS = {"title": 50, "organisation": 34, "funders": 30, "place_as_reported": 24, "url": 30, "themes": 34}
USUAL_WIDTH = 16
ABOUT = (
    "Who does what where (3W)",
    "One row is an initiative, an organisation that acts in it, and a place where it works. Who gives money only stands under Funders.",
    "Figures stand once an initiative: add up a column and nothing is counted twice. People are the largest figure that was stated; money "
    "is parted over places where their shares of the budget were stated. The column What the figures are of says so row by row.",
    "Several values of a cell are parted by bars; HXL tools expand such columns (+list).",
    "Levels and P-codes are those of OCHA's common operational datasets, as far as they are known; none is made up.",
    "A place that was not found without doubt has no point and no unit; an initiative without a place has a row all the same.",
    "An organisation that takes part without a stated role has the role Partner, role not stated.",
)


def hxl_3w(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> dict[str, bytes]:
    """Return 3w.csv and 3w.xlsx. `tables` are public ones by name, without invented examples."""
    lines = [_line(row) for row in who_does_what_where(tables)]
    return {CSV: csv_file([*HEADERS, *lines]), WORKBOOK: _workbook(lines, made)}


def _line(row: Mapping[str, Any]) -> list[Value]:
    return list(map(row.get, FIELDS))


def _workbook(lines: Sequence[Sequence[Value]], made: BuildIdentity) -> bytes:
    """Return the workbook; rows are written one by one, so that long tables fit into memory."""
    written = io.BytesIO()
    with QuickWorkbook(written, {**OPTIONS, "in_memory": False, "constant_memory": True}) as book:
        book.set_properties({"title": ABOUT[0], "comments": citation(made), "created": made.made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "top"})
        tag = book.add_format({"font_color": "#595959", "italic": True})
        for name, part in _sheets(lines):
            _fill(book.add_worksheet(name), part, bold, tag)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 120)
        for number, text in enumerate((*ABOUT, citation(made))):
            about.write_string(number, 0, text, book.add_format({"text_wrap": True, "valign": "top", "bold": number == 0}))
    return written.getvalue()


def _sheets(lines: Sequence[Sequence[Value]]) -> Iterator[tuple[str, list[Sequence[Value]]]]:
    """Yield the rows of each sheet with its name: one, unless there are more rows than a sheet holds."""
    left = iter(lines)
    number = 1
    while (part := list(islice(left, ROWS_OF_A_SHEET))) or number == 1:
        yield ("3W" if number == 1 else f"3W ({number})"), part
        number += 1


def _fill(sheet: QuickSheet, lines: Sequence[Sequence[Value]], bold: object, tag: object) -> None:
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDTHS.get(column.field, USUAL_WIDTH))
    for number, (names, look) in enumerate(zip(HEADERS, (bold, tag), strict=True)):
        sheet.write_row(number, 0, names, look)
    sheet.write_lines(len(HEADERS), lines)
    sheet.autofilter(len(HEADERS) - 1, 0, len(HEADERS) - 1 + len(lines), len(COLUMNS) - 1)
    sheet.freeze_panes(len(HEADERS), 2)
    sheet.set_landscape()
    sheet.repeat_rows(0, len(HEADERS) - 1)
