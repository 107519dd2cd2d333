"""Findings: what is said to a sender about a delivery. The causes and their wording are `reference/finding_codes.csv`."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

import pandas as pd

from schemas.errors import BrokenReference
from schemas.form import LANGUAGES, RIGHT_TO_LEFT
from schemas.reference_files import read_reference
from schemas.tables import Table, shape

MOST_OTHER_CELLS = 2_000  # named in a finding that many cells share: a correction workbook marks them
FACTS = ("value", "detail", "accepted", "suggestion", "count")
TEXTS = tuple(f"{part}_{language}" for part in ("message", "suggestion") for language in LANGUAGES)
SAME = ("submission_id", "sheet_name", "question_code", "finding_code", "value_text", "message_text")  # what equal findings share
FACT = re.compile(r"\{(\w*)\}")
SENTENCE_END = re.compile(r"(?<=[.?!؟।])\s+(?![a-zß-ÿ])")  # a small letter after a point follows an abbreviation
# In a line that runs to the left, facts and Latin words keep their own direction only when they are set apart: without these marks,
# 2015-09-28 is shown as 28-09-2015 behind an Arabic word, and a bracket that closes a value moves to its other end.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
SET_APART = re.compile(r"\{\w+\}|[\w./:-]*[\w/](?: [\w./:-]*[\w/])*", re.ASCII)


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
        unknown = {name for text in TEXTS for name in FACT.findall(row[text])} - set(FACTS)
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
        "message_text": set_apart(words[f"message_{spot.language}"], spot.language).format(**facts),
        "suggestion_text": _filled(set_apart(words[f"suggestion_{spot.language}"], spot.language), facts) or None,
        "occurrence_count": count,
        "language_code": spot.language,
    }


def told_without_facts(code: str, language: str, mark: str) -> tuple[str, str | None]:
    """Return the message and the suggestion of a cause with a mark in place of every value, and without sentences that name one."""
    words = finding_codes()[code]
    message = set_apart(words[f"message_{language}"], language).format(**dict.fromkeys(FACTS, mark))
    return message, _filled(set_apart(words[f"suggestion_{language}"], language), dict.fromkeys(FACTS, "")) or None


def _filled(template: str, facts: dict[str, str]) -> str:
    kept = [sentence for sentence, named in _sentences(template) if all(facts[name] for name in named)]
    return " ".join(kept).format(**facts)


@lru_cache(maxsize=2**10)
def _sentences(template: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sentences of a text, each with the facts it names; they end as in any of the languages."""
    return tuple((sentence, tuple(FACT.findall(sentence))) for sentence in SENTENCE_END.split(template))


@lru_cache(maxsize=2**10)
def set_apart(template: str, language: str) -> str:
    """Return a text whose facts and Latin words are shown as written, in a language that runs to the left."""
    return SET_APART.sub(rf"{ISOLATE}\g<0>{END_OF_ISOLATE}", template) if language in RIGHT_TO_LEFT else template


def numbered(rows: list[dict[str, object]], table: Table) -> pd.DataFrame:
    """Return the findings of a step, numbered; equal ones on a sheet (same question, cause and value) are one that counts them.

    A sender reads "37 rows lack the currency" once, at the first cell, instead of 37 times.
    """
    counted: dict[tuple[object, ...], dict[str, object]] = {}
    counts: Counter[tuple[object, ...]] = Counter()
    cells: dict[tuple[object, ...], list[str]] = {}
    for number, row in enumerate(rows):
        # What holds a row back is told row by row, so that every such row can be found.
        place = row["cell_name"] if row["finding_code"] in codes_that_hold_back() else None
        key = tuple(None if pd.isna(value) else value for value in (*(row[name] for name in SAME), place))
        counted.setdefault(key, {"finding_number": number} | row)
        counts[key] += int(str(row["occurrence_count"]))
        texts = (row["cell_name"], row.get("other_cells_text"))
        cells.setdefault(key, []).extend(one for text in texts if not pd.isna(text) for one in str(text).split())
    others = {key: " ".join(found[1 : 1 + MOST_OTHER_CELLS]) or None for key, found in cells.items()}
    return shape([row | {"occurrence_count": counts[key], "other_cells_text": others[key]} for key, row in counted.items()], table)


@cache
def codes_that_hold_back() -> frozenset[str]:
    """Return the causes for which a row, or a sheet of rows, is held back."""
    return frozenset(code for code, words in finding_codes().items() if words["holds_row_back"] == "yes")
