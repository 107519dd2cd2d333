"""Reads OpenDocument spreadsheets (.ods) from their text, which says all at once: values, errors, percentages, what is hidden.

A few bytes may ask for a row to be repeated a million times; empty repeats are only counted, filled ones kept within the limits.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from xml.parsers import expat

from steps.files.limits import MAX_CELLS, MAX_COLUMN, MAX_SHEETS, Note, RefusedError, check_place, unsafe
from steps.files.sheet_cells import Fact, ReadRow, ReadSheet, number_fact, row_kinds

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT, STYLE = (f"{OASIS}{name}:1.0 " for name in ("office", "table", "text", "style"))
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
ASIDE = (OFFICE + "annotation", TEXT + "ruby-text", TABLE + "tracked-changes", TABLE + "dde-links", TABLE + "shapes")
DRAWN = f"{OASIS}drawing:1.0 "
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
ERROR = re.compile(r"#[A-Z][A-Z0-9/]*[!?]?|#DIV/0!|Err:\d{3}")
LINE_END = re.compile(r"[ \t]*[\r\n]\s*")  # of the file, not of the answer, whose own are elements
TRUTHS = {"TRUE": "1", "VRAI": "1", "VERDADERO": "1", "FALSE": "0", "FAUX": "0", "FALSO": "0"}
DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
MAX_FORMULA = 500


@dataclass
class _Sheet:
    name: str
    is_hidden: bool
    rows: list[ReadRow] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    row_number: int = 0
    column_number: int = 0


@dataclass
class _Row:
    repeated: int
    is_hidden: bool
    cells: dict[int, Fact] = field(default_factory=dict)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    column: int = 0


def sheets(content: bytes, _: str, notes: list[Note]) -> Iterator[ReadSheet]:
    """Yield the sheets. Raises RefusedError for a far cell or one that is repeated too often."""
    with zipfile.ZipFile(io.BytesIO(content)) as book, book.open("content.xml") as text:
        reader = _Reader()
        reader.parse(text.read())
    if reader.has_links:
        notes.append(Note("file-links-ignored"))
    return (ReadSheet(one.name, one.is_hidden, one.rows, frozenset(one.hidden_columns)) for one in reader.sheets)


class _Reader:
    """Follows the text of a spreadsheet from tag to tag."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.has_links = False
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._aside = self._depth = self._cells = 0
        self._sheet: _Sheet | None = None
        self._row: _Row | None = None
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._letters: list[str] | None = None

    def parse(self, text: bytes) -> None:
        """Read the whole text. Raises ExpatError when it is damaged, RefusedError for a document type, which may blow up a text."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._take
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.Parse(text, True)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if self._aside or name in ASIDE or (self._cell is not None and name.startswith(DRAWN)):
            self._aside += 1  # comments, pictures and drawings in a cell are not its answer
        elif name in CELLS and self._row:
            self._cell, self._paragraphs = given, []
        elif name == TABLE + "table-row" and self._sheet:
            is_hidden = given.get(TABLE + "visibility") in ("collapse", "filter")
            self._row = _Row(_count(given, TABLE + "number-rows-repeated"), is_hidden)
        elif name == TABLE + "table" and not self._sheet:
            self._start_sheet(given)
        elif name == TABLE + "table-column" and self._sheet:
            self._start_column(self._sheet, given)
        elif self._cell is not None:
            self._start_text(name, given)
        elif name == STYLE + "style":
            self._style = given.get(STYLE + "name", "")
        elif name == STYLE + "table-properties" and given.get(TABLE + "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == TABLE + "table-source":
            self.has_links = True

    def _start_sheet(self, given: dict[str, str]) -> None:
        if len(self.sheets) >= MAX_SHEETS:
            raise unsafe(f"more than {MAX_SHEETS} sheets")
        self._sheet = _Sheet(given.get(TABLE + "name", ""), given.get(TABLE + "style-name") in self._hidden_styles)
        self.sheets.append(self._sheet)

    def _start_column(self, sheet: _Sheet, given: dict[str, str]) -> None:
        repeated = _count(given, TABLE + "number-columns-repeated")
        if given.get(TABLE + "visibility") in ("collapse", "filter"):
            sheet.hidden_columns |= set(range(sheet.column_number + 1, min(sheet.column_number + repeated, MAX_COLUMN) + 1))
        sheet.column_number += repeated

    def _start_text(self, name: str, given: dict[str, str]) -> None:
        if name in (TEXT + "p", TEXT + "h"):
            self._letters = []
        elif self._letters is not None:
            spaces = " " * min(_count(given, TEXT + "c"), 1000)
            self._letters.append({TEXT + "s": spaces, TEXT + "tab": "\t", TEXT + "line-break": "\n"}.get(name, ""))

    def _take(self, letters: str) -> None:
        if self._letters is not None and not self._aside:
            self._letters.append(LINE_END.sub(" ", letters))

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in CELLS and self._cell is not None and self._row and self._sheet:
            self._end_cell(self._cell, self._row, self._sheet)
            self._cell = self._letters = None
        elif name == TABLE + "table-row" and self._row and self._sheet:
            self._end_row(self._row, self._sheet)
            self._row = None
        elif name == TABLE + "table" and not self._row:
            self._sheet = None
        elif name in (TEXT + "p", TEXT + "h") and self._letters is not None:
            self._paragraphs.append("".join(self._letters))
            self._letters = None

    def _end_cell(self, given: dict[str, str], row: _Row, sheet: _Sheet) -> None:
        repeated = _count(given, TABLE + "number-columns-repeated")
        fact = _fact(given, "\n".join(self._paragraphs))
        columns, rows = _count(given, TABLE + "number-columns-spanned"), _count(given, TABLE + "number-rows-spanned")
        if fact and columns * rows > 1:
            row.spans.append((row.column + 1, row.column + columns, sheet.row_number + rows))
        if fact:
            check_place(sheet.row_number + row.repeated, row.column + repeated)
            row.cells |= zip(range(row.column + 1, row.column + repeated + 1), repeat(fact), strict=False)
        row.column += repeated

    def _end_row(self, row: _Row, sheet: _Sheet) -> None:
        if row.cells:
            self._cells += row.repeated * len(row.cells)
            if self._cells > MAX_CELLS:
                raise unsafe(f"more than {MAX_CELLS} filled cells")
            kinds, texts = row_kinds(row.cells)
            numbers = range(sheet.row_number + 1, sheet.row_number + row.repeated + 1)
            sheet.rows += [ReadRow(number, kinds, texts, row.is_hidden, row.spans) for number in numbers]
        sheet.row_number += row.repeated


def _refuse_document_type(*_: object) -> None:
    raise unsafe("a document type inside")


def _count(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise RefusedError("file-damaged")
    return int(text)


def _fact(given: dict[str, str], text: str) -> Fact | None:
    """Return kind and text of a cell from its attributes and what it shows, or None when it is empty."""
    kind = given.get(OFFICE + "value-type")
    formula = given.get(TABLE + "formula", "")
    if given.get(CALC + "value-type") == "error" or (formula and ERROR.fullmatch(text)):
        return "e", text
    if kind in ("float", "currency", "percentage"):
        letter, number = number_fact(float(given[OFFICE + "value"]))
        if TRUTHS.get(text.upper()) == number:  # what LibreOffice makes of a truth in Excel's files
            return "b", "TRUE" if number == "1" else "FALSE"
        return ("p" if kind == "percentage" and letter == "n" else letter), number
    if kind == "boolean":
        return "b", given.get(OFFICE + "boolean-value", text).upper()
    if kind == "date":
        return "d", given[OFFICE + "date-value"].partition(".")[0].removesuffix("T00:00:00")
    if kind == "time":
        return "d", _duration(given[OFFICE + "time-value"])
    if formula and kind is None and not text:
        return "f", formula.removeprefix("of:")[:MAX_FORMULA]
    text = text or given.get(OFFICE + "string-value", "")
    return ("t", text) if text and not text.isspace() else None


def _duration(written: str) -> str:
    """Return hours, minutes and seconds as they are shown, 26:00:00, from PT26H00M00S."""
    parts = DURATION.fullmatch(written)
    return f"{parts[1]}{int(parts[2]):02}:{int(parts[3]):02}:{int(parts[4]):02}" if parts else written
