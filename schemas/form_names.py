"""The names of the form beyond its labels: aliases of sheets and headers, sheets that hold no answers, words that open a total or a note.

All are rows of `reference/form/`: a country's own habit, or the name in an earlier version of the form, with the rounds it holds for.
"""

from dataclasses import dataclass
from functools import cache

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.form import LABELS, LANGUAGES, form
from schemas.reference_files import read_reference

ROW_KINDS = ("total", "note")
ALIAS_FIELDS = ("sheet_code", "question_code", "name", "country_code", "from_round", "until_round", "why")


@dataclass(frozen=True)
class Alias:
    """Another name of a sheet (without `question_code`) or of a question; empty country and rounds mean all of them."""

    sheet_code: str
    question_code: str
    name: str
    country_code: str
    from_round: str
    until_round: str
    why: str


@dataclass(frozen=True)
class PassedOverSheet:
    """A sheet of what is given out or sent back that holds no answers; `labels` by language."""

    name: str
    labels: dict[str, str]


@cache
def aliases() -> tuple[Alias, ...]:
    """Return the aliases of `reference/form/aliases.csv`. Raises BrokenReference."""
    rows = read_reference("form/aliases.csv", ALIAS_FIELDS, ("sheet_code", "name"))
    found = tuple(Alias(**{field: row[field] for field in ALIAS_FIELDS}) for row in rows)
    for alias in found:
        _refuse_impossible(alias)
    return found


def _refuse_impossible(alias: Alias) -> None:
    name = f"reference/form/aliases.csv: {alias.name}"
    sheet = form().get(alias.sheet_code)
    if sheet is None:
        raise BrokenReference(f"{name} belongs to the sheet '{alias.sheet_code}', which the form does not have.")
    if alias.question_code and alias.question_code not in {question.question_code for question in sheet.questions}:
        raise BrokenReference(f"{name} means '{alias.question_code}', which is no question of the sheet {alias.sheet_code}.")
    if alias.country_code and alias.country_code not in countries():
        raise BrokenReference(f"{name} holds for '{alias.country_code}', which is no country of the programme.")


@cache
def passed_over_sheets() -> tuple[PassedOverSheet, ...]:
    """Return the sheets of `reference/form/passed_over_sheets.csv`. Raises BrokenReference."""
    rows = read_reference("form/passed_over_sheets.csv", ("name", *LABELS), ("name",))
    return tuple(PassedOverSheet(row["name"], {language: row[f"label_{language}"] for language in LANGUAGES}) for row in rows)


@cache
def row_words(kind: str) -> frozenset[str]:
    """Return the words that open a row of a kind, `total` or `note`, from `reference/form/row_words.csv`. Raises BrokenReference."""
    rows = read_reference("form/row_words.csv", ("kind", "word"), ("kind", "word"))
    unknown = {row["kind"] for row in rows} - set(ROW_KINDS)
    if unknown:
        raise BrokenReference(f"reference/form/row_words.csv has the unknown kind '{min(unknown)}'; it is one of {', '.join(ROW_KINDS)}.")
    return frozenset(row["word"] for row in rows if row["kind"] == kind)
