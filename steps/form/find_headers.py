"""Finds headers: rows, or two rows one over the other, most of whose cells name questions of one sheet of the form.

Rows directly below that repeat the header, give machine codes (which win over labels) or HXL tags belong to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from schemas.form import form
from steps.files.read_workbook import Row
from steps.form.vocabulary import Vocabulary

HEADER_SEARCH_ROWS = 20  # titles and logos above a header seldom take more
SURE_COLUMNS = 3  # a list of two columns, such as reference and title, may be there to look things up
NAMING_CELLS = 8  # as many cells tell whether a row repeats its header
UNSPANNED_REACH = 3  # columns that the last cell of an upper header row may stand over, where no cells are merged
LONGEST_HEADER = 120


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


@dataclass
class Header:
    """The header of a table: the sheet of the form, the places of its first and last row on the sheet received, its columns."""

    sheet_code: str
    first: int
    last: int
    columns: dict[int, FoundColumn]

    @cached_property
    def questions(self) -> dict[int, str]:
        """The question that each recognised column answers."""
        return {number: column.question_code for number, column in self.columns.items() if column.question_code}

    @cached_property
    def key_columns(self) -> frozenset[int]:
        """The columns of the key questions; 0, which is none, for a key question without a column."""
        places = {code: number for number, code in self.questions.items()}
        keys = (question.question_code for question in form()[self.sheet_code].questions if question.need == "key")
        return frozenset(places.get(code, 0) for code in keys)


def first_headers(rows: Sequence[Row], named: str | None, words: Vocabulary) -> list[Header]:
    """Return the headers of the first row of a sheet that holds any, see `headers_at`."""
    for place in range(min(len(rows), HEADER_SEARCH_ROWS)):
        headers = headers_at(rows, place, words, named)
        if headers:
            return headers
    return []


def headers_at(rows: Sequence[Row], place: int, words: Vocabulary, named: str | None) -> list[Header]:
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


def _best_header(rows: Sequence[Row], place: int, columns: range, words: Vocabulary, named: str | None) -> Header | None:
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


def _is_header(header: Header, sheet_code: str, rows: Sequence[Row], columns: range) -> bool:
    filled = max(_filled(rows[place], columns) for place in range(header.first, header.last + 1))
    matched = len(header.questions)
    return matched >= min(2, len(form()[sheet_code].questions)) and 2 * matched >= filled


def _filled(row: Row, columns: range) -> int:
    return sum(cell.column_number in columns for cell in row.cells)


def _has_keys(header: Header) -> bool:
    return 0 not in header.key_columns


def _header_of(rows: Sequence[Row], place: int, columns: range, sheet_code: str, words: Vocabulary) -> Header:
    """Return a row, or it and the one below where only both together name more questions than each, as the header of a sheet."""
    single = _columns(_texts(rows[place], columns), rows[place], sheet_code, words)
    height = 1
    if place + 1 < len(rows) and rows[place + 1].row_number == rows[place].row_number + 1:
        below = _columns(_texts(rows[place + 1], columns), rows[place + 1], sheet_code, words)
        pair = _columns(_joined_texts(rows[place], rows[place + 1], columns), rows[place + 1], sheet_code, words)
        if _count(pair) > max(_count(single), _count(below)) and not _contradicts(pair, single):
            single, height = pair, 2
    last = place + height - 1
    return _with_rows_below(rows, Header(sheet_code, place, last, single), columns, words)


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
        following = filled[number + 1] if number + 1 < len(filled) else columns.stop + UNSPANNED_REACH
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


def _with_rows_below(rows: Sequence[Row], header: Header, columns: range, words: Vocabulary) -> Header:
    """Return the header with the rows directly below it that belong to it: machine codes (which win), labels again, HXL tags."""
    known, last = dict(header.columns), header.last
    while last + 1 < len(rows):
        row = rows[last + 1]
        if is_tag_row(row):
            tags = {cell.column_number: cell.text.strip() for cell in row.cells if cell.column_number in columns}
            known = {number: column._replace(hxl_tag=tags.get(number, "")) for number, column in known.items()}
        elif names_columns(row, header.sheet_code, known, words):
            known = _settled(known, row, header.sheet_code, columns)
        else:
            break
        last += 1
    return replace(header, columns=known, last=last)


def is_tag_row(row: Row) -> bool:
    """Return whether a row holds HXL tags (hxlstandard.org): most cells begin with a number sign and a letter."""
    tags = sum(re.match(r"\s*#[A-Za-z]", cell.text) is not None for cell in row.cells)
    return tags > 0 and 2 * tags >= len(row.cells)


def names_groups(row: Row) -> bool:
    """Return whether a row names groups of columns: cells of it are merged over several."""
    return any(span.last_column > span.first_column for span in row.spans)


def names_columns(row: Row, sheet_code: str, columns: dict[int, FoundColumn], words: Vocabulary) -> bool:
    """Return whether most cells of a row name their own column, or are machine codes of the sheet."""
    codes = machine_codes(sheet_code)
    named = sum(
        cell.column_number in columns
        and (code := words.question_code(sheet_code, cell.text)) is not None
        and (code == columns[cell.column_number].question_code or cell.text.strip() in codes)
        for cell in row.cells[: NAMING_CELLS] if len(cell.text) <= LONGEST_HEADER
    )  # fmt: skip
    return named >= 2 and 2 * named >= len(row.cells[:NAMING_CELLS])


@cache
def machine_codes(sheet_code: str) -> frozenset[str]:
    """Return the codes of a sheet's questions."""
    return frozenset(question.question_code for question in form()[sheet_code].questions)


def _settled(columns: dict[int, FoundColumn], row: Row, sheet_code: str, within: range) -> dict[int, FoundColumn]:
    """Return the columns with the questions that a row of machine codes gives them; labels that say another are said."""
    codes = {cell.column_number: cell.text.strip() for cell in row.cells if cell.column_number in within}
    given = {number: code for number, code in codes.items() if code in machine_codes(sheet_code)}
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
