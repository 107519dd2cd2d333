"""Shows what a sender wrote without what must stay apart: the cells of a delivery as they may stand in a file that others read.

An answer is shown as it went on; a cell kept apart, and a title or note that is no text of the form, is a mark that names its place.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from schemas.code_lists import code_list, code_list_names
from schemas.correction_workbook import kept_apart_mark
from schemas.form import form
from schemas.registry import table
from schemas.tables import shape
from steps.files.read_workbook import Cell, cell_name
from steps.form.consent import answer_rows
from steps.form.withhold import MARK, PERSONAL
from steps.text import fold

LONGEST_TEXT = 32_767  # of a cell in Excel; a longer text comes from another kind of file
PLACE = ["submission_id", "sheet_name", "row_number"]


Place = tuple[int, int]  # row and column


class _Meaning(NamedTuple):
    """What became of a row received: its id, language, sheet of the form and outcome."""

    response_id: str | None
    language_code: str | None
    sheet_code: str | None
    outcome_code: str


def masked(raw: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Return clean_shown_rows: the rows of the sender's sheets with their cells as they may be shown.

    `raw` is what the form was laid over, `rows` clean_rows, `columns` core_received_columns. A sheet that only holds text of the form
    and has no known column, such as instructions, is left out.
    """
    meanings = _meanings(rows)
    texts = _texts(rows, columns)
    headers = _headers(columns)
    filled = raw.dropna(subset=["sheet_name"])
    numbers: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    shown: list[tuple[Cell, ...]] = []
    found: list[_Meaning] = []
    places: list[int] = []
    for file, sheet, row_number, cells in zip(*(filled[name] for name in (*PLACE, "cells")), strict=True):
        if (file, sheet) not in numbers:
            numbers[file, sheet] = counts[file] = counts.get(file, 0) + 1
        meaning = meanings.get((file, sheet, row_number), _Meaning(None, None, None, "form"))
        known = headers.get((file, sheet), frozenset()) if meaning.outcome_code == "form" else None
        found.append(meaning)
        places.append(numbers[file, sheet])
        shown.append(tuple(_shown(cells, int(row_number), texts.get((file, sheet), {}), known, numbers[file, sheet])))
    about = pd.DataFrame(found, index=filled.index, columns=_Meaning._fields)
    cells = pd.Series(shown, index=filled.index, dtype=object)
    told = filled.assign(cells=cells, sheet_number=places, **{name: about[name] for name in about.columns})
    is_asked = told["outcome_code"].ne("form").groupby([told["submission_id"], told["sheet_name"]]).transform("any")
    has_columns = pd.Series([key in headers for key in zip(told["submission_id"], told["sheet_name"], strict=True)], told.index, dtype=bool)
    return shape(told[is_asked.astype(bool) | has_columns], table("clean_shown_rows"))


def _meanings(rows: pd.DataFrame) -> dict[tuple[str, str, int], _Meaning]:
    meanings: dict[tuple[str, str, int], _Meaning] = {}
    names = (*PLACE, *_Meaning._fields)
    for file, sheet, number, *about in zip(*(rows[name].astype(object) for name in names), strict=True):
        meanings.setdefault((file, sheet, number), _Meaning(*about))  # one row may answer several tables
    return meanings


def _texts(rows: pd.DataFrame, columns: pd.DataFrame) -> dict[tuple[str, str], dict[Place, str]]:
    """Return what the answered cells of each sheet say, as it went on, by row and column."""
    below = answer_rows(columns)
    texts: dict[tuple[str, str], dict[Place, str]] = {}
    for file, sheet, number, one, answers in zip(*(rows[name] for name in (*PLACE, "table_number", "answers")), strict=True):
        of_sheet = texts.setdefault((file, sheet), {})
        for question, cell in answers:
            of_sheet[int(below.get((file, sheet, one, question), number)), cell.column_number] = cell.text
    return texts


def _shown(
    cells: tuple[Cell, ...], row_number: int, texts: dict[Place, str], headers: frozenset[str] | None, sheet_number: int
) -> Iterator[Cell]:
    """Yield the cells of a row; `headers` are those of its sheet when the row is a part of the form."""
    for cell in cells:
        text = texts.get((row_number, cell.column_number), "")
        text = "" if text == MARK else text  # nothing of it is left: the mark that names the place can come back for it
        if not text and headers is not None:
            text = _form_text(cell.text, headers)
        mark = kept_apart_mark(sheet_number, cell_name(cell.column_number, row_number))
        yield cell._replace(text=text) if text and len(text) <= LONGEST_TEXT else Cell(cell.column_number, "t", mark)


def _form_text(text: str, headers: frozenset[str]) -> str:
    """Return a text of the form as it may be shown; empty when it is not known to be one."""
    bare = PERSONAL.sub(MARK, text)
    return bare if bare in headers or fold(text).strip(" *:") in _form_texts() else ""


def _headers(columns: pd.DataFrame) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for file, sheet, text in zip(columns["submission_id"], columns["sheet_name"], columns["header_text"], strict=True):
        found.setdefault((file, sheet), set()).update([] if pd.isna(text) else [text])
    return {key: frozenset(texts) for key, texts in found.items()}


@cache
def _form_texts() -> frozenset[str]:
    """Return every text that the form itself prints: titles of sheets, headers, codes and their labels, folded."""
    sheets = [name for sheet in form().values() for name in (sheet.sheet_code, *sheet.labels.values())]
    questions = [question for sheet in form().values() for question in sheet.questions]
    headers = [name for one in questions for name in (one.question_code, *one.labels.values(), *one.hints.values())]
    codes = [name for listed in code_list_names() for code, labels in code_list(listed).labels.items() for name in (code, *labels.values())]
    return frozenset(fold(text).strip(" *:") for text in (*sheets, *headers, *codes))


def without_places(shown: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Return clean_shown_rows with a mark in place of exact places of restricted initiatives. `hidden` is clean_hidden_answers.

    A sender's own small counts stay: the workbook goes back to nobody else.
    """
    places = hidden[hidden["reason_code"] == "sensitive_place"]
    cells = set(zip(places["submission_id"], places["sheet_name"], places["cell_name"], strict=True))
    if not cells:
        return shown
    rows = zip(*(shown[name] for name in (*PLACE, "sheet_number", "cells")), strict=True)
    marked = [
        tuple(
            _marked(cell, number, name) if (file, sheet, name := cell_name(cell.column_number, int(row))) in cells else cell for cell in one
        )
        for file, sheet, row, number, one in rows
    ]
    return shown.assign(cells=pd.Series(marked, shown.index, dtype=object))


def _marked(cell: Cell, sheet_number: int, name: str) -> Cell:
    return Cell(cell.column_number, "t", kept_apart_mark(sheet_number, name))
