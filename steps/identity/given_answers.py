"""Finds what people answered about pairs of reports: on the sheet of a correction workbook, or in the table of pairs to review."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from schemas.correction_workbook import PAIR_COLUMNS, PAIRS_SHEET, PairKey, read_pair_key, words
from schemas.decided_pairs import pair_id
from steps.form.own_sheets import rows_of_own_sheet, rows_of_table
from steps.text import fold

KEY, ANSWER, REASON = (PAIR_COLUMNS.index(name) + 1 for name in ("key", "verdict", "verdict_reason"))
# Columns of report_pairs_to_review that name the pair, and the two that people add; the last may be missing.
TABLE_COLUMNS = ("pair_id", "first_reported_id", "second_reported_id", "answer", "reason")
NEEDED = TABLE_COLUMNS[:4]


@dataclass(frozen=True)
class GivenVerdict:
    """An answer as it was given: where it stands (as people are told), the pair (None when its row does not name it any more)."""

    where: str
    key: PairKey | None
    answer_text: str
    reason_text: str
    decided_by: str

    @property
    def question(self) -> str:
        """The id of the pair; empty when the row does not name it any more."""
        return pair_id(*self.key) if self.key else ""


def answers_of_workbook(received: pd.DataFrame, name: str, decided_by: str) -> Iterator[GivenVerdict]:
    """Yield the answers on the sheet of possible duplicates; `received` are the raw rows of a file, `name` what it is told by.

    A reason without an answer is yielded, too: its answer is empty.
    """
    headers = {fold(label) for word in ("verdict", "verdict_reason") for label in words()[word].values()}
    for sheet, row, texts in rows_of_own_sheet(received, PAIRS_SHEET):
        answer, reason, key = texts.get(ANSWER, ""), texts.get(REASON, ""), read_pair_key(texts.get(KEY, ""))
        if (answer or reason) and (key or fold(answer or reason) not in headers):
            yield GivenVerdict(f"{name}, sheet {sheet}, row {row}", key, answer, reason, decided_by)


def answers_of_table(received: pd.DataFrame, name: str, decided_by: str) -> Iterator[GivenVerdict]:
    """Yield the answers of a table with the columns of report_pairs_to_review, `answer` and `reason`, in whatever order."""
    for row, text in rows_of_table(received, TABLE_COLUMNS, NEEDED):
        key = PairKey(text["first_reported_id"], text["second_reported_id"])
        if text["answer"] or text["reason"]:
            is_own = text["pair_id"] == pair_id(*key)
            yield GivenVerdict(f"{name}, row {row}", key if is_own else None, text["answer"], text["reason"], decided_by)
