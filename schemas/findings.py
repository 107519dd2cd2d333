"""Findings: what is said to a sender about a delivery. The causes and their wording are `reference/finding_codes.csv`."""

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference
from schemas.tables import Table, shape

FACTS = ("value", "detail", "accepted", "suggestion", "count")
TEXTS = tuple(f"{part}_{language}" for part in ("message", "suggestion") for language in LANGUAGES)


@dataclass(frozen=True)
class Spot:
    """Where something was found: the file, and the sheet and cell when they are known; the language its sender reads."""

    submission_id: str
    country_code: str
    file_name: str
    language: str
    sheet_name: str | None = None
    cell_name: str | None = None
    question_code: str | None = None


@cache
def finding_codes() -> dict[str, dict[str, str]]:
    """Return the causes by code: severity, message and suggestion in every language. Raises BrokenReference."""
    rows = read_reference("finding_codes.csv", ("finding_code", "severity_code", "holds_row_back", *TEXTS), ("finding_code",))
    for row in rows:
        unknown = {name for text in TEXTS for name in re.findall(r"\{(\w*)\}", row[text])} - set(FACTS)
        if unknown:
            raise BrokenReference(f"reference/finding_codes.csv, {row['finding_code']}: no fact is called {', '.join(sorted(unknown))}.")
    return {row["finding_code"]: row for row in rows}


def finding(
    code: str,
    spot: Spot,
    value: str = "",
    detail: str = "",
    accepted: str = "",
    suggestion: str = "",
    *,
    count: int = 1,
) -> dict[str, object]:
    """Return one finding as a row of `core_findings` that still lacks its id.

    `detail` is the fact, `accepted` the answers allowed, `suggestion` the likely fix; a sentence without its fact is left out.
    """
    if code not in finding_codes():
        raise BrokenReference(f"reference/finding_codes.csv lacks the cause {code}.")
    words = finding_codes()[code]
    facts = {"value": value, "detail": detail, "accepted": accepted, "suggestion": suggestion, "count": str(count)}
    return {
        "submission_id": spot.submission_id,
        "country_code": spot.country_code,
        "file_name": spot.file_name,
        "sheet_name": spot.sheet_name,
        "cell_name": spot.cell_name,
        "question_code": spot.question_code,
        "value_text": value or None,
        "finding_code": code,
        "severity_code": words["severity_code"],
        "message_text": words[f"message_{spot.language}"].format(**facts),
        "suggestion_text": _filled(words[f"suggestion_{spot.language}"], facts) or None,
        "occurrence_count": count,
        "language_code": spot.language,
    }


def _filled(template: str, facts: dict[str, str]) -> str:
    sentences = re.split(r"(?<=[.?])\s+(?=[A-ZÉ¿])", template)
    kept = [one for one in sentences if all(facts[name] for name in re.findall(r"\{(\w+)\}", one))]
    return " ".join(kept).format(**facts)


def numbered(rows: list[dict[str, object]], table: Table) -> pd.DataFrame:
    """Return the findings of a step, numbered; equal ones on a sheet (same question, cause and value) are one that counts them.

    A sender reads "37 rows lack the currency" once, at the first cell, instead of 37 times.
    """
    frame = shape([{"finding_number": number} | row for number, row in enumerate(rows)], table)
    # What holds a row back is told row by row, so that every such row can be found.
    frame["place"] = frame["cell_name"].where(frame["finding_code"].isin(codes_that_hold_back()))
    same = ["submission_id", "sheet_name", "question_code", "finding_code", "value_text", "message_text", "place"]
    groups = frame.groupby(same, dropna=False, sort=False)
    counted = frame.assign(
        occurrence_count=groups["occurrence_count"].transform("sum"), other_cells_text=_other_cells(frame, groups.ngroup())
    )
    return shape(counted.drop_duplicates(same), table)


def _other_cells(frame: pd.DataFrame, groups: pd.Series) -> list[str | None]:
    """Return, for each finding, the cells of the others of its group; None when there are none."""
    cells: dict[int, list[str]] = {}
    for group, cell in zip(groups, frame["cell_name"], strict=True):
        cells.setdefault(group, []).extend([] if pd.isna(cell) else [cell])
    return [" ".join(cells[group][1:]) or None for group in groups]


@cache
def codes_that_hold_back() -> frozenset[str]:
    """Return the causes for which a row, or a sheet of rows, is held back."""
    return frozenset(code for code, words in finding_codes().items() if words["holds_row_back"] == "yes")
