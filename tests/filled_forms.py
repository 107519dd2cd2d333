"""Blank forms filled in as a focal point does, sent back, and read by the steps."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pandas as pd
from openpyxl.workbook import Workbook

from publications.survey_form.blank_workbook import blank_workbook
from schemas.code_lists import code_list
from schemas.form import Question, form
from steps.answers.parse_answers import parse_answers
from steps.files.receive import receive
from steps.form.apply_form import apply_form

FIRST_ROW = 3
Answers = Mapping[str, Sequence[Mapping[str, object]]]


class ReadBack(NamedTuple):
    """The typed sheets by code, the rows received and all findings."""

    sheets: dict[str, pd.DataFrame]
    rows: pd.DataFrame
    findings: pd.DataFrame


def open_form(country_code: str, language: str) -> Workbook:
    """Return the blank form, opened as a program of the sender opens it."""
    return openpyxl.load_workbook(BytesIO(blank_workbook(country_code, language)))


def fill(book: Workbook, answers: Answers, language: str) -> Workbook:
    """Write answers (rows by sheet code, what is typed by question code) below the headers; what the cover holds already stays."""
    for sheet_code, rows in answers.items():
        page = book[form()[sheet_code].labels[language]]
        columns = {cell.value: cell.column for cell in page[2]}
        for number, row in enumerate(rows, start=FIRST_ROW):
            for code, typed in row.items():
                page.cell(number, columns[code], typed)
    return book


def read_back(folder: Path, country_code: str, book: Workbook) -> ReadBack:
    """Send the workbook back as a delivery of the country and return what the path reads in it."""
    path = folder / "raw" / country_code / "2016" / "form.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    applied = apply_form(receive(folder / "raw", country_code))
    parsed = parse_answers(applied.rows, applied.columns)
    return ReadBack(parsed.sheets, applied.rows, pd.concat([applied.findings, parsed.findings]))


def typed(question: Question, value: object, language: str) -> object:
    """Return what a sender types for a value as the tables hold it: labels for codes, yes or no in words, real dates."""
    if question.kind == "flag":
        value = "yes" if value else "no"
    if question.code_list:
        labels = code_list(question.code_list).labels
        return "; ".join(labels[code][language] for code in str(value).split("|"))
    if question.kind == "date" and len(str(value)) == len("2015-05-31"):
        return date.fromisoformat(str(value))
    return value


def found(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a typed sheet as what is answered in them, by column."""
    return [{code: value for code, value in row.items() if pd.notna(value)} for row in frame.astype(object).to_dict("records")]
