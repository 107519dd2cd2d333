"""The survey form: its sheets and questions, read from `reference/form/`.

The form is where every answer column is described once. A question's code is the column's name in the tables that hold its answer.
"""

import re
from dataclasses import dataclass
from functools import cache

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference
from schemas.tables import DTYPES, Column

LANGUAGES = ("en", "es", "fr", "ar", "ne")
RIGHT_TO_LEFT = ("ar",)
REFERENCE_KINDS = ("reference", "references")
NEEDS = ("key", "expected", "optional")
LABELS = tuple(f"label_{language}" for language in LANGUAGES)
HINTS = tuple(f"hint_{language}" for language in LANGUAGES)
HINT_LENGTH = 255  # characters that Excel shows of the message beside a cell
SHEET_NAME_LENGTH = 31  # characters; this and the marks left out are what Excel allows as the name of a sheet
SHEET_NAME = re.compile(rf"[^][:*?/\\]{{1,{SHEET_NAME_LENGTH}}}")


@dataclass(frozen=True)
class Question:
    """One column of a sheet of the form.

    `need` is `key` (a row without it is held back), `expected` (its absence is reported) or `optional`. `is_personal` answers never
    leave the restricted store. `refers_to` names the sheet whose rows a reference points to. `labels` are the headers by language,
    `hints` say to the person who fills in the cell what to write and in which form.
    """

    sheet_code: str
    question_code: str
    kind: str
    need: str
    code_list: str
    refers_to: str
    is_personal: bool
    description: str
    labels: dict[str, str]
    hints: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet of the form with its questions, in order."""

    sheet_code: str
    grain: str
    labels: dict[str, str]
    questions: tuple[Question, ...]

    def question(self, question_code: str) -> Question:
        """Return the question of that code; KeyError when the sheet has none."""
        return {question.question_code: question for question in self.questions}[question_code]


@cache
def form() -> dict[str, Sheet]:
    """Return the sheets of the survey form by code, in the order of the workbook. Raises BrokenReference."""
    questions = [_question(row) for row in read_reference("form/questions.csv", _QUESTION_FIELDS, ("sheet_code", "question_code"))]
    rows = read_reference("form/sheets.csv", ("sheet_code", "grain", *LABELS), ("sheet_code",))
    sheets = {row["sheet_code"]: _sheet(row, questions) for row in rows}
    for question in questions:
        _refuse_impossible(question, sheets)
    for sheet in sheets.values():
        _refuse_bad_words(sheet)
    return sheets


_QUESTION_FIELDS = (
    "sheet_code", "question_code", "kind", "need", "code_list", "refers_to", "is_personal", "description", *LABELS, *HINTS,
)  # fmt: skip


def _question(row: dict[str, str]) -> Question:
    return Question(
        **{field: row[field] for field in _QUESTION_FIELDS[:6]},
        is_personal=row["is_personal"] == "yes",
        description=row["description"],
        labels=_in_languages(row, "label"),
        hints=_in_languages(row, "hint"),
    )


def _sheet(row: dict[str, str], questions: list[Question]) -> Sheet:
    own = tuple(question for question in questions if question.sheet_code == row["sheet_code"])
    return Sheet(row["sheet_code"], row["grain"], _in_languages(row, "label"), own)


def _in_languages(row: dict[str, str], part: str) -> dict[str, str]:
    return {language: row[f"{part}_{language}"] for language in LANGUAGES}


def _refuse_impossible(question: Question, sheets: dict[str, Sheet]) -> None:
    name = f"reference/form/questions.csv: {question.sheet_code}.{question.question_code}"
    if question.sheet_code not in sheets:
        raise BrokenReference(f"{name} belongs to a sheet that sheets.csv does not list.")
    if question.kind not in (*DTYPES, *REFERENCE_KINDS):
        raise BrokenReference(f"{name} has the unknown kind '{question.kind}'.")
    if question.need not in NEEDS:
        raise BrokenReference(f"{name} has the unknown need '{question.need}'; it is one of {', '.join(NEEDS)}.")
    if (question.kind in REFERENCE_KINDS) != bool(question.refers_to) or question.refers_to not in ("", *sheets):
        raise BrokenReference(f"{name} refers to '{question.refers_to}', which is no sheet of the form.")


def _refuse_bad_words(sheet: Sheet) -> None:
    """Refuse labels and hints that are missing, do not fit where a workbook shows them, or would name two questions."""
    for language, label in sheet.labels.items():
        if not SHEET_NAME.fullmatch(label):
            fault = f"is no name of a sheet: 1 to {SHEET_NAME_LENGTH} characters, none of []:*?/\\"
            raise BrokenReference(f"reference/form/sheets.csv: {sheet.sheet_code}, label_{language} '{label}' {fault}.")
    named: dict[str, str] = {}
    for question in sheet.questions:
        name = f"reference/form/questions.csv: {sheet.sheet_code}.{question.question_code}"
        for language in LANGUAGES:
            label, hint = question.labels[language], question.hints[language]
            if not label or not hint:
                raise BrokenReference(f"{name} lacks its {'hint' if label else 'label'}_{language}.")
            if len(hint) > HINT_LENGTH:
                raise BrokenReference(f"{name} has a hint_{language} of more than {HINT_LENGTH} characters.")
            if named.setdefault(label.casefold(), question.question_code) != question.question_code:
                raise BrokenReference(f"{name} has the label '{label}', which names {named[label.casefold()]} too.")


def answer_columns(sheet_code: str, without: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Return the columns that hold a sheet's answers once they are read; personal answers have none.

    A date brings its precision, an amount its qualifier. References stay as written: `answer_columns_linked` has them resolved.
    """
    questions = [question for question in form()[sheet_code].questions if question.question_code not in without]
    return tuple(column for question in questions if not question.is_personal for column in _columns_of(question))


def answer_columns_linked(sheet_code: str, without: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Return the columns of `answer_columns` without its references, which core tables hold as ids."""
    references = tuple(question.question_code for question in form()[sheet_code].questions if question.kind in REFERENCE_KINDS)
    return answer_columns(sheet_code, (*without, *references))


def _columns_of(question: Question) -> tuple[Column, ...]:
    kind = "text" if question.kind in REFERENCE_KINDS else question.kind
    code_list = "" if kind == "flag" else question.code_list
    is_required = question.need == "key"  # a row without it is held back
    column = Column(question.question_code, kind, f"{question.description}.", code_list, is_required=is_required)
    if kind == "date":
        precision = f"Which part of {question.question_code} is known: day, month or year."
        return column, Column(f"{question.question_code}_precision_code", "code", precision, "date_precisions")
    if kind == "amount":
        qualifier = f"Whether {question.question_code} was stated as exact, at least, at most or about."
        return column, Column(f"{question.question_code}_qualifier_code", "code", qualifier, "amount_qualifiers")
    return (column,)
