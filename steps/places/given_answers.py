"""Finds what people answered about open places: on the sheet of a correction workbook, or in the table of places to review."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from schemas.correction_workbook import PLACE_COLUMNS, PLACES_SHEET, PlaceKey, read_place_key, words
from steps.form.own_sheets import rows_of_own_sheet, rows_of_table
from steps.text import fold

KEY, WRITTEN, CONTEXT, ANSWER, REASON = (
    PLACE_COLUMNS.index(name) + 1 for name in ("key", "written", "context", "place_answer", "place_reason")
)
# Columns of report_places_to_review that tell the question, and the two that people add; the last three may be missing.
TABLE_COLUMNS = ("review_id", "country_code", "place_text", "answer", "context_text", "candidate_place_ids", "reason")
NEEDED = TABLE_COLUMNS[:4]
NOT_A_KEY = PlaceKey("", "")


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
    def question(self) -> str:
        """The id of the question; empty when the row has lost its key."""
        return self.key.review_id

    @property
    def candidates(self) -> list[str]:
        """The place_ids of the candidates, in the order in which they were numbered."""
        return [place_id for place_id in self.key.candidate_place_ids.split("|") if place_id]


def answers_of_workbook(received: pd.DataFrame, name: str, decided_by: str) -> Iterator[GivenAnswer]:
    """Yield the answers on the sheet of places of a correction workbook; `received` are its raw rows, `name` what it is told by.

    A reason without an answer is yielded, too: its answer is empty.
    """
    headers = {fold(label) for word in ("place_answer", "place_reason") for label in words()[word].values()}
    for sheet, row, texts in rows_of_own_sheet(received, PLACES_SHEET):
        answer, reason = texts.get(ANSWER, ""), texts.get(REASON, "")
        key = read_place_key(texts.get(KEY, ""))
        if (answer or reason) and (key or fold(answer or reason) not in headers):
            where = f"{name}, sheet {sheet}, row {row}"
            about = (texts.get(WRITTEN, ""), texts.get(CONTEXT, ""), answer, reason)
            yield GivenAnswer(where, key or NOT_A_KEY, *about, decided_by)


def answers_of_table(received: pd.DataFrame, name: str, decided_by: str) -> Iterator[GivenAnswer]:
    """Yield the answers of a table with the columns of report_places_to_review, `answer` and `reason`, in whatever order."""
    for row, text in rows_of_table(received, TABLE_COLUMNS, NEEDED):
        if text["answer"] or text["reason"]:
            key = PlaceKey(text["review_id"], text["country_code"], text["candidate_place_ids"])
            about = (text["place_text"], text["context_text"], text["answer"], text["reason"])
            yield GivenAnswer(f"{name}, row {row}", key, *about, decided_by)
