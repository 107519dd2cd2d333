"""Gives national codes back the leading zeros that a spreadsheet takes from whatever looks like a number."""

from functools import cache

from schemas.reference_files import read_reference


@cache
def _digit_counts() -> dict[tuple[str, str], frozenset[int]]:
    """Return how many digits a code may have, by country and question; other codes have no such rule."""
    rows = read_reference(
        "form/code_lengths.csv", ("country_code", "question_code", "digit_counts", "source"), ("country_code", "question_code")
    )
    return {(row["country_code"], row["question_code"]): frozenset(map(int, row["digit_counts"].split("|"))) for row in rows}


def with_leading_zeros(text: str, question_code: str, country_code: str) -> str:
    """Return a code of digits with the zero that it lost: one digit short of a length that such codes have, itself none of them."""
    counts = _digit_counts().get((country_code, question_code))
    is_short = counts and text.isdecimal() and text.isascii() and len(text) not in counts and len(text) + 1 in counts
    return f"0{text}" if is_short else text


def has_lengths(question_code: str) -> bool:
    """Whether the codes that answer a question have known lengths in some country."""
    return any(question == question_code for _, question in _digit_counts())
