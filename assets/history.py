"""The tables on time, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.history.initiative_history import initiative_history


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


HISTORY = (history_of_initiatives,)
