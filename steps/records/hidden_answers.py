"""Answers that the path reckons with and that nobody is shown: small counts of people, and exact places of restricted initiatives.

What was written stays in the restricted store; a mark stands for it among the answers, and a finding on such a cell is told without it.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from schemas.findings import told_without_facts
from schemas.registry import table
from schemas.rows import rows_of, values_of
from schemas.tables import shape
from steps.files.read_workbook import Cell, cell_name
from steps.form.consent import answer_rows
from steps.form.withhold import MARK
from steps.places.coarsen import FINER_QUESTIONS
from steps.small_counts import BREAKDOWN, PEOPLE_SHEETS, has_a_small_number, has_small_numbers, small_answers

SMALL, SENSITIVE = "small_count", "sensitive_place"


def hidden_answers(
    sheets: Mapping[str, pd.DataFrame], rows: pd.DataFrame, columns: pd.DataFrame, references: pd.DataFrame, restricted: frozenset[str]
) -> pd.DataFrame:
    """Return clean_hidden_answers, in the form of clean_withheld_values.

    `sheets` are the typed answers by sheet, `rows` clean_rows, `columns` core_received_columns, `references` clean_references,
    `restricted` the initiatives whose places are not to be shown exactly. Rows that no step reads, since a key answer is missing or a
    corrected file replaced theirs, hide every number from 1 to 9 that may count people and, where replaced, all places.
    """
    reasons = dict(_reasons(sheets, rows, references, restricted))
    places, read = answer_rows(columns), {response for frame in sheets.values() for response in values_of(frame["response_id"])}
    hiding = {response for response, _ in reasons}
    may_hide = [response in hiding or response not in read for response in values_of(rows["response_id"])]
    found = []
    for row in rows_of(rows[may_hide]):
        for question, cell in row["answers"]:
            reason = reasons.get((row["response_id"], question))
            if row["response_id"] not in read:
                reason = _of_unread(row, question, cell)
            if reason and cell.text != MARK:
                number = places.get((row["submission_id"], row["sheet_name"], row["table_number"], question), row["row_number"])
                name = cell_name(cell.column_number, int(number))
                found.append({**row, "cell_name": name, "question_code": question, "reason_code": reason, "value_text": cell.text})
    return shape(found, table("clean_hidden_answers")).drop_duplicates(["submission_id", "sheet_name", "cell_name"], ignore_index=True)


def _reasons(
    sheets: Mapping[str, pd.DataFrame], rows: pd.DataFrame, references: pd.DataFrame, restricted: frozenset[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    counting = rows[rows["sheet_code"].isin(PEOPLE_SHEETS)]
    texts = {response: dict(answers) for response, answers in zip(values_of(counting["response_id"]), counting["answers"], strict=True)}
    for code in PEOPLE_SHEETS:
        for question, small in small_answers(code, sheets[code], texts).items():
            yield from (((response, question), SMALL) for response in sheets[code].loc[small, "response_id"])
    named = references["question_code"].eq("initiative_ref") & references["record_id"].isin(restricted)
    for response in sheets["locations"].loc[sheets["locations"]["response_id"].isin(references.loc[named, "response_id"]), "response_id"]:
        yield from (((response, question), SENSITIVE) for question in FINER_QUESTIONS)


def _of_unread(row: Mapping[str, object], question: str, cell: Cell) -> str:
    if row["sheet_code"] == "locations" and row["outcome_code"] == "superseded":
        return SENSITIVE if question in FINER_QUESTIONS else ""
    if question == BREAKDOWN:
        return SMALL if has_a_small_number(cell.text) else ""
    return SMALL if question in PEOPLE_SHEETS.get(str(row["sheet_code"]), ()) and has_small_numbers(cell) else ""


def without_hidden_answers(rows: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Return clean_rows with a mark in place of each hidden answer."""
    by_row: dict[str, set[str]] = {}
    for response, question in zip(values_of(hidden["response_id"]), values_of(hidden["question_code"]), strict=True):
        by_row.setdefault(response, set()).add(question)
    if not by_row:
        return rows
    answers = [
        _without(one, by_row[response]) if response in by_row else one
        for response, one in zip(values_of(rows["response_id"]), rows["answers"], strict=True)
    ]
    return rows.assign(answers=pd.Series(answers, rows.index, dtype=object))


def _without(answers: tuple[tuple[str, Cell], ...], hidden: set[str]) -> tuple[tuple[str, Cell], ...]:
    return tuple((question, cell._replace(text=MARK, kind="t") if question in hidden else cell) for question, cell in answers)


def without_hidden_values(findings: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Return findings of steps with those on hidden answers told without any value: the cell says which answer is meant."""
    cells = set(zip(*(values_of(hidden[name]) for name in ("submission_id", "sheet_name", "cell_name")), strict=True))
    named = zip(*(values_of(findings[name]) for name in ("submission_id", "sheet_name", "cell_name", "other_cells_text")), strict=True)
    is_hidden = pd.Series(
        [
            any((file, sheet, one) in cells for one in (cell, *(others.split() if isinstance(others, str) else ())))
            for file, sheet, cell, others in named
        ],
        findings.index,
        dtype=bool,
    )
    told = [
        told_without_facts(code, language, MARK)
        for code, language in zip(findings.loc[is_hidden, "finding_code"], findings.loc[is_hidden, "language_code"], strict=True)
    ]
    bare = pd.DataFrame(told, index=findings.index[is_hidden], columns=["message_text", "suggestion_text"], dtype="str")
    shown = findings.assign(value_text=findings["value_text"].mask(is_hidden))
    return shown.assign(**{name: bare[name].reindex(findings.index).where(is_hidden, findings[name]) for name in bare.columns})


def all_kept_apart(withheld: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Return what the restricted store keeps of cells: those kept apart from the first, and the answers that are not shown."""
    return pd.concat([withheld, hidden], ignore_index=True).drop_duplicates(["submission_id", "sheet_name", "cell_name"], ignore_index=True)
