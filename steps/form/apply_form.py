"""Lays the survey form over what was received: which sheet is which, which row is the header, which column answers what.

Sheets and columns are found by their code or by their label in any language of the form. What is not recognised is held back or
kept apart, and said.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from schemas.countries import countries
from schemas.findings import Spot, finding, numbered
from schemas.form import Question, Sheet, form
from schemas.registry import table
from schemas.tables import shape
from steps.files.read_workbook import Cell, cell_name, column_letter
from steps.form.withhold import MARK, PERSONAL, Withheld, withhold
from steps.text import REMEMBERED, fold

PLACE_OF_A_ROUND = "2015"
HEADER_SEARCH_ROWS = 20  # titles and logos above a header seldom take more


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


class _ReceivedRow(NamedTuple):
    row_number: int
    cells: tuple[Cell, ...]


class _ReceivedSheet(NamedTuple):
    spot: Spot
    round_name: str
    number: int
    is_hidden: bool
    rows: list[_ReceivedRow]


def apply_form(raw: pd.DataFrame) -> FormApplied:
    """Return what the rows received from all countries mean as rows and columns of the form (see FormApplied)."""
    laid = _Laid()
    for _, delivery in raw.groupby("submission_id", sort=False):
        spot = _spot(delivery.iloc[0])
        if pd.notna(delivery.iloc[0]["finding_code"]):
            laid.findings.append(_refusal(delivery.iloc[0], spot))
        else:
            _lay_over_workbook(delivery, spot, laid)
    return FormApplied(
        shape(laid.rows, table("clean_rows")),
        shape(laid.columns, table("core_received_columns")),
        shape(laid.withheld, table("clean_withheld_values")),
        numbered(laid.findings, table("clean_form_findings")),
    )


def _spot(row: pd.Series) -> Spot:
    country_code = row["country_code"]
    return Spot(row["submission_id"], country_code, row["file_name"], countries()[country_code].survey_language)


def _refusal(row: pd.Series, spot: Spot) -> dict[str, object]:
    where = f"{row['country_code']}/{PLACE_OF_A_ROUND}"
    detail = "" if pd.isna(row["detail_text"]) else row["detail_text"]
    return finding(row["finding_code"], spot, detail=detail, suggestion=where)


def _lay_over_workbook(delivery: pd.DataFrame, spot: Spot, laid: _Laid) -> None:
    seen: list[str] = []
    for sheet in _sheets(delivery, spot):
        if sheet.is_hidden:
            laid.findings.append(finding("sheet-hidden", sheet.spot))
        code = _sheet_code(str(sheet.spot.sheet_name))
        problem = "sheet-unknown" if code is None else "sheet-twice" if code in seen else ""
        if problem or code is None:
            label = form()[code].labels[spot.language] if code else _nearest_sheet(str(sheet.spot.sheet_name), spot.language)
            _hold_back(sheet, problem, label, laid)
            continue
        seen.append(code)
        _lay_over_sheet(sheet, form()[code], laid)
    for code, one in form().items():
        if code not in seen:
            laid.findings.append(finding("sheet-missing", spot, detail=one.labels[spot.language]))


def _sheets(delivery: pd.DataFrame, spot: Spot) -> Iterator[_ReceivedSheet]:
    for number, (name, group) in enumerate(delivery.groupby("sheet_name", sort=False), start=1):
        rows = [_ReceivedRow(int(row), cells) for row, cells in zip(group["row_number"], group["cells"], strict=True)]
        yield _ReceivedSheet(
            replace(spot, sheet_name=str(name)), group["round_name"].iloc[0], number, bool(group["is_hidden_sheet"].iloc[0]), rows
        )


@cache
def _sheet_names() -> dict[str, str]:
    return {fold(name): code for code, sheet in form().items() for name in (code, *sheet.labels.values(), *sheet.aliases)}


def _sheet_code(name: str) -> str | None:
    return _sheet_names().get(fold(name))


def _nearest_sheet(name: str, language: str) -> str:
    near = get_close_matches(fold(name), _sheet_names(), n=1)
    return form()[_sheet_names()[near[0]]].labels[language] if near else ""


def _hold_back(sheet: _ReceivedSheet, problem: str, suggestion: str, laid: _Laid) -> None:
    # Nobody knows what such a sheet holds, so its cells may be anybody's personal data.
    laid.findings.append(finding(problem, sheet.spot, suggestion=suggestion, count=len(sheet.rows)))
    for row in sheet.rows:
        laid.rows.append(_row(sheet, "", row, "held_back", ()))
        laid.withheld += [_kept_apart(sheet, row, cell, Withheld("unknown_sheet", cell.text)) for cell in row.cells]


def _lay_over_sheet(sheet: _ReceivedSheet, known: Sheet, laid: _Laid) -> None:
    place = _header_place(sheet.rows, known)
    if place is None:
        _hold_back(sheet, "sheet-without-header", "", laid)
        return
    header = sheet.rows[place]
    questions = _questions_by_column(header, known)
    body = [row for row in sheet.rows[place + 1 :] if not _repeats_header(row, questions)]
    answered = {row.row_number for row in body}
    for row in sheet.rows:
        if row.row_number in answered:
            _take_answers(sheet, known, row, questions, laid)
        elif row.row_number < header.row_number and len(row.cells) > 1:
            _hold_back_above(sheet, known, row, laid)
        else:
            laid.rows.append(_row(sheet, known.sheet_code, row, "form", ()))
    _tell_columns(sheet, known, header, body, questions, laid)


def _hold_back_above(sheet: _ReceivedSheet, known: Sheet, row: _ReceivedRow, laid: _Laid) -> None:
    """Hold back a row of several cells above the header: it may be an answer that a sort has moved there."""
    laid.rows.append(_row(sheet, known.sheet_code, row, "held_back", ()))
    laid.withheld += [_kept_apart(sheet, row, cell, Withheld("above_header", cell.text)) for cell in row.cells]
    laid.findings.append(finding("row-above-header", _at(sheet, row, row.cells[0], None)))


@cache
def _headers(sheet_code: str) -> dict[str, str]:
    return {
        _header_key(name): question.question_code
        for question in form()[sheet_code].questions
        for name in (question.question_code, *question.labels.values(), *question.aliases)
    }


@lru_cache(maxsize=REMEMBERED)
def _header_key(text: str) -> str:
    return fold(text).strip(" *:").strip()


def _header_place(rows: list[_ReceivedRow], known: Sheet) -> int | None:
    headers = _headers(known.sheet_code)
    for place, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        matched = sum(_header_key(cell.text) in headers for cell in row.cells)
        if matched >= min(2, len(known.questions)) and 2 * matched >= len(row.cells):
            return place
    return None


def _questions_by_column(header: _ReceivedRow, known: Sheet) -> dict[int, Question]:
    found: dict[str, int] = {}
    for cell in header.cells:
        code = _headers(known.sheet_code).get(_header_key(cell.text))
        if code:
            found.setdefault(code, cell.column_number)
    return {column: known.question(code) for code, column in found.items()}


def _repeats_header(row: _ReceivedRow, questions: dict[int, Question]) -> bool:
    """Whether most cells of the row name their own column: a row of machine codes, or a header printed again."""
    named = sum(
        cell.column_number in questions
        and _headers(questions[cell.column_number].sheet_code).get(_header_key(cell.text)) == questions[cell.column_number].question_code
        for cell in row.cells
    )
    return named >= 2 and 2 * named >= len(row.cells)


def _take_answers(sheet: _ReceivedSheet, known: Sheet, row: _ReceivedRow, questions: dict[int, Question], laid: _Laid) -> None:
    answers: list[tuple[str, Cell]] = []
    for cell in row.cells:
        question = questions.get(cell.column_number)
        kept, apart = withhold(cell, question)
        if apart:
            laid.withheld.append(_kept_apart(sheet, row, cell, apart, question))
        if apart and apart.reason_code == "personal_data":
            laid.findings.append(finding("personal-data", _at(sheet, row, cell, question)))
        if kept and question:
            answers.append((question.question_code, kept))
    laid.rows.append(_row(sheet, known.sheet_code, row, "answer", tuple(answers)))


def _row(
    sheet: _ReceivedSheet, sheet_code: str, row: _ReceivedRow, outcome: str, answers: tuple[tuple[str, Cell], ...]
) -> dict[str, object]:
    return {
        "response_id": f"{sheet.spot.submission_id}/{sheet.number}/{row.row_number}",
        "submission_id": sheet.spot.submission_id,
        "country_code": sheet.spot.country_code,
        "round_name": sheet.round_name,
        "file_name": sheet.spot.file_name,
        "sheet_name": sheet.spot.sheet_name,
        "sheet_code": sheet_code or None,
        "row_number": row.row_number,
        "outcome_code": outcome,
        "answers": answers,
    }


def _at(sheet: _ReceivedSheet, row: _ReceivedRow, cell: Cell, question: Question | None) -> Spot:
    code = question.question_code if question else None
    return replace(sheet.spot, cell_name=cell_name(cell.column_number, row.row_number), question_code=code)


def _kept_apart(
    sheet: _ReceivedSheet, row: _ReceivedRow, cell: Cell, apart: Withheld, question: Question | None = None
) -> dict[str, object]:
    return {
        "submission_id": sheet.spot.submission_id,
        "country_code": sheet.spot.country_code,
        "file_name": sheet.spot.file_name,
        "sheet_name": sheet.spot.sheet_name,
        "cell_name": cell_name(cell.column_number, row.row_number),
        "question_code": question.question_code if question else None,
        "reason_code": apart.reason_code,
        "value_text": apart.text,
    }


def _tell_columns(
    sheet: _ReceivedSheet,
    known: Sheet,
    header: _ReceivedRow,
    body: list[_ReceivedRow],
    questions: dict[int, Question],
    laid: _Laid,
) -> None:
    filled = Counter(cell.column_number for row in body for cell in row.cells)
    headers = {cell.column_number: cell for cell in header.cells}
    for column in sorted({*headers, *filled}):
        question = questions.get(column)
        text = PERSONAL.sub(MARK, headers[column].text) if column in headers else ""
        laid.columns.append(_column(sheet, known, column, text, question))
        if question is None:
            cell = headers.get(column, Cell(column, "t", ""))
            laid.findings.append(_header_finding(_at(sheet, header, cell, None), text, known, max(1, filled[column])))
    answered = {question.question_code for question in questions.values()}
    for question in known.questions:
        if question.need != "optional" and question.question_code not in answered:
            laid.findings.append(finding("header-missing", sheet.spot, detail=question.labels[sheet.spot.language]))


def _column(sheet: _ReceivedSheet, known: Sheet, column: int, text: str, question: Question | None) -> dict[str, object]:
    return {
        "submission_id": sheet.spot.submission_id,
        "country_code": sheet.spot.country_code,
        "sheet_name": sheet.spot.sheet_name,
        "column_letter": column_letter(column),
        "header_text": text or None,
        "sheet_code": known.sheet_code,
        "question_code": question.question_code if question else None,
    }


def _header_finding(spot: Spot, text: str, known: Sheet, count: int) -> dict[str, object]:
    headers = _headers(known.sheet_code)
    if not text:
        return finding("header-empty", spot, count=count)
    if _header_key(text) in headers:
        return finding("header-twice", spot, value=text, count=count)
    near = get_close_matches(_header_key(text), headers, n=1, cutoff=0.7)
    suggestion = known.question(headers[near[0]]).labels[spot.language] if near else ""
    return finding("header-unknown", spot, value=text, suggestion=suggestion, count=count)
