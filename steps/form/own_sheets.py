"""Reads back what the program wrote and people filled in: its own sheets of a correction workbook, and tables with a column of answers."""

from collections.abc import Iterator, Sequence

import pandas as pd

from schemas.correction_workbook import machine_sheets
from steps.files.read_workbook import Cell
from steps.text import clean_text, fold

Texts = dict[int, str]  # by column, from 1


def own_sheet(name: object) -> str | None:
    """Return which sheet of a correction workbook one of that name is; None when it is the sender's."""
    return next((code for code, titles in machine_sheets().items() if fold(str(name)) in {fold(title) for title in titles.values()}), None)


def has_own_sheet(received: pd.DataFrame, code: str) -> bool:
    """Whether a file received is a correction workbook with a certain sheet."""
    return any(own_sheet(name) == code for name in received["sheet_name"].unique())


def rows_of_own_sheet(received: pd.DataFrame, code: str) -> Iterator[tuple[str, int, Texts]]:
    """Yield the rows of one of the workbook's own sheets: its name as received, the number of the row, and its texts by column."""
    return _rows(received[received["sheet_name"].map(own_sheet) == code])


def missing_columns(received: pd.DataFrame, needed: Sequence[str]) -> list[str]:
    """Return which needed columns no row of a table has together; none when the table can be read."""
    rows = [{fold(text) for text in texts.values()} for _, _, texts in _rows(received)]
    best = max(rows, key=lambda row: sum(name in row for name in needed), default=set())
    return [name for name in needed if name not in best]


def rows_of_table(received: pd.DataFrame, columns: Sequence[str], needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows below a header that has the needed columns, in whatever order: their number, and the texts by column.

    A column that is not there is empty in every row.
    """
    of_sheet: dict[str, dict[str, int]] = {}
    for sheet, row, texts in _rows(received):
        headers = {fold(text): column for column, text in texts.items()}
        if all(column in headers for column in needed):
            of_sheet[sheet] = headers
            continue
        places = of_sheet.get(sheet, {})
        yield row, {column: texts.get(places.get(column, 0), "") for column in columns}


def _rows(received: pd.DataFrame) -> Iterator[tuple[str, int, Texts]]:
    for sheet, row, cells in zip(received["sheet_name"], received["row_number"], received["cells"], strict=True):
        yield str(sheet), int(row), {cell.column_number: _text(cell) for cell in cells}


def _text(cell: Cell) -> str:
    return " ".join(clean_text(cell.text).split())
