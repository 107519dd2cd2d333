"""Reads the answers: from the cells of each column to values of its kind, or to findings, column by column.

A column is the answers of one file to one question. Each different cell of it is read once, with the habits that the column proves. A
value that cannot be read stays out of the table while its row stays in; only a row without its key answers is held back.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from schemas.findings import numbered
from schemas.form import Question, form
from schemas.registry import table
from schemas.tables import shape
from steps.answers.habits import Habits, column_habits, country_habits, stated_habits
from steps.answers.read_cells import read_column
from steps.answers.readings import NOTHING, Problem
from steps.answers.said_words import says_ditto
from steps.answers.settle_rows import settle_rows
from steps.answers.told import Told
from steps.answers.typed_sheet import NO_PLACES, Part, Places, ReceivedColumn, TypedSheet
from steps.files.read_workbook import Cell
from steps.form.withhold import MARK
from steps.spots import Spots


class Answers(NamedTuple):
    """The typed sheets by sheet code (frames `clean_<sheet>`), and the frame clean_answer_findings."""

    sheets: dict[str, pd.DataFrame]
    findings: pd.DataFrame


def parse_answers(rows: pd.DataFrame, columns: pd.DataFrame) -> Answers:
    """Return the answers of `clean_rows` as one typed frame a sheet, with the findings made on the way.

    `columns` is core_received_columns: it tells which columns stand in a file, so that a missing one is not reported row by row.
    """
    told = Told(Spots(rows, columns))
    answered = rows[rows["outcome_code"] == "answer"]
    cover = _first_rows(answered[answered["sheet_code"] == "cover"], told)
    habits = _habits_of_fillings(answered, cover)
    frames = {}
    for code in form():
        own = cover if code == "cover" else answered[answered["sheet_code"] == code]
        frames[code] = _parse_sheet(TypedSheet.of(code, own, habits), told) if len(own) else shape([], table(f"clean_{code}"))
    return Answers(frames, numbered(told.findings(), table("clean_answer_findings")))


def _first_rows(cover: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Return the first row of the cover of each filling of the form, of which an export holds several; any other is reported."""
    is_repeated = cover.duplicated("filling_id")
    question = form()["cover"].question("country_name")
    for row in cover[is_repeated].itertuples(index=False):
        part = Part(row.submission_id, row.sheet_name, country_habits(row.country_code, row.language_code), NO_PLACES)
        told.tell(part, row.response_id, question, Problem("cover-repeated", "", ""))
    return cover[~is_repeated]


def _habits_of_fillings(answered: pd.DataFrame, cover: pd.DataFrame) -> dict[str, Habits]:
    fillings = answered.drop_duplicates("filling_id")
    about = zip(fillings["filling_id"], fillings["country_code"], fillings["language_code"], strict=True)
    habits = {filling: country_habits(country, language) for filling, country, language in about}
    stated = {row.filling_id: stated_habits(dict(row.answers), habits[row.filling_id]) for row in cover.itertuples(index=False)}
    return habits | stated


def _parse_sheet(sheet: TypedSheet, told: Told) -> pd.DataFrame:
    """Return the frame of one sheet of the form: the rows of all files that have their key answers."""
    for part in sheet.parts:
        answered = sheet.answered(part)
        for question in form()[sheet.sheet_code].questions:
            code = question.question_code
            is_asked = question.need == "key" or code in answered or told.spots.has_column(sheet.responses[part.places[0]], code)
            if is_asked and not question.is_personal:
                _parse_column(sheet, part, question, told)
    settle_rows(sheet, told)
    return sheet.frame()


def _parse_column(sheet: TypedSheet, part: Part, question: Question, told: Told) -> None:
    """Read the answers of one file to one question, and tell what is wrong with them."""
    cells = sheet.cells(part.places, question.question_code)
    column = ReceivedColumn.of(part.places, cells)
    if any(cell is not None and says_ditto(cell) for cell in column.different):
        column = ReceivedColumn.of(part.places, _without_dittos(sheet, part, question, cells, told))
    own = column_habits(question, [cell for cell in column.different if cell is not None], part.habits)
    # An answer that was kept apart whole says nothing here, and has a finding of its own.
    is_apart = [cell is not None and cell.text.strip() == MARK for cell in column.different]
    read = read_column(question, column.different, own)
    readings = [NOTHING if apart else reading for apart, reading in zip(is_apart, read, strict=True)]
    sheet.fill(column, readings)
    if any(reading.problems for reading in readings):
        for number, (cell, reading) in enumerate(zip(column.different, readings, strict=True)):
            first, *others = [sheet.responses[place] for place in column.places_of([number])] if reading.problems else [""]
            for problem in reading.problems:
                told.tell(part, first, question, problem, cell.text if cell else "", others)
    if question.need != "optional":
        is_key = question.need == "key"
        empty = [
            number
            for number, reading in enumerate(readings)
            if not reading.values and not is_apart[number] and (is_key or not reading.problems)
        ]
        _tell_empty(part, [sheet.responses[place] for place in column.places_of(empty)], question, told)


def _tell_empty(part: Part, missing: list[str], question: Question, told: Told) -> None:
    """Tell in which rows an answer is missing that they need, or in how many one that is expected."""
    if question.need == "key":
        for response in missing:
            told.tell(part, response, question, Problem("answer-missing", ""))
    elif missing:
        told.tell(part, missing[0], question, Problem("answer-empty", ""), others=missing[1:])


def _without_dittos(sheet: TypedSheet, part: Part, question: Question, cells: list[Cell | None], told: Told) -> list[Cell | None]:
    """Return the cells with each ditto mark replaced by the answer in the row above; one without such an answer is reported.

    A reference is never filled in: a row that names the wrong record does more harm than one that names none.
    """
    filled: list[Cell | None] = []
    for place, cell, above in zip(part.places.tolist(), cells, _above(sheet, part.places, filled), strict=True):
        if cell is None or not says_ditto(cell):
            filled.append(cell)
            continue
        is_reference = question.need == "key" or question.kind in ("reference", "references")
        taken = None if is_reference else above
        filled.append(taken)
        problem = Problem("answer-ditto", None, taken.text) if taken else Problem("ditto-unresolved")
        told.tell(part, sheet.responses[place], question, problem, cell.text)
    return filled


def _above(sheet: TypedSheet, places: Places, filled: list[Cell | None]) -> Iterator[Cell | None]:
    """Yield, for each row, the answer in the row above it in the sheet, as far as it was filled in; None when there is no such row."""
    previous = 0
    for number in sheet.rows["row_number"].iloc[places].tolist():
        yield filled[-1] if filled and number == previous + 1 else None
        previous = number
