"""Keeps personal data apart: which cells, or parts of a cell, must not go beyond the restricted store."""

import re
from functools import cache
from typing import NamedTuple

from schemas.form import Question, form
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


class Withheld(NamedTuple):
    """What is kept apart of a cell, and why: contact, personal_data, unknown_column, technical_column, unknown_sheet, above_header,
    total_row, note_row or held_back_row.
    """

    reason_code: str
    text: str


@cache
def open_questions(sheet_code: str) -> frozenset[str]:
    """Return the questions of a sheet whose answers go on, apart from what is personal in a text."""
    return frozenset(question.question_code for question in form()[sheet_code].questions if not question.is_personal)


def may_be_personal(cell: Cell) -> bool:
    """Return whether a cell may hold an address or a telephone number: the quick look that most cells fail."""
    return cell.kind == "t" and HINT.search(cell.text) is not None


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
