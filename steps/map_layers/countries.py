"""The countries of the programme as areas on a map."""

import geopandas as gpd
import pandas as pd
import shapely

from schemas.registry import table
from schemas.tables import shape

NAME = "map_countries"
SLIVER = 0.02  # degrees: neighbours of one country that do not quite touch leave no gap between them


def countries_as_areas(
    shapes: gpd.GeoDataFrame, places: pd.DataFrame, countries: pd.DataFrame, completeness: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Return map_countries: each country that has shapes of first-level units, without those in a disputed area.

    `shapes` is as `steps.places.territories.shapes_in_use` returns it, `places` core_places, `countries` core_countries,
    `completeness` report_completeness.
    """
    is_settled = (places["place_level_code"] == "admin1") & ~places["is_disputed_area"].fillna(False)
    units = shapes[shapes["place_id"].isin(places.loc[is_settled, "place_id"])]
    areas = units.groupby("country_code")["geometry"].agg(_joined).reset_index()
    told = countries.merge(completeness, on="country_code", validate="one_to_one").merge(areas, on="country_code")
    return gpd.GeoDataFrame(shape(told, table(NAME)), geometry=told["geometry"].tolist(), crs=shapes.crs)


def _joined(units: gpd.GeoSeries) -> shapely.MultiPolygon:
    """Return units as one area, the slivers between them closed."""
    widened = shapely.union_all(shapely.buffer(units.to_numpy(), SLIVER, join_style="mitre"))
    return shapely.MultiPolygon(list(shapely.get_parts(shapely.buffer(widened, -SLIVER, join_style="mitre"))))
