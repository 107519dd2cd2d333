"""Tells whether a figure counts people, by the words of its unit (`reference/people_units.csv`): small ones are hidden then."""

import re
from functools import cache

from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference
from steps.text import fold

FILE = "people_units.csv"
WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0900-\u0963])*")


def counts_people(unit: object, indicator: object) -> bool:
    """Whether a figure counts people: by its unit or, where none is stated, by the words of the indicator."""
    text = unit if isinstance(unit, str) else indicator
    return isinstance(text, str) and any(word in _words() for word in WORD.findall(fold(text)))


@cache
def _words() -> frozenset[str]:
    """Return the words that mean people, folded. Raises BrokenReference."""
    rows = read_reference(FILE, ("language", "words", "reason"), ("language",))
    if {row["language"] for row in rows} != set(LANGUAGES):
        raise BrokenReference(f"reference/{FILE} has a row for each of {', '.join(LANGUAGES)}.")
    return frozenset(fold(word) for row in rows for word in row["words"].split("|"))
