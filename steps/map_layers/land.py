"""The land of the world, which tells land from sea on a map."""

from pathlib import Path

import geopandas as gpd
import pyogrio.errors

from schemas.errors import BrokenReference
from schemas.reference_files import reference_folder
from schemas.registry import table
from schemas.tables import shape

NAME = "map_land"
LAND = Path("gazetteer", "land.fgb.gz")


def land() -> gpd.GeoDataFrame:
    """Return map_land from `reference/gazetteer/land.fgb.gz`. Raises BrokenReference."""
    try:
        pieces = gpd.read_file(f"/vsigzip/{reference_folder() / LAND}")
    except pyogrio.errors.DataSourceError:
        raise BrokenReference(f"reference/{LAND} is missing or damaged; bring it back from version control.") from None
    return gpd.GeoDataFrame(shape(pieces.sort_values("land_number"), table(NAME)), geometry=pieces.geometry)
