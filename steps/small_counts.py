"""Hides small counts of people: where only 1 to 9 people are counted, neighbours may know who they are.

Report tables hide them last, from exact figures; core tables and answers hide what a sheet of the form counts.
"""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from schemas.people_units import counts_people
from steps.files.read_workbook import Cell
from steps.text import latin_digits

SMALLEST_SHOWN = 10
FLAG = "is_suppressed"
# The questions whose answers may count people, by sheet of the form; of the last three groups of figures the unit tells.
PEOPLE_SHEETS: dict[str, tuple[str, ...]] = {
    "scaling_steps": ("reached_count",),
    "knowledge_products": ("participant_count",),
    "results": ("female_count", "male_count", "target_number", "result_number"),
    "indicators": ("baseline_number", "target_number", "indicator_number"),
}
PARTS, TOTAL = ("female_count", "male_count"), "result_number"
BREAKDOWN = "disaggregation_text"  # of an indicator: what its figures are made of, in words
OF_ONE_NAME = ["country_code", "pillar_code", "indicator_name", "unit_name", "period_text"]
NUMBER = re.compile(r"\d+")


def is_small(counts: pd.Series) -> pd.Series:
    """Return which counts are of 1 to 9 people."""
    return counts.between(1, SMALLEST_SHOWN - 1).fillna(False).astype(bool)


def without_small_counts(frame: pd.DataFrame, columns: Sequence[str], within: Sequence[str] = ()) -> pd.DataFrame:
    """Return the frame with small counts of people left empty, and the flag `is_suppressed` on each row where one was left out.

    `columns` hold counts of people. Nothing reported stays empty without the flag, 0 stays 0, and 1 to 9 become empty. `within` names
    the columns whose rows add up to a total that readers may know, such as the country; none means that all rows do. So that no hidden
    count can be worked out from that total, at least two are hidden, with ten people or more together: the next smallest join them.
    Where no other count is above 0 the total itself is as small, and falls under the same rule wherever it is shown. A frame that has
    rows for totals is to be given in two parts, the rows that add up and the totals. Rows that overlap cannot be protected so: leave the
    records that are small (`is_small`) out of their sums.
    """
    groups = frame.groupby(list(within), dropna=False, sort=False).ngroup() if within else pd.Series(0, frame.index)
    hidden = pd.DataFrame({column: _hidden(frame[column], groups) for column in columns}, index=frame.index, dtype=bool)
    shown = {column: frame[column].mask(hidden[column]) for column in columns}
    return frame.assign(**shown, **{FLAG: hidden.any(axis=1).astype("boolean")})


def _hidden(counts: pd.Series, groups: pd.Series) -> pd.Series:
    """Return which cells are left out: the small ones and, group by group, those that would give one away."""
    above_zero = counts[counts.gt(0).fillna(False).astype(bool)].sort_values(kind="stable")
    group = groups[above_zero.index]
    before = pd.DataFrame({"cells": 1, "people": above_zero.astype("Int64")}).groupby(group).cumsum().groupby(group).shift(fill_value=0)
    small = is_small(above_zero)
    gives_away = (before["cells"] < 2) | (before["people"] < SMALLEST_SHOWN)
    chosen = small | (small.groupby(group).transform("any") & gives_away)
    return pd.Series(counts.index.isin(chosen.index[chosen.astype(bool)]), counts.index)


def small_answers(sheet_code: str, answers: pd.DataFrame, texts: Mapping[str, Mapping[str, Cell]] | None = None) -> dict[str, pd.Series]:
    """Return, by question, which answers or records of a sheet are not to be shown: 1 to 9 people, or what gives such a count away.

    Women and men add up to the figure reached: where one of them is small and that figure stands beside it, neither is shown. `texts` are
    the answers as written, by response_id: one that could not be read is hidden when the numbers in it are all small.
    """
    by_unit = _counts_people_by_unit(answers)
    found = {}
    for question in PEOPLE_SHEETS[sheet_code]:
        small = answers[question].gt(0).fillna(False).astype(bool) & answers[question].lt(SMALLEST_SHOWN).fillna(False).astype(bool)
        if texts is not None:
            written = [has_small_numbers(texts.get(one, {}).get(question)) for one in answers["response_id"]]
            small |= answers[question].isna() & pd.Series(written, answers.index, dtype=bool)
        found[question] = small & by_unit if question.endswith("_number") else small
    if sheet_code == "results":
        gives_away = (found[PARTS[0]] | found[PARTS[1]]) & answers[TOTAL].notna() & by_unit
        found |= {part: found[part] | (gives_away & answers[part].notna()) for part in PARTS}
    if sheet_code == "indicators":
        found[BREAKDOWN] = tells_few_people(answers, by_unit, pd.DataFrame(found).any(axis=1))
    return found


def tells_few_people(indicators: pd.DataFrame, is_people: pd.Series, is_hidden: pd.Series) -> pd.Series:
    """Return which breakdowns hold a figure that is not to be shown: one of 1 to 9 people, or any beside a figure that `is_hidden`."""
    told = indicators[BREAKDOWN].fillna("")
    has_small, has_any = told.map(has_a_small_number).astype(bool), told.str.contains(NUMBER)
    return is_people & has_any & (is_hidden | has_small)


def without_figures(indicators: pd.DataFrame, hidden: pd.Series) -> pd.Series:
    """Return the breakdowns with dots for figures where `hidden`. Those then alike get a number: they are rows of one indicator."""
    dots = indicators[BREAKDOWN].where(~hidden, indicators[BREAKDOWN].str.replace(r"\d+", "…", regex=True))
    ordered = indicators.assign(dots=dots)[hidden].sort_values(BREAKDOWN, kind="stable")
    number = ordered.groupby([*OF_ONE_NAME, "dots"], dropna=False, sort=False).cumcount().reindex(dots.index, fill_value=0) + 1
    return dots.where(number.eq(1), dots + " (" + number.astype(str) + ")")


def _counts_people_by_unit(answers: pd.DataFrame) -> pd.Series:
    if "unit_name" not in answers:
        return pd.Series(True, answers.index, dtype=bool)
    units = zip(answers["unit_name"], answers["indicator_name"], strict=True)
    return pd.Series([counts_people(unit, indicator) for unit, indicator in units], answers.index, dtype=bool)


def has_small_numbers(cell: Cell | None) -> bool:
    """Return whether the numbers written in a cell are all from 1 to 9."""
    numbers = [int(one) for one in NUMBER.findall(latin_digits(cell.text))] if cell else []
    return bool(numbers) and all(0 < one < SMALLEST_SHOWN for one in numbers)


def has_a_small_number(text: str) -> bool:
    """Return whether one of the numbers written in a text is from 1 to 9."""
    return any(0 < int(one) < SMALLEST_SHOWN for one in NUMBER.findall(latin_digits(text)))


def records_without_small_counts(sheet_code: str, records: pd.DataFrame) -> pd.DataFrame:
    """Return the records of a core table with small counts of people left empty, and the flag `is_suppressed` where one was left out."""
    hidden = small_answers(sheet_code, records)
    shown = {question: records[question].mask(small) for question, small in hidden.items() if question != BREAKDOWN}
    if BREAKDOWN in hidden:
        shown[BREAKDOWN] = without_figures(records, hidden[BREAKDOWN])
    return records.assign(**shown, **{FLAG: pd.DataFrame(hidden, index=records.index).any(axis=1).astype("boolean")})
