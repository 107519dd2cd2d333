"""Keeps personal data apart: which cells, or parts of a cell, must not go beyond the restricted store."""

import re
from typing import NamedTuple

from schemas.form import Question
from steps.read_workbook import Cell

# An e-mail address, or a telephone number: in international form, or in groups of digits that begin with 0.
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\w)(?:\+|00)\d[\d ().-]{6,}\d"
    r"|(?<![\w.,])0\d{1,3}(?:[ .-]\d{2,4}){2,4}(?!\w)"
)
CODE_LIKE = ("_ref", "_code_text", "pcode_text")  # digits in these are codes, whatever they look like
MARK = "[…]"


class Withheld(NamedTuple):
    """What is kept apart of a cell, and why: contact, personal_data, unknown_column, unknown_sheet or above_header."""

    reason_code: str
    text: str


def withhold(cell: Cell, question: Question | None) -> tuple[Cell | None, Withheld | None]:
    """Return the cell as it may go on, and what is kept apart of it; either may be None.

    A column that the form does not know is kept apart whole: nobody has said that it holds no personal data.
    """
    if question is None:
        return None, Withheld("unknown_column", cell.text)
    if question.is_personal:
        return None, Withheld("contact", cell.text)
    is_prose = question.kind == "text" and not question.question_code.endswith(CODE_LIKE)
    if cell.kind != "t" or not is_prose or not PERSONAL.search(cell.text):
        return cell, None
    return cell._replace(text=PERSONAL.sub(MARK, cell.text)), Withheld("personal_data", cell.text)
