"""The places of initiatives as points on a map."""

import geopandas as gpd
import pandas as pd

from schemas.registry import table
from schemas.registry.map_layers import WGS_84
from schemas.tables import shape

NAME = "map_initiative_places"


def initiative_places(places: pd.DataFrame, initiatives: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return map_initiative_places: the places that were matched and have coordinates, with what a map shows of their initiatives.

    `places` is core_initiative_places, `initiatives` core_initiatives.
    """
    matched = places[places["status_code"].eq("matched") & places["latitude"].notna() & places["longitude"].notna()]
    about = initiatives.drop(columns=["country_code", "response_id"]).rename(columns={"status_code": "initiative_status_code"})
    joined = matched.drop(columns="status_code").merge(about, on="initiative_id", validate="many_to_one", suffixes=("", "_of_initiative"))
    points = gpd.points_from_xy(joined["longitude"].astype(float), joined["latitude"].astype(float), crs=WGS_84)
    return gpd.GeoDataFrame(shape(joined, table(NAME)), geometry=points)
