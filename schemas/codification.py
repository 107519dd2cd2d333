"""How good practices are codified, from `reference/codification/`: the sections of a complete sheet, and how a review moves on.

A project and a policy plan have a sheet each, since they need different sections. Columns are those of the sheet of practices; one of
another sheet bears its name, as in `lessons.lesson_text`.
"""

from dataclasses import dataclass
from functools import cache

from schemas.code_lists import code_list
from schemas.errors import BrokenReference
from schemas.form import LABELS, LANGUAGES, form
from schemas.reference_files import read_reference

SECTIONS, MOVES = "codification/sections.csv", "codification/review_moves.csv"
PROJECT, POLICY_PLAN = SHEETS = ("project", "policy_plan")
PRACTICES, LESSONS = "practices", "lessons"
START = "start"  # where a review begins
MARKS = ("validated_by_text", "validated_date")  # what a validation leaves behind
NO_WORDS = ("links_text",)
YES_OR_NO = ("yes", "no")


@dataclass(frozen=True)
class Section:
    """A section of a sheet: it is filled when every column of `filled_by` is; `also_columns` belong to it and are not asked for."""

    section_code: str
    is_needed: bool
    filled_by: tuple[str, ...]
    also_columns: tuple[str, ...]
    labels: dict[str, str]


@dataclass(frozen=True)
class ReviewMove:
    """A move of a review that is allowed: from state to state, by whom (codes of review_roles).

    A round shows the state of its day only: a move that `may_be_unseen` may lie between two rounds. `marks` are the columns that a
    practice must have filled after it.
    """

    from_code: str
    to_code: str
    who_codes: tuple[str, ...]
    may_be_unseen: bool
    marks: tuple[str, ...]


def sheet_of(subject_type_code: object) -> str:
    """Return the sheet by which a practice is judged: the policy plan's for plans and their activities, else the project's."""
    return PROJECT if subject_type_code in (None, "initiative") else POLICY_PLAN


@cache
def sections(sheet_code: str) -> tuple[Section, ...]:
    """Return the sections of a sheet, a code of SHEETS, in their order. Raises BrokenReference."""
    columns = ("sheet_code", "section_code", "is_needed", "filled_by", "also_columns", *LABELS, "reason_text")
    rows = read_reference(SECTIONS, columns, ("sheet_code", "section_code"))
    for row in rows:
        _refuse_section(row)
    return tuple(_section(row) for row in rows if row["sheet_code"] == sheet_code)


@cache
def section_texts() -> tuple[str, ...]:
    """Return the columns of practices that hold the words of sections of any sheet, each once; web addresses are no words."""
    every = [section for sheet_code in SHEETS for section in sections(sheet_code)]
    columns = dict.fromkeys(column for section in every for column in (*section.filled_by, *section.also_columns))
    return tuple(column for column in columns if column.endswith("_text") and "." not in column and column not in NO_WORDS)


def _section(row: dict[str, str]) -> Section:
    labels = {language: row[f"label_{language}"] for language in LANGUAGES}
    return Section(row["section_code"], row["is_needed"] == "yes", _parts(row["filled_by"]), _parts(row["also_columns"]), labels)


def _refuse_section(row: dict[str, str]) -> None:
    where = f"reference/{SECTIONS}, {row['sheet_code']} {row['section_code']}"
    known = {f"{LESSONS}.{one.question_code}" for one in form()[LESSONS].questions}
    known |= {one.question_code for one in form()[PRACTICES].questions}
    unknown = [column for column in (*_parts(row["filled_by"]), *_parts(row["also_columns"])) if column not in known]
    if row["sheet_code"] not in SHEETS or row["is_needed"] not in YES_OR_NO:
        raise BrokenReference(f"{where}: the sheet is one of {', '.join(SHEETS)}, is_needed yes or no.")
    if unknown or not row["filled_by"]:
        raise BrokenReference(f"{where}: {unknown[0] if unknown else 'an empty filled_by'} is no column of practices or lessons.")
    if not all(row[label] for label in LABELS) or not row["reason_text"]:
        raise BrokenReference(f"{where} lacks a label or its reason.")


@cache
def review_moves() -> tuple[ReviewMove, ...]:
    """Return the moves that are allowed. Raises BrokenReference."""
    columns = ("from_code", "to_code", "who_codes", "may_be_unseen", "marks", "reason_text")
    return tuple(_move(row) for row in read_reference(MOVES, columns, ("from_code", "to_code")))


def _move(row: dict[str, str]) -> ReviewMove:
    where = f"reference/{MOVES}, {row['from_code']} {row['to_code']}"
    states = code_list("review_statuses").codes
    who, marks = _parts(row["who_codes"]), _parts(row["marks"])
    if row["from_code"] not in (START, *states) or row["to_code"] not in states:
        raise BrokenReference(f"{where}: both are states of review_statuses, the first may be {START}.")
    if not who or not set(who) <= set(code_list("review_roles").codes) or not set(marks) <= set(MARKS):
        raise BrokenReference(f"{where}: who_codes are codes of review_roles, marks some of {', '.join(MARKS)}.")
    if row["may_be_unseen"] not in YES_OR_NO or not row["reason_text"]:
        raise BrokenReference(f"{where}: may_be_unseen is yes or no, and a reason is needed.")
    return ReviewMove(row["from_code"], row["to_code"], who, row["may_be_unseen"] == "yes", marks)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))
