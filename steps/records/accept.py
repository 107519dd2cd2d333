"""Accepts findings: those that somebody has looked at and left as they are, with the reason. What must be fixed cannot be accepted."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import NamedTuple

import pandas as pd

from schemas.correction_workbook import FindingKey, read_key, write_key
from schemas.countries import countries
from schemas.decisions import ACCEPTABLE, AcceptedFinding
from schemas.findings import Spot, finding
from schemas.form import form
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.decided import reason_of
from steps.files.read_workbook import Cell
from steps.spots import last_file_spot
from steps.text import fold

Place = tuple[str, str, int]  # file, sheet and row


class _Reason(NamedTuple):
    """A reason for leaving a finding: the file and country it holds for (empty: any), what it is about, and the decision it comes from."""

    submission_id: str
    country_code: str
    file_hash: str
    key: FindingKey
    text: str
    decision_id: str = ""


def finding_keys(findings: pd.DataFrame, rows: pd.DataFrame) -> list[FindingKey]:
    """Return what tells each finding again when rows have moved. `rows` is clean_rows.

    What is missing stands in no cell and answers no question: its sentence alone says which sheet or column it is.
    """
    about = findings["value_text"].mask(findings["value_text"].isna() & findings["question_code"].isna(), findings["message_text"])
    cells = zip(*(values_of(findings[name]) for name in ("submission_id", "sheet_name", "cell_name")), strict=True)
    places = [(file, sheet, int("".join(filter(str.isdigit, cell))) if pd.notna(cell) else 0) for file, sheet, cell in cells]
    references = _references(rows, set(places))
    columns = [values_of(one) for one in (findings["finding_code"], findings["question_code"], findings["occurrence_count"], about)]
    keys = []
    for place, code, question, count, value in zip(places, *columns, strict=True):
        sheet_code, reference = references.get(place, ("", ""))
        own = reference if count == 1 else ""  # a finding that stands for several rows is none of them
        keys.append(FindingKey(code, sheet_code, own, *("" if pd.isna(text) else str(text) for text in (question, value))))
    return keys


def with_keys(findings: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the findings with `key_text`, by which a correction workbook knows each of them when it comes back."""
    return findings.assign(key_text=[write_key(key) for key in finding_keys(findings, rows)])


def _references(rows: pd.DataFrame, places: Collection[Place]) -> dict[Place, tuple[str, str]]:
    """Return, for each row at one of the places, its sheet of the form and the first of its key answers."""
    found = {}
    names = ("submission_id", "sheet_name", "row_number", "sheet_code", "answers")
    for file, sheet, number, code, answers in zip(*(values_of(rows[name]) for name in names), strict=True):
        if (file, sheet, number) in places:
            known = "" if pd.isna(code) else str(code)
            found[file, sheet, int(number)] = (known, _reference(known, answers))
    return found


def _reference(sheet_code: str, answers: tuple[tuple[str, Cell], ...]) -> str:
    key = _first_key(sheet_code) if sheet_code else ""
    return next((cell.text for question, cell in reversed(answers) if question == key), "")


@cache
def _first_key(sheet_code: str) -> str:
    return next((question.question_code for question in form()[sheet_code].questions if question.need == "key"), "")


def accept_findings(
    findings: pd.DataFrame, rows: pd.DataFrame, reasons: pd.DataFrame, decisions: Iterable[AcceptedFinding], files: pd.DataFrame
) -> pd.DataFrame:
    """Return the findings with the reasons for which they were accepted; a reason that cannot hold is a finding of its own.

    `reasons` is clean_reasons, `decisions` those of `reference/decisions/`, `files` the raw rows received (for the hashes of files).
    """
    decided = (_Reason("", one.country_code, one.file_hash, one.key, reason_of(one.reason_text), one.decision_id) for one in decisions)
    given = [*_given_by_senders(reasons), *decided]
    hashes = dict(zip(values_of(files["submission_id"]), values_of(files["file_hash"]), strict=True))
    keys = finding_keys(findings, rows)
    used: set[int] = set()
    texts: list[str | None] = []
    refused: list[tuple[_Reason, str]] = []
    about = zip(keys, *(values_of(findings[name]) for name in ("submission_id", "country_code", "severity_code")), strict=True)
    by_code = {
        code: [(place, one) for place, one in enumerate(given) if one.key.finding_code == code]
        for code in {one.finding_code for one in keys}
    }
    for key, file, country, severity in about:
        fitting = [(place, one) for place, one in by_code[key.finding_code] if _fits(one, key, file, country, hashes[file])]
        used.update(place for place, _ in fitting)
        texts.append(fitting[0][1].text if fitting and severity == ACCEPTABLE else None)
        refused += [(one, key.finding_code) for _, one in fitting if severity == "must_fix"]
    languages = dict(zip(values_of(rows["submission_id"]), values_of(rows["language_code"]), strict=True))
    more = [*_refusals(refused, reasons, languages), *_stale(given, used, files)]
    extra = shape([{"finding_number": number} | row for number, row in enumerate(more)], table("clean_check_findings"))
    return pd.concat([findings.assign(accepted_reason_text=pd.Series(texts, index=findings.index, dtype="str")), extra], ignore_index=True)


def _given_by_senders(reasons: pd.DataFrame) -> Iterable[_Reason]:
    for file, country, key_text, text in zip(
        *(reasons[name] for name in ("submission_id", "country_code", "key_text", "reason_text")), strict=True
    ):
        key = read_key(key_text)
        if key:
            yield _Reason(file, country, "", key, text)


def _fits(reason: _Reason, key: FindingKey, file: str, country: str, file_hash: str) -> bool:
    is_meant = reason.country_code == country and reason.submission_id in ("", file) and reason.file_hash in ("", file_hash)
    return is_meant and all(not asked or fold(asked) == fold(part) for asked, part in zip(reason.key, key, strict=True))


def _refusals(refused: list[tuple[_Reason, str]], reasons: pd.DataFrame, languages: dict[str, str]) -> Iterable[dict[str, object]]:
    """Yield what to say to a sender who gave a reason where only a correction helps, once a reason; `languages` are those of the files."""
    places = {(row["submission_id"], read_key(row["key_text"])): row for row in reasons.to_dict("records")}
    for reason, code in dict.fromkeys(refused):
        row = places[reason.submission_id, reason.key]
        spot = Spot(
            row["submission_id"],
            row["country_code"],
            row["file_name"],
            languages[row["submission_id"]],
            row["sheet_name"],
            row["cell_name"],
        )
        yield finding("acceptance-refused", spot, detail=code)


def _stale(given: list[_Reason], used: set[int], files: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Yield the decisions that match nothing, each with the country's last file; a sender's own reason may rest, its cell was corrected."""
    for place, one in enumerate(given):
        if place in used or not one.decision_id:
            continue
        spot = last_file_spot(files, one.country_code, countries()[one.country_code].survey_language)
        if spot:
            yield finding("acceptance-stale", spot, value=f"{one.decision_id} ({one.key.finding_code})")
