"""Answers that change by nature, from `reference/form/changing_answers.csv`: a later round's is news and no contradiction."""

from functools import cache

from schemas.errors import BrokenReference
from schemas.form import form
from schemas.reference_files import read_reference

FILE = "form/changing_answers.csv"


@cache
def changing_answers() -> frozenset[tuple[str, str]]:
    """Return the sheet and question code of each. Raises BrokenReference."""
    rows = read_reference(FILE, ("sheet_code", "question_code", "reason"), ("sheet_code", "question_code"))
    found = frozenset((row["sheet_code"], row["question_code"]) for row in rows)
    for sheet, code in sorted(found):
        if sheet not in form() or code not in {question.question_code for question in form()[sheet].questions}:
            raise BrokenReference(f"reference/{FILE}: {sheet}.{code} is no question of the form.")
    return found
