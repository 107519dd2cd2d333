"""Reads binary workbooks (.xlsb): calamine for the values, the records themselves for the limits and for what it does not tell."""

import io
import struct
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from steps.files.calamine_sheets import calamine_sheets
from steps.files.limits import MAX_SHEETS, Note, RefusedError, check_place, unsafe
from steps.files.sheet_cells import ERRORS, PERCENT, Facts, ReadSheet
from steps.files.xlsx_facts import PERCENT_FORMATS, QUOTED
from steps.files.xlsx_parts import Package

ROW, BLANK, PACKED, ERROR, REAL = 0, 1, 2, 3, 5
FORMULA_NUMBER, FORMULA_ERROR = 9, 11
CELLS = range(1, 12)
COLUMNS, FORMAT, CELL_FORMAT, SHEET, CELL_FORMATS, CELL_FORMATS_END, MERGED = 60, 44, 47, 156, 617, 618, 176
HIDDEN_ROW, HIDDEN_COLUMN = 0x10, 1  # of the second byte of a row's flags; of a column's


def sheets(content: bytes, _: str, notes: list[Note]) -> Iterator[ReadSheet]:  # noqa: ARG001  every reader is called alike
    """Yield the sheets. Raises RefusedError for damage or a far cell."""
    package = Package(content)
    percents = _percents(package.read("xl/styles.bin"))
    targets = {key: target for key, (_, target) in package.targets("xl/_rels/workbook.bin.rels", "xl").items()}
    entries = [targets.get(relation, "") for relation in _sheet_relations(package.read("xl/workbook.bin"))]
    if len(entries) > MAX_SHEETS:
        raise unsafe(f"more than {MAX_SHEETS} sheets")
    facts = [_facts(package.read(entry), percents) for entry in entries]  # within their limits before any is read

    def facts_of(place: int, _: str) -> Facts:
        return facts[place] if place < len(facts) else Facts()

    return calamine_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), facts_of)


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of the records of a part: kind and length are written in groups of seven bits, the lowest first."""
    place = 0
    while place < len(part):
        kind, place = part[place], place + 1
        if kind & 0x80 and place < len(part):
            kind, place = kind & 0x7F | (part[place] & 0x7F) << 7, place + 1
        length = shift = 0
        while place < len(part) and shift < 28:
            byte, place = part[place], place + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if place + length > len(part):
            raise RefusedError("file-damaged")
        yield kind, part[place : place + length]
        place += length


def _text(body: bytes, place: int) -> tuple[str, int]:
    """Return the text that begins at a place of a record, and where it ends."""
    letters = struct.unpack_from("<I", body, place)[0]
    end = place + 4 + 2 * (letters if letters != 0xFFFFFFFF else 0)
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def _sheet_relations(workbook: bytes) -> list[str]:
    return [_text(body, 8)[0] for kind, body in _records(workbook) if kind == SHEET]


def _percents(styles: bytes) -> set[int]:
    """Return the cell formats, by their place, that show percentages."""
    shown = {int(key) for key in PERCENT_FORMATS}
    formats: list[int] = []
    is_inside = False
    for kind, body in _records(styles):
        if kind == FORMAT and "%" in QUOTED.sub("", _text(body, 2)[0]):
            shown.add(struct.unpack_from("<H", body)[0])
        elif kind in (CELL_FORMATS, CELL_FORMATS_END):
            is_inside = kind == CELL_FORMATS
        elif kind == CELL_FORMAT and is_inside:
            formats.append(struct.unpack_from("<H", body, 2)[0])
    return {place for place, key in enumerate(formats) if key in shown}


def _facts(part: bytes, percents: set[int]) -> Facts:
    facts = Facts()
    row = 0
    for kind, body in _records(part):
        if kind == ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            if len(body) > 11 and body[11] & HIDDEN_ROW:
                facts.hidden_rows.add(row)
        elif kind in CELLS and kind != BLANK:
            _look_at(kind, body, row, percents, facts)
        elif kind == COLUMNS:
            first, last = struct.unpack_from("<II", body)
            is_hidden = struct.unpack_from("<H", body, 16)[0] & HIDDEN_COLUMN
            facts.hidden_columns |= set(range(first + 1, min(last, 16_383) + 2)) if is_hidden else set()
        elif kind == MERGED and len(body) == 16:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            facts.add_span(top + 1, left + 1, bottom + 1, right + 1)
    return facts


def _look_at(kind: int, body: bytes, row: int, percents: set[int], facts: Facts) -> None:
    column, style = struct.unpack_from("<II", body)
    column += 1
    check_place(row, column)
    if kind in (ERROR, FORMULA_ERROR):
        facts.add(row, column, ("e", ERRORS.get(body[8], "#N/A")))
    elif kind in (PACKED, REAL, FORMULA_NUMBER) and style & 0xFFFFFF in percents:
        facts.add(row, column, PERCENT)
