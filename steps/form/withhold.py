"""Keeps personal data apart: which cells, or parts of a cell, must not go beyond the restricted store."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from schemas.correction_workbook import ERASED
from schemas.form import Question, form
from steps.actors.persons import (
    CERTAIN,
    DOUBTFUL,
    NONE,
    Cleared,
    bare_name,
    may_be_of_person,
    names_institution,
    says_person,
    without_persons,
)
from steps.actors.words import words_of
from steps.files.read_workbook import Cell
from steps.personal_texts import CODES, FIGURES, MARK, PROSE, may_hold_personal, without_personal
from steps.text import REMEMBERED, fold

CODE_LIKE = ("_code_text", "pcode_text")
IN_PROSE = ("text", "url", "code", "codes", "flag")  # kinds of questions in whose answers a long number is no figure asked for
COORDINATES = ("latitude", "longitude")
ACTORS = "actors"
ACTOR_TYPE = "actor_type_code"
SAYS_WHO = frozenset(("actor_name", "local_name", "acronym_text", "website_url"))  # what tells who a person is, on the sheet of actors
NAMES = frozenset(("actor_name", "local_name"))
OWN_REFERENCE = "actor_ref"
# Answers in which organisations, or what somebody's role is, are written freely.
ORGANISATION_TEXTS = frozenset(
    ("reporting_unit_name", "submitter_role_text", "donors_text", "author_organisation_name", "assessed_by_text", "validated_by_text")
)
REFERENCES = ("_ref", "_refs")  # how questions end whose answers are references: their own, or those of other rows
REFERENCE_WORDS = re.compile(r"[^\W\d_][^\d]*[\s._,-][^\d]*[^\W\d_]{2}")  # at least two words: what a person's name in a reference has
JOINING = re.compile(r"(?<=\w)[._-]+(?=[^\W\d_])")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # a number behind a name: one person's second initiative
OPAQUE = re.compile(r"p-[0-9a-f]{10}", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"(\s*[|;؛\n•▪●◦‣]\s*)")
SHORTEST_TELLING = 3  # letters of a word of a name that tells, within a reference, whose name it is
FINDING_OF_PERSON = {CERTAIN: "actor-is-person", DOUBTFUL: "actor-perhaps-person"}
Answers = Sequence[tuple[str | None, Cell]]


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
def questions_that_may_name(sheet_code: str) -> frozenset[str]:
    """Return the questions of a sheet whose answers name organisations or are references, and so may name a person by mistake."""
    own = NAMES if sheet_code == ACTORS else frozenset()
    asked = {one.question_code for one in form()[sheet_code].questions}
    return own | {one for one in asked if one in ORGANISATION_TEXTS or one.endswith(REFERENCES)}


@cache
def is_plain_reference(sheet_code: str, question_code: str) -> bool:
    """Return whether answers to a question are references, and no names of organisations."""
    return question_code.endswith(REFERENCES) and form()[sheet_code].question(question_code).refers_to != ACTORS


def may_be_personal(cell: Cell) -> bool:
    """Return whether a cell may hold an address or a telephone number: the quick look that most cells fail."""
    return cell.kind == "t" and may_hold_personal(cell.text)


@lru_cache(maxsize=REMEMBERED)
def is_remarkable(text: str) -> bool:
    """Return whether a text may hold something personal, was erased or is our mark: whatever question it answers, it is to be looked at."""
    return may_hold_personal(text) or text == ERASED or text.strip() == MARK


def persons_named(rows: Iterable[tuple[str, Answers]]) -> frozenset[str]:
    """Return the bare names, folded, of the persons in a file's answers on organisations: where one stands again, it is known by them.

    `rows` are its rows of answers, each with its sheet of the form. The own reference of a row that describes a person is among them
    when it holds a word of the name.
    """
    found: set[str] = set()
    texts: set[str] = set()
    for sheet_code, answers in rows:
        asked = _questions_of_organisations(sheet_code)
        texts.update([cell.text for code, cell in answers if code in asked])
        if sheet_code == ACTORS and sureness_of_row(sheet_code, answers):
            found |= _names_of_row(answers)
    found.update(name for text in texts for part in BETWEEN_NAMES.split(text)[::2] for name in without_persons(part).persons)
    return frozenset(found - {""})


@cache
def _questions_of_organisations(sheet_code: str) -> frozenset[str]:
    return frozenset(code for code in questions_that_may_name(sheet_code) if not is_plain_reference(sheet_code, code))


def opaque_reference(country_code: str, reference: str) -> str:
    """Return what stands for a reference that is a person's name: the same in every file and round of a country."""
    return "p-" + hashlib.sha256(f"{country_code}/{' '.join(fold(reference).split())}".encode()).hexdigest()[:10]


def withhold_reference(cell: Cell, country_code: str, known: frozenset[str]) -> tuple[Cell, Withheld | None]:
    """Return references as they may go on, each that is a person's name by its opaque code, and the words kept apart, if any."""
    text = _without_references_to_persons(cell.text, country_code, known)
    return (cell, None) if text == cell.text else (cell._replace(text=text, kind="t"), Withheld("person", cell.text))


@lru_cache(maxsize=REMEMBERED)
def _without_references_to_persons(text: str, country_code: str, known: frozenset[str]) -> str:
    pieces = BETWEEN_NAMES.split(text)
    pieces[::2] = [opaque_reference(country_code, part) if _is_of_person(part, known) else part for part in pieces[::2]]
    return "".join(pieces)


@lru_cache(maxsize=REMEMBERED)
def _is_of_person(reference: str, known: frozenset[str]) -> bool:
    """Whether a reference is a person's name: as written, with its words joined (ana.ejemplo), or with a number (Ana Ejemplo 2)."""
    bare = AROUND.sub("", reference)
    if known and bare_name(bare) in known:
        return True
    names = {bare, JOINING.sub(" ", bare)} if REFERENCE_WORDS.search(bare) else set()
    return any(map(may_be_of_person, names))


def _names_of_row(answers: Answers) -> set[str]:
    """Return what a row that describes a person calls the person, a telling reference included."""
    names = {bare_name(cell.text) for code, cell in answers if code in NAMES}
    words = {word for name in names for word in name.split() if len(word) >= SHORTEST_TELLING}
    return names | {bare_name(cell.text) for code, cell in answers if code == OWN_REFERENCE and words & set(words_of(cell.text))}


def sureness_of_row(sheet_code: str, answers: Iterable[tuple[str | None, Cell]], known: frozenset[str] = frozenset()) -> str:
    """Return how sure it is that a row of the sheet of actors describes a person: by the name, or the type that is stated.

    A type alone does not count against a name that is an institution's. `known` are the persons that the file names (persons_named).
    """
    if sheet_code != ACTORS:
        return NONE
    texts = {code: cell.text for code, cell in answers if code in NAMES or code == ACTOR_TYPE}
    names = [texts[code] for code in NAMES if code in texts]
    if says_person(texts.get(ACTOR_TYPE, "")) and names and not any(map(names_institution, names)):
        return CERTAIN
    if names_institution(texts.get("actor_name", "")):
        names = [texts["actor_name"]]  # a person in the local name alone is kept apart there
    cleared = [without_persons(name, known) for name in names]
    sure = {one.sureness for one in cleared if one.sureness and not one.text}
    return CERTAIN if CERTAIN in sure else DOUBTFUL if sure else NONE


def left_of_erased(cell: Cell, sheet_code: str, question_code: str | None) -> Cell | None:
    """Return what goes on of a cell that was erased from a redacted file: the mark where a person's name had left one, else nothing."""
    had_left_one = question_code == "actor_name" or question_code not in SAYS_WHO
    return cell._replace(text=MARK) if had_left_one and question_code in questions_that_may_name(sheet_code) else None


def withhold_person(
    cell: Cell, question_code: str, of_row: str, known: frozenset[str], country_code: str = ""
) -> tuple[Cell | None, Withheld | None, str]:
    """Return an answer that may name a person as it may go on, what is kept apart of it (either may be None), and how sure it is.

    In a row that describes a person (`of_row`, see sureness_of_row), whatever tells who it is; elsewhere each name, between separators,
    that is a person's, and the person beside an organisation. A key answer leaves a mark: the row was not left empty. A reference leaves
    its opaque code, which leads to the row that has it for its own.
    """
    if of_row and question_code in SAYS_WHO:
        shown = cell._replace(text=MARK, kind="t") if question_code == "actor_name" else None
        return shown, Withheld("person", cell.text), of_row
    pieces, cleared = _pieces_cleared(cell.text, known)
    sure = {one.sureness for one in cleared} - {NONE}
    if not sure:
        return cell, None, NONE
    is_link = question_code.endswith(REFERENCES)
    marks = [opaque_reference(country_code, part) if is_link else MARK for part in pieces[::2]]
    left = list(pieces)
    left[::2] = [(one.text or mark) if one.sureness else part for one, part, mark in zip(cleared, pieces[::2], marks, strict=True)]
    # A cell is kept apart once: what else is personal in it goes with the name.
    text = without_personal("".join(left))
    kept = None if text == MARK and question_code in SAYS_WHO else cell._replace(text=text)
    return kept, Withheld("person", cell.text), CERTAIN if CERTAIN in sure else DOUBTFUL


@lru_cache(maxsize=REMEMBERED)
def _pieces_cleared(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], tuple[Cleared, ...]]:
    """Return the names of an answer with what separates them, and what is left of each name without persons."""
    pieces = tuple(BETWEEN_NAMES.split(text))
    return pieces, tuple(without_persons(part, known) for part in pieces[::2])


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
    bare = without_personal(cell.text, _where(question))
    if bare == cell.text:
        return cell, None
    # Who writes an address where a number is asked for may write a telephone number beside it.
    return cell._replace(text=without_personal(cell.text)), Withheld("personal_data", cell.text)


def _where(question: Question) -> str:
    """Return what answers to a question are to `without_personal`."""
    if question.kind in COORDINATES or question.question_code.endswith(CODE_LIKE):
        return CODES
    return PROSE if question.kind in IN_PROSE and not question.question_code.endswith(REFERENCES) else FIGURES


def each_cell_once(withheld: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return each cell kept apart once: a cell of a foreign table may answer several questions. Of an erased one nothing is left."""
    cells = {(one["submission_id"], one["sheet_name"], one["cell_name"]): one for one in reversed(withheld) if one["value_text"] != ERASED}
    return list(cells.values())[::-1]
