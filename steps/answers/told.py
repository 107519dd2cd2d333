"""Collects what is found in the answers: equal problems of a column are told once, at the first cell, with how often they stand there."""

from schemas.findings import codes_that_hold_back, finding
from schemas.form import Question
from steps.answers.readings import Problem, short
from steps.answers.typed_sheet import Part
from steps.spots import Spots

# Notes on how a column was read: one for the whole column, whatever the values.
PER_COLUMN = frozenset({"answer-ditto", "date-converted", "date-order-proven", "zeros-restored"})


class Told:
    """The problems told so far."""

    def __init__(self, spots: Spots) -> None:
        self.spots = spots
        self._counts: dict[tuple[object, ...], int] = {}
        self._first: dict[tuple[object, ...], tuple[str, Question, Problem, str]] = {}

    def tell(self, part: Part, response_id: str, question: Question, problem: Problem, text: str = "", count: int = 1) -> None:
        """Tell a problem that `count` answers of a column have, the first of them, with its text, in the row `response_id`."""
        where = response_id if problem.finding_code in codes_that_hold_back() else ""
        facts = () if problem.finding_code in PER_COLUMN else (problem, text if problem.value is None else "")
        key = (part.submission_id, part.sheet_name, question.question_code, problem.finding_code, where, facts)
        self._counts[key] = self._counts.get(key, 0) + count
        self._first.setdefault(key, (response_id, question, problem, text))

    def findings(self) -> list[dict[str, object]]:
        """Return what was told as rows of findings, in the order in which it was met."""
        return [self._finding(*first, self._counts[key]) for key, first in self._first.items()]

    def _finding(self, response_id: str, question: Question, problem: Problem, text: str, count: int) -> dict[str, object]:
        spot = self.spots.spot(response_id, question.question_code)
        value = short(text) if problem.value is None else problem.value
        detail = question.labels[spot.language] if problem.detail is None else problem.detail
        return finding(problem.finding_code, spot, value, detail, problem.accepted, problem.suggestion, count=count)
