"""How long a text or how large a figure the form asks for, where `reference/form/limits.csv` says more than the kind of question does.

A figure outside its limits is left out when answers are read; a text is never cut, its length is asked for in the form only.
"""

from dataclasses import dataclass
from functools import cache

from schemas.errors import BrokenReference
from schemas.form import Question, form
from schemas.reference_files import read_reference

QUESTION = ("sheet_code", "question_code")
MEASURES = {"characters": ("text",), "value": ("count", "number", "amount", "share", "year")}  # and the kinds of question they measure


@dataclass(frozen=True)
class Limit:
    """The least and the most that the form asks for, in characters of a text or as the value of a figure; both included."""

    lowest: int
    highest: int
    measure: str


@cache
def limits() -> dict[tuple[str, str], Limit]:
    """Return the limits by sheet and question code. Raises BrokenReference."""
    found = {}
    for row in read_reference("form/limits.csv", (*QUESTION, "lowest", "highest", "measure"), QUESTION):
        name = (row["sheet_code"], row["question_code"])
        kinds = {question.question_code: question.kind for question in form()[name[0]].questions} if name[0] in form() else {}
        is_possible = row["lowest"].isdecimal() and row["highest"].isdecimal() and int(row["lowest"]) <= int(row["highest"])
        if kinds.get(name[1]) not in MEASURES.get(row["measure"], ()) or not is_possible:
            raise BrokenReference(f"reference/form/limits.csv: {'.'.join(name)} is no question so measured, or its limits are impossible.")
        found[name] = Limit(int(row["lowest"]), int(row["highest"]), row["measure"])
    return found


def limit_of(question: Question) -> Limit | None:
    """Return the limit of a question; None when its kind says enough."""
    return limits().get((question.sheet_code, question.question_code))
