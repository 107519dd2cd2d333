"""Tells what each round said of each initiative, and what changed from one round to the next.

The work is done on numbers (of initiatives, columns, rounds and values) in whole columns: a warehouse holds millions of statements.
"""

import re
from functools import cache

import numpy as np
import pandas as pd

from schemas.form import REFERENCE_KINDS, form
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import Column, shape
from steps.history.reports import reports_of_initiatives
from steps.records.assemble import Parts
from steps.records.identify import OWN_REFERENCES

HISTORY = "core_initiative_history"
EMPTY = -1  # number of the value of a cell that was asked for and left empty
ISO_LENGTH = 10  # characters of a date
CELL = ["initiative", "column"]
DERIVED = re.compile(r"_(precision|qualifier)_code$")  # columns that an answer brings with it


def initiative_history(
    answers: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, cover: pd.DataFrame
) -> pd.DataFrame:
    """Return core_initiative_history.

    `answers` is clean_initiatives, `records` clean_records, `rows` clean_rows, `columns` core_received_columns, `cover` clean_cover.
    A column was withdrawn in a round whose files ask for it when none of the rows about the initiative fills it in.
    """
    reports = reports_of_initiatives(answers, records, rows, cover)
    stated = [column for column in table("core_initiatives").columns if column.name in _history_columns()]
    said, values = _statements(reports, stated, columns)
    steps = _steps(said)
    runs = _runs(steps)
    return _told(runs, steps, reports, stated, values)


@cache
def _history_columns() -> frozenset[str]:
    """Return the columns that hold answers about an initiative itself: not what its reports are told apart by."""
    asked = {one.question_code for one in form()["initiatives"].questions if one.kind not in REFERENCE_KINDS}
    named = {column.name for column in table("clean_initiatives").columns}
    return frozenset(name for name in named if DERIVED.sub("", name) in asked) - {OWN_REFERENCES["initiatives"]}


def _statements(reports: pd.DataFrame, stated: list[Column], columns: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return every statement as numbers (report, initiative, column, round, value), whether it is kept, and the values by number."""
    is_one_of_several = reports.groupby("initiative")["initiative"].transform("size").to_numpy() > 1
    supplied = Parts(reports["column_names"])
    asking = _tables_that_ask(reports, columns)
    parts, texts = [], []
    for number, column in enumerate(stated):
        text = _as_text(reports[column.name], column.kind)
        filled = pd.notna(text)
        asked = np.isin(reports["table"].to_numpy(), asking.get(DERIVED.sub("", column.name), []))
        at = np.flatnonzero(filled | (is_one_of_several & asked))  # what one row alone leaves empty, nobody has withdrawn
        is_kept = supplied.supply(column.name)[at] & filled[at]
        parts.append(pd.DataFrame({"report": at, "column": number, "is_kept": is_kept}))
        texts.append(text[at])
    said = pd.concat(parts, ignore_index=True)
    said["value"], values = pd.factorize(np.concatenate(texts))  # missing is -1
    for name in ("initiative", "round", "rank_count"):
        said[name] = reports[name].to_numpy(dtype=np.int64)[said["report"]]
    return said, [str(value) for value in values]


def _tables_that_ask(reports: pd.DataFrame, columns: pd.DataFrame) -> dict[str, list[int]]:
    keys = ["submission_id", "sheet_name", "table_number"]
    known = reports.drop_duplicates("table")[[*keys, "table"]]
    asked = columns.dropna(subset=["question_code"]).merge(known, on=keys)
    return {str(question): tables.tolist() for question, tables in asked.groupby("question_code")["table"]}


def _as_text(values: pd.Series, kind: str) -> np.ndarray:
    """Return the values of a column as texts, missing ones as None."""
    if kind == "flag":
        values = values.map({True: "yes", False: "no"}).astype("str")
    if values.dtype == "Float64":
        return np.array([None if one is None else f"{one:.15g}" for one in values_of(values)], dtype=object)
    return values.astype("str").to_numpy(dtype=object, na_value=None)


def _steps(said: pd.DataFrame) -> pd.DataFrame:
    """Return the statements with `step`, the place of their round among those that ask an initiative for a column, from 1.

    Within a round, an empty cell counts only where nobody fills it in; empty cells before anything was said do not count at all.
    """
    ordered = said.sort_values([*CELL, "round", "rank_count"], kind="stable")
    is_filled = ordered["value"] != EMPTY
    filled_in_round = is_filled.groupby([ordered[name] for name in (*CELL, "round")]).transform("any")
    first_filled = ordered["round"].where(is_filled).groupby([ordered[name] for name in CELL]).transform("min")
    counted = ordered[(is_filled | ~filled_in_round) & (ordered["round"] >= first_filled)].reset_index(drop=True)
    is_next = counted["round"].diff().ne(0)
    is_new = counted[CELL].diff().ne(0).any(axis=1)
    number = (is_next | is_new).cumsum()
    step = number - number.where(is_new).ffill() + 1
    return counted.assign(step=step.astype("int64"), order=np.arange(len(counted)))


def _runs(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the runs: the steps, one after another, that say the same of a column; numbered in `run` with the statements of each.

    Columns: run, initiative, column, value, first_step, last_step, is_kept, order (of the statement that counts most), change_code,
    is_contradicted.
    """
    by_value = steps.sort_values([*CELL, "value", "step"], kind="stable")
    is_other = by_value[[*CELL, "value"]].diff().ne(0).any(axis=1) | by_value["step"].diff().gt(1)
    steps["run"] = is_other.cumsum().sort_index()
    at_step = [steps[name] for name in (*CELL, "step")]
    steps["is_contradicted"] = steps["value"].groupby(at_step).transform("nunique") > 1
    runs = steps.groupby("run").agg(
        **{name: (name, "first") for name in (*CELL, "value")},
        first_step=("step", "min"), last_step=("step", "max"), order=("order", "min"),
        is_kept=("is_kept", "any"), is_contradicted=("is_contradicted", "any"), begins_contradicted=("is_contradicted", "first"),
    )  # fmt: skip
    runs = runs.sort_values([*CELL, "first_step", "order"], kind="stable").reset_index()
    is_again = runs.duplicated([*CELL, "value"])
    choices = [runs["value"] == EMPTY, runs["begins_contradicted"], is_again, runs["first_step"] > 1]
    runs["change_code"] = np.select(choices, ["withdrawn", "contradicted", "repeated", "changed"], "first")
    return runs


def _told(runs: pd.DataFrame, steps: pd.DataFrame, reports: pd.DataFrame, stated: list[Column], values: list[str]) -> pd.DataFrame:
    first = steps.iloc[runs["order"].to_numpy()].reset_index(drop=True)
    main = reports[["record_id", "country_code", "response_id", "round_name"]].iloc[first["report"].to_numpy()].reset_index(drop=True)
    by_rank = steps[["run", "rank_count", "report"]].sort_values(["run", "rank_count"], kind="stable")
    names = np.array([column.name for column in stated], dtype=object)
    texts = np.array([*values, None], dtype=object)  # the last is that of EMPTY
    dates = _dates(runs, steps, reports)
    told = {
        "initiative_id": main["record_id"], "country_code": main["country_code"], "response_id": main["response_id"],
        "column_name": names[runs["column"]], "value_text": texts[runs["value"]], "first_round_name": main["round_name"],
        "last_round_name": _last_rounds(runs, steps, reports), "value_number": runs.groupby([*CELL, "first_step"]).cumcount() + 1,
        "previous_value_text": _previous_values(runs, steps, texts), "is_current": runs["is_kept"],
        **{name: runs[name] for name in ("change_code", "is_contradicted")}, **dates,
        **{f"{name}s": _joined(reports[name], by_rank, runs) for name in ("response_id", "submission_id")},
        "reporting_unit_names": _joined(reports["unit_name"], by_rank, runs),
    }  # fmt: skip
    return shape(pd.DataFrame(told), table(HISTORY))


def _last_rounds(runs: pd.DataFrame, steps: pd.DataFrame, reports: pd.DataFrame) -> pd.Series:
    last = steps.loc[steps.groupby("run")["step"].idxmax()].set_index("run")["report"]
    return reports["round_name"].iloc[runs["run"].map(last).to_numpy()].reset_index(drop=True)


def _dates(runs: pd.DataFrame, steps: pd.DataFrame, reports: pd.DataFrame) -> dict[str, pd.Series]:
    """Return from when and until when each run held, with precisions: it ends with the next round that does not say so."""
    numbers, dates = pd.factorize(reports["when"].replace("", None), sort=True)  # ISO dates are in the order of time as texts
    when = pd.Series(numbers[steps["report"]], steps.index).where(lambda number: number >= 0)
    of_run = when.groupby(steps["run"]).min()
    of_step = when.groupby([steps[name] for name in (*CELL, "step")]).min()
    followed = pd.MultiIndex.from_arrays([runs["initiative"], runs["column"], runs["last_step"] + 1])
    found = {"valid_from_date": runs["run"].map(of_run), "valid_until_date": of_step.reindex(followed)}
    texts = np.array([*dates, None], dtype=object)  # the last, -1, where no date is known
    parts = {name: pd.Series(texts[number.fillna(-1).to_numpy(dtype=int)], runs.index, dtype="str") for name, number in found.items()}
    days = {name: text.str.slice(0, ISO_LENGTH) for name, text in parts.items()}
    return days | {f"{name}_precision_code": text.str.slice(ISO_LENGTH + 1) for name, text in parts.items()}


def _previous_values(runs: pd.DataFrame, steps: pd.DataFrame, texts: np.ndarray) -> list[str | None]:
    """Return, for each run, what was said before it began: the values of the last round that said anything."""
    changing = runs["first_step"] > 1
    told = runs.loc[changing, [*CELL]].drop_duplicates().merge(steps[steps["value"] != EMPTY], on=CELL)
    said: dict[tuple[int, int], dict[int, dict[str, None]]] = {}
    for initiative, column, step, value in zip(*(told[name] for name in (*CELL, "step", "value")), strict=True):
        said.setdefault((initiative, column), {}).setdefault(step, {})[texts[value]] = None
    previous: list[str | None] = [None] * len(runs)
    later = zip(np.flatnonzero(changing), *(runs.loc[changing, name] for name in (*CELL, "first_step")), strict=True)
    for place, initiative, column, first_step in later:
        by_step = said[initiative, column]
        previous[place] = " | ".join(by_step[max(step for step in by_step if step < first_step)])
    return previous


def _joined(said: pd.Series, by_rank: pd.DataFrame, runs: pd.DataFrame) -> np.ndarray:
    """Return what the rows of each run have in a column, each once, those that count most first, joined by bars.

    `said` is that column by report, `by_rank` the run and report of each statement in the order of runs and ranks.
    """
    numbers, different = pd.factorize(said)
    parts = pd.DataFrame({"run": by_rank["run"].to_numpy(), "number": numbers[by_rank["report"]]})
    known = parts[parts["number"] >= 0].drop_duplicates()
    run, text = known["run"].to_numpy(), np.array(different, dtype=object)[known["number"]]
    is_first = ~known["run"].duplicated().to_numpy()
    joined = np.full(int(runs["run"].max()) + 1 if len(runs) else 0, None, dtype=object)
    joined[run[is_first]] = text[is_first]
    for one, further in zip(run[~is_first], text[~is_first], strict=True):
        joined[one] = f"{joined[one]}|{further}"
    return joined[runs["run"]]
