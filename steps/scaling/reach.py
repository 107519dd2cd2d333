"""Counts the people and territories that initiatives say they reach, by the dimension in which they grew."""

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.registry.scaling import ALL_DIMENSIONS
from schemas.tables import shape
from steps.history.stage_path import Reached, in_order
from steps.small_counts import without_small_counts

KEYS = ["country_code", "dimension_code"]
FIGURES = ["reached_count", "territory_count"]


def scaling_reach(steps: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return report_scaling_reach. `steps` is core_scaling_steps, `initiatives` core_initiatives."""
    latest = _latest_figures(_by_dimension(_in_time(steps)))
    groups = latest.groupby(KEYS)
    dimensions = [ALL_DIMENSIONS, *code_list("scaling_dimensions").codes, NOT_STATED]
    every = pd.MultiIndex.from_product([countries(), dimensions], names=KEYS)
    counts = groups[FIGURES].count().assign(initiative_count=groups.size()).reindex(every, fill_value=0)
    is_known = pd.Series(every.get_level_values("country_code").isin(initiatives["country_code"]), every)
    told = counts.rename(columns={"reached_count": "people_report_count", "territory_count": "territory_report_count"})
    sums = groups[FIGURES].sum(min_count=1).reindex(every).rename(columns={"reached_count": "people_count"})
    return shape(_protected(told.where(is_known).join(sums).reset_index()), table("report_scaling_reach"))


def _in_time(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of each initiative in the order in which they were taken."""
    told = steps.sort_values("scaling_step_id", kind="stable").reset_index(drop=True)
    dates = zip(told["stage_code"], told["stage_date"].fillna(""), told["stage_date_precision_code"].fillna(""), strict=True)
    reached = [Reached(*one) for one in dates]
    own = told.groupby("initiative_id").indices.values()
    return told.iloc[[int(place) for places in own for place in in_order(places, lambda place: reached[place])]]


def _by_dimension(steps: pd.DataFrame) -> pd.DataFrame:
    """Return each step once for each dimension that it names, and once for all."""
    named = steps.assign(dimension_code=steps["dimension_codes"].fillna(NOT_STATED).str.split("|")).explode("dimension_code")
    return pd.concat([named, steps.assign(dimension_code=ALL_DIMENSIONS)])


def _latest_figures(steps: pd.DataFrame) -> pd.DataFrame:
    """Return, for each initiative and dimension, the latest figures that are given, each by itself."""
    return steps.groupby(["initiative_id", *KEYS])[FIGURES].last().reset_index()  # `last` passes over what is missing


def _protected(told: pd.DataFrame) -> pd.DataFrame:
    """Return the table without small counts of people. The row for all dimensions is a total that the others lead to."""
    is_total = told["dimension_code"] == ALL_DIMENSIONS
    parts = [without_small_counts(told[chosen], ["people_count"], within) for chosen, within in ((is_total, KEYS), (~is_total, KEYS[:1]))]
    return pd.concat(parts).sort_index()
