"""From a point without a name to the smallest unit that it surely lies in."""

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from steps.places.territories import LEVELS, NEAR_KM, Territories

METHOD = "POINT"  # geocode_methods
INSIDE_SCORE, NEAR_SCORE = 0.95, 0.8  # borders are simplified; a point outside all units stands near one alone
CLEARLY_NEARER = 2.0  # times as near as any other unit of the level
LEAST_MARGIN_KM = 1.0
BORDER_KM = 0.5  # borders are simplified: nearer to one, a point is given to the unit above


def units_of_points(points: pd.DataFrame, territories: Territories) -> pd.DataFrame:
    """Return place_id, geocode_method_code and geocode_score of the smallest unit that each point lies in, under the point's index.

    `points` has latitude and longitude in degrees and country_code. A point outside the units of its country is given to one that it
    is near (5 km) when that is much nearer than any other; the rest, and points where the polygon is that of two units, have no row.
    """
    inside = territories.units_at_many(points, BORDER_KM)
    own = inside["country_code"] == points["country_code"].loc[inside.index]
    smallest = inside[own.to_numpy()].groupby(level=0, sort=False).last()
    found = pd.DataFrame({"place_id": smallest["place_id"], "geocode_score": INSIDE_SCORE})
    rest = points[~points.index.isin(inside.index)].dropna(subset=["latitude", "longitude"])
    near = {index: unit for index, unit in _near(rest, territories) if unit}
    others = pd.DataFrame({"place_id": pd.Series(near, dtype=object), "geocode_score": NEAR_SCORE})
    return pd.concat([found, others]).assign(geocode_method_code=METHOD).reindex(points.index.intersection([*found.index, *others.index]))


def _near(points: pd.DataFrame, territories: Territories) -> Iterator[tuple[object, str | None]]:
    places = points[["latitude", "longitude", "country_code"]].itertuples(index=False, name=None)
    for index, (latitude, longitude, country) in zip(points.index, places, strict=True):
        yield index, _clearly_nearest(latitude, longitude, country, territories)


def _clearly_nearest(latitude: float, longitude: float, country: str, territories: Territories) -> str | None:
    """Return the smallest unit of the country that is much nearer to a point than the others of its level."""
    by_level: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for place_id, km in territories.nearest(latitude, longitude, CLEARLY_NEARER * NEAR_KM + LEAST_MARGIN_KM):
        by_level[territories.about(place_id)[0]].append((place_id, km))
    found = None
    for level in LEVELS:
        units = by_level[level]
        if not units or units[0][1] > NEAR_KM:
            break
        is_clear = len(units) == 1 or units[1][1] >= CLEARLY_NEARER * units[0][1] + LEAST_MARGIN_KM
        _, own_country, is_merged = territories.about(units[0][0])
        if not is_clear or is_merged or own_country != country:
            break
        found = units[0][0]
    return found
