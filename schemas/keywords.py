"""The words by which texts suggest a theme, a target or an objective, from `reference/codification/`.

`keywords.csv` has what we look for, a notion a row, with its words and phrases in every language, parted by `|`; a word that ends in `*`
stands for all that begin so. `keyword_codes.csv` says which code a notion points to, how much it weighs, and why.
"""

from dataclasses import dataclass
from functools import cache

from schemas.code_lists import code_list, fold_label
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference

WORDS, CODES = "codification/keywords.csv", "codification/keyword_codes.csv"
WORD_COLUMNS = tuple(f"words_{language}" for language in LANGUAGES)
SUGGESTING_LISTS = ("themes", "sdg_targets", "gcm_objectives")
HINT, TELLING = WEIGHTS = (1, 2)
ENOUGH = TELLING  # weight from which a code is suggested: one notion that tells by itself, or two hints
SHORTEST_STEM = 4  # letters before a star


@dataclass(frozen=True)
class Pointer:
    """A code that a notion points to, and its weight: HINT, or TELLING by itself."""

    list_name: str
    code: str
    weight: int


@cache
def keywords() -> dict[str, tuple[str, ...]]:
    """Return the words and phrases of each notion, as written, of all languages. Raises BrokenReference."""
    rows = read_reference(WORDS, ("notion_code", *WORD_COLUMNS), ("notion_code",))
    return {row["notion_code"]: _words(row) for row in rows}


def _words(row: dict[str, str]) -> tuple[str, ...]:
    for column in WORD_COLUMNS:
        words = [word.strip() for word in row[column].split("|")]
        short = [word for word in words if word.endswith("*") and len(word.rpartition(" ")[2]) <= SHORTEST_STEM]
        if not all(fold_label(word) for word in words):
            raise BrokenReference(f"reference/{WORDS}, {row['notion_code']}: {column} is empty, or has an empty word between two bars.")
        if short:
            fault = f"has fewer than {SHORTEST_STEM} letters before its star"
            raise BrokenReference(f"reference/{WORDS}, {row['notion_code']}: '{short[0]}' {fault}.")
    return tuple(dict.fromkeys(word.strip() for column in WORD_COLUMNS for word in row[column].split("|")))


@cache
def pointers() -> dict[str, tuple[Pointer, ...]]:
    """Return the codes that each notion points to. Raises BrokenReference."""
    found: dict[str, list[Pointer]] = {notion: [] for notion in keywords()}
    columns = ("list_name", "code", "notion_code", "weight", "reason_text")
    for row in read_reference(CODES, columns, ("list_name", "code", "notion_code")):
        found.setdefault(row["notion_code"], []).append(_pointer(row))
    idle = [notion for notion, codes in found.items() if not codes]
    if idle:
        raise BrokenReference(f"reference/{WORDS}: the notion {idle[0]} points to no code in keyword_codes.csv.")
    return {notion: tuple(codes) for notion, codes in found.items()}


def _pointer(row: dict[str, str]) -> Pointer:
    where = f"reference/{CODES}, {row['list_name']} {row['code']} {row['notion_code']}"
    if row["list_name"] not in SUGGESTING_LISTS or row["code"] not in code_list(row["list_name"]).codes:
        raise BrokenReference(f"{where}: the list is one of {', '.join(SUGGESTING_LISTS)}, the code one of its codes.")
    if row["notion_code"] not in keywords():
        raise BrokenReference(f"{where}: keywords.csv has no such notion.")
    if row["weight"] not in map(str, WEIGHTS) or not row["reason_text"]:
        raise BrokenReference(f"{where} needs a weight, {HINT} or {TELLING}, and a reason.")
    return Pointer(row["list_name"], row["code"], int(row["weight"]))
