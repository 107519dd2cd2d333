"""What a reader in the child process hands on: sheets of filled rows, each cell with its kind and text; facts beside the values.

Kinds are letters: t text, n number, p number shown as a percentage, d date or time, b boolean, e error, f formula without a value.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from math import isfinite
from typing import NamedTuple

from steps.files.limits import Note, column_letter

EMPTY = " "
PERCENT = ("p", "")  # a fact without text leaves the value's own
NO_DATE = ("d", "00:00:00")  # what a negative number becomes that is shown as a date
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}  # in binary files

Value = int | float | str | bool | date | time | timedelta
Fact = tuple[str, str]  # kind and text of a cell, where the reader's own value does not tell


class ReadRow(NamedTuple):
    """A filled row: number from 1; the kinds from its first column on, a blank where a cell is empty; the texts of the filled cells."""

    number: int
    kinds: str
    texts: list[str]
    is_hidden: bool
    spans: list[tuple[int, int, int]]


@dataclass
class Facts:
    """What a sheet says besides values: cells by row and column, hidden rows and columns, merged ranges by the row they begin in.

    A range is its first and last column and its last row. All numbers are from 1.
    """

    cells: dict[int, dict[int, Fact]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    spans: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    def add(self, row: int, column: int, fact: Fact) -> None:
        """Remember a fact about a cell."""
        self.cells.setdefault(row, {})[column] = fact

    def add_span(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Remember a merged range."""
        self.spans.setdefault(first_row, []).append((first_column, last_column, last_row))


class ReadSheet(NamedTuple):
    """A sheet on its way to the parent: name, whether hidden, its rows, and its hidden columns for the note about them."""

    name: str
    is_hidden: bool
    rows: Iterable[ReadRow]
    hidden_columns: frozenset[int] = frozenset()


def rows_of(values: Iterable[list[Value]], first_column: int, facts: Facts) -> Iterator[ReadRow]:
    """Yield the filled rows of values that begin in row 1 and a column (from 1), with what the facts say of them."""
    lead = EMPTY * (first_column - 1)
    number = 0
    for number, row in enumerate(values, start=1):
        kinds, texts = kinds_and_texts(row)
        if texts or number in facts.cells:
            yield from _row(number, lead + kinds, texts, facts)
    for after in sorted(row for row in facts.cells if row > number):  # a reader passes over rows of errors only
        yield from _row(after, "", [], facts)


def _row(number: int, kinds: str, texts: list[str], facts: Facts) -> Iterator[ReadRow]:
    if number in facts.cells:
        kinds, texts = _with_facts(kinds, texts, facts.cells[number])
    if texts:
        yield ReadRow(number, kinds, texts, number in facts.hidden_rows, facts.spans.get(number, []))


def _with_facts(kinds: str, texts: list[str], facts: dict[int, Fact]) -> tuple[str, list[str]]:
    """Return the kinds and texts of a row with the facts laid over them."""
    cells: dict[int, Fact] = {}
    rest = iter(texts)
    for column, kind in enumerate(kinds, start=1):
        if kind != EMPTY:
            cells[column] = (kind, next(rest))
    for column, fact in facts.items():
        known = cells.get(column)
        if fact[0] == "e" or (fact[0] == "f" and known is None):
            cells[column] = fact
        elif fact == PERCENT and known and known[0] == "n":
            cells[column] = ("p", known[1])
        elif fact[0] == "n" and known == NO_DATE:
            cells[column] = fact
    return row_kinds(cells)


def row_kinds(cells: dict[int, Fact]) -> tuple[str, list[str]]:
    """Return the kinds and texts of a row from its filled cells by column."""
    columns = sorted(cells)
    letters = dict.fromkeys(range(1, columns[-1] + 1), EMPTY) if columns else {}
    letters |= {column: cells[column][0] for column in columns}
    return "".join(letters[column] for column in sorted(letters)), [cells[column][1] for column in columns]


def kinds_and_texts(values: list[Value]) -> tuple[str, list[str]]:
    """Return the kinds of a row of values, a blank for each empty one, and the texts of the others.

    The text of a number has a decimal point, that of a date is ISO 8601.
    """
    kinds: list[str] = []
    texts: list[str] = []
    for value in values:
        kind = type(value)
        if kind is str:
            if value and not value.isspace():  # type: ignore[union-attr]
                kinds.append("t")
                texts.append(value)  # type: ignore[arg-type]
            else:
                kinds.append(EMPTY)
        elif kind is float:
            letter, text = number_fact(value)  # type: ignore[arg-type]
            kinds.append(letter)
            texts.append(text)
        elif kind is int:
            kinds.append("n")
            texts.append(str(value))
        elif kind is bool:
            kinds.append("b")
            texts.append("TRUE" if value else "FALSE")
        else:
            kinds.append("d")
            texts.append(_date_text(value))  # type: ignore[arg-type]
    return "".join(kinds), texts


def number_fact(value: float) -> Fact:
    """Return kind and text of a number: an error when no sheet could hold it, only a hand that wrote the file."""
    if value.is_integer():
        return "n", str(int(value))  # -0 is a plain 0
    return ("n", repr(value)) if isfinite(value) else ("e", "#NUM!")


def _date_text(value: date | time | timedelta) -> str:
    """Return a date in ISO 8601, without the hour at midnight; hours, minutes and seconds as Excel shows a duration: 26:00:00."""
    if not isinstance(value, timedelta):
        return value.isoformat().removesuffix("T00:00:00")
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    return f"{sign}{abs(seconds) // 3600:02}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"


def hidden_columns_note(sheet: ReadSheet, filled: set[int]) -> Note | None:
    """Return what to say of a sheet whose hidden columns hold something, or None."""
    letters = ", ".join(column_letter(column) for column in sorted(sheet.hidden_columns & filled))
    return Note("file-columns-hidden", f"{sheet.name}: {letters}") if letters else None
