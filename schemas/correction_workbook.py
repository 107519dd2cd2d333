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
PAIRS_SHEET = "duplicates"
PLACES_SHEET = "places_to_decide"
PLACE_OPTIONS_SHEET = "jmdi_places"  # hidden: the drop-downs of the sheet of places, a row a question
OWN_SHEETS = ("problems", PAIRS_SHEET, PLACES_SHEET, "summary", "jmdi_lists", PLACE_OPTIONS_SHEET, MACHINE_SHEET)
ROW_COLUMN = "jmdi_row"  # header of the column that holds the response_id of each row
PROBLEM_COLUMNS = ("number", "sheet", "cell", "severity", "code", "sentence", "written", "suggestion", "answer", "key")
PLACE_COLUMNS = ("number", "written", "context", "why_open", "how_often", "candidates", "place_answer", "place_reason", "key")
PAIR_COLUMNS = (
    "number", "first", "first_says", "second", "second_says", "likeness", "why_alike", "put_together", "verdict", "verdict_reason", "key",
)  # fmt: skip
KEPT_APART = re.compile(r"\[…(\d+)!([A-Z]{1,3}\d{1,7})\]")
ERASED = "[…×]"  # stands in a redacted file for a cell of which nothing goes on
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


class PlaceKey(NamedTuple):
    """What tells a question about a place again: its review_id, its country, and the place_ids of its candidates, parted by bars."""

    review_id: str
    country_code: str
    candidate_place_ids: str = ""


class PairKey(NamedTuple):
    """What tells a pair of reports again: their ids, whatever the order."""

    first_reported_id: str
    second_reported_id: str


def write_key(key: FindingKey | PlaceKey | PairKey) -> str:
    """Return a key as the text of a cell."""
    return json.dumps(key, ensure_ascii=False)


def read_key(text: str) -> FindingKey | None:
    """Return the key of a finding that a cell holds; None when the text is none, as after an edit."""
    parts = _parts(text, len(FindingKey._fields))
    return FindingKey(*parts) if parts else None


def read_place_key(text: str) -> PlaceKey | None:
    """Return the key of a question about a place that a cell holds; None when the text is none, as after an edit."""
    parts = _parts(text, len(PlaceKey._fields))
    return PlaceKey(*parts) if parts else None


def read_pair_key(text: str) -> PairKey | None:
    """Return the key of a pair of reports that a cell holds; None when the text is none, as after an edit."""
    parts = _parts(text, len(PairKey._fields))
    return PairKey(*parts) if parts else None


def _parts(text: str, count: int) -> list[str]:
    """Return the texts of a key, as many as it has; none of them when the text is no such key."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):  # whoever edits the cell may write anything
        return []
    is_key = isinstance(parts, list) and len(parts) == count and all(isinstance(part, str) for part in parts)
    return parts if is_key else []


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
