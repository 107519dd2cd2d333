"""Puts what was said of a record side by side: which row said it, in which round, when, and who reports."""

import re

import pandas as pd

from steps.rounds import round_order

YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def reports_of_initiatives(answers: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of clean_initiatives that are part of a record, by initiative, round and rank.

    Beside what `said_by_round` adds: numbers of the `initiative` and of the `table` that the row stands in.
    """
    told = said_by_round(answers, records, rows, cover, "core_initiatives")
    return told.assign(
        initiative=pd.factorize(told["record_id"], sort=True)[0],
        table=pd.factorize(pd.MultiIndex.from_frame(told[["submission_id", "sheet_name", "table_number"]]))[0],
    )


def said_by_round(answers: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame, table_name: str) -> pd.DataFrame:
    """Return the answers of a sheet that are part of a record of a core table, by record, round and rank.

    Beside the answers: record_id, rank_count and column_names (as in `records`, clean_records), round_name, number of the `round`,
    unit_name, and `when` (see `when_said`).
    """
    own = records.loc[records["table_name"] == table_name, ["response_id", "record_id", "rank_count", "column_names"]]
    about = rows[["response_id", "round_name", "filling_id", "sheet_name", "table_number"]]
    joined = answers.merge(own, on="response_id", validate="one_to_one").merge(about, on="response_id", validate="one_to_one")
    covers = covers_of_fillings(cover, rows)
    names = sorted(joined["round_name"].unique(), key=round_order)
    told = joined.assign(
        round=joined["round_name"].map({name: number for number, name in enumerate(names)}),
        unit_name=joined["filling_id"].map(covers["reporting_unit_name"]),
        when=when_said(joined, covers),
    )
    return told.sort_values(["record_id", "round", "rank_count"], kind="stable").reset_index(drop=True)


def covers_of_fillings(cover: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the cover of each filling of the form, by filling_id. `cover` is clean_cover, `rows` clean_rows."""
    return cover.merge(rows[["response_id", "filling_id"]], on="response_id").drop_duplicates("filling_id").set_index("filling_id")


def when_said(reports: pd.DataFrame, covers: pd.DataFrame) -> pd.Series:
    """Return when each row was said, as `date precision`: the day on the cover, else the year in the name of the round, else empty.

    `reports` has filling_id and round_name, `covers` is what `covers_of_fillings` returns.
    """
    dated = covers["submission_date"] + " " + covers["submission_date_precision_code"]
    years = reports["round_name"].str.extract(YEAR, expand=False)
    of_round = years + "-01-01 year"
    return reports["filling_id"].map(dated).astype("object").fillna(of_round.astype("object")).fillna("")
