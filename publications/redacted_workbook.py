"""Writes a delivery whose personal data were erased as a workbook: every cell where it stood, and nothing else of the old file."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from publications.corrections.sender_sheets import FORMATS, date_of_excel
from publications.workbook_options import OPTIONS

MADE_AT = datetime(2015, 1, 1, tzinfo=UTC)  # the same rows give the same bytes, so that an erasure cut short can be taken up again


def redacted_workbook(rows: pd.DataFrame) -> bytes | None:
    """Return the workbook of a delivery's raw rows; None when Excel has no such sheet or cell, as other kinds of file have."""
    content = BytesIO()
    try:
        with xlsxwriter.Workbook(content, OPTIONS) as book:
            book.set_properties({"created": MADE_AT.replace(tzinfo=None)})
            formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
            is_open = False
            for name, sheet in rows.groupby("sheet_name", sort=False):
                page = book.add_worksheet(str(name))
                if sheet["is_hidden_sheet"].iloc[0]:
                    page.hide()
                elif not is_open:
                    page.activate()
                    page.set_first_sheet()
                    is_open = True
                _write_sheet(page, sheet, formats)
    except XlsxWriterException:
        return None
    return content.getvalue()


def _write_sheet(page: Any, rows: pd.DataFrame, formats: dict[str, Any]) -> None:
    for number, spans in zip(rows["row_number"], rows["spans"], strict=True):
        for first, last, last_row in spans if isinstance(spans, tuple | list) else ():
            page.merge_range(int(number) - 1, first - 1, last_row - 1, last - 1, "")
    for number, cells, is_hidden in zip(rows["row_number"], rows["cells"], rows["is_hidden_row"], strict=True):
        for cell in cells:
            _write_cell(page, int(number) - 1, cell, formats)
        if is_hidden is True or (pd.notna(is_hidden) and bool(is_hidden)):
            page.set_row(int(number) - 1, None, None, {"hidden": True})


def _write_cell(page: Any, row: int, cell: Any, formats: dict[str, Any]) -> None:
    column = cell.column_number - 1
    if cell.kind in ("n", "p"):
        page.write_number(row, column, float(cell.text), formats["percent"] if cell.kind == "p" else None)
    elif cell.kind == "b":
        page.write_boolean(row, column, cell.text == "TRUE")
    elif cell.kind == "e":
        page.write_formula(row, column, "=NA()", None, cell.text)
    elif cell.kind != "d" or not _write_date(page, row, column, cell.text, formats):
        page.write_string(row, column, cell.text)


def _write_date(page: Any, row: int, column: int, text: str, formats: dict[str, Any]) -> bool:
    value, kind = date_of_excel(text)
    if value is None:
        return False
    write = page.write_number if isinstance(value, float) else page.write_datetime
    return bool(write(row, column, value, formats[kind]) == 0)
