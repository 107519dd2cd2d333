"""The tables on scaling up, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.scaling.funnel import funnel_by_country, funnel_by_territory, funnel_by_theme
from steps.scaling.near_tipping_points import near_tipping_points
from steps.scaling.reach import scaling_reach
from steps.scaling.setbacks import setbacks


@table_asset("report_scaling_funnel_by_country")
def funnel_of_countries(
    core_initiatives: pd.DataFrame,
    core_stage_transitions: pd.DataFrame,
    core_tipping_points: pd.DataFrame,
    core_submissions: pd.DataFrame,
) -> dg.MaterializeResult:
    told = funnel_by_country(core_initiatives, core_stage_transitions, core_tipping_points, core_submissions)
    return handed_on("report_scaling_funnel_by_country", told)


@table_asset("report_scaling_funnel_by_theme")
def funnel_of_themes(
    core_initiatives: pd.DataFrame, core_stage_transitions: pd.DataFrame, core_tipping_points: pd.DataFrame
) -> dg.MaterializeResult:
    told = funnel_by_theme(core_initiatives, core_stage_transitions, core_tipping_points)
    return handed_on("report_scaling_funnel_by_theme", told)


@table_asset("report_scaling_funnel_by_territory")
def funnel_of_territories(
    core_initiatives: pd.DataFrame,
    core_initiative_places: pd.DataFrame,
    core_places: pd.DataFrame,
    core_stage_transitions: pd.DataFrame,
    core_tipping_points: pd.DataFrame,
) -> dg.MaterializeResult:
    told = funnel_by_territory(core_initiatives, core_initiative_places, core_places, core_stage_transitions, core_tipping_points)
    return handed_on("report_scaling_funnel_by_territory", told)


@table_asset("report_scaling_reach")
def reach(clean_exact_scaling_steps: pd.DataFrame, core_submissions: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_scaling_reach", scaling_reach(clean_exact_scaling_steps, core_submissions))


@table_asset("report_near_tipping_points")
def initiatives_near_tipping_points(core_stage_transitions: pd.DataFrame, core_tipping_points: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_near_tipping_points", near_tipping_points(core_stage_transitions, core_tipping_points))


@table_asset("report_setbacks")
def steps_back(core_stage_transitions: pd.DataFrame, core_tipping_points: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_setbacks", setbacks(core_stage_transitions, core_tipping_points))


SCALING = (funnel_of_countries, funnel_of_themes, funnel_of_territories, reach, initiatives_near_tipping_points, steps_back)
