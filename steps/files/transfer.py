"""How rows travel from the child process that reads a file to the parent: lines of JSON, rows in blocks, kinds as one word a row.

Nothing that comes over can run: JSON, unlike pickle or marshal, holds only values.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import IO, Any, NamedTuple

from steps.files.limits import MAX_CELLS, MAX_SHEETS, MAX_UNZIPPED_BYTES, Note, Refusal, unsafe
from steps.files.sheet_cells import EMPTY, ReadSheet, hidden_columns_note

EXIT_DAMAGED = 65  # how the child ends; not 1, which is Python's own for a program that could not start
EXIT_TOO_MUCH = 66
MEMORY_BYTES = 3 * 2**29  # 1.5 GB: what reading a file may take
ROWS_OF_A_BLOCK = 500  # so that the parent takes rows in while the child reads on
MAX_SENT_BYTES = MAX_UNZIPPED_BYTES  # a text that is stored once may stand in a million cells
_encode = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode


class Cell(NamedTuple):
    """A filled cell: column from 1; its kind; its text.

    Kinds: t text, n number, p number shown as a percentage (0.5 for 50 %), d date or time, b boolean, e error, f formula
    that was saved without its value. The text of a number has a decimal point, that of a date is ISO 8601.
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


class Workbook(NamedTuple):
    """What a file holds: its sheets, and what its reader noticed about the whole file."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


def send(sheets: Iterable[ReadSheet], notes: list[Note], out: IO[str]) -> None:
    """Write the sheets, then the notes (which may still grow while the sheets are read). Raises RefusedError beyond the limits."""
    sent = cells = 0
    for number, sheet in enumerate(sheets, start=1):
        if number > MAX_SHEETS:
            raise unsafe(f"more than {MAX_SHEETS} sheets")
        out.write(_encode({"sheet": sheet.name, "hidden": sheet.is_hidden}) + "\n")
        rows, filled = iter(sheet.rows), set()
        while block := list(islice(rows, ROWS_OF_A_BLOCK)):
            line = _encode(block)
            sent += len(line)
            cells += sum(len(row.texts) for row in block)
            if sent > MAX_SENT_BYTES or cells > MAX_CELLS:
                raise unsafe(f"more than {MAX_CELLS} filled cells or {MAX_SENT_BYTES // 2**20} MB of text")
            if sheet.hidden_columns:
                filled |= {column for row in block for column, kind in enumerate(row.kinds, start=1) if kind != EMPTY}
            out.write(line + "\n")
        if note := hidden_columns_note(sheet, filled):
            notes.append(note)
    out.write(_encode({"notes": notes}) + "\n")


def send_refusal(refusal: Refusal, out: IO[str]) -> None:
    """Write that the file is refused, whatever went before."""
    out.write(_encode({"refused": refusal.finding_code, "detail": refusal.detail}) + "\n")


def receive_sheets(lines: Iterable[bytes]) -> Workbook | Refusal | None:
    """Return what the child sent, or None when it did not come to its end."""
    sheets: list[tuple[str, bool, list[Row]]] = []
    layouts: dict[str, tuple[tuple[int, ...], str]] = {}
    for line in lines:
        if not line.endswith(b"\n"):
            return None  # ended in the middle of it
        message = json.loads(line)
        if isinstance(message, list):
            sheets[-1][2].extend(_rows(message, layouts))
        elif "sheet" in message:
            sheets.append((message["sheet"], message["hidden"], []))
        elif "refused" in message:
            return Refusal(message["refused"], message["detail"])
        else:
            notes = tuple(Note(*note) for note in message["notes"])
            return Workbook(tuple(Sheet(name, hidden, tuple(rows)) for name, hidden, rows in sheets), notes)
    return None


_cell = partial(tuple.__new__, Cell)  # a third of the time of Cell(…), a million times


def _rows(block: list[Any], layouts: dict[str, tuple[tuple[int, ...], str]]) -> Iterator[Row]:
    for number, kinds, texts, is_hidden, spans in block:
        layout = layouts.get(kinds)
        if layout is None:  # rows of a sheet are filled alike
            columns = tuple(column for column, kind in enumerate(kinds, start=1) if kind != EMPTY)
            layout = layouts[kinds] = (columns, kinds.replace(EMPTY, ""))
        cells = tuple(map(_cell, zip(*layout, texts, strict=True)))
        yield Row(number, cells, is_hidden, tuple(Span(*span) for span in spans) if spans else ())
