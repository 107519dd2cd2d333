"""Reads a workbook into sheets, rows and cells with their true places, or says why not. No file makes it fail."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from schemas.errors import ProductError
from schemas.reference_files import CHECKOUT
from steps.files.guard import Refusal, guard_workbook
from steps.files.sheet_reader import EXIT_DAMAGED, EXIT_TOO_MUCH

SECONDS = 60.0  # the largest workbook that the guard lets through takes a fraction of it


class Cell(NamedTuple):
    """A filled cell: column from 1; kind t text, n number, d date or time, b boolean, e error; and its text.

    The text of a number has a decimal point, that of a date is ISO 8601.
    """

    column_number: int
    kind: str
    text: str


class Span(NamedTuple):
    """A merged range that begins in a row: its first and last column, and its last row."""

    first_column: int
    last_column: int
    last_row: int


class Row(NamedTuple):
    """A filled row: its number in the sheet, from 1, its filled cells, whether it is hidden, and the merged ranges that begin in it."""

    row_number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    spans: tuple[Span, ...] = ()


class Sheet(NamedTuple):
    """A sheet with its filled rows."""

    name: str
    is_hidden: bool
    rows: tuple[Row, ...]


def read_workbook(path: Path, seconds: float = SECONDS) -> tuple[Sheet, ...] | Refusal:
    """Return the sheets of a workbook, or why it is refused; never raises for anything a file may hold.

    Raises ProductError when the reader itself does not start: then the fault is ours and no file must be blamed.
    """
    refusal = guard_workbook(path)
    if refusal:
        return refusal
    # The child starts in the checkout, so that it finds this package from wherever the parent was started.
    command = [sys.executable, "-m", "steps.files.sheet_reader", str(path.resolve())]
    try:
        child = subprocess.run(command, cwd=CHECKOUT, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return Refusal("file-unsafe", f"reading took more than {seconds:g} seconds")
    if child.returncode:
        return _refuse(child.returncode, child.stderr.decode(errors="replace"))
    sheets = tuple(_sheet(json.loads(line)) for line in child.stdout.splitlines())
    if len({sheet.name for sheet in sheets}) < len(sheets):
        return Refusal("file-damaged")  # Excel allows no two sheets of one name: a place in one would be a place in both
    return sheets if any(sheet.rows for sheet in sheets) else Refusal("file-empty")


def _refuse(exit_code: int, said: str) -> Refusal:
    if exit_code == EXIT_DAMAGED:
        return Refusal("file-damaged")
    if exit_code == EXIT_TOO_MUCH or exit_code < 0:  # below 0: ended by the system at one of its limits
        return Refusal("file-unsafe", "reading took too much memory or time")
    raise ProductError(f"The reader of workbooks does not start: {(said.strip().splitlines() or [''])[-1]}.")


def _sheet(line: dict[str, list[tuple[int, list[tuple[int, str, str]]]]]) -> Sheet:
    rows = tuple(Row(number, tuple(Cell(*cell) for cell in cells)) for number, cells in line["rows"])
    return Sheet(str(line["sheet"]), bool(line["hidden"]), rows)


def column_letter(number: int) -> str:
    """Return the letters of a column: A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(column_number: int, row_number: int) -> str:
    """Return the name of a cell, such as D17."""
    return f"{column_letter(column_number)}{row_number}"
