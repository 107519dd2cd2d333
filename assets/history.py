"""The tables on time, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.history.initiative_history import initiative_history
from steps.history.stage_transitions import stage_transitions
from steps.history.tipping_points import tipping_points


@table_asset("core_initiative_history")
def history_of_initiatives(
    clean_initiatives: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_cover: pd.DataFrame,
) -> dg.MaterializeResult:
    told = initiative_history(clean_initiatives, clean_records, clean_rows, core_received_columns, clean_cover)
    return handed_on("core_initiative_history", told)


@table_asset("core_stage_transitions")
def transitions_of_stages(
    core_scaling_steps: pd.DataFrame,
    clean_initiatives: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    clean_cover: pd.DataFrame,
) -> dg.MaterializeResult:
    moved = stage_transitions(core_scaling_steps, clean_initiatives, clean_records, clean_rows, clean_cover)
    return handed_on("core_stage_transitions", moved)


@table_asset("core_tipping_points")
def tipping_points_reached(core_stage_transitions: pd.DataFrame, core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_tipping_points", tipping_points(core_stage_transitions, core_initiatives))


HISTORY = (history_of_initiatives, transitions_of_stages, tipping_points_reached)
