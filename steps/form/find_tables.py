"""Finds the tables on a received sheet: where each header stands, which question each column answers, which rows are answers.

A header is a row, or two rows one over the other, most of whose cells name questions of one sheet of the form. Titles, headers printed
again, totals and notes are told from answers, so that none is read as one and none is lost.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple

from schemas.form import form
from schemas.form_names import row_words
from steps.files.read_workbook import Cell, Row, Span
from steps.form.vocabulary import Vocabulary, header_key
from steps.text import latin_digits

HEADER_SEARCH_ROWS = 20  # titles and logos above a header seldom take more
SURE_COLUMNS = 3  # a list of two columns, such as reference and title, may be there to look things up
LOOKED_AT = 4  # the first cells of a row tell whether it may be a header
LONGEST_HEADER = 120
COVER = "cover"
NUMERIC = re.compile(r"[\d\s.,'%()$€+-]+")
NOTE_MARKS = ("*", "(*)", "※")


class FoundColumn(NamedTuple):
    """A column of a table: where its answers and its header stand, the header as written, and the question that it answers.

    `answer_row` is the row of the only answer in a table that is laid out downwards. `problem` is a finding code.
    """

    column_number: int
    header_row: int
    header_column: int
    header_text: str
    question_code: str | None
    hxl_tag: str = ""
    answer_row: int | None = None
    problem: str = ""


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


@dataclass
class _Header:
    sheet_code: str
    first: int  # places among the rows of the sheet
    last: int
    columns: dict[int, FoundColumn]

    @cached_property
    def questions(self) -> dict[int, str]:
        return {number: column.question_code for number, column in self.columns.items() if column.question_code}

    @cached_property
    def key_columns(self) -> frozenset[int]:
        """The columns of the key questions; 0, which is none, for a key question without a column."""
        places = {code: number for number, code in self.questions.items()}
        keys = (question.question_code for question in form()[self.sheet_code].questions if question.need == "key")
        return frozenset(places.get(code, 0) for code in keys)


def find_tables(rows: Sequence[Row], named: str | None, words: Vocabulary) -> Layout:
    """Return what stands on a sheet. `named` is the sheet of the form that its name means, or None; `words` what headers mean there.

    A sheet without a recognised header has no tables; under an unknown name it takes a header that names one sheet of the form only,
    with all its key questions.
    """
    first = _first_headers(rows, named, words)
    if first:
        return _Laying(rows, words).lay(first)
    downwards = _downwards(rows, words) if named == COVER else None
    return downwards or Layout([], [])


def _first_headers(rows: Sequence[Row], named: str | None, words: Vocabulary) -> list[_Header]:
    for place in range(min(len(rows), HEADER_SEARCH_ROWS)):
        headers = _headers_at(rows, place, words, named)
        if headers:
            return headers
    return []


def _headers_at(rows: Sequence[Row], place: int, words: Vocabulary, named: str | None) -> list[_Header]:
    """Return the headers that a row holds: one, or several side by side with an empty column between."""
    runs = _runs(rows[place])
    if len(runs) > 1:
        found = [header for run in runs if (header := _best_header(rows, place, run, words, named))]
        if len({header.sheet_code for header in found}) > 1:
            return found
    whole = range(1, max(cell.column_number for cell in rows[place].cells) + 1)
    header = _best_header(rows, place, whole, words, named)
    return [header] if header else []


def _runs(row: Row) -> list[range]:
    """Return the stretches of neighbouring filled columns."""
    starts: list[list[int]] = []
    for cell in row.cells:
        if starts and cell.column_number == starts[-1][-1] + 1:
            starts[-1].append(cell.column_number)
        else:
            starts.append([cell.column_number])
    return [range(run[0], run[-1] + 1) for run in starts]


def _best_header(rows: Sequence[Row], place: int, columns: range, words: Vocabulary, named: str | None) -> _Header | None:
    if named and (header := _header_of(rows, place, columns, named, words)) and _is_header(header, named, rows, columns):
        return header
    found = [header for code in form() if code != named and (header := _header_of(rows, place, columns, code, words))]
    sure = [header for header in found if _is_header(header, header.sheet_code, rows, columns) and _has_keys(header)]
    sure.sort(key=lambda header: -len(header.questions))
    titled = [header for header in sure if _is_titled(rows, place, header.sheet_code, words)]
    if titled:
        return titled[0]
    is_one = len(sure) == 1 or (len(sure) > 1 and len(sure[0].questions) > len(sure[1].questions))
    return sure[0] if is_one and len(sure[0].questions) >= SURE_COLUMNS else None


def _is_titled(rows: Sequence[Row], place: int, sheet_code: str, words: Vocabulary) -> bool:
    above = rows[place - 1].cells if place else ()
    return len(above) == 1 and words.sheet_code(above[0].text) == sheet_code


def _is_header(header: _Header, sheet_code: str, rows: Sequence[Row], columns: range) -> bool:
    filled = max(_filled(rows[place], columns) for place in range(header.first, header.last + 1))
    matched = len(header.questions)
    return matched >= min(2, len(form()[sheet_code].questions)) and 2 * matched >= filled


def _filled(row: Row, columns: range) -> int:
    return sum(cell.column_number in columns for cell in row.cells)


def _has_keys(header: _Header) -> bool:
    return 0 not in header.key_columns


def _header_of(rows: Sequence[Row], place: int, columns: range, sheet_code: str, words: Vocabulary) -> _Header:
    """Return a row, or it and the one below where only both together name more questions than each, as the header of a sheet."""
    single = _columns(_texts(rows[place], columns), rows[place], sheet_code, words)
    height = 1
    if place + 1 < len(rows) and rows[place + 1].row_number == rows[place].row_number + 1:
        below = _columns(_texts(rows[place + 1], columns), rows[place + 1], sheet_code, words)
        pair = _columns(_joined_texts(rows[place], rows[place + 1], columns), rows[place + 1], sheet_code, words)
        if _count(pair) > max(_count(single), _count(below)) and not _contradicts(pair, single):
            single, height = pair, 2
    last = place + height - 1
    return _with_rows_below(rows, _Header(sheet_code, place, last, single), columns, words)


def _count(columns: dict[int, FoundColumn]) -> int:
    return sum(column.question_code is not None for column in columns.values())


def _contradicts(pair: dict[int, FoundColumn], upper: dict[int, FoundColumn]) -> bool:
    """Whether a column that the upper row alone names would answer another question: then these are no two rows of one header."""
    return any(column.question_code and pair[number].question_code != column.question_code for number, column in upper.items())


def _texts(row: Row, columns: range) -> dict[int, list[str]]:
    return {cell.column_number: [cell.text] for cell in row.cells if cell.column_number in columns and cell.text.strip()}


def _joined_texts(upper: Row, lower: Row, columns: range) -> dict[int, list[str]]:
    """Return what a column may be called under two rows: both together, the lower one, or the upper one over an empty cell."""
    above, below = _spread(upper, columns), _texts(lower, columns)
    return {
        column: [f"{above[column]} {below[column][0]}", *below[column]] if column in above and column in below
        else below.get(column) or [above[column]]
        for column in sorted({*_texts(upper, columns), *below})
    }  # fmt: skip


def _spread(row: Row, columns: range) -> dict[int, str]:
    """Return the text over each column: merged cells reach as far as they are merged, others to the next filled one."""
    texts = {cell.column_number: cell.text for cell in row.cells if cell.column_number in columns}
    ends = {span.first_column: span.last_column for span in row.spans}
    filled = sorted(texts)
    over: dict[int, str] = {}
    for number, start in enumerate(filled):
        following = filled[number + 1] if number + 1 < len(filled) else columns.stop + LOOKED_AT
        end = ends.get(start, start) if ends else following - 1
        over |= dict.fromkeys(range(start, end + 1), texts[start])
    return over


def _columns(texts: dict[int, list[str]], row: Row, sheet_code: str, words: Vocabulary) -> dict[int, FoundColumn]:
    """Return the columns under a header; the first of two that answer the same question has it."""
    taken: set[str] = set()
    found: dict[int, FoundColumn] = {}
    for number, candidates in texts.items():
        codes = (words.question_code(sheet_code, text) for text in candidates if len(text) <= LONGEST_HEADER)
        code = next((code for code in codes if code), None)
        is_twice = code in taken
        found[number] = FoundColumn(
            number, row.row_number, number, candidates[0], None if is_twice else code, problem="header-twice" if is_twice else ""
        )
        taken |= {code} if code else set()
    return found


def _with_rows_below(rows: Sequence[Row], header: _Header, columns: range, words: Vocabulary) -> _Header:
    """Return the header with the rows directly below it that belong to it: machine codes (which win), labels again, HXL tags."""
    known, last = dict(header.columns), header.last
    while last + 1 < len(rows):
        row = rows[last + 1]
        if is_tag_row(row):
            tags = {cell.column_number: cell.text.strip() for cell in row.cells if cell.column_number in columns}
            known = {number: column._replace(hxl_tag=tags.get(number, "")) for number, column in known.items()}
        elif _names_columns(row, header.sheet_code, known, words):
            known = _settled(known, row, header.sheet_code, columns)
        else:
            break
        last += 1
    return replace(header, columns=known, last=last)


def is_tag_row(row: Row) -> bool:
    """Return whether a row holds HXL tags (hxlstandard.org): most cells begin with a number sign and a letter."""
    tags = sum(re.match(r"\s*#[A-Za-z]", cell.text) is not None for cell in row.cells)
    return tags > 0 and 2 * tags >= len(row.cells)


def _names_columns(row: Row, sheet_code: str, columns: dict[int, FoundColumn], words: Vocabulary) -> bool:
    """Return whether most cells of a row name their own column, or are machine codes of the sheet."""
    codes = _machine_codes(sheet_code)
    named = sum(
        cell.column_number in columns
        and (code := words.question_code(sheet_code, cell.text)) is not None
        and (code == columns[cell.column_number].question_code or cell.text.strip() in codes)
        for cell in row.cells[: 2 * LOOKED_AT] if len(cell.text) <= LONGEST_HEADER
    )  # fmt: skip
    return named >= 2 and 2 * named >= len(row.cells[: 2 * LOOKED_AT])


@cache
def _machine_codes(sheet_code: str) -> frozenset[str]:
    return frozenset(question.question_code for question in form()[sheet_code].questions)


def _settled(columns: dict[int, FoundColumn], row: Row, sheet_code: str, within: range) -> dict[int, FoundColumn]:
    """Return the columns with the questions that a row of machine codes gives them; labels that say another are said."""
    codes = {cell.column_number: cell.text.strip() for cell in row.cells if cell.column_number in within}
    given = {number: code for number, code in codes.items() if code in _machine_codes(sheet_code)}
    settled: dict[int, FoundColumn] = {}
    for number in sorted({*columns, *given}):
        column = columns.get(number) or FoundColumn(number, row.row_number, number, codes[number], None)
        code = given.get(number)
        if code is None and column.question_code in given.values():
            column = column._replace(question_code=None, problem="header-twice")
        elif code and column.question_code and column.question_code != code:
            column = column._replace(question_code=code, problem="header-conflict")
        elif code:
            column = column._replace(question_code=code, problem="")
        settled[number] = column
    return settled


class _Laying:
    """Goes down a sheet from its first header and tells what each row is."""

    def __init__(self, rows: Sequence[Row], words: Vocabulary) -> None:
        self.rows = rows
        self.words = words
        self.layout = Layout([], [])
        self.tables: list[tuple[_Header, FoundTable]] = []
        self.merged: dict[int, tuple[int, Cell]] = {}  # column → last row and cell of a range merged downwards

    def lay(self, headers: list[_Header]) -> Layout:
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

    def _lay_above(self, headers: list[_Header]) -> None:
        """Titles stand above a header, and the labels above machine codes, or groups of columns; anything else may be an answer."""
        for place, row in enumerate(self.rows[: headers[0].first]):
            is_label_row = place == headers[0].first - 1 and self._is_over(row, headers)
            role = "title" if len(row.cells) == 1 else "header" if is_label_row else "above"
            self.layout.other_rows.append((row, role))

    def _is_over(self, row: Row, headers: list[_Header]) -> bool:
        known = {number: column for header in headers for number, column in header.columns.items()}
        codes = {code for header in headers for code in _machine_codes(header.sheet_code)}
        is_of_codes = all(column.header_text.strip() in codes for column in known.values() if column.question_code)
        groups = any(span.last_column > span.first_column for span in row.spans)
        return groups or (is_of_codes and 2 * sum(cell.column_number in known for cell in row.cells) >= len(row.cells))

    def _open(self, headers: list[_Header]) -> None:
        self.tables = [(header, FoundTable(header.sheet_code, list(header.columns.values()))) for header in headers]
        self.layout.tables.extend(table for _, table in self.tables)
        self.merged = {}
        for header in headers[:1]:
            self.layout.other_rows.extend((row, "header") for row in self.rows[header.first : max(one.last for one in headers) + 1])

    def _headers_again(self, place: int) -> list[_Header]:
        row = self.rows[place]
        if not self._may_be_header(row):
            return []
        if any(_names_columns(row, header.sheet_code, header.columns, self.words) for header, _ in self.tables):
            return [header for header, _ in self.tables]
        return _headers_at(self.rows, place, self.words, self.tables[0][0].sheet_code)

    def _may_be_header(self, row: Row) -> bool:
        """Whether two of the first cells, or all of fewer, are headers of some sheet: the quick look that most rows of answers fail."""
        first = [cell for cell in row.cells[:LOOKED_AT] if cell.kind == "t" and len(cell.text) <= LONGEST_HEADER]
        known = sum(header_key(cell.text) in self.words.every_header for cell in first)
        return known >= min(2, len(row.cells))

    def _take_header(self, headers: list[_Header], place: int) -> int:
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
        cells = {cell.column_number: cell for cell in row.cells}
        for span in row.spans:
            if span.last_row > row.row_number and span.first_column in cells:
                self.merged[span.first_column] = (span.last_row, cells[span.first_column])

    def _cells_by_table(self, row: Row) -> list[list[Cell]]:
        """Return the row's cells for each table, with those that are merged into it from above."""
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


def _has_key_answers(header: _Header, row: Row) -> bool:
    return header.key_columns <= {cell.column_number for cell in row.cells}


def _opens_with(text: str, kind: str) -> bool:
    """Return whether a text is one of the words for a total, or opens with one of those for a note and a colon."""
    opening = text if kind == "total" else re.split(r"[:：]", text, maxsplit=1)[0] if re.search(r"[:：]", text) else ""
    return bool(opening) and header_key(opening) in {header_key(word) for word in row_words(kind)}


def _is_numeric(cell: Cell) -> bool:
    return cell.kind in "npf" or bool(NUMERIC.fullmatch(latin_digits(cell.text)))


def _is_wide(spans: Iterable[Span], width: int) -> bool:
    return any(span.last_column - span.first_column + 1 >= max(3, width // 2) for span in spans)


def _column_of(header: _Header, table: FoundTable, cell: Cell) -> FoundColumn:
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
            answer = next((cell for cell in values if cell.text.strip() not in _machine_codes(COVER)), None)
            column = answer.column_number if answer else label.column_number + 1
            problem = "header-twice" if code in taken else ""
            place = (column, row.row_number, label.column_number)
            yield FoundColumn(*place, label.text, None if problem else code, answer_row=row.row_number, problem=problem), answer, row
            taken |= {code} if code else set()
