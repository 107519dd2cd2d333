"""Whether a figure counts people, by the words of its unit (`reference/people_units.csv`): small ones are hidden then."""

import re
from functools import cache

from schemas.code_lists import fold_label
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference

FILE = "people_units.csv"
WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0900-\u0963])*")


ARTICLE = "ال"


def counts_people(unit: object, indicator: object) -> bool:
    """Whether a figure counts people: by its unit or, where none is stated or it only says "number", by the words of the indicator."""
    own = _found(unit)
    says_nothing = not own - _words("number_words") if own else not (isinstance(unit, str) and unit.strip())
    return not _words("words").isdisjoint(_found(indicator) if says_nothing else own)


def _found(text: object) -> set[str]:
    """Return the words of a text, folded; in Arabic with and without the article."""
    found = set(WORD.findall(fold_label(text))) if isinstance(text, str) else set()
    return found | {word.removeprefix(ARTICLE) for word in found}


@cache
def _words(column: str) -> frozenset[str]:
    """Return the words of a column of the reference file, folded. Raises BrokenReference."""
    rows = read_reference(FILE, ("language", "words", "number_words", "reason"), ("language",))
    if {row["language"] for row in rows} != set(LANGUAGES):
        raise BrokenReference(f"reference/{FILE} has a row for each of {', '.join(LANGUAGES)}.")
    return frozenset(fold_label(word) for row in rows for word in row[column].split("|"))
