"""Reads one workbook in a process of its own: `python -m steps.files.sheet_reader PATH` prints a line of JSON a sheet.

It sets its own limits of memory and time, so that whatever a file does to the reader ends here. It must start fast: no
pandas. Its exit code tells a file that cannot be read, or asks for too much, from a program that did not even start.
"""

import json
import math
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from posixpath import join, normpath

from defusedxml import ElementTree
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from steps.files.guard import MAX_UNZIPPED_BYTES, column_number

EXIT_DAMAGED = 65  # not 1, which is Python's own for a program that could not start
EXIT_TOO_MUCH = 66
MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 60
MAX_PRINTED_BYTES = MAX_UNZIPPED_BYTES  # a text that is stored once may stand in a million cells

# The parts of the tag and of its formula are bounded, as in the guard: the text may mean harm.
ERROR_MARK = re.compile(rb"\st\s?=\s?[\"']e[\"']")
ERROR_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c(\s[^<>]{0,200})>\s*"
    rb"(?:<(?:\w{1,20}:)?f\b(?:[^<>]*/>|[^>]*>[^<]*</(?:\w{1,20}:)?f>)\s*)?"
    rb"<(?:\w{1,20}:)?v[^<>]*>([^<]{1,40})<"
)
CELL_PLACE = re.compile(rb"\sr\s?=\s?[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")

Value = int | float | str | bool | date | datetime | time | timedelta
Errors = dict[tuple[int, int], str]


def main(path: str) -> None:
    """Print the sheets of a workbook as lines of JSON: name, whether hidden, and filled rows (see `_rows`)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    printed = 0
    with CalamineWorkbook.from_path(path) as book:
        errors = _error_cells(path)
        for number, about in enumerate(book.sheets_metadata):
            rows = _rows(book.get_sheet_by_index(number), errors.get(about.name, {}))
            line = json.dumps({"sheet": about.name, "hidden": about.visible != SheetVisibleEnum.Visible, "rows": rows})
            printed += len(line)
            if printed > MAX_PRINTED_BYTES:
                raise MemoryError
            print(line)


def _rows(sheet: CalamineSheet, errors: Errors) -> list[list[object]]:
    """Return the filled rows as [row number, [[column number, kind, text], …]]: numbers from 1, only filled cells."""
    first_row, first_column = sheet.start or (0, 0)  # calamine leaves out the empty rows and columns before the data
    rows: list[list[object]] = []
    for row_number, row in enumerate(sheet.to_python(skip_empty_area=True), start=first_row + 1):
        cells = [
            [column, *cell]
            for column, value in enumerate(row, start=first_column + 1)
            if (cell := _cell(value, errors.get((row_number, column), "")))
        ]
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
        return _number(value)
    if isinstance(value, timedelta):
        return "d", _duration(value)
    if isinstance(value, date | time):
        return "d", value.isoformat()
    return ("t", value) if value.strip() else None


def _number(value: float) -> tuple[str, str]:
    if not math.isfinite(value):
        return "e", "#NUM!"  # a sheet cannot hold such a number, only a hand that wrote the file can
    return "n", f"{value + 0:.0f}" if value == int(value) else repr(value)  # + 0 makes -0 a plain 0


def _duration(value: timedelta) -> str:
    """Return hours, minutes and seconds as Excel shows them: 26:00:00."""
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    return f"{sign}{abs(seconds) // 3600:02}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"


def _error_cells(path: str) -> dict[str, Errors]:
    """Return the error cells (#REF! and the like) by sheet, row and column: calamine gives them out as empty."""
    with zipfile.ZipFile(path) as book:
        relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        targets = {one.get("Id"): normpath(join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
        sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet")
        return {sheet.get("name", ""): _errors_in(book, targets.get(_relation(sheet.attrib), "")) for sheet in sheets}


def _relation(attributes: dict[str, str]) -> str:
    # Files saved as "strict" Open XML write the same attribute in another namespace.
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")


def _errors_in(book: zipfile.ZipFile, entry: str) -> Errors:
    """Return the error cells of a sheet that say their place; Excel and every writer we know let them."""
    sheet = book.read(entry) if entry in book.namelist() else b""
    errors: Errors = {}
    for tag, text in ERROR_CELL.findall(sheet) if ERROR_MARK.search(sheet) else []:
        place = CELL_PLACE.search(tag) if ERROR_MARK.search(tag) else None
        if place:
            errors[int(place[2]), column_number(place[1].decode())] = text.decode()
    return errors


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except MemoryError:
        sys.exit(EXIT_TOO_MUCH)
    except BaseException as fault:  # calamine's own panics are no Exception
        sys.stderr.write(type(fault).__name__)  # not its text, which may quote the file
        sys.exit(EXIT_DAMAGED)
