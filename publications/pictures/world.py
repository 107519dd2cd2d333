"""The world as a picture: land without borders, the programme's countries by number of initiatives, corridors between localities."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import sqrt
from typing import NamedTuple
from xml.etree.ElementTree import Element

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from publications.pictures.drawing import add, hatching, outline, picture, write, written
from publications.pictures.shades import Shade, shade_of, shades
from publications.pictures.sheet import Sheet, globe_edge, world_sheet

NAME = "world"
SMALLEST_LAND = 1.2  # square units
LARGEST_CIRCLE, SMALLEST_CIRCLE = 13.0, 3.5  # radius
HATCH = 3.0
MOST_LINES = 250
GRIDS = (0.5, 2.0, 5.0, 10.0, 20.0, 45.0)  # degrees: many corridors are drawn as one where their ends are near each other
THIN, THICK = 1.2, 5.0


class Spot(NamedTuple):
    """Where the circle of a country stands, and how large it is."""

    country_code: str
    x: float
    y: float
    radius: float
    initiatives: int


def world_map(layers: Mapping[str, gpd.GeoDataFrame], *, title: str, description: str = "", names: Mapping[str, str] | None = None) -> str:
    """Return the map of the world as SVG.

    `layers` are those of `MAP_LAYERS`, by name. A country that has not reported is outlined and has neither shade nor circle. What is a
    disputed area is hatched and part of no country. `names` are written beside the circles, by country code; a PNG leaves them out.
    """
    sheet = world_sheet()
    root = picture(NAME, sheet.width, sheet.height, title, description or title)
    pattern = hatching(root, NAME, HATCH)
    add(root, "path", class_="sea", fill="#eef3f6", d=outline([globe_edge(sheet)]))
    add(root, "path", class_="land", fill="#dedbd3", d=_land(land_as_bytes(layers["map_land"])))
    _add_countries(root, sheet, layers["map_countries"])
    disputed = disputed_areas(layers)
    if len(disputed):
        d = outline([shapely.union_all(sheet.drawn(disputed))])
        add(root, "path", class_="disputed", fill=pattern, stroke="#6b6b6b", stroke_width="0.6", stroke_dasharray="2 2", d=d)
    spots = list(_spots(sheet, layers["map_countries"]))
    _add_circles(root, spots)
    _add_corridors(root, sheet, layers["map_corridors"])
    _add_names(root, spots, names or {})
    return written(root)


def world_shades(layers: Mapping[str, gpd.GeoDataFrame]) -> tuple[Shade, ...]:
    """Return the classes in which `world_map` shades the countries, for a legend beside it."""
    return shades(layers["map_countries"]["initiative_count"].fillna(0).astype(int).tolist())


def disputed_areas(layers: Mapping[str, gpd.GeoDataFrame]) -> list[shapely.Geometry]:
    """Return the first-level units that lie in a disputed area."""
    units = layers["map_territories_admin1"]
    return list(units.loc[units["is_disputed_area"].fillna(False).astype(bool), "geometry"])


def land_as_bytes(land: gpd.GeoDataFrame) -> tuple[bytes, ...]:
    """Return the land as what drawings of it are kept by."""
    return tuple(shapely.to_wkb(np.asarray(land.geometry.values)))


@lru_cache(maxsize=2)
def _land(pieces: tuple[bytes, ...]) -> str:
    """Return the land as a path; it is the same for every build of a process."""
    drawn = world_sheet().drawn(shapely.from_wkb(np.array(pieces, dtype=object)))
    return outline(one for one in drawn if one.area >= SMALLEST_LAND)


def _add_countries(root: Element, sheet: Sheet, countries: gpd.GeoDataFrame) -> None:
    classes = shades(countries["initiative_count"].fillna(0).astype(int).tolist())
    for row, area in zip(countries.itertuples(), sheet.outlines(countries.geometry.values), strict=True):
        shade = shade_of(int(row.initiative_count), classes) if has_reported(row.has_reported) else None
        look = (
            {"class": f"shade-{shade.number}", "fill": shade.colour}
            if shade
            else {"class": "no-report", "fill": "none", "stroke-dasharray": "2 1.5"}
        )
        add(root, "path", look, stroke="#4d4d4d", stroke_width="0.5", d=area)


def has_reported(value: object) -> bool:
    """Return whether a country is known to have reported."""
    return not pd.isna(value) and bool(value)


def _spots(sheet: Sheet, countries: gpd.GeoDataFrame) -> Iterator[Spot]:
    """Yield a circle for each country with initiatives, the largest first, so that none hides another."""
    told = countries[countries["has_reported"].fillna(False).astype(bool) & (countries["initiative_count"].fillna(0) > 0)]
    told = told.sort_values(["initiative_count", "country_code"], ascending=[False, True])
    most = max(told["initiative_count"].tolist(), default=1)
    middles = [shapely.centroid(max(shapely.get_parts(area), key=shapely.area)) for area in sheet.units(told.geometry.values)]
    for row, middle in zip(told.itertuples(), middles, strict=True):
        radius = max(SMALLEST_CIRCLE, LARGEST_CIRCLE * sqrt(row.initiative_count / most))
        yield Spot(row.country_code, middle.x, middle.y, radius, int(row.initiative_count))


def _add_circles(root: Element, spots: list[Spot]) -> None:
    group = add(root, "g", class_="circles", fill="#2f5673", fill_opacity="0.72", stroke="#ffffff", stroke_width="0.8")
    for one in spots:
        add(group, "circle", cx=one.x, cy=one.y, r=one.radius)


def _add_corridors(root: Element, sheet: Sheet, corridors: gpd.GeoDataFrame) -> None:
    lines = list(_bundles(corridors))
    group = add(root, "g", class_="corridors", fill="none", stroke="#8a3b12", stroke_linecap="round", stroke_opacity="0.8")
    ends = add(root, "g", class_="corridor-ends", fill="#8a3b12", stroke="#ffffff", stroke_width="0.6")
    most = max((count for _, count in lines), default=1)
    for line, count in lines:
        drawn = shapely.simplify(sheet.units([line])[0], 0.15)
        add(group, "path", d=outline([drawn]), stroke_width=THIN + (THICK - THIN) * (sqrt(count / most) if most > 1 else 0))
        points = shapely.get_coordinates(drawn)
        for x, y in (points[0], points[-1]):
            add(ends, "circle", cx=float(x), cy=float(y), r="2.2")


def _bundles(corridors: gpd.GeoDataFrame) -> Iterator[tuple[shapely.Geometry, int]]:
    """Yield lines with the number of corridors that each stands for: one apiece, or fewer where there are too many to be told apart."""
    lines = [line for line in corridors.geometry if line is not None and not line.is_empty]
    for grid in GRIDS:
        bundles: dict[tuple[tuple[int, ...], ...], list[shapely.Geometry]] = {}
        for line in lines:
            bundles.setdefault(_ends(line, grid), []).append(line)
        if len(bundles) <= MOST_LINES:
            break
    yield from ((same[0], len(same)) for same in bundles.values())


def _ends(line: shapely.Geometry, grid: float) -> tuple[tuple[int, ...], ...]:
    """Return both ends of a line on a grid, whichever comes first."""
    points = shapely.get_coordinates(line)[[0, -1]]
    return tuple(sorted(tuple(end) for end in np.rint(points / grid).astype(int).tolist()))


def _add_names(root: Element, spots: list[Spot], names: Mapping[str, str]) -> None:
    """Write names beside the circles, each on the side where it covers the least."""
    group = add(root, "g", {"aria-hidden": "true"}, class_="names", font_size="13", fill="#22313c")
    taken = [shapely.box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in spots]
    for own, spot in enumerate(spots):
        if spot.country_code not in names:
            continue
        text = f"{names[spot.country_code]} ({spot.initiatives:,})"
        places = [(_label_box(spot, text, side), side) for side in (1, -1)]
        box, side = min(places, key=lambda place: sum(place[0].intersection(other).area for i, other in enumerate(taken) if i != own))
        taken.append(box)
        anchor = "start" if side == 1 else "end"
        x = spot.x + side * (spot.radius + 4)
        write(add(group, "text", x=x, y=spot.y + 4.5, text_anchor=anchor, direction="ltr", unicode_bidi="plaintext"), text)


def _label_box(spot: Spot, text: str, side: int) -> shapely.Polygon:
    near, far = spot.x + side * (spot.radius + 4), spot.x + side * (spot.radius + 4 + 7 * len(text))
    return shapely.box(min(near, far), spot.y - 8, max(near, far), spot.y + 8)
