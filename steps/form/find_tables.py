"""Finds the tables on a received sheet: where each header stands, which question each column answers, which rows are answers.

A header is a row, or two rows one over the other, most of whose cells name questions of one sheet of the form. Titles, headers printed
again, totals and notes are told from answers, so that none is read as one and none is lost.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.form_names import row_words
from steps.files.read_workbook import Cell, Row, Span
from steps.form.find_headers import (
    LONGEST_HEADER,
    FoundColumn,
    Header,
    first_headers,
    headers_at,
    machine_codes,
    names_columns,
    names_groups,
)
from steps.form.vocabulary import Vocabulary, header_key
from steps.text import latin_digits

LOOKED_AT = 4  # the first cells of a row tell whether it may be a header
COVER = "cover"
NUMERIC = re.compile(r"[\d\s.,'%()$€+-]+")
NOTE_MARKS = ("*", "(*)", "※")


class FoundRow(NamedTuple):
    """A row of answers: each of its cells with its column."""

    row: Row
    cells: tuple[tuple[FoundColumn, Cell], ...]


@dataclass
class FoundTable:
    """A table on a sheet: the sheet of the form that it is, its columns in order, its rows of answers."""

    sheet_code: str
    columns: list[FoundColumn]
    rows: list[FoundRow] = field(default_factory=list)


class Layout(NamedTuple):
    """What stands on a sheet: its tables, and every other filled row with its role: header, title, above, total or note."""

    tables: list[FoundTable]
    other_rows: list[tuple[Row, str]]


def find_tables(rows: Sequence[Row], named: str | None, words: Vocabulary) -> Layout:
    """Return what stands on a sheet. `named` is the sheet of the form that its name means, or None; `words` what headers mean there.

    A sheet without a recognised header has no tables; under an unknown name it takes a header that names one sheet of the form only,
    with all its key questions.
    """
    first = first_headers(rows, named, words)
    if first:
        return _Laying(rows, words).lay(first)
    downwards = _downwards(rows, words) if named == COVER else None
    return downwards or Layout([], [])


class _Laying:
    """Goes down a sheet from its first header and tells what each row is."""

    def __init__(self, rows: Sequence[Row], words: Vocabulary) -> None:
        self.rows = rows
        self.words = words
        self.layout = Layout([], [])
        self.tables: list[tuple[Header, FoundTable]] = []
        self.merged: dict[int, tuple[int, Cell]] = {}  # column → last row and cell of a range merged downwards

    def lay(self, headers: list[Header]) -> Layout:
        self._lay_above(headers)
        self._open(headers)
        place = max(header.last for header in headers) + 1
        while place < len(self.rows):
            row = self.rows[place]
            again = self._headers_again(place)
            if again:
                place = self._take_header(again, place)
            else:
                self._take_row(row)
                place += 1
        return self.layout

    def _lay_above(self, headers: list[Header]) -> None:
        """Titles stand above a header, and the labels above machine codes, or groups of columns; anything else may be an answer."""
        for place, row in enumerate(self.rows[: headers[0].first]):
            is_label_row = place == headers[0].first - 1 and self._is_over(row, headers)
            role = "title" if len(row.cells) == 1 else "header" if is_label_row else "above"
            self.layout.other_rows.append((row, role))

    def _is_over(self, row: Row, headers: list[Header]) -> bool:
        known = {number: column for header in headers for number, column in header.columns.items()}
        codes = {code for header in headers for code in machine_codes(header.sheet_code)}
        is_of_codes = all(column.header_text.strip() in codes for column in known.values() if column.question_code)
        return names_groups(row) or (is_of_codes and 2 * sum(cell.column_number in known for cell in row.cells) >= len(row.cells))

    def _open(self, headers: list[Header]) -> None:
        self.tables = [(header, FoundTable(header.sheet_code, list(header.columns.values()))) for header in headers]
        self.layout.tables.extend(table for _, table in self.tables)
        self.merged = {}
        for header in headers[:1]:
            self.layout.other_rows.extend((row, "header") for row in self.rows[header.first : max(one.last for one in headers) + 1])

    def _headers_again(self, place: int) -> list[Header]:
        row = self.rows[place]
        if not self._may_be_header(row):
            return []
        if any(names_columns(row, header.sheet_code, header.columns, self.words) for header, _ in self.tables):
            return [header for header, _ in self.tables]
        return headers_at(self.rows, place, self.words, self.tables[0][0].sheet_code)

    def _may_be_header(self, row: Row) -> bool:
        """Whether two of the first cells, or all of fewer, are headers of some sheet: the quick look that most rows of answers fail."""
        first = [cell for cell in row.cells[:LOOKED_AT] if cell.kind == "t" and len(cell.text) <= LONGEST_HEADER]
        needed = min(2, len(row.cells))
        for left, cell in zip(range(len(first), 0, -1), reversed(first), strict=True):  # references and titles, all different, stand first
            if left < needed:
                return False
            needed -= self.words.is_header(cell.text)
        return needed <= 0

    def _take_header(self, headers: list[Header], place: int) -> int:
        is_repeated = [header.questions for header in headers] == [header.questions for header, _ in self.tables]
        if is_repeated:
            self.layout.other_rows.append((self.rows[place], "header"))
            return place + 1
        self._take_back_titles()
        self._open(headers)
        return max(header.last for header in headers) + 1

    def _take_back_titles(self) -> None:
        """Rows of one cell that stand apart from the answers above them are the title of the table that follows."""
        table = self.tables[0][1]
        block: list[FoundRow] = []
        while table.rows and len(table.rows[-1].row.cells) == 1 and len(self.tables) == 1:
            block.append(table.rows.pop())
            if not table.rows or block[-1].row.row_number - table.rows[-1].row.row_number > 1:
                self.layout.other_rows.extend((found.row, "title") for found in block)
                return
        table.rows.extend(reversed(block))

    def _take_row(self, row: Row) -> None:
        self._note_merged(row)
        role = self._role(row)
        if role:
            self.layout.other_rows.append((row, role))
            return
        for cells, (header, table) in zip(self._cells_by_table(row), self.tables, strict=True):
            if cells:
                table.rows.append(FoundRow(row, tuple((_column_of(header, table, cell), cell) for cell in cells)))

    def _note_merged(self, row: Row) -> None:
        for span in row.spans:
            merged = next((cell for cell in row.cells if cell.column_number == span.first_column), None)
            if merged and span.last_row > row.row_number:
                self.merged[span.first_column] = (span.last_row, merged)

    def _cells_by_table(self, row: Row) -> Sequence[Sequence[Cell]]:
        """Return the row's cells for each table, with those that are merged into it from above."""
        if len(self.tables) == 1 and not self.merged:
            return [row.cells]
        own = {cell.column_number for cell in row.cells}
        handed_down = [cell for number, (last, cell) in self.merged.items() if number not in own and row.row_number <= last]
        cells = sorted((*row.cells, *handed_down))
        if len(self.tables) == 1:
            return [cells]
        starts = [min(header.columns) for header, _ in self.tables]
        ends = [*starts[1:], None]
        return [
            [cell for cell in cells if (number == 0 or cell.column_number >= start) and (end is None or cell.column_number < end)]
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]

    def _role(self, row: Row) -> str:
        """Return total or note for a row that is no answer, else nothing. A row with all its key answers is always an answer."""
        if len(row.cells) > 1 and all(_has_key_answers(header, row) for header, _ in self.tables):
            return ""
        first, *others = row.cells
        width = max(len(header.columns) for header, _ in self.tables)
        if _opens_with(first.text, "total") and others and all(_is_numeric(cell) for cell in others):
            return "total"
        is_alone = not others and width > 1
        is_marked = first.text.strip().startswith(NOTE_MARKS) or _opens_with(first.text, "note")
        return "note" if is_alone and (is_marked or _is_wide(row.spans, width)) else ""


def _has_key_answers(header: Header, row: Row) -> bool:
    return header.key_columns <= {cell.column_number for cell in row.cells}


def _opens_with(text: str, kind: str) -> bool:
    """Return whether a text is one of the words for a total, or opens with one of those for a note and a colon."""
    opening = text if kind == "total" else re.split(r"[:：]", text, maxsplit=1)[0] if re.search(r"[:：]", text) else ""
    return bool(opening) and header_key(opening) in {header_key(word) for word in row_words(kind)}


def _is_numeric(cell: Cell) -> bool:
    return cell.kind in "npf" or bool(NUMERIC.fullmatch(latin_digits(cell.text)))


def _is_wide(spans: Iterable[Span], width: int) -> bool:
    return any(span.last_column - span.first_column + 1 >= max(3, width // 2) for span in spans)


def _column_of(header: Header, table: FoundTable, cell: Cell) -> FoundColumn:
    if cell.column_number not in header.columns:
        above = next(iter(header.columns.values()))
        header.columns[cell.column_number] = FoundColumn(cell.column_number, above.header_row, cell.column_number, "", None)
        table.columns.append(header.columns[cell.column_number])
    return header.columns[cell.column_number]


def _downwards(rows: Sequence[Row], words: Vocabulary) -> Layout | None:
    """Return a cover whose labels stand below one another, each with its answer to the right; None when there is none."""
    pairs = list(_pairs(rows, words))
    if sum(column.question_code is not None for column, _, _ in pairs) < 2:
        return None
    table = FoundTable(COVER, [column for column, _, _ in pairs])
    first = pairs[0][2]
    table.rows.append(FoundRow(first, tuple((column, cell) for column, cell, _ in pairs if cell)))
    used = {row.row_number for _, _, row in pairs}
    others = [(row, "header" if row.row_number in used else "title" if len(row.cells) == 1 else "above") for row in rows]
    return Layout([table], [(row, role) for row, role in others if row.row_number != first.row_number])


def _pairs(rows: Sequence[Row], words: Vocabulary) -> Iterator[tuple[FoundColumn, Cell | None, Row]]:
    """Yield the labels of a cover that is laid out downwards, each with its answer; from the first known label on, unknown ones too."""
    taken: set[str] = set()
    for row in rows:
        label, *values = row.cells
        code = words.question_code(COVER, label.text)
        if code or (taken and values):
            # A machine code may stand between the label and the answer.
            answer = next((cell for cell in values if cell.text.strip() not in machine_codes(COVER)), None)
            column = answer.column_number if answer else label.column_number + 1
            problem = "header-twice" if code in taken else ""
            place = (column, row.row_number, label.column_number)
            yield FoundColumn(*place, label.text, None if problem else code, answer_row=row.row_number, problem=problem), answer, row
            taken |= {code} if code else set()
