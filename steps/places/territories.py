"""Where units lie on the map: which units a point is in, and how far it is from one that it should be in.

The territories are those of `reference/gazetteer/territories.fgb.gz`: all first-level units of the eight countries, and below them what
open sources have. Coasts and borders are drawn roughly, so a point a little outside a unit is `near` it.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from steps.places.distance import KM_PER_DEGREE, distance_km
from steps.places.gazetteer_files import shipped_territories
from steps.places.gazetteer_in_use import laid_gazetteer

if TYPE_CHECKING:
    import geopandas as gpd

LEVELS = ("admin1", "admin2", "admin3")  # the largest first
NEAR_KM = 5.0  # what coasts and borders are wrong by
DECIMALS_OF_KM = 2
CERTAINLY_FAR = 3  # times as far as what is near: further away, a distance need not be measured exactly


class Containment(NamedTuple):
    """Where a point lies as seen from a unit: inside, near, outside, or unknown without a polygon; how far, in km."""

    where: str
    km: float | None = None


class Territories:
    """The polygons of units in degrees (WGS 84), with place_id, place_level, country_code and is_merged.

    A merged polygon is shared by several units of today: a point outside it is outside each of them, one inside it is in one of them.
    """

    def __init__(self, frame: "gpd.GeoDataFrame") -> None:
        self._units = frame[["place_id", "place_level", "country_code", "is_merged"]].assign(rank=frame["place_level"].map(LEVELS.index))
        self._polygons = frame.geometry.to_numpy()
        shapely.prepare(self._polygons)
        self._tree = shapely.STRtree(self._polygons)
        self._rows: dict[str, list[int]] = defaultdict(list)  # of each unit and each country
        for row, (place_id, level, country) in enumerate(frame[["place_id", "place_level", "country_code"]].to_numpy()):
            for own in (place_id, country) if level == "admin1" else (place_id,):
                self._rows[own].append(row)

    def units_at(self, latitude: float, longitude: float) -> list[str]:
        """Return the ids of the units that a point lies in, the largest first; merged units are left out, since either may be meant."""
        return self.units_at_many(pd.DataFrame({"latitude": [latitude], "longitude": [longitude]}))["place_id"].tolist()

    def units_at_many(self, points: pd.DataFrame, margin_km: float = 0.0) -> pd.DataFrame:
        """Return place_id, place_level and country_code of the units that each point lies in, under the point's index, the largest first.

        `points` has latitude and longitude in degrees; a point that lies in no unit, or lacks one of them, has no row. With a margin,
        neither has a unit as near to whose border with another of its level the point lies.
        """
        located = points[["latitude", "longitude"]].astype(float).dropna()
        where = shapely.points(located["longitude"], located["latitude"])
        inside = self._tree.query(where, predicate="intersects")
        found = self._units.iloc[inside[1]].assign(point=inside[0])
        if margin_km:
            around = self._tree.query(where, predicate="dwithin", distance=margin_km / KM_PER_DEGREE)
            alone = self._units.iloc[around[1]].assign(point=around[0]).drop_duplicates(["point", "rank"], keep=False)
            found = found.merge(alone[["point", "place_id"]], on=["point", "place_id"])
        found = found.query("not is_merged").sort_values(["point", "rank", "place_id"])
        return found[["place_id", "place_level", "country_code"]].set_axis(located.index[found["point"]], axis=0)

    def nearest(self, latitude: float, longitude: float, within_km: float = NEAR_KM) -> list[tuple[str, float]]:
        """Return the units within some km of a point with their distances, the nearest first, and of equally near ones the largest.

        Merged units are among them: what lies in or near one of them may be in the other.
        """
        height = within_km / KM_PER_DEGREE
        width = height / max(np.cos(np.radians(latitude)), height)
        around = self._tree.query(shapely.box(longitude - width, latitude - height, longitude + width, latitude + height))
        distances = _distances_km(self._polygons[around], latitude, longitude)
        near = self._units.iloc[around].assign(km=distances).query("km <= @within_km")
        return list(near.sort_values(["km", "rank", "place_id"])[["place_id", "km"]].itertuples(index=False, name=None))

    def contains(self, place_id: str, latitude: float, longitude: float, near_km: float = NEAR_KM) -> Containment:
        """Return whether a unit, or a country by its code, contains a point; `near` is at most `near_km` outside it."""
        rows = self._rows.get(place_id)
        if not rows:
            return Containment("unknown")
        if shapely.contains_xy(self._polygons[rows], longitude, latitude).any():
            return Containment("inside", 0.0)
        km = _about_km(self._polygons[rows], latitude, longitude)
        if km <= CERTAINLY_FAR * near_km:
            km = float(_distances_km(self._polygons[rows], latitude, longitude).min())
        return Containment("near" if km <= near_km else "outside", km)

    def about(self, place_id: str) -> tuple[str, str, bool]:
        """Return the level and the country of a unit with a polygon, and whether it shares that with another."""
        unit = self._units.iloc[self._rows[place_id][0]]
        return str(unit["place_level"]), str(unit["country_code"]), bool(unit["is_merged"])

    def first_known(self, place_ids: Iterable[str]) -> str | None:
        """Return the first of some ids whose polygon is known."""
        return next((one for one in place_ids if one in self._rows), None)


def _about_km(polygons: np.ndarray, latitude: float, longitude: float) -> float:
    """Return how far the nearest of some polygons is from a point, in km: at most 1 / cos(latitude) times too much, and fast."""
    lines = shapely.shortest_line(polygons, shapely.Point(longitude, latitude))
    there, _ = shapely.get_coordinates(lines[np.argmin(shapely.length(lines))])
    return round(distance_km(latitude, longitude, there[1], there[0]), DECIMALS_OF_KM)


def _distances_km(polygons: np.ndarray, latitude: float, longitude: float) -> np.ndarray:
    """Return how far polygons are from a point, in km, measured on a plane that touches the earth there."""
    scale = np.array([KM_PER_DEGREE * np.cos(np.radians(latitude)), KM_PER_DEGREE])
    flat = shapely.transform(polygons, lambda degrees: (degrees - (longitude, latitude)) * scale)
    return np.round(shapely.distance(flat, shapely.Point(0, 0)), DECIMALS_OF_KM)


@cache
def territories() -> Territories:
    """Return the territories of the reference files, those of own units in place of ours; read once. Raises BrokenReference."""
    return Territories(shapes_in_use())


def shapes_in_use() -> "gpd.GeoDataFrame":
    """Return the polygons that `territories` are made of: place_id, place_level, country_code, is_merged, geometry in degrees."""
    laid = laid_gazetteer()
    return with_own(shipped_territories(), laid.polygons, laid.places)


def with_own(shipped: "gpd.GeoDataFrame", polygons: pd.DataFrame, places: pd.DataFrame) -> "gpd.GeoDataFrame":
    """Return territories with the polygons of own units (place_id, geometry in degrees) in place of ours; `places` is core_places."""
    if polygons.empty:
        return shipped
    units = places.rename(columns={"place_level_code": "place_level"})[["place_id", "place_level", "country_code"]]
    own = polygons.merge(units, on="place_id").query("place_level in @LEVELS").assign(is_merged=False)
    ours = shipped[~shipped["place_id"].isin(own["place_id"])]
    import geopandas as gpd

    return gpd.GeoDataFrame(pd.concat([pd.DataFrame(ours), own], ignore_index=True), geometry="geometry", crs=shipped.crs)
