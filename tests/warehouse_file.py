"""A warehouse file written from tables, for tests that ask it."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from steps.map_layers.corridors import corridors_on_the_map
from steps.map_layers.countries import countries_as_areas
from steps.map_layers.initiative_places import initiative_places
from steps.map_layers.land import land
from steps.map_layers.territories import territories_on_the_map
from steps.places.territories import shapes_in_use
from warehouse.geopackage import write_geopackage


def map_layers(frames: Mapping[str, pd.DataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """Return every map layer, made from the tables as the path makes it."""
    places, initiatives = frames["core_initiative_places"], frames["core_initiatives"]
    return {
        "map_initiative_places": initiative_places(places, initiatives),
        "map_countries": countries_as_areas(
            shapes_in_use(), frames["core_places"], frames["core_countries"], frames["report_completeness"]
        ),
        **dict(territories_on_the_map(shapes_in_use(), frames["core_places"], places)),
        "map_corridors": corridors_on_the_map(frames["core_corridors"], initiatives),
        "map_land": land(),
    }


def write_warehouse_file(path: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write the tables, and the map layers made from them, to a new file."""
    write_geopackage(path, frames, map_layers(frames))
