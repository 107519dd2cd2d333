"""Units as areas on a map, level by level, with the initiatives in them."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import shapely

from schemas.countries import countries
from schemas.registry import table
from schemas.registry.map_layers import LEVELS
from schemas.tables import shape
from steps.records.summarise import initiatives_within

LAYERS = tuple(f"map_territories_{level}" for level in LEVELS)


def territories_on_the_map(
    shapes: gpd.GeoDataFrame, places: pd.DataFrame, initiative_places: pd.DataFrame
) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Yield the name and the frame of map_territories_admin1, …_admin2, …_admin3.

    `shapes` has place_id, is_merged and the geometry, as `steps.places.territories.shapes_in_use` returns them; `places` is core_places,
    `initiative_places` core_initiative_places. A unit without a shape, or that is no place of the eight countries today, is in no layer.
    """
    known = places[places["country_code"].isin(countries()) & places["valid_until_text"].isna()]
    counts = known["place_id"].map(initiatives_within(places, initiative_places)).fillna(0)
    counted = known.assign(initiative_count=counts, is_mapped=counts > 0)
    drawn = shapes[["place_id", "is_merged", "geometry"]].rename(columns={"is_merged": "is_shape_shared"})
    joined = counted.merge(drawn, on="place_id", validate="one_to_one").sort_values(["country_code", "place_id"], ignore_index=True)
    for name, level in zip(LAYERS, LEVELS, strict=True):
        units = joined[joined["place_level_code"] == level]
        yield name, gpd.GeoDataFrame(shape(units, table(name)), geometry=_areas(units["geometry"]), crs=shapes.crs)


def _areas(geometries: pd.Series) -> list[shapely.MultiPolygon]:
    """Return the geometries as a layer of one type has them."""
    return [one if isinstance(one, shapely.MultiPolygon) else shapely.MultiPolygon([one]) for one in geometries]
