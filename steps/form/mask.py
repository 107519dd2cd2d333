"""Shows what a sender wrote without what must stay apart: the cells of a delivery as they may stand in a file that others read.

An answer is shown as it went on; a cell kept apart, and a title or note that is no text of the form, is a mark that names its place.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from string import ascii_uppercase

import pandas as pd

from schemas.code_lists import code_list, code_list_names
from schemas.correction_workbook import kept_apart_mark
from schemas.form import form
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.files.read_workbook import Cell, cell_name
from steps.form.consent import answer_rows
from steps.form.withhold import MARK
from steps.personal_texts import without_personal
from steps.text import fold

LONGEST_TEXT = 32_767  # of a cell in Excel; a longer text comes from another kind of file
PLACE = ["submission_id", "sheet_name", "row_number"]
MEANING = ["response_id", "language_code", "sheet_code", "outcome_code"]  # what became of a row received


def masked(raw: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Return clean_shown_rows: the rows of the sender's sheets with their cells as they may be shown.

    `raw` is what the form was laid over, `rows` clean_rows, `columns` core_received_columns. A sheet that only holds text of the form
    and has no known column, such as instructions, is left out.
    """
    texts = _texts(rows, columns)
    headers = _headers(columns)
    filled = _with_meanings(raw.dropna(subset=["sheet_name"]), rows)
    numbers: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    shown: list[tuple[Cell, ...]] = []
    sheets: list[tuple[str, str]] = []  # of each row
    asked = set(headers)  # sheets that have a known column, or a row that is no part of the form
    for file, sheet, number, cells, outcome in zip(*(values_of(filled[name]) for name in (*PLACE, "cells", "outcome_code")), strict=True):
        if (file, sheet) not in numbers:
            numbers[file, sheet] = counts[file] = counts.get(file, 0) + 1
        known = headers.get((file, sheet), frozenset()) if outcome == "form" else None
        sheets.append((file, sheet))
        if known is None:
            asked.add((file, sheet))
        shown.append(tuple(_shown(cells, int(number), texts.get((file, sheet, number), {}), known, numbers[file, sheet])))
    told = filled.assign(cells=pd.Series(shown, index=filled.index, dtype=object), sheet_number=[numbers[one] for one in sheets])
    is_asked = pd.Series([one in asked for one in sheets], told.index, dtype=bool)
    return shape(told[is_asked], table("clean_shown_rows"))


def _with_meanings(filled: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows received with what became of each; one that became nothing else is a part of the form."""
    meanings = rows.drop_duplicates(PLACE)[[*PLACE, *MEANING]]  # one row may answer several tables
    told = filled.merge(meanings, how="left", on=PLACE)
    return told.assign(outcome_code=told["outcome_code"].fillna("form"))


def _texts(rows: pd.DataFrame, columns: pd.DataFrame) -> dict[tuple[str, str, int], dict[int, str]]:
    """Return what the answered cells of each row of a sheet say, as it went on, by column."""
    below = answer_rows(columns)
    downwards = {key[:3] for key in below}  # tables whose answers stand in rows of their own
    texts: dict[tuple[str, str, int], dict[int, str]] = defaultdict(dict)
    for file, sheet, number, one, answers in zip(*(values_of(rows[name]) for name in (*PLACE, "table_number", "answers")), strict=True):
        if (file, sheet, one) in downwards:
            for question, cell in answers:
                texts[file, sheet, below.get((file, sheet, one, question), number)][cell.column_number] = cell.text
        elif answers:
            texts[file, sheet, number].update({cell.column_number: cell.text for _, cell in answers})
    return texts


def _shown(
    cells: tuple[Cell, ...], row_number: int, texts: dict[int, str], headers: frozenset[str] | None, sheet_number: int
) -> Iterator[Cell]:
    """Yield the cells of a row; `texts` are its answers by column, `headers` those of its sheet when the row is a part of the form."""
    for cell in cells:
        text = texts.get(cell.column_number, "")
        text = "" if text == MARK else text  # nothing of it is left: the mark that names the place can come back for it
        if not text and headers is not None:
            text = _form_text(cell.text, headers)
        if not text or len(text) > LONGEST_TEXT:
            yield Cell(cell.column_number, "t", kept_apart_mark(sheet_number, cell_name(cell.column_number, row_number)))
        else:
            yield cell if text == cell.text else cell._replace(text=text)


def _form_text(text: str, headers: frozenset[str]) -> str:
    """Return a text of the form as it may be shown; empty when it is not known to be one."""
    bare = without_personal(text)
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
    touched = {(file, sheet, int(name.lstrip(ascii_uppercase))) for file, sheet, name in cells}
    rows = zip(*(values_of(shown[name]) for name in (*PLACE, "sheet_number", "cells")), strict=True)
    marked = [
        tuple(_marked(cell, number, name) if (file, sheet, name := cell_name(cell.column_number, row)) in cells else cell for cell in one)
        if (file, sheet, row) in touched
        else one
        for file, sheet, row, number, one in rows
    ]
    return shown.assign(cells=pd.Series(marked, shown.index, dtype=object))


def _marked(cell: Cell, sheet_number: int, name: str) -> Cell:
    return Cell(cell.column_number, "t", kept_apart_mark(sheet_number, name))
