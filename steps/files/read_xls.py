"""Reads old binary workbooks (.xls): calamine for the values, the records themselves for the limits and for what it does not tell."""

import io
import struct
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from steps.files.calamine_sheets import calamine_sheets
from steps.files.limits import MAX_SHEETS, Note, RefusedError, check_place, unsafe
from steps.files.ole import CompoundFile
from steps.files.sheet_cells import ERRORS, PERCENT, Facts, ReadSheet
from steps.files.xlsx_facts import PERCENT_FORMATS, QUOTED

BOF, EOF, FILE_PASS, BOUND_SHEET, FORMAT, OLD_FORMAT, CELL_FORMAT, SUP_BOOK = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0x1E, 0xE0, 0x1AE
ROW, COLUMNS, MERGED, FORMULA, BOOLEAN_OR_ERROR = 0x208, 0x7D, 0xE5, 0x06, 0x205
NUMBER, PACKED, PACKED_ROW = 0x203, 0x27E, 0xBD
TEXTS = (0xFD, 0x204, 0xD6)
CELLS = {FORMULA, BOOLEAN_OR_ERROR, NUMBER, PACKED, PACKED_ROW, *TEXTS}
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 1
OWN_SHEETS, ADD_INS = 0x0401, 0x3A01  # references that lead to no other file
UNICODE = 0x600

Record = tuple[int, bytes]


def sheets(content: bytes, _: str, notes: list[Note]) -> Iterator[ReadSheet]:
    """Yield the sheets. Raises RefusedError for a workbook with a password, damage or a far cell."""
    file = CompoundFile(content)
    stream = file.stream("Workbook" if "Workbook" in file.names else "Book")
    starts, percents = _globals(stream, notes)
    facts = [_facts(stream, start, percents) for start in starts]  # every sheet is within its limits before any is read

    def facts_of(place: int, _: str) -> Facts:
        return facts[place] if place < len(facts) else Facts()

    return calamine_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), facts_of)


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """Yield kind and body of the records from a place to the end of its part, parts inside it (charts) left out."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        body = stream[start + 4 : start + 4 + length]
        if len(body) < length:
            raise RefusedError("file-damaged")
        start += 4 + length
        if kind == BOF:
            depth += 1
        if depth == 1:
            yield kind, body
        if kind == EOF:
            depth -= 1
            if depth <= 0:
                return
    raise RefusedError("file-damaged")


def _globals(stream: bytes, notes: list[Note]) -> tuple[list[int], set[int]]:
    """Return where each sheet begins, and the cell formats that show percentages."""
    starts: list[int] = []
    formats: list[int] = []
    percents = {int(key) for key in PERCENT_FORMATS}
    is_unicode = False
    for kind, body in _records(stream, 0):
        if kind == FILE_PASS:
            raise RefusedError("file-encrypted")
        if kind == BOF:
            is_unicode = struct.unpack_from("<H", body)[0] == UNICODE
        elif kind == BOUND_SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == CELL_FORMAT:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind in (FORMAT, OLD_FORMAT):
            code = body[5:].decode("utf-16-le" if is_unicode and body[4] & 1 else "latin-1", "replace")
            percents |= {struct.unpack_from("<H", body)[0]} if "%" in QUOTED.sub("", code) else set()
        elif kind == SUP_BOOK and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] not in (OWN_SHEETS, ADD_INS):
            notes.append(Note("file-links-ignored"))
    if len(starts) > MAX_SHEETS:
        raise unsafe(f"more than {MAX_SHEETS} sheets")
    return starts, {place for place, key in enumerate(formats) if key in percents}


def _facts(stream: bytes, start: int, percents: set[int]) -> Facts:
    """Return the facts of the sheet that begins at a place of the stream. Raises RefusedError at a far cell."""
    facts = Facts()
    for kind, body in _records(stream, start):
        if kind in CELLS:
            row, column = (number + 1 for number in struct.unpack_from("<HH", body))
            _look_at(kind, body, row, column, percents, facts)
        elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & HIDDEN_ROW:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<5H", body)
            facts.hidden_columns |= set(range(first + 1, last + 2)) if flags & HIDDEN_COLUMN else set()
        elif kind == MERGED:
            for place in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", body, place)
                facts.add_span(top + 1, left + 1, bottom + 1, right + 1)
    return facts


def _look_at(kind: int, body: bytes, row: int, column: int, percents: set[int], facts: Facts) -> None:
    last = struct.unpack_from("<H", body, len(body) - 2)[0] + 1 if kind == PACKED_ROW else column
    check_place(row, last)
    error = None
    if kind == BOOLEAN_OR_ERROR and body[7]:
        error = body[6]
    elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        error = body[8]
    if error is not None:
        facts.add(row, column, ("e", ERRORS.get(error, "#N/A")))
    elif kind == PACKED_ROW:
        for place in range(column, last + 1):
            if struct.unpack_from("<H", body, 4 + 6 * (place - column))[0] in percents:
                facts.add(row, place, PERCENT)
    elif kind not in TEXTS and struct.unpack_from("<H", body, 4)[0] in percents:
        facts.add(row, column, PERCENT)
