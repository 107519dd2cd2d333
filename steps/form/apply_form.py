"""Lays the survey form over what was received: every row becomes answers by question, a part of the form, or held back; and what is said.

The words a sender may use are in `vocabulary`, where tables stand is found by `find_tables`, what must not go on is kept apart by
`withhold`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

import pandas as pd

from schemas.code_lists import code_list
from schemas.correction_workbook import ERASED, MACHINE_SHEET
from schemas.countries import Country, countries
from schemas.findings import Spot, finding, numbered
from schemas.form import Question, form
from schemas.registry import table
from schemas.tables import shape
from steps.files.read_workbook import Cell, Row, cell_name, column_letter
from steps.form.find_foreign import SheetKey, find_exports, rows_of
from steps.form.find_headers import FoundColumn
from steps.form.find_tables import COVER, FoundRow, FoundTable, Layout, find_tables
from steps.form.foreign import HELD_BACK, TECHNICAL, ForeignLayout
from steps.form.kept_names import kept_names
from steps.form.map_table import map_table
from steps.form.vocabulary import Vocabulary, languages_of_header, passed_over, vocabulary
from steps.form.withhold import (
    FINDING_OF_PERSON,
    MARK,
    SAYS_WHO,
    Withheld,
    each_cell_once,
    is_plain_reference,
    is_remarkable,
    left_of_erased,
    may_be_personal,
    open_questions,
    persons_named,
    questions_that_may_name,
    sureness_of_row,
    withhold,
    withhold_person,
    withhold_reference,
)
from steps.personal_texts import without_personal
from steps.text import clean_text

PLACE_OF_A_ROUND = "2015"
FINDING_OF_ROLE = {"above": "row-above-header", "total": "row-total", "note": "row-note"}
REASON_OF_ROLE = {"above": "above_header", "total": "total_row", "note": "note_row", HELD_BACK: "held_back_row"}


NOT_FOREIGN = ForeignLayout(Layout([], []))


class FormApplied(NamedTuple):
    """The frames clean_rows, core_received_columns, clean_withheld_values and clean_form_findings."""

    rows: pd.DataFrame
    columns: pd.DataFrame
    withheld: pd.DataFrame
    findings: pd.DataFrame


@dataclass
class _Laid:
    """What laying the form over the deliveries has brought to light so far."""

    rows: list[dict[str, object]] = field(default_factory=list)
    columns: list[dict[str, object]] = field(default_factory=list)
    withheld: list[dict[str, object]] = field(default_factory=list)
    findings: list[dict[str, object]] = field(default_factory=list)


class _ReceivedSheet(NamedTuple):
    spot: Spot
    round_name: str
    number: int
    is_hidden: bool
    rows: list[Row]
    code: str | None  # the sheet of the form that its name means
    layout: Layout
    is_passed_over: bool
    foreign: ForeignLayout = NOT_FOREIGN
    persons: frozenset[str] = frozenset()  # that the file names where organisations are asked for


def apply_form(raw: pd.DataFrame) -> FormApplied:
    """Return what the rows received from all countries mean as rows and columns of the form (see FormApplied)."""
    laid = _Laid()
    exports = find_exports(raw)
    for _, delivery in raw.groupby("submission_id", sort=False):
        spot = _spot(delivery.iloc[0])
        for one, told in kept_names(delivery, spot):
            laid.withheld.append(one)
            laid.findings.append(told)
        if pd.notna(delivery.iloc[0]["finding_code"]):
            laid.findings.append(_refusal(delivery.iloc[0], spot))
        else:
            _lay_over_workbook(delivery, spot, exports, laid)
    return FormApplied(
        shape(laid.rows, table("clean_rows")),
        shape(laid.columns, table("core_received_columns")),
        shape(each_cell_once(laid.withheld), table("clean_withheld_values")),
        numbered(laid.findings, table("clean_form_findings")),
    )


def _spot(row: pd.Series) -> Spot:
    country_code = row["country_code"]
    return Spot(row["submission_id"], country_code, row["file_name"], countries()[country_code].survey_language)


def _refusal(row: pd.Series, spot: Spot) -> dict[str, object]:
    where = f"{row['country_code']}/{PLACE_OF_A_ROUND}"
    detail = "" if pd.isna(row["detail_text"]) else row["detail_text"]
    return finding(row["finding_code"], spot, detail=detail, suggestion=where)


def _lay_over_workbook(delivery: pd.DataFrame, spot: Spot, exports: dict[SheetKey, ForeignLayout], laid: _Laid) -> None:
    words = vocabulary(spot.country_code, delivery["round_name"].iloc[0])
    sheets = list(_sheets(delivery, spot, words, exports))
    language = _language(sheets, countries()[spot.country_code])
    spot = replace(spot, language=language)
    laid.findings += [finding(code, spot, detail=detail) for code, detail in delivery["notes"].iloc[0] or ()]
    named = {sheet.code for sheet in sheets if sheet.code and sheet.layout.tables}
    persons = _persons(sheets)
    seen: set[str] = set()
    for sheet in sheets:
        sheet = sheet._replace(spot=replace(sheet.spot, language=language), persons=persons)
        if sheet.is_hidden and not sheet.is_passed_over:
            laid.findings.append(finding("sheet-hidden", sheet.spot))
        problem, label = _problem(sheet, seen, named, words)
        if problem:
            _hold_back(sheet, problem, label, laid)
        else:
            _lay_over_sheet(sheet, words, laid)
            seen |= {table.sheet_code for table in sheet.layout.tables} | ({sheet.code} if sheet.code else set())
    held = {sheet.code for sheet in sheets if sheet.code}
    for code, one in form().items():
        if code not in seen | held and not any(sheet.foreign is not NOT_FOREIGN for sheet in sheets):
            laid.findings.append(finding("sheet-missing", spot, detail=one.labels[language]))


def _sheets(delivery: pd.DataFrame, spot: Spot, words: Vocabulary, exports: dict[SheetKey, ForeignLayout]) -> Iterator[_ReceivedSheet]:
    # Only in a workbook that we gave out are its instructions and lists ours: a sender's own sheet of that name may hold answers.
    is_given_out = delivery["sheet_name"].eq(MACHINE_SHEET).any()
    for number, (sheet_name, group) in enumerate(delivery.groupby("sheet_name", sort=False), start=1):
        name = str(sheet_name)
        is_passed_over = is_given_out and passed_over(name)
        round_name, is_hidden = group["round_name"].iloc[0], bool(group["is_hidden_sheet"].iloc[0])
        rows = rows_of(group)
        code = words.sheet_code(name)
        layout = Layout([], [(row, "header") for row in rows]) if is_passed_over else find_tables(rows, code, words)
        foreign = exports.get((spot.submission_id, name))
        if foreign is None and not layout.tables and not is_passed_over:
            foreign = map_table(rows, spot.country_code, round_name)
        layout = foreign.layout if foreign else layout
        spot = replace(spot, sheet_name=name)
        code = None if foreign else code
        yield _ReceivedSheet(spot, round_name, number, is_hidden, rows, code, layout, is_passed_over, foreign or NOT_FOREIGN)


def _persons(sheets: Sequence[_ReceivedSheet]) -> frozenset[str]:
    """Return the persons that a file names where organisations are asked for."""
    tables = (one for sheet in sheets for one in sheet.layout.tables)
    asking = [one for one in tables if questions_that_may_name(one.sheet_code) & {column.question_code for column in one.columns}]
    answers = ((one.sheet_code, tuple((column.question_code, cell) for column, cell in row.cells)) for one in asking for row in one.rows)
    return persons_named(answers)


def _language(sheets: Sequence[_ReceivedSheet], country: Country) -> str:
    """Return the language in which the sender is answered, from what the cover says and the languages of the headers."""
    tables = [table for sheet in sheets for table in sheet.layout.tables]
    headers = Counter(
        language
        for table in tables
        for column in table.columns
        if column.question_code
        for language in languages_of_header(table.sheet_code, column.header_text)
    )
    stated = (
        code_list("languages").code_of(clean_text(cell.text), country.country_code)
        for table in tables
        if table.sheet_code == COVER
        for row in table.rows[:1]
        for column, cell in row.cells
        if column.question_code == "language_code"
    )
    return country.reply_language(next(stated, None), headers)


def _problem(sheet: _ReceivedSheet, seen: set[str], named: set[str], words: Vocabulary) -> tuple[str, str]:
    """Return why a sheet is held back (a finding code, with the label of the sheet of the form that may be meant), or nothing."""
    name, language = str(sheet.spot.sheet_name), sheet.spot.language
    codes = {table.sheet_code for table in sheet.layout.tables}
    if sheet.foreign is not NOT_FOREIGN:
        return sheet.foreign.refusal, sheet.foreign.detail
    if sheet.is_passed_over:
        return "", ""
    if sheet.code in seen:
        return "sheet-twice", form()[sheet.code].labels[language]
    if sheet.code is None and codes & named:  # perhaps a copy: a sheet of that name is there
        return "sheet-twice", form()[min(codes & named)].labels[language]
    if sheet.code is None and not codes:
        near = words.nearest_sheet(name)
        return "sheet-unknown", near.labels[language] if near else ""
    return ("", "") if codes else ("sheet-without-header", "")


def _hold_back(sheet: _ReceivedSheet, problem: str, suggestion: str, laid: _Laid) -> None:
    # Nobody knows what such a sheet holds, so its cells may be anybody's personal data.
    laid.findings.append(finding(problem, sheet.spot, suggestion=suggestion, count=len(sheet.rows)))
    for row in sheet.rows:
        laid.rows.append(_row(sheet, None, row, "held_back"))
        laid.withheld += [_kept_apart(sheet, row, cell, Withheld("unknown_sheet", cell.text)) for cell in row.cells]


def _lay_over_sheet(sheet: _ReceivedSheet, words: Vocabulary, laid: _Laid) -> None:
    codes = [table.sheet_code for table in sheet.layout.tables]
    if sheet.code is None and codes and sheet.foreign is NOT_FOREIGN:
        labels = ", ".join(dict.fromkeys(form()[code].labels[sheet.spot.language] for code in codes))
        laid.findings.append(finding("sheet-known-by-columns", sheet.spot, detail=labels))
    for row, role in sheet.layout.other_rows:
        _lay_aside(sheet, row, role, laid)
    parts: dict[int, list[str]] = {}
    for number, one in enumerate(sheet.layout.tables, start=1):
        for found in one.rows:
            part = _part_mark(parts.setdefault(found.row.row_number, []), one.sheet_code)
            _take_answers(sheet, number, one.sheet_code, found, part, laid)
        _tell_columns(sheet, number, one, words, laid)
    for row_number, problem in sheet.foreign.problems:
        place = replace(sheet.spot, cell_name=cell_name(problem.column_number, row_number), question_code=problem.question_code)
        facts = {"value": "", "detail": "", "accepted": "", **problem.facts}
        laid.findings.append(finding(problem.finding_code, place, facts["value"], facts["detail"], facts["accepted"]))
    hidden = sum(row.is_hidden for row in sheet.rows)
    if hidden and codes:
        laid.findings.append(finding("row-hidden", sheet.spot, count=hidden))


def _part_mark(seen: list[str], sheet_code: str) -> str:
    """Return what tells the next part of a row from those seen: nothing for the first one. A row may answer several tables."""
    count = seen.count(sheet_code)
    seen.append(sheet_code)
    return "" if len(seen) == 1 else f"+{sheet_code}+{count + 1}" if count else f"+{sheet_code}"


def _lay_aside(sheet: _ReceivedSheet, row: Row, role: str, laid: _Laid) -> None:
    """Take a row that is no answer: a part of the form; above a header it is held back, since a sort may have moved an answer there."""
    laid.rows.append(_row(sheet, None, row, "held_back" if role in ("above", HELD_BACK) else "form", sheet_code=_first_code(sheet)))
    if role in REASON_OF_ROLE:
        laid.withheld += [_kept_apart(sheet, row, cell, Withheld(REASON_OF_ROLE[role], cell.text)) for cell in row.cells]
    for cell in row.cells if role == "title" else ():
        if without_personal(cell.text) != cell.text:
            laid.withheld.append(_kept_apart(sheet, row, cell, Withheld("personal_data", cell.text)))
            place = cell_name(cell.column_number, row.row_number)
            laid.findings.append(finding("personal-data", replace(sheet.spot, cell_name=place)))
    if role in FINDING_OF_ROLE:
        place = cell_name(row.cells[0].column_number, row.row_number)
        laid.findings.append(finding(FINDING_OF_ROLE[role], replace(sheet.spot, cell_name=place)))


def _first_code(sheet: _ReceivedSheet) -> str | None:
    return next((table.sheet_code for table in sheet.layout.tables), sheet.code)


def _take_answers(sheet: _ReceivedSheet, number: int, sheet_code: str, found: FoundRow, part: str, laid: _Laid) -> None:
    answers: list[tuple[str, Cell]] = []
    asked, may_name = open_questions(sheet_code), questions_that_may_name(sheet_code)
    of_row = sureness_of_row(sheet_code, ((column.question_code, cell) for column, cell in found.cells), sheet.persons)
    plain = asked - may_name - SAYS_WHO if of_row else asked - may_name
    for column, cell in found.cells:
        code = column.question_code
        if code in plain and not is_remarkable(cell.text):  # as most cells are
            answers.append((str(code), cell))
            continue
        if cell.text == ERASED:
            left = left_of_erased(cell, sheet_code, code)
            answers += [(str(code), left)] if left else []
            continue
        kept: Cell | None = cell
        if code in may_name or (of_row and code in SAYS_WHO):
            kept = _without_person(sheet, sheet_code, found.row, column, cell, of_row, laid)
        is_named = kept is not cell  # a person's name has its own finding
        if kept and not (code in asked and not may_be_personal(kept)):  # few cells are looked at twice
            kept = _take_with_care(sheet, sheet_code, found.row, column, kept, laid)
        if kept and not is_named and kept.text.strip() == MARK:
            _tell_key_withheld(sheet, sheet_code, column, found.row, laid)
        if kept:
            answers.append((str(code), kept))
    laid.rows.append(_row(sheet, number, found.row, "answer", tuple(answers), sheet_code=sheet_code, part=part))


def _tell_key_withheld(sheet: _ReceivedSheet, sheet_code: str, column: FoundColumn, row: Row, laid: _Laid) -> None:
    """Report a key answer of which nothing is left, or that a sender wrote as our mark: the row is held back for it."""
    question = _question_of(sheet_code, column.question_code)
    if question and question.need == "key":
        laid.findings.append(finding("key-withheld", _at(sheet, column, row.row_number), detail=question.labels[sheet.spot.language]))


def _take_with_care(sheet: _ReceivedSheet, sheet_code: str, row: Row, column: FoundColumn, cell: Cell, laid: _Laid) -> Cell | None:
    """Keep apart what must not go on of a cell, and return the rest of it, if any."""
    kept, apart = withhold(cell, _question_of(sheet_code, column.question_code))
    if apart and column.problem == TECHNICAL:
        apart = apart._replace(reason_code="technical_column")
    if apart:
        laid.withheld.append(_kept_apart(sheet, row, cell, apart, column))
    if apart and apart.reason_code == "personal_data":
        laid.findings.append(finding("personal-data", _at(sheet, column, row.row_number)))
    return kept


def _without_person(
    sheet: _ReceivedSheet, sheet_code: str, row: Row, column: FoundColumn, cell: Cell, of_row: str, laid: _Laid
) -> Cell | None:
    """Keep a person's name apart, and return the rest of the answer, if any."""
    code, country = str(column.question_code), sheet.spot.country_code
    kept: Cell | None
    if is_plain_reference(sheet_code, code):
        kept, apart = withhold_reference(cell, country, sheet.persons)
        cause = "reference-is-person"
    else:
        kept, apart, sureness = withhold_person(cell, code, of_row, sheet.persons, country)
        cause = FINDING_OF_PERSON.get(sureness, "")
    if apart:
        laid.withheld.append(_kept_apart(sheet, row, cell, apart, column))
        if code != "website_url":
            value = kept.text if kept and cause == "reference-is-person" else ""
            laid.findings.append(finding(cause, _at(sheet, column, row.row_number), value))
    return kept


@cache
def _question_of(sheet_code: str, question_code: str | None) -> Question | None:
    return form()[sheet_code].question(question_code) if question_code else None


def _row(
    sheet: _ReceivedSheet,
    table_number: int | None,
    row: Row,
    outcome: str,
    answers: tuple[tuple[str, Cell], ...] = (),
    *,
    sheet_code: str | None = None,
    part: str = "",
) -> dict[str, object]:
    filling = sheet.foreign.fillings.get(row.row_number)
    return {
        "response_id": _response_id(sheet, row, part),
        "submission_id": sheet.spot.submission_id,
        "filling_id": filling or sheet.spot.submission_id,
        "country_code": sheet.spot.country_code,
        "round_name": sheet.round_name,
        "file_name": sheet.spot.file_name,
        "language_code": sheet.spot.language,
        "sheet_name": sheet.spot.sheet_name,
        "sheet_code": sheet_code,
        "is_mapped": sheet.foreign.is_mapped,
        "table_number": table_number,
        "row_number": row.row_number,
        "outcome_code": outcome,
        "answers": answers,
    }


def _response_id(sheet: _ReceivedSheet, row: Row, part: str = "") -> str:
    return f"{sheet.spot.submission_id}/{sheet.number}/{row.row_number}{part}"


def _at(sheet: _ReceivedSheet, column: FoundColumn, row_number: int) -> Spot:
    place = cell_name(column.column_number, column.answer_row or row_number)
    return replace(sheet.spot, cell_name=place, question_code=column.question_code)


def _kept_apart(sheet: _ReceivedSheet, row: Row, cell: Cell, apart: Withheld, column: FoundColumn | None = None) -> dict[str, object]:
    answer_row = column.answer_row if column else None
    return {
        "submission_id": sheet.spot.submission_id,
        "country_code": sheet.spot.country_code,
        "file_name": sheet.spot.file_name,
        "response_id": _response_id(sheet, row),
        "sheet_name": sheet.spot.sheet_name,
        "cell_name": cell_name(cell.column_number, answer_row or row.row_number),
        "question_code": column.question_code if column else None,
        "reason_code": apart.reason_code,
        "value_text": apart.text,
    }


def _tell_columns(sheet: _ReceivedSheet, number: int, one: FoundTable, words: Vocabulary, laid: _Laid) -> None:
    filled = Counter(column.column_number for found in one.rows for column, _ in found.cells)
    told: Counter[int] = Counter()
    for column in one.columns:
        text = without_personal(column.header_text)
        told[column.column_number] += 1
        if text != column.header_text:
            _keep_header_apart(sheet, column, laid)
        laid.columns.append(_column(sheet, number, one.sheet_code, column, text, told[column.column_number]))
        if column.problem != TECHNICAL and (column.question_code is None or column.problem):
            header = replace(sheet.spot, cell_name=cell_name(column.header_column, column.header_row))
            laid.findings.append(_header_finding(header, text, one.sheet_code, column, max(1, filled[column.column_number]), words))
    answered = {column.question_code for column in one.columns}
    if sheet.foreign.is_mapped:
        return
    for question in form()[one.sheet_code].questions:
        if question.need != "optional" and question.question_code not in answered:
            laid.findings.append(finding("header-missing", sheet.spot, detail=question.labels[sheet.spot.language]))


def _keep_header_apart(sheet: _ReceivedSheet, column: FoundColumn, laid: _Laid) -> None:
    """Keep a header that holds personal data apart, and say so."""
    row, cell = Row(column.header_row, ()), Cell(column.header_column, "t", column.header_text)
    laid.withheld.append(_kept_apart(sheet, row, cell, Withheld("personal_data", column.header_text)))
    laid.findings.append(finding("personal-data", replace(sheet.spot, cell_name=cell_name(column.header_column, column.header_row))))


def _column(sheet: _ReceivedSheet, number: int, sheet_code: str, column: FoundColumn, text: str, answer_number: int) -> dict[str, object]:
    return {
        "submission_id": sheet.spot.submission_id,
        "country_code": sheet.spot.country_code,
        "sheet_name": sheet.spot.sheet_name,
        "table_number": number,
        "header_cell_name": cell_name(column.header_column, column.header_row),
        "column_letter": column_letter(column.column_number),
        "answer_number": answer_number,
        "answer_row_number": column.answer_row,
        "header_text": text or None,
        "sheet_code": sheet_code,
        "question_code": column.question_code,
    }


def _header_finding(spot: Spot, text: str, sheet_code: str, column: FoundColumn, count: int, words: Vocabulary) -> dict[str, object]:
    if column.problem == "header-conflict":
        label = _label(form()[sheet_code].question(str(column.question_code)), spot)
        return finding("header-conflict", spot, value=text, detail=label, count=count)
    if column.problem:
        return finding(column.problem, spot, value=text, count=count)
    if not text:
        return finding("header-empty", spot, count=count)
    near = words.nearest_question(sheet_code, text)
    return finding("header-unknown", spot, value=text, suggestion=_label(near, spot) if near else "", count=count)


def _label(question: Question, spot: Spot) -> str:
    return question.labels[spot.language]
