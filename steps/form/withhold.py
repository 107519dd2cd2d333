"""Keeps personal data apart: which cells, or parts of a cell, must not go beyond the restricted store."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from schemas.form import REFERENCE_KINDS, Question, form
from steps.actors.persons import is_person, names_institution, says_person
from steps.files.read_workbook import Cell

# It is looked for from where a word begins, and nothing is tried twice: a cell of a million letters takes no longer than its length.
EMAIL = r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
# A telephone number in international form, or in groups of digits that begin with 0.
TELEPHONE = r"(?<!\w)(?:\+|00)\d[\d ().-]{6,}\d|(?<![\w.,])0\d{1,3}(?:[ .-]\d{2,4}){2,4}(?!\w)"
PERSONAL = re.compile(f"{EMAIL}|{TELEPHONE}")
HINT = re.compile(r"@|[+0]\d")  # what every address and every telephone number holds
CODE_LIKE = ("_ref", "_code_text", "pcode_text")
PERSONAL_OF_CODES = re.compile(EMAIL)  # in references, codes and amounts, digits are what they should be
MARK = "[…]"
ACTORS = "actors"
ACTOR_TYPE = "actor_type_code"
SAYS_WHO = frozenset(("actor_name", "local_name", "acronym_text", "website_url"))  # what tells who a person is, on the sheet of actors
NAMES = frozenset(("actor_name", "local_name"))
BETWEEN_NAMES = re.compile(r"(\s*[|;؛\n]\s*)")


class Withheld(NamedTuple):
    """What is kept apart of a cell, and why: contact, personal_data, person, unknown_column, technical_column, unknown_sheet,
    above_header, total_row, note_row or held_back_row.
    """

    reason_code: str
    text: str


@cache
def open_questions(sheet_code: str) -> frozenset[str]:
    """Return the questions of a sheet whose answers go on, apart from what is personal in a text."""
    return frozenset(question.question_code for question in form()[sheet_code].questions if not question.is_personal)


@cache
def questions_on_actors(sheet_code: str) -> frozenset[str]:
    """Return the questions of a sheet whose answers name organisations, and so may name a person by mistake."""
    own = NAMES if sheet_code == ACTORS else frozenset()
    return own | {one.question_code for one in form()[sheet_code].questions if one.kind in REFERENCE_KINDS and one.refers_to == ACTORS}


def may_be_personal(cell: Cell) -> bool:
    """Return whether a cell may hold an address or a telephone number: the quick look that most cells fail."""
    return cell.kind == "t" and HINT.search(cell.text) is not None


def is_of_person(sheet_code: str, answers: Iterable[tuple[str | None, Cell]]) -> bool:
    """Return whether a row of the sheet of actors describes a person: by the title in the name, or the type that is stated.

    A type alone does not count against a name that is an institution's.
    """
    if sheet_code != ACTORS:
        return False
    texts = {code: cell.text for code, cell in answers if code in NAMES or code == ACTOR_TYPE}
    names = [texts[code] for code in NAMES if code in texts]
    return any(map(is_person, names)) or (says_person(texts.get(ACTOR_TYPE, "")) and bool(names) and not any(map(names_institution, names)))


def withhold_person(cell: Cell, question_code: str, is_person_row: bool) -> tuple[Cell | None, Withheld | None]:
    """Return an answer that may name a person as it may go on, and what is kept apart of it; either may be None.

    In a row that describes a person, whatever tells who it is; elsewhere each name, between separators, that is certainly a person's.
    """
    if is_person_row:
        return (None, Withheld("person", cell.text)) if question_code in SAYS_WHO else (cell, None)
    parts = BETWEEN_NAMES.split(cell.text)
    shown = "".join(MARK if is_person(part) else part for part in parts)
    # A cell is kept apart once: what else is personal in it goes with the name.
    return (cell, None) if shown == cell.text else (cell._replace(text=PERSONAL.sub(MARK, shown)), Withheld("person", cell.text))


def withhold(cell: Cell, question: Question | None) -> tuple[Cell | None, Withheld | None]:
    """Return the cell as it may go on, and what is kept apart of it; either may be None.

    A column that the form does not know is kept apart whole: nobody has said that it holds no personal data.
    """
    if question is None:
        return None, Withheld("unknown_column", cell.text)
    if question.is_personal:
        return None, Withheld("contact", cell.text)
    if not may_be_personal(cell):
        return cell, None
    is_prose = question.kind == "text" and not question.question_code.endswith(CODE_LIKE)
    pattern = PERSONAL if is_prose else PERSONAL_OF_CODES
    if not pattern.search(cell.text):
        return cell, None
    return cell._replace(text=pattern.sub(MARK, cell.text)), Withheld("personal_data", cell.text)
