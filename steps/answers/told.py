"""Collects what is found in the answers: equal problems of a column are told once, at the first cell, with how often they stand there."""

from collections.abc import Sequence

from schemas.findings import MOST_OTHER_CELLS, codes_that_hold_back, finding
from schemas.form import Question
from steps.answers.readings import Problem, short
from steps.answers.typed_sheet import Part
from steps.spots import Spots

# Notes on how a column was read: one for the whole column, whatever the values.
PER_COLUMN = frozenset({"answer-ditto", "coordinates-converted", "date-converted", "date-order-proven", "zeros-restored"})


class Told:
    """The problems told so far."""

    def __init__(self, spots: Spots) -> None:
        self.spots = spots
        self._rows: dict[tuple[object, ...], list[str]] = {}
        self._first: dict[tuple[object, ...], tuple[Question, Problem, str]] = {}

    def tell(self, part: Part, response_id: str, question: Question, problem: Problem, text: str = "", others: Sequence[str] = ()) -> None:
        """Tell a problem of the answer in the row `response_id`, with its text; `others` are the other rows that have the same."""
        where = response_id if problem.finding_code in codes_that_hold_back() else ""
        facts = () if problem.finding_code in PER_COLUMN else (problem, text if problem.value is None else "")
        key = (part.submission_id, part.sheet_name, question.question_code, problem.finding_code, where, facts)
        self._rows.setdefault(key, []).extend((response_id, *others))
        self._first.setdefault(key, (question, problem, text))

    def findings(self) -> list[dict[str, object]]:
        """Return what was told as rows of findings, in the order in which it was met."""
        return [self._finding(self._rows[key], *first) for key, first in self._first.items()]

    def _finding(self, rows: list[str], question: Question, problem: Problem, text: str) -> dict[str, object]:
        spot = self.spots.spot(rows[0], question.question_code)
        value = short(text) if problem.value is None else problem.value
        detail = question.labels[spot.language] if problem.detail is None else problem.detail
        told = finding(problem.finding_code, spot, value, detail, problem.accepted, problem.suggestion, count=len(rows))
        cells = (self.spots.cell_name(row, question.question_code) for row in rows[1 : 1 + MOST_OTHER_CELLS])
        return told | {"other_cells_text": " ".join(cell for cell in cells if cell) or None}
