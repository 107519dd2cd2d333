"""Reads one workbook in a process of its own: `python -m steps.sheet_reader PATH` prints a line of JSON a sheet.

It sets its own limits of memory and time, so that whatever a file does to the reader ends here. It must start fast: no pandas.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from posixpath import join, normpath

from defusedxml import ElementTree
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from steps.guard import column_number

MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 60
ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?\bt="e"[^>]*>.*?<(?:\w+:)?v>([^<]*)</', re.DOTALL)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Value = int | float | str | bool | date | datetime | time | timedelta


def main(path: str) -> None:
    """Print the sheets of a workbook as lines of JSON: name, whether it is hidden, and its filled rows (see `_rows`)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with CalamineWorkbook.from_object(path) as book:
        errors = _error_cells(path)
        for number, about in enumerate(book.sheets_metadata):
            values = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
            rows = _rows(values, errors.get(about.name, {}))
            is_hidden = about.visible != SheetVisibleEnum.Visible
            print(json.dumps({"sheet": about.name, "hidden": is_hidden, "rows": rows}))


def _rows(values: list[list[Value]], errors: dict[tuple[int, int], str]) -> list[list[object]]:
    """Return the filled rows as [row number, [[column number, kind, text], …]], both numbers from 1, only filled cells."""
    rows: list[list[object]] = []
    for row_number, row in enumerate(values, start=1):
        cells = [
            [column, *cell] for column, value in enumerate(row, start=1)
            if (cell := _cell(value, errors.get((row_number, column), "")))
        ]  # fmt: skip
        if cells:
            rows.append([row_number, cells])
    return rows


def _cell(value: Value, error: str) -> tuple[str, str] | None:
    """Return kind (text, number, date, boolean, error) and text of a cell, or None when it is empty."""
    if error:
        return "e", error
    if isinstance(value, bool):
        return "b", str(value).upper()
    if isinstance(value, int | float):
        return "n", f"{value:.0f}" if value == int(value) else repr(value)
    if isinstance(value, timedelta):
        return "d", str(value)
    if isinstance(value, date | time):
        return "d", value.isoformat()
    return ("t", value) if value.strip() else None


def _error_cells(path: str) -> dict[str, dict[tuple[int, int], str]]:
    """Return the error cells (#REF! and the like) by sheet, row and column: calamine gives them out as empty."""
    with zipfile.ZipFile(path) as book:
        relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        targets = {one.get("Id"): normpath(join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
        sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter("{*}sheet")
        return {sheet.get("name", ""): _errors_in(book, targets.get(sheet.get(RELATION), "")) for sheet in sheets}


def _errors_in(book: zipfile.ZipFile, entry: str) -> dict[tuple[int, int], str]:
    sheet = book.read(entry) if entry in book.namelist() else b""
    if b't="e"' not in sheet:
        return {}
    return {(int(row), column_number(letters.decode())): text.decode() for letters, row, text in ERROR_CELL.findall(sheet)}


if __name__ == "__main__":
    main(sys.argv[1])
