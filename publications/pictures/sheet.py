"""The sheet that a map is drawn on: a projection, the part of it that is seen, and geometries in the picture's own units."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely

from publications.pictures.drawing import outline
from schemas.registry.map_layers import WGS_84

WIDTH = 1000  # units of every map; heights follow
EQUAL_EARTH = "+proj=eqearth +lon_0=0 +datum=WGS84 +units=m"
NORTH, SOUTH = 84, -57  # degrees: beyond live no initiatives
FINEST = 0.35  # units: what is smaller is not seen
SMALLEST = 0.5  # square units
MARGIN = 0.04
Bounds = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Sheet:
    """A part of a projected plane, `left` and `top` in its metres, drawn at `scale` units a metre; y grows downwards, as in SVG."""

    projection: str
    left: float
    top: float
    scale: float
    height: float
    width: float = WIDTH

    def units(self, geometries: Any) -> Any:
        """Return geometries in degrees as geometries in units of the picture."""

        def moved(points: Any) -> Any:
            x, y = projecting(self.projection)(points[:, 0], points[:, 1])
            return np.column_stack([(np.asarray(x) - self.left) * self.scale, (self.top - np.asarray(y)) * self.scale])

        return shapely.transform(np.asarray(geometries, dtype=object), moved)

    def drawn(self, geometries: Any, smallest: float = SMALLEST) -> list[shapely.Geometry]:
        """Return areas in degrees as areas in units, without what is too fine to be seen, each whole or gone."""
        simple = shapely.simplify(self.units(geometries), FINEST)
        return [_without_specks(one, smallest) for one in simple]

    def outlines(self, geometries: Any) -> tuple[str, ...]:
        """Return the path of each area as `drawn`; a build draws the same ones in pages of several languages and in workbooks."""
        return _outlines(self, tuple(shapely.to_wkb(np.asarray(geometries, dtype=object))))

    def frame(self) -> shapely.Polygon:
        """Return the sheet's own edge, in units."""
        return shapely.box(0, 0, self.width, self.height)


@lru_cache(maxsize=64)
def _outlines(sheet: Sheet, pieces: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(outline([area]) for area in sheet.drawn(shapely.from_wkb(np.array(pieces, dtype=object))))


@lru_cache(maxsize=32)
def projecting(projection: str) -> Any:
    """Return the function from degrees to metres of a projection: making it takes longer than using it."""
    return pyproj.Transformer.from_crs(WGS_84, projection, always_xy=True).transform


def world_sheet() -> Sheet:
    """Return the sheet of the world in Equal Earth, in which areas keep their sizes."""
    project = projecting(EQUAL_EARTH)
    left, right = project(-180, 0)[0], project(180, 0)[0]
    top, bottom = project(0, NORTH)[1], project(0, SOUTH)[1]
    scale = WIDTH / (right - left)
    return Sheet(EQUAL_EARTH, left, top, scale, round((top - bottom) * scale, 1))


def globe_edge(sheet: Sheet) -> shapely.Geometry:
    """Return the edge of the world as the sheet shows it, in units: round at its sides."""
    sides = [(longitude, latitude) for longitude in (180, -180) for latitude in range(SOUTH, NORTH + 1)]
    up, down = sides[: len(sides) // 2], sides[len(sides) // 2 :][::-1]
    edge: shapely.Geometry = sheet.units([shapely.Polygon([*up, *down])])[0]
    return edge


def sheet_around(bounds: Bounds, tallest: float, narrowest: float) -> Sheet:
    """Return a sheet that holds an area, given by its bounds in degrees, in an equal-area projection with its middle there.

    It is `WIDTH` wide, or as narrow as the area when that would make it higher than `tallest`, but never below `narrowest`.
    """
    west, south, east, north = bounds
    projection = f"+proj=laea +lon_0={(west + east) / 2:.3f} +lat_0={(south + north) / 2:.3f} +datum=WGS84 +units=m"
    project = projecting(projection)
    edge = shapely.segmentize(shapely.box(west, south, east, north), 0.5)
    xs, ys = project(*np.asarray(edge.exterior.coords).T)
    room = max(np.ptp(xs), np.ptp(ys)) * MARGIN
    left, right, bottom, top = xs.min() - room, xs.max() + room, ys.min() - room, ys.max() + room
    scale = min(WIDTH / (right - left), tallest / (top - bottom))
    width = max(narrowest, round((right - left) * scale, 1))
    left -= (width / scale - (right - left)) / 2  # a narrow country stands in the middle
    return Sheet(projection, left, top, scale, round((top - bottom) * scale, 1), width)


def _without_specks(area: shapely.Geometry, smallest: float) -> shapely.Geometry:
    """Return an area without parts too small to be seen, but for its largest one."""
    parts = shapely.get_parts(area)
    if len(parts) < 2:
        return area
    sizes = shapely.area(parts)
    return shapely.MultiPolygon([part for part, size in zip(parts, sizes, strict=True) if size >= smallest or size == sizes.max()])
