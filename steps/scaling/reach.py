"""Counts the people and territories that initiatives say they reach, by the dimension in which they grew."""

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.registry.scaling import ALL_DIMENSIONS
from schemas.tables import shape
from steps.history.stage_path import Reached, in_order
from steps.reporting import reporting_countries
from steps.small_counts import FLAG, is_small

KEYS = ["country_code", "dimension_code"]
FIGURES = ["reached_count", "territory_count"]


def scaling_reach(steps: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return report_scaling_reach. `steps` is core_scaling_steps, `submissions` core_submissions.

    A small figure of people of an initiative is in no sum, not even in a large one: dimensions overlap, so that sums of other rows may
    differ by just this initiative.
    """
    latest = _latest_figures(_by_dimension(_in_time(steps)))
    is_left_out = is_small(latest["reached_count"])
    shown = latest.assign(people_count=latest["reached_count"].mask(is_left_out), **{FLAG: is_left_out})
    groups = shown.groupby(KEYS)
    dimensions = [ALL_DIMENSIONS, *code_list("scaling_dimensions").codes, NOT_STATED]
    every = pd.MultiIndex.from_product([countries(), dimensions], names=KEYS)
    counts = groups[FIGURES].count().assign(initiative_count=groups.size()).reindex(every, fill_value=0)
    is_known = pd.Series(every.get_level_values("country_code").isin(reporting_countries(submissions)), every)
    told = counts.rename(columns={"reached_count": "people_report_count", "territory_count": "territory_report_count"}).where(is_known)
    sums = groups[["people_count", "territory_count"]].sum(min_count=1).reindex(every)
    left_out = groups[FLAG].any().reindex(every, fill_value=False)
    return shape(told.join(sums).join(left_out).reset_index(), table("report_scaling_reach"))


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
