"""Accounts for what was received: no row vanishes, every finding is kept, every record can say where it came from."""

import json

import pandas as pd

from schemas.code_lists import code_list
from schemas.errors import BrokenContract
from schemas.findings import codes_that_hold_back
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.files.read_workbook import Cell

AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
WHOLE_SHEET = 0  # in place of a row number
WORST_FIRST = ("held_back", "accepted", "form", "superseded")


def responses(rows: pd.DataFrame, cover: pd.DataFrame, lineage: pd.DataFrame) -> pd.DataFrame:
    """Return core_responses: every row received and what became of it.

    A row is accepted when a record was made from it, or when it is a cover; a row of the form is `form`, one of a file that was
    corrected `superseded`; any other is held back.
    """
    accepted = {*lineage["response_id"], *cover["response_id"]}
    outcomes = [
        outcome if outcome in ("form", "superseded") else "accepted" if response in accepted else "held_back"
        for response, outcome in zip(values_of(rows["response_id"]), values_of(rows["outcome_code"]), strict=True)
    ]
    answers = [_answers_json(answers) for answers in rows["answers"]]
    told = rows.assign(outcome_code=outcomes, answers_json=answers, reporting_unit_name=_reporting_units(rows, cover))
    return shape(told, table("core_responses"))


def _reporting_units(rows: pd.DataFrame, cover: pd.DataFrame) -> pd.Series:
    """Return, for each row, the organisation that the cover of its filling names; of several covers the first that names one."""
    fillings = rows.set_index("response_id")["filling_id"]
    named = cover.dropna(subset=["reporting_unit_name"])
    units = named.assign(filling_id=named["response_id"].map(fillings)).drop_duplicates("filling_id")
    return rows["filling_id"].map(units.set_index("filling_id")["reporting_unit_name"]).astype("str")


def _answers_json(answers: tuple[tuple[str, Cell], ...]) -> str | None:
    return AS_JSON({question: cell.text for question, cell in answers}) if answers else None


def submissions(raw: pd.DataFrame, responses: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """Return core_submissions: every file received, its rows by outcome, and what its cover says."""
    files = raw.drop_duplicates("submission_id").set_index("submission_id")
    rows = _rows_by_outcome(responses)
    counts = pd.crosstab(rows["submission_id"], rows["outcome_code"]).reindex(files.index, fill_value=0)
    filled = raw[raw["sheet_name"].notna()].groupby("submission_id").size().reindex(files.index, fill_value=0)
    covers = _covers_of_files(cover).set_index("submission_id").drop(columns=["country_code", "response_id"])
    superseded = set(responses.loc[responses["outcome_code"] == "superseded", "submission_id"])
    outcomes = [
        "superseded" if file in superseded else "read" if pd.isna(refusal) else "refused" for file, refusal in files["finding_code"].items()
    ]
    about = files.join(covers).assign(
        outcome_code=outcomes,
        received_count=filled,
        **{f"{outcome}_count": counts.get(outcome, 0) for outcome in ("form", "accepted", "held_back", "superseded")},
    )
    return shape(about.reset_index(), table("core_submissions"))


def _covers_of_files(cover: pd.DataFrame) -> pd.DataFrame:
    """Return one cover a file: the first, and of the consents of several submissions in an export the strictest."""
    codes = code_list("consents").codes  # from the freest to the strictest
    order = cover["consent_code"].map({code: place for place, code in enumerate(codes)})
    strictest = order.groupby(cover["submission_id"]).transform("max").map(dict(enumerate(codes)))
    return cover.assign(consent_code=strictest).drop_duplicates("submission_id")


def _rows_by_outcome(responses: pd.DataFrame) -> pd.DataFrame:
    """Return each received row once, with its outcome: a row that answers several sheets is held back when one part of it is."""
    order = responses["outcome_code"].map({outcome: place for place, outcome in enumerate(WORST_FIRST)})
    worst = responses.assign(order=order).sort_values("order", kind="stable")
    return worst.drop_duplicates(["submission_id", "sheet_name", "row_number"])


def findings(columns: pd.DataFrame, *stages: pd.DataFrame) -> pd.DataFrame:
    """Return core_findings: the findings of all steps, numbered within their file in the order in which one reads a workbook.

    `columns` is core_received_columns, whose order is that of the sheets.
    """
    made = pd.concat(stages, ignore_index=True)
    keys = zip(values_of(columns["submission_id"]), values_of(columns["sheet_name"]), strict=True)
    sheets = {key: place for place, key in enumerate(keys)}
    cells = made["cell_name"].str.extract(r"(?P<letters>[A-Z]+)(?P<row>\d+)")
    order = {
        "submission_id": made["submission_id"],
        # What concerns the whole file has no sheet and comes first.
        "sheet": pd.Series([sheets.get(key, -1) for key in zip(made["submission_id"], made["sheet_name"], strict=True)], made.index),
        "row": pd.to_numeric(cells["row"]).fillna(0),
        "width": cells["letters"].str.len().fillna(0),
        "letters": cells["letters"].fillna(""),
    }
    every = made.loc[pd.DataFrame(order).sort_values(list(order), kind="stable").index]
    numbers = every.groupby("submission_id", sort=False).cumcount() + 1
    ids = [f"{submission}#{number:04d}" for submission, number in zip(every["submission_id"], numbers, strict=True)]
    return shape(every.assign(finding_id=ids), table("core_findings"))


def lineage(records: pd.DataFrame, mentions: pd.DataFrame, initiative_actors: pd.DataFrame) -> pd.DataFrame:
    """Return core_lineage: for every record, the rows it was made from. `mentions` is clean_place_mentions.

    A row of the sheet of locations may name several places, and a row of initiatives several leads: each is a record of its own.
    """
    is_location = records["table_name"] == "core_initiative_places"
    leads = initiative_actors[~initiative_actors["initiative_actor_id"].isin(records["record_id"])]
    rows = [
        records[~is_location],
        mentions.assign(table_name="core_initiative_places", record_id=mentions["initiative_place_id"]),
        leads[["response_id"]].assign(table_name="core_initiative_actors", record_id=leads["initiative_actor_id"]),
    ]
    ordered = pd.concat(rows, ignore_index=True).sort_values(["table_name", "record_id", "response_id"], kind="stable")
    return shape(ordered, table("core_lineage"))


def check_conservation(submissions: pd.DataFrame, responses: pd.DataFrame, findings: pd.DataFrame) -> dict[str, int]:
    """Check that every row received is accounted for, and that whatever is held back, refused or superseded has a finding.

    Returns the rows by outcome. Raises BrokenContract. `received_count` of core_submissions was counted on what was read, before the
    form was laid over it.
    """
    received = submissions.set_index("submission_id")["received_count"]
    rows = _rows_by_outcome(responses)
    kept = rows.groupby("submission_id").size().reindex(received.index, fill_value=0)
    if not (received == kept).all():
        raise BrokenContract(f"{int((received - kept).abs().sum())} rows received are not accounted for.")
    refused = set(submissions.loc[submissions["outcome_code"] != "read", "submission_id"])
    held_back = responses[responses["outcome_code"] == "held_back"]
    unexplained = len(refused - set(findings["submission_id"])) + int((~_are_explained(held_back, findings)).sum())
    if unexplained:
        raise BrokenContract(f"{unexplained} files or rows are held back without a finding that says why.")
    return {str(outcome): int(count) for outcome, count in rows["outcome_code"].value_counts().sort_index().items()}


def _are_explained(held_back: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """Return, for each row held back, whether a finding names its cell, or its sheet as a whole."""
    holding = findings[findings["finding_code"].isin(codes_that_hold_back())]
    rows = pd.to_numeric(holding["cell_name"].str.extract(r"(\d+)$", expand=False)).fillna(WHOLE_SHEET).astype(int)
    told = set(zip(holding["submission_id"], holding["sheet_name"], rows, strict=True))
    places = zip(held_back["submission_id"], held_back["sheet_name"], held_back["row_number"], strict=True)
    explained = [(file, sheet, row) in told or (file, sheet, WHOLE_SHEET) in told for file, sheet, row in places]
    return pd.Series(explained, index=held_back.index, dtype=bool)
