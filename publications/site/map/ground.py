"""The ground of the map: land, first-level units and outlines of countries, as small as a page can bear.

A shape is a list of rings, a ring a flat list of whole numbers: longitude and latitude of its first point, then the way from each point to
the next, in parts of a degree. What is inside an odd number of rings is inside the shape.
"""

from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from publications.pictures.shades import shades
from publications.site.contents import Contents

LAND_PARTS, UNIT_PARTS = 100, 1000  # of a degree
LAND_TOLERANCE, UNIT_TOLERANCE = 0.1, 0.01  # in degrees
SMALLEST_LAND = 0.03  # square degrees, about 20 km across; the eight countries are drawn with every island of theirs
WORLD = (-180, -60, 180, 84)  # without Antarctica, which would be a third of the picture
Shape = list[list[int]]


def ground(contents: Contents) -> dict[str, Any]:
    """Return the shapes of the map by layer, each with the parts of a degree that it is told in and what is said of its shapes.

    `units` are those of map_territories_admin1 in their order, by which `unit` of the records' places refers to them; a disputed area
    and units of a country that has not reported are not shaded. `lows` are the lowest numbers of the shades.
    """
    units, outlines = contents.layer("map_territories_admin1"), contents.layer("map_countries")
    counts = units["initiative_count"].fillna(0).astype(int).tolist()
    silent = outlines.loc[~outlines["has_reported"].fillna(False).astype(bool), "country_code"]
    return {
        "land": {"parts": LAND_PARTS, "shapes": _land(tuple(shapely.to_wkb(contents.layer("map_land").geometry.to_numpy())))},
        "units": {
            **_drawn(units),
            "name": units["place_name"].tolist(),
            "disputed": units["is_disputed_area"].fillna(False).astype(int).tolist(),
            "silent": units["country_code"].isin(silent).astype(int).tolist(),
            "count": counts,
        },
        "outlines": _drawn(outlines),
        "lows": [one.low for one in shades(counts) if one.low],
    }


def _drawn(layer: gpd.GeoDataFrame) -> dict[str, Any]:
    simple = shapely.simplify(layer.geometry.to_numpy(), UNIT_TOLERANCE)
    return {"parts": UNIT_PARTS, "country": layer["country_code"].tolist(), "shapes": [_shape(one, UNIT_PARTS) for one in simple]}


@lru_cache(maxsize=1)  # it is the same in every build
def _land(pieces: tuple[bytes, ...]) -> list[Shape]:
    """Return the land without what lies outside the picture or would be less than a point of it."""
    clipped = shapely.clip_by_rect(np.asarray(shapely.from_wkb(pieces)), *WORLD)
    seen = clipped[shapely.area(clipped) > SMALLEST_LAND]
    return [_shape(one, LAND_PARTS) for one in shapely.simplify(seen, LAND_TOLERANCE)]


def _shape(geometry: shapely.Geometry, parts: int) -> Shape:
    rings = shapely.get_rings(shapely.get_parts(geometry))
    return [_ring(shapely.get_coordinates(ring), parts) for ring in rings]


def _ring(points: np.ndarray, parts: int) -> list[int]:
    """Return a ring of degrees as steps; its last point, which is the first one again, and points that fall together are left out."""
    whole = np.round(points[:-1] * parts).astype(int)
    steps = np.diff(whole, axis=0, prepend=[[0, 0]])
    moves = (steps != 0).any(axis=1)
    moves[0] = True
    return steps[moves].ravel().tolist()
