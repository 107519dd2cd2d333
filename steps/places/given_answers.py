"""Finds what people answered about open places: on the sheet of a correction workbook, or in the table of places to review."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from schemas.correction_workbook import PLACE_COLUMNS, PLACES_SHEET, PlaceKey, machine_sheets, read_place_key, words
from steps.files.read_workbook import Cell
from steps.text import clean_text, fold

KEY, WRITTEN, CONTEXT, ANSWER, REASON = (
    PLACE_COLUMNS.index(name) + 1 for name in ("key", "written", "context", "place_answer", "place_reason")
)
# Columns of report_places_to_review that tell the question, and the two that people add; the last three may be missing.
TABLE_COLUMNS = ("review_id", "country_code", "place_text", "answer", "context_text", "candidate_place_ids", "reason")
NEEDED = TABLE_COLUMNS[:4]
NOT_A_KEY = PlaceKey("", "")
Texts = dict[int, str]  # by column, from 1


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it was given: where it stands (as people are told), the question with its candidates, and who gave it."""

    where: str
    key: PlaceKey
    place_text: str
    context_text: str
    answer_text: str
    reason_text: str
    decided_by: str

    @property
    def candidates(self) -> list[str]:
        """The place_ids of the candidates, in the order in which they were numbered."""
        return [place_id for place_id in self.key.candidate_place_ids.split("|") if place_id]


def has_places_sheet(received: pd.DataFrame) -> bool:
    """Whether a file received is a correction workbook with a sheet of places."""
    return any(map(_is_places_sheet, received["sheet_name"]))


def answers_of_workbook(received: pd.DataFrame, name: str, decided_by: str) -> Iterator[GivenAnswer]:
    """Yield the answers on the sheet of places of a correction workbook; `received` are its raw rows, `name` what it is told by."""
    headers = {fold(label) for label in words()["place_answer"].values()}
    for sheet, row, texts in _rows(received[received["sheet_name"].map(_is_places_sheet)]):
        answer = texts.get(ANSWER, "")
        key = read_place_key(texts.get(KEY, ""))
        if answer and (key or fold(answer) not in headers):
            where = f"{name}, sheet {sheet}, row {row}"
            about = (texts.get(WRITTEN, ""), texts.get(CONTEXT, ""), answer, texts.get(REASON, ""))
            yield GivenAnswer(where, key or NOT_A_KEY, *about, decided_by)


def missing_columns(received: pd.DataFrame) -> list[str]:
    """Return which needed columns no row of a table has together; none when the table can be read."""
    rows = [{fold(text) for text in texts.values()} for _, _, texts in _rows(received)]
    best = max(rows, key=lambda row: sum(name in row for name in NEEDED), default=set())
    return [name for name in NEEDED if name not in best]


def answers_of_table(received: pd.DataFrame, name: str, decided_by: str) -> Iterator[GivenAnswer]:
    """Yield the answers of a table with the columns of report_places_to_review, `answer` and `reason`, in whatever order."""
    of_sheet: dict[str, dict[str, int]] = {}
    for sheet, row, texts in _rows(received):
        headers = {fold(text): column for column, text in texts.items()}
        if all(column in headers for column in NEEDED):
            of_sheet[sheet] = headers
            continue
        columns = of_sheet.get(sheet, {})
        text = {column: texts.get(columns.get(column, 0), "") for column in TABLE_COLUMNS}
        if text["answer"]:
            key = PlaceKey(text["review_id"], text["country_code"], text["candidate_place_ids"])
            about = (text["place_text"], text["context_text"], text["answer"], text["reason"])
            yield GivenAnswer(f"{name}, row {row}", key, *about, decided_by)


def _is_places_sheet(name: object) -> bool:
    return fold(str(name)) in {fold(title) for title in machine_sheets()[PLACES_SHEET].values()}


def _rows(received: pd.DataFrame) -> Iterator[tuple[str, int, Texts]]:
    for sheet, row, cells in zip(received["sheet_name"], received["row_number"], received["cells"], strict=True):
        yield str(sheet), int(row), {cell.column_number: _text(cell) for cell in cells}


def _text(cell: Cell) -> str:
    return " ".join(clean_text(cell.text).split())
