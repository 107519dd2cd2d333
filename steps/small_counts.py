"""Hides small counts of people in report tables: where only 1 to 9 people are counted, neighbours may know who they are."""

from collections.abc import Sequence

import pandas as pd

SMALLEST_SHOWN = 10
FLAG = "is_suppressed"


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
