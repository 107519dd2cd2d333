"""Rules on two answers of one row, from `reference/form/answer_rules.csv`: when one says this, the other must say that."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas.errors import BrokenReference
from schemas.findings import finding_codes
from schemas.form import form
from schemas.reference_files import read_reference

DEMANDS = ("filled", "one_of", "agree")
_COLUMNS = ("rule_code", "sheet_code", "when_question", "when_codes", "then_question", "then_must", "then_codes", "finding_code")


@dataclass(frozen=True)
class AnswerRule:
    """When `when_question` has one of `when_codes`, `then_question` must be `filled`, hold `one_of` `then_codes`, or `agree`: hold one
    of them if it is answered at all.
    """

    rule_code: str
    sheet_code: str
    when_question: str
    when_codes: tuple[str, ...]
    then_question: str
    then_must: str
    then_codes: tuple[str, ...]
    finding_code: str

    def is_broken_by(self, record: Mapping[str, object]) -> bool:
        """Return whether the answers of a record, missing ones as None, are at odds with the rule."""
        answer = answered_codes(record.get(self.then_question))
        if not set(answered_codes(record.get(self.when_question))) & set(self.when_codes):
            return False
        if self.then_must == "filled" or not answer:
            return not answer and self.then_must != "agree"
        return not set(answer) & set(self.then_codes)


def answered_codes(answer: object) -> list[str]:
    """Return the codes of an answer, which may be several joined by bars, or a number."""
    if answer is None:
        return []
    return f"{answer:g}".split() if isinstance(answer, float) else str(answer).split("|")


@cache
def answer_rules() -> tuple[AnswerRule, ...]:
    """Return the rules. Raises BrokenReference for one about a sheet, question, demand or finding that is not there."""
    return tuple(_rule(row) for row in read_reference("form/answer_rules.csv", _COLUMNS, ("rule_code",)))


def _rule(row: dict[str, str]) -> AnswerRule:
    questions = {one.question_code for one in form()[row["sheet_code"]].questions} if row["sheet_code"] in form() else set()
    faults = [row[name] for name in ("when_question", "then_question") if row[name] not in questions]
    faults += [row["then_must"]] if row["then_must"] not in DEMANDS else []
    faults += [row["finding_code"]] if row["finding_code"] not in finding_codes() else []
    if faults:
        raise BrokenReference(f"reference/form/answer_rules.csv, {row['rule_code']}: {faults[0]} is not known.")
    codes = {name: tuple(code for code in row[name].split("|") if code) for name in ("when_codes", "then_codes")}
    texts = {name: row[name] for name in _COLUMNS if name not in codes}
    return AnswerRule(**texts, **codes)  # type: ignore[arg-type]
