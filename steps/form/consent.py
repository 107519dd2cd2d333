"""Holds back the answers of senders who do not allow their use: they go to the restricted store and into no table."""

from collections.abc import Iterator, Mapping

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.findings import Spot, finding, numbered
from schemas.form import form
from schemas.registry import table
from schemas.tables import shape
from steps.answers.read_codes import code_of
from steps.files.read_workbook import Cell, cell_name
from steps.form.apply_form import FormApplied
from steps.form.find_tables import COVER
from steps.form.withhold import each_cell_once
from steps.text import clean_text

REFUSED = "NO"  # consents
QUESTION = "consent_code"
# What is still told of a cover: that it came, in which language it is to be answered, and what it does not allow.
TOLD = frozenset(("country_name", "language_code", "template_version_text", "submission_date", "is_example", QUESTION))
OPEN = ("answer", "superseded")
Answers = tuple[tuple[str, Cell], ...]


def hold_back_without_consent(applied: FormApplied, superseded: Mapping[str, str]) -> FormApplied:
    """Return the laid form without the answers whose cover says that they may not be used; each such row is held back and said.

    `superseded` names, for each submission that a corrected file replaced, that file: where it refuses, the earlier answers go too. A
    consent that is not understood refuses nothing; it has its own finding.
    """
    refused = _refused(applied.rows, superseded)
    if not refused:
        return applied
    rows = applied.rows
    is_refused = rows["filling_id"].isin(refused) & rows["outcome_code"].isin(OPEN)
    kept = [
        _told(code, answers) if one else answers for one, code, answers in zip(is_refused, rows["sheet_code"], rows["answers"], strict=True)
    ]
    is_held = is_refused & rows["outcome_code"].eq("answer") & rows["sheet_code"].ne(COVER)
    withheld = [*applied.withheld.to_dict("records"), *_kept_apart(rows[is_refused], applied.columns)]
    told = applied.findings[~_tell_answers(applied.findings, rows, refused)]
    findings = pd.concat([told, numbered(list(_findings(rows[is_held])), table("clean_form_findings"))], ignore_index=True)
    return FormApplied(
        rows.assign(answers=pd.Series(kept, rows.index, dtype=object), outcome_code=rows["outcome_code"].mask(is_held, "held_back")),
        applied.columns,
        shape(each_cell_once(withheld), table("clean_withheld_values")),
        findings.assign(finding_number=pd.Series(range(len(findings)), dtype="Int64")),
    )


def _refused(rows: pd.DataFrame, superseded: Mapping[str, str]) -> set[str]:
    """Return the forms as filled in (filling_id) whose covers refuse, and those that they replaced."""
    covers = rows[rows["sheet_code"].eq(COVER) & rows["outcome_code"].isin(OPEN)]
    said = zip(covers["filling_id"], covers["country_code"], covers["answers"], strict=True)
    refused = {filling for filling, country, answers in said if any(_refuses(country, *one) for one in answers)}
    files = set(rows.loc[rows["filling_id"].isin(refused), "file_name"])
    earlier = {submission for submission, winner in superseded.items() if winner in files}
    return refused | set(rows.loc[rows["submission_id"].isin(earlier), "filling_id"])


def _refuses(country_code: str, question_code: str, cell: Cell) -> bool:
    known = code_list(form()[COVER].question(QUESTION).code_list)
    return question_code == QUESTION and code_of(known, clean_text(cell.text), countries()[country_code]) == REFUSED


def _told(sheet_code: str | None, answers: Answers) -> Answers:
    return tuple(one for one in answers if one[0] in TOLD) if sheet_code == COVER else ()


def _kept_apart(rows: pd.DataFrame, columns: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the answers of rows that are held back, as rows of clean_withheld_values."""
    places = answer_rows(columns)
    for row in rows.to_dict("records"):
        told = {question for question, _ in _told(row["sheet_code"], row["answers"])}
        for question, cell in row["answers"]:
            number = places.get((row["submission_id"], row["sheet_name"], row["table_number"], question), row["row_number"])
            about = {name: row[name] for name in ("submission_id", "country_code", "file_name", "response_id", "sheet_name")}
            kept = {"cell_name": cell_name(cell.column_number, int(number)), "reason_code": "consent", "value_text": cell.text}
            if question not in told:
                yield about | kept | {"question_code": question}


def answer_rows(columns: pd.DataFrame) -> dict[tuple[str, str, int, str], int]:
    """Return the row of each answer that stands below others, by file, sheet, table and question. `columns`: core_received_columns."""
    downwards = columns.dropna(subset=["answer_row_number"])
    keys = zip(*(downwards[name] for name in ("submission_id", "sheet_name", "table_number", "question_code")), strict=True)
    return dict(zip(keys, downwards["answer_row_number"].astype(int), strict=True))


def _tell_answers(findings: pd.DataFrame, rows: pd.DataFrame, refused: set[str]) -> pd.Series:
    """Return which findings so far tell an answer of a file that is held back: those on headers tell none."""
    files = rows.loc[rows["filling_id"].isin(refused), "submission_id"]
    is_of_cell = findings["value_text"].notna() & findings["cell_name"].notna() & ~findings["finding_code"].str.startswith("header-")
    return findings["submission_id"].isin(files) & is_of_cell.astype(bool)


def _findings(rows: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield what is said about rows that are held back: once a sheet, or row by row in an export that holds the forms of several."""
    is_whole = rows["filling_id"].eq(rows["submission_id"]).astype(bool)
    for _, sheet in rows[is_whole].groupby(["submission_id", "sheet_name"], sort=False):
        yield _finding(sheet.iloc[0], None, sheet["row_number"].nunique())
    for _, row in rows[~is_whole].drop_duplicates(["submission_id", "sheet_name", "row_number"]).iterrows():
        yield _finding(row, cell_name(1, int(row["row_number"])), 1)


def _finding(row: pd.Series, cell: str | None, count: int) -> dict[str, object]:
    spot = Spot(row["submission_id"], row["country_code"], row["file_name"], row["language_code"], row["sheet_name"], cell)
    return finding("consent-refused", spot, detail=form()[COVER].question(QUESTION).labels[spot.language], count=count)
