"""What a delivery may ask of its reader, and the words for one that asks for more: limits, refusals and notes.

The limits are those of a prototype that was measured against hostile files; survey workbooks stay far below them.
"""

from dataclasses import dataclass
from typing import NamedTuple

MAX_FILE_BYTES = 25 * 2**20
MAX_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 250 * 2**20
MAX_RATIO = 150  # looked at only above RATIO_MATTERS_BYTES: small sheets compress well
RATIO_MATTERS_BYTES = 20 * 2**20
MAX_ROW = 50_000
MAX_COLUMN = 300
GRID_COLUMNS = 16_384  # no spreadsheet program has more: beyond, a cell has no name that anybody knows
MAX_CELLS = 4_000_000  # filled cells of a file: a text or a row that is stored once may be repeated in all of them
MAX_SHEETS = 200
MAX_ROW_BYTES = 8 * 2**20  # a row is held until it ends: 300 answers of 27,000 characters
CHUNK_BYTES = 2**20


@dataclass(frozen=True)
class Refusal:
    """Why a file is not read: a code of `reference/finding_codes.csv` and the fact behind it, but never its contents."""

    finding_code: str
    detail: str = ""


class Note(NamedTuple):
    """What was noticed about a file that was read: a code of `reference/finding_codes.csv` and the fact behind it."""

    finding_code: str
    detail: str = ""


class RefusedError(Exception):
    """Raised where a file turns out to be refused, with the reason."""

    def __init__(self, finding_code: str, detail: str = "") -> None:
        super().__init__(finding_code)
        self.refusal = Refusal(finding_code, detail)


def unsafe(fact: str) -> RefusedError:
    """Return the refusal of a file that goes beyond a limit."""
    return RefusedError("file-unsafe", fact)


def check_place(row: int, column: int) -> None:
    """Raise RefusedError when a filled cell (row and column from 1) lies beyond what a survey may fill."""
    if column > GRID_COLUMNS:
        raise unsafe(f"more than {MAX_COLUMN} columns")
    if row > MAX_ROW or column > MAX_COLUMN:
        raise unsafe(f"cell {column_letter(column)}{row}")


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letter(number: int) -> str:
    """Return the letters of a column: A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(column_number: int, row_number: int) -> str:
    """Return the name of a cell, such as D17."""
    return f"{column_letter(column_number)}{row_number}"
