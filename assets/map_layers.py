"""The map layers, one asset a layer."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.map_layers.initiative_places import initiative_places


@table_asset("map_initiative_places")
def places_on_the_map(core_initiative_places: pd.DataFrame, core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("map_initiative_places", initiative_places(core_initiative_places, core_initiatives))


MAP = (places_on_the_map,)
