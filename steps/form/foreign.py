"""Foreign tables told in the words of the form: a plan of what their columns answer, and their rows in parts.

A foreign table is one that some other tool or office has laid out: an export of a survey tool, a 3W. One of its rows may answer
several sheets of the form: a row of a 3W says something of an initiative, of its place and of an organisation. Each sheet that it
answers is a part of the row, and becomes a table of its own among those found on the sheet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from schemas.form import Question, form
from steps.files.read_workbook import Cell, Row
from steps.form.find_headers import FoundColumn
from steps.form.find_tables import FoundRow, FoundTable, Layout

TECHNICAL = "technical"  # a column that the tool fills in for itself: known, and no answer
TWICE = "header-twice"
HELD_BACK = "held_back"  # a row that is not taken, for a reason that a finding tells


@dataclass(frozen=True)
class Source:
    """Where the answer to a question stands: columns, columns of its options by code, or a constant text.

    Of several columns the first filled one counts; two that differ contradict each other, unless they are `is_fallback`.
    """

    question: Question
    columns: tuple[int, ...] = ()
    options: tuple[tuple[str, int], ...] = ()
    constant: str = ""
    is_fallback: bool = False

    @property
    def every_column(self) -> tuple[int, ...]:
        """All columns that take part in the answer."""
        return (*self.columns, *(column for _, column in self.options))


class PartKey(NamedTuple):
    """A sheet of the form, and the numbers that tell several parts of one row apart; no numbers for the only one."""

    sheet_code: str
    numbers: tuple[int, ...] = ()


class Problem(NamedTuple):
    """Something to be said about a row: a finding code with its facts, and the column and question where it shows."""

    finding_code: str
    column_number: int
    question_code: str | None = None
    facts: Mapping[str, str] = MappingProxyType({})


@dataclass
class ForeignRow:
    """A received row: what it answers, by part and question; what is to be said; the submission of the tool that it belongs to."""

    row: Row
    parts: dict[PartKey, dict[str, Cell]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_held_back: bool = False
    filling: str = ""


@dataclass
class ForeignTable:
    """A foreign table: its header by column, what its columns answer part by part, its rows, and the rows around them."""

    header_row: int
    headers: dict[int, str]
    plan: dict[PartKey, list[Source]]
    technical: frozenset[int]
    rows: list[ForeignRow]
    other_rows: list[tuple[Row, str]]
    tags: dict[int, str] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()  # columns of a name that stands twice


class ForeignLayout(NamedTuple):
    """What stands on a foreign sheet: its tables and rows (see Layout), what is to be said of rows, and the submission of each row.

    `refusal` is the finding code of a sheet that is not taken at all. A mapped table answers what it can: nothing is missing in it.
    """

    layout: Layout
    problems: Sequence[tuple[int, Problem]] = ()
    fillings: Mapping[int, str] = MappingProxyType({})
    refusal: str = ""
    detail: str = ""
    is_mapped: bool = False


def own_reference(sheet_code: str) -> Question | None:
    """Return the question by which the rows of a sheet are referred to, or None when nothing refers to them."""
    first = form()[sheet_code].questions[0]
    return first if first.kind == "text" and first.need == "key" and first.question_code.endswith("_ref") else None


def key_references(sheet_code: str) -> list[Question]:
    """Return the questions of a sheet that refer to a row of another sheet and without which a row is held back."""
    return [question for question in form()[sheet_code].questions if question.kind == "reference" and question.need == "key"]


def lay_out(table: ForeignTable, *, is_mapped: bool) -> ForeignLayout:
    """Return a foreign table as tables of the form, one for each part, in the order of the form."""
    order = list(form())
    keys = sorted(table.plan, key=lambda key: (order.index(key.sheet_code), key.numbers))
    found = {key: FoundTable(key.sheet_code, _columns(table, key)) for key in keys}
    rest = _rest(table)
    if keys:
        found[keys[0]].columns.extend(rest.values())
    other_rows = list(table.other_rows)
    for one in table.rows:
        if one.is_held_back:
            other_rows.append((one.row, HELD_BACK))
        else:
            _take_parts(one, table, found, rest)
    problems = [(one.row.row_number, problem) for one in table.rows for problem in one.problems]
    fillings = {one.row.row_number: one.filling for one in table.rows if one.filling}
    return ForeignLayout(Layout(list(found.values()), other_rows), problems, fillings, is_mapped=is_mapped)


def _columns(table: ForeignTable, key: PartKey) -> list[FoundColumn]:
    return [
        _column(table, number, source.question.question_code) for source in table.plan[key] for number in dict.fromkeys(source.every_column)
    ]


def _column(table: ForeignTable, number: int, question_code: str | None) -> FoundColumn:
    problem = TECHNICAL if number in table.technical else TWICE if number in table.unread else ""
    problem = "" if question_code else problem
    tag = table.tags.get(number, "")
    text = table.headers.get(number) or tag
    return FoundColumn(number, table.header_row, number, text, question_code, tag, problem=problem)


def _rest(table: ForeignTable) -> dict[int, FoundColumn]:
    """Return the columns that answer nothing."""
    answering = {number for sources in table.plan.values() for source in sources for number in source.every_column}
    filled = {cell.column_number for one in table.rows for cell in one.row.cells}
    return {number: _column(table, number, None) for number in sorted({*table.headers, *filled} - answering)}


def _take_parts(one: ForeignRow, table: ForeignTable, found: dict[PartKey, FoundTable], rest: dict[int, FoundColumn]) -> None:
    apart = [(rest[cell.column_number], cell) for cell in one.row.cells if cell.column_number in rest]
    keys: Iterable[PartKey] = [key for key in found if one.parts.get(key)] or list(found)[:1]  # a row of nothing is a row too
    for key in keys:
        answers = [(_column(table, cell.column_number, code), cell) for code, cell in one.parts.get(key, {}).items()]
        found[key].rows.append(FoundRow(one.row, (*answers, *apart)))
        apart = []
