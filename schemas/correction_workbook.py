"""The correction workbook: what it is made of, so that the hand that writes it and the eye that reads it back agree.

Its own sheets are named in `reference/form/passed_over_sheets.csv`, its words are `reference/form/correction_words.csv`.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from schemas.form import LABELS, LANGUAGES
from schemas.form_names import passed_over_sheets
from schemas.reference_files import read_reference

MACHINE_SHEET = "jmdi"  # hidden: key and value, one pair a row
SOURCE_HASH = "corrects_sha256"  # the key whose value is the SHA-256 of the file that the workbook corrects
OWN_SHEETS = ("problems", "duplicates", "summary", "jmdi_lists", MACHINE_SHEET)
ROW_COLUMN = "jmdi_row"  # header of the column that holds the response_id of each row
PROBLEM_COLUMNS = ("number", "sheet", "cell", "severity", "code", "sentence", "written", "suggestion", "answer", "key")
KEPT_APART = re.compile(r"\[…(\d+)!([A-Z]{1,3}\d{1,7})\]")
EXCEL_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


class FindingKey(NamedTuple):
    """What tells a finding again when rows have moved: never its cell.

    `record_reference` is the first key answer of its row, empty when several rows share the finding.
    """

    finding_code: str
    sheet_code: str = ""
    record_reference: str = ""
    question_code: str = ""
    value_text: str = ""


def write_key(key: FindingKey) -> str:
    """Return a key as the text of a cell."""
    return json.dumps(key, ensure_ascii=False)


def read_key(text: str) -> FindingKey | None:
    """Return the key that a cell holds; None when the text is none, as after an edit."""
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    is_key = isinstance(parts, list) and len(parts) == len(FindingKey._fields) and all(isinstance(part, str) for part in parts)
    return FindingKey(*parts) if is_key else None


def kept_apart_mark(sheet_number: int, cell_name: str) -> str:
    """Return what stands in place of a value that is kept apart: it names the sheet, from 1, and the cell of the file it stands in."""
    return f"[…{sheet_number}!{cell_name}]"


@cache
def machine_sheets() -> dict[str, dict[str, str]]:
    """Return the titles of the workbook's own sheets by code and language. Raises BrokenReference."""
    return {sheet.name: sheet.labels for sheet in passed_over_sheets() if sheet.name in OWN_SHEETS}


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the words of the workbook by code and language. Raises BrokenReference."""
    rows = read_reference("form/correction_words.csv", ("word_code", *LABELS), ("word_code",))
    return {row["word_code"]: {language: row[f"label_{language}"] for language in LANGUAGES} for row in rows}
