"""Reads the answers: from the text of a cell to a value of its column's kind, or to a finding. Never a guess.

A value that cannot be read stays out of the table while its row stays in; only a row without its key answers is held back.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple, Protocol

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import Country, countries
from schemas.findings import finding, numbered
from schemas.form import Question, form
from schemas.registry import table
from schemas.tables import RANGES, shape
from steps.answers.parse_amounts import parse_amount
from steps.answers.parse_dates import parse_date
from steps.files.read_workbook import Cell
from steps.spots import Spots
from steps.text import clean_text

SEPARATORS = re.compile(r"\s*[|;\n]\s*")
DECIMAL_DEGREES = re.compile(r"-?\d{1,3}([.,]\d+)?")
WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
NAMED_IN_ACCEPTED = 8  # a longer list of accepted answers is not read
WHOLE_NUMBERS = ("count", "year")
DATE_PAIRS = (("start_date", "end_date"), ("planned_start_date", "planned_end_date"), ("period_start_date", "period_end_date"))
PRECISION_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of ISO text
AMOUNT_CURRENCIES = {"budget_amount": "currency_code", "contribution_amount": "currency_code"}


class Answers(NamedTuple):
    """The typed sheets by sheet code (frames `clean_<sheet>`), and the frame clean_answer_findings."""

    sheets: dict[str, pd.DataFrame]
    findings: pd.DataFrame


@dataclass(frozen=True)
class Habits:
    """How the sender of a file writes: the country's habits, as far as the cover does not say otherwise."""

    country: Country
    number_format: str
    currency_code: str = ""
    calendar_code: str = "gregorian"


class Reading(NamedTuple):
    """What a cell says: values by column, and a problem (a finding code with its facts) when part of it was not understood."""

    values: dict[str, object]
    problem: str = ""
    facts: Mapping[str, str] = MappingProxyType({})


class AnsweredRow(Protocol):
    """A row of clean_rows."""

    response_id: str
    submission_id: str
    country_code: str
    sheet_code: str
    answers: tuple[tuple[str, Cell], ...]


def parse_answers(rows: pd.DataFrame, columns: pd.DataFrame) -> Answers:
    """Return the answers of `clean_rows` as one typed frame a sheet, with the findings made on the way.

    `columns` is core_received_columns: it tells which columns stand in a file, so that a missing one is not reported row by row.
    """
    spots = Spots(rows, columns)
    findings: list[dict[str, object]] = []
    habits = {code: Habits(country, country.number_format) for code, country in countries().items()}
    stated: dict[str, Habits] = {}
    sheets: dict[str, list[dict[str, object]]] = {code: [] for code in form()}
    answered = rows[rows["outcome_code"] == "answer"]
    for sheet_code in form():  # the cover comes first: it may state how the file writes numbers
        for row in answered[answered["sheet_code"] == sheet_code].itertuples(index=False):
            if sheet_code == "cover" and row.submission_id in stated:
                findings.append(finding("cover-repeated", spots.spot(row.response_id, "country_name")))
                continue
            record = _parse_row(row, stated.get(row.submission_id, habits[row.country_code]), spots, findings)
            if record:
                sheets[sheet_code].append(record)
            if record and sheet_code == "cover":
                stated[row.submission_id] = _stated_habits(record, habits[row.country_code])
    frames = {code: shape(records, table(f"clean_{code}")) for code, records in sheets.items()}
    return Answers(frames, numbered(findings, table("clean_answer_findings")))


def _stated_habits(cover: dict[str, object], habits: Habits) -> Habits:
    number_format = cover.get("number_format_code") or habits.number_format
    return replace(
        habits,
        number_format=str(number_format),
        currency_code=str(cover.get("default_currency_code") or ""),
        calendar_code=str(cover.get("calendar_code") or habits.calendar_code),
    )


def _parse_row(row: AnsweredRow, habits: Habits, spots: Spots, findings: list[dict[str, object]]) -> dict[str, object] | None:
    """Return the record of one row, or None when a key answer is missing and the row is held back."""
    cells: dict[str, Cell] = dict(row.answers)
    record: dict[str, object] = {
        "response_id": row.response_id, "submission_id": row.submission_id, "country_code": row.country_code
    }  # fmt: skip
    currency_text = ""
    is_held_back = False
    for question in form()[row.sheet_code].questions:
        code = question.question_code
        if question.is_personal or (question.need != "key" and not spots.has_column(row.response_id, code)):
            continue
        cell = cells.get(code)
        reading = _read(question, cell, habits) if cell else Reading({})
        currency_text = currency_text or str(reading.values.pop("currency_text", ""))
        record |= reading.values
        findings += _findings(question, cell, reading, row.response_id, spots)
        is_held_back |= question.need == "key" and not reading.values
    findings += _row_findings(record, currency_text, row, habits, spots)
    return None if is_held_back else record


def _findings(question: Question, cell: Cell | None, reading: Reading, response_id: str, spots: Spots) -> Iterable[dict[str, object]]:
    if not reading.problem and (reading.values or question.need == "optional"):
        return
    spot = spots.spot(response_id, question.question_code)
    label = question.labels[spot.language]
    if reading.problem:
        facts = {"detail": label, "value": _short(cell.text) if cell else "", "accepted": "", "suggestion": "", **reading.facts}
        yield finding(reading.problem, spot, facts["value"], facts["detail"], facts["accepted"], facts["suggestion"])
    if question.need == "key" and not reading.values:
        yield finding("answer-missing", spot, detail=label)
    elif question.need == "expected" and cell is None:
        yield finding("answer-empty", spot, detail=label)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _read(question: Question, cell: Cell, habits: Habits) -> Reading:
    if cell.kind == "e":
        return Reading({}, "cell-error")
    return _READERS.get(question.kind, _read_text)(question, cell, habits)


def _read_text(question: Question, cell: Cell, _: Habits) -> Reading:
    text = clean_text(cell.text)
    says_something = bool(text) and (question.need != "key" or any(mark.isalnum() for mark in text))  # a dash is no reference
    return Reading({question.question_code: text} if says_something else {})


def _read_url(question: Question, cell: Cell, _: Habits) -> Reading:
    text = clean_text(cell.text)
    return Reading({question.question_code: text}) if WEB_ADDRESS.fullmatch(text) else Reading({}, "url-unreadable")


def _read_code(question: Question, cell: Cell, habits: Habits) -> Reading:
    code = code_list(question.code_list).code_of(clean_text(cell.text), habits.country.country_code)
    return Reading({question.question_code: code}) if code else _unknown_code(question, [cell.text], habits)


def _read_codes(question: Question, cell: Cell, habits: Habits) -> Reading:
    whole = _read_code(question, cell, habits)
    if not whole.problem:
        return whole
    known = code_list(question.code_list)
    parts = [part for part in SEPARATORS.split(clean_text(cell.text)) if part]
    codes = {part: known.code_of(part, habits.country.country_code) for part in parts}
    found = list(dict.fromkeys(code for code in codes.values() if code))
    values: dict[str, object] = {question.question_code: "|".join(found)} if found else {}
    unknown = [part for part, code in codes.items() if code is None]
    return _unknown_code(question, unknown, habits, values) if unknown else Reading(values)


def _unknown_code(question: Question, parts: list[str], habits: Habits, values: dict[str, object] | None = None) -> Reading:
    known = code_list(question.code_list)
    language = habits.country.survey_language
    labels = [labels[language] for labels in known.labels.values()]
    accepted = ", ".join(labels[:NAMED_IN_ACCEPTED]) + (" …" if len(labels) > NAMED_IN_ACCEPTED else "")
    near = known.nearest(parts[0], habits.country.country_code, language=language) or ""
    facts = {"value": _short(" | ".join(parts)), "accepted": accepted, "suggestion": near}
    return Reading(values or {}, "code-unknown", facts)


def _read_flag(question: Question, cell: Cell, habits: Habits) -> Reading:
    reading = _read_code(question, cell, habits)
    return reading if reading.problem else Reading({question.question_code: reading.values[question.question_code] == "yes"})


def _read_date(question: Question, cell: Cell, habits: Habits) -> Reading:
    country = habits.country
    if habits.calendar_code != "gregorian" and cell.kind != "d":
        return Reading({}, "date-bikram-sambat")
    if cell.kind == "n" and not cell.text.isdigit():
        return Reading({}, "date-unreadable")  # 2015.1 may be January or, typed as 2015.10, October
    parsed = parse_date(cell.text, country.date_order, country.country_code, is_native=cell.kind == "d")
    if parsed.problem:
        return Reading({}, parsed.problem)
    code = question.question_code
    return Reading({code: parsed.date, f"{code}_precision_code": parsed.precision})


def _read_number(question: Question, cell: Cell, habits: Habits) -> Reading:
    text = clean_text(cell.text).removesuffix("%") if question.kind == "share" else cell.text
    if question.kind == "share" and cell.kind == "n" and 0 < float(text) <= 1:
        return Reading({}, "number-ambiguous")  # a cell shown as 50 % holds 0.5; one that says 0.5 may mean half a percent
    parsed = parse_amount(text, habits.number_format, is_native=cell.kind == "n")
    if parsed.problem or parsed.value is None:
        return Reading({}, parsed.problem or "number-unreadable")
    lowest, highest = RANGES.get(question.kind, (None, None))
    if _is_outside(parsed.value, lowest, highest) or (question.kind in WHOLE_NUMBERS and parsed.value != int(parsed.value)):
        return Reading({}, "number-out-of-range", {"accepted": f"{lowest or 0} – {highest or '…'}"})
    code = question.question_code
    value = int(parsed.value) if question.kind in WHOLE_NUMBERS else parsed.value
    if question.kind != "amount" and parsed.currency_text:
        return Reading({}, "number-unreadable")
    if question.kind != "amount":
        return Reading({code: value}, "" if parsed.qualifier == "exact" else "number-inexact")
    return Reading({code: value, f"{code}_qualifier_code": parsed.qualifier, "currency_text": parsed.currency_text})


def _is_outside(value: float, lowest: float | None, highest: float | None) -> bool:
    return (lowest is not None and value < lowest) or (highest is not None and value > highest)


def _read_degrees(question: Question, cell: Cell, _: Habits) -> Reading:
    # Coordinates are copied from devices and maps: a comma or a point is always the decimal mark, whatever the country.
    text = clean_text(cell.text)
    if not DECIMAL_DEGREES.fullmatch(text):
        return Reading({}, "number-unreadable")
    value = float(text.replace(",", "."))
    lowest, highest = RANGES[question.kind]
    if _is_outside(value, lowest, highest):
        return Reading({}, "number-out-of-range", {"accepted": f"{lowest} – {highest}"})
    return Reading({question.question_code: value})


_READERS: dict[str, Callable[[Question, Cell, Habits], Reading]] = {
    "url": _read_url, "code": _read_code, "codes": _read_codes, "flag": _read_flag, "date": _read_date,
    "latitude": _read_degrees, "longitude": _read_degrees,
    **dict.fromkeys(("year", "count", "number", "amount", "share"), _read_number),
}  # fmt: skip


def _row_findings(record: dict[str, object], currency_text: str, row: AnsweredRow, habits: Habits, spots: Spots) -> list[dict[str, object]]:
    """What only shows when answers of a row are seen together; a currency named beside the amount is filled in on the way."""
    found = []
    for amount, currency in AMOUNT_CURRENCIES.items():
        if amount in record:
            found += _settle_currency(record, amount, currency, currency_text, row, habits, spots)
    for start, end in DATE_PAIRS:
        if _ends_before(record, start, end):
            found.append(finding("date-order", spots.spot(row.response_id, end), value=str(record[end])))
    if "country_name" in record and not habits.country.is_called(str(record["country_name"])):
        spot = spots.spot(row.response_id, "country_name")
        found.append(finding("country-conflict", spot, str(record["country_name"]), habits.country.name_en))
    return found


def _settle_currency(
    record: dict[str, object], amount: str, currency: str, beside: str, row: AnsweredRow, habits: Habits, spots: Spots
) -> list[dict[str, object]]:
    """Fill in the currency written beside an amount, or the cover's default; take a currency out that contradicts its amount."""
    named = code_list("currencies").code_of(beside, habits.country.country_code)
    if currency in record and named and record[currency] != named:
        return [finding("currency-conflict", spots.spot(row.response_id, currency), str(record.pop(currency)), beside)]
    if currency in record or currency in dict(row.answers):
        return []
    # The default stands for a currency that nobody named, never for one that was named and is not certain.
    code = named or ("" if beside else habits.currency_code)
    if not code:
        return [finding("currency-missing", spots.spot(row.response_id, amount), value=f"{record[amount]:,.10g}")]
    record[currency] = code
    return []


def _ends_before(record: dict[str, object], start: str, end: str) -> bool:
    if start not in record or end not in record:
        return False
    known = min(PRECISION_LENGTHS[str(record[f"{question}_precision_code"])] for question in (start, end))
    return str(record[end])[:known] < str(record[start])[:known]
