"""Corridors between localities as lines on a map."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.affinity import translate

from schemas.registry import table
from schemas.registry.map_layers import WGS_84
from schemas.tables import shape

NAME = "map_corridors"
GLOBE = pyproj.Geod(ellps="WGS84")
STEP_METRES = 100_000  # at a scale that shows both ends, straight pieces of this length look like a curve
DECIMALS = 5  # of a degree: about a metre
TURNS = (-1, 0, 1)  # a line that is followed across the 180th meridian leaves the map on one side or the other
ENDS = ["first_longitude", "first_latitude", "second_longitude", "second_latitude"]


def corridors_on_the_map(corridors: pd.DataFrame, initiatives: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return map_corridors: the corridors of core_corridors with two points, with the title of the initiative that states them."""
    complete = corridors[corridors["is_complete"]]
    told = complete.merge(initiatives[["initiative_id", "title_text"]], on="initiative_id", how="left", validate="many_to_one")
    lines = [shortest_line(*ends) for ends in told[ENDS].astype(float).to_numpy()]
    return gpd.GeoDataFrame(shape(told, table(NAME)), geometry=lines, crs=WGS_84)


def shortest_line(first_longitude: float, first_latitude: float, longitude: float, latitude: float) -> shapely.MultiLineString:
    """Return the shortest way over the globe between two points in degrees, in two parts where it crosses the 180th meridian."""
    between = GLOBE.inv_intermediate(
        first_longitude, first_latitude, longitude, latitude,
        del_s=STEP_METRES, initial_idx=0, terminus_idx=0, return_back_azimuth=True,
    )  # fmt: skip
    followed = np.unwrap(np.array(between.lons), period=360)
    way = shapely.LineString(np.round(np.column_stack([followed, between.lats]), DECIMALS))
    parts = [translate(shapely.clip_by_rect(way, 360 * turn - 180, -90, 360 * turn + 180, 90), -360 * turn) for turn in TURNS]
    return shapely.MultiLineString([part for part in parts if part.length])
