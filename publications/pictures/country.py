"""One country as a picture: its first-level units by number of initiatives, and the places, by how good each point is."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import sqrt
from typing import NamedTuple
from xml.etree.ElementTree import Element

import geopandas as gpd
import numpy as np
import shapely

from publications.pictures.drawing import add, hatching, number, outline, picture, written
from publications.pictures.shades import Shade, shade_of, shades
from publications.pictures.sheet import Bounds, Sheet, sheet_around
from publications.pictures.world import has_reported, land_as_bytes

NAME = "country"
TALLEST, NARROWEST = 820.0, 640.0  # units
NEAR = 0.1  # degrees: a place on the shore may lie off a coast drawn coarsely
MOST_SPOTS = 900
GRIDS = (1.0, 6.0, 12.0, 20.0, 30.0)  # units: places nearer than this are drawn as one
LARGEST_SPOT, SMALLEST_SPOT = 15.0, 4.5
# How points are drawn by their precision: a spot is the place itself, a ring a town that stands for a unit, a diamond an area's middle.
FORMS = {"exact": "spot", "stated": "spot", "town": "spot", "seat": "ring", "main_town": "ring", "approximate": "ring"}
DIAMOND = "diamond"
FORM_NAMES = ("spot", "ring", DIAMOND)
POINT_COLOUR = "#8a3b12"


class Spot(NamedTuple):
    """A place on the picture, and how many initiatives it stands for."""

    form: str
    x: float
    y: float
    initiatives: int


def country_map(layers: Mapping[str, gpd.GeoDataFrame], country_code: str, *, title: str, description: str = "") -> str:
    """Return the map of a country as SVG; empty when the layers hold neither a shape nor a place of it.

    `layers` are those of `MAP_LAYERS`, by name. Units of a country that has not reported have no shade; a disputed area is hatched, and
    has none either. Places outside the picture, such as those of a diaspora, are on the map of the world only.
    """
    units, places = units_of(layers, country_code), _of(layers["map_initiative_places"], country_code)
    if not len(units) and not len(places):
        return ""
    bounds = _bounds(units, places)
    sheet = sheet_around(bounds, TALLEST, NARROWEST)
    root = picture(f"{NAME}-{country_code}", sheet.width, sheet.height, title, description or title)
    pattern = hatching(root, f"{NAME}-{country_code}")
    add(root, "rect", class_="sea", fill="#eef3f6", width=sheet.width, height=sheet.height)
    add(root, "path", class_="land", fill="#dedbd3", d=_land_around(sheet, layers["map_land"], bounds))
    _add_units(root, sheet, units, pattern, _is_reporting(layers["map_countries"], country_code))
    _add_places(root, sheet, places)
    return written(root)


def country_shades(layers: Mapping[str, gpd.GeoDataFrame], country_code: str) -> tuple[Shade, ...]:
    """Return the classes in which `country_map` shades the units, for a legend beside it."""
    return shades(units_of(layers, country_code)["initiative_count"].fillna(0).astype(int).tolist())


def units_of(layers: Mapping[str, gpd.GeoDataFrame], country_code: str) -> gpd.GeoDataFrame:
    """Return the first-level units of a country that have a shape."""
    return _of(layers["map_territories_admin1"], country_code)


def form_of(precision_code: object) -> str:
    """Return how points of a precision are drawn: spot, ring or diamond."""
    return FORMS.get(str(precision_code), DIAMOND)


def _of(layer: gpd.GeoDataFrame, country_code: str) -> gpd.GeoDataFrame:
    return layer[(layer["country_code"] == country_code) & layer.geometry.notna()]


def _bounds(units: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> Bounds:
    """Return the bounds in degrees that the picture shows, at least a degree wide and high: of a single place the surroundings too.

    They hold the largest part of each unit and every place near the units: a lone rock far out shrinks the country only when something
    is done there.
    """
    largest = [max(shapely.get_parts(unit), key=shapely.area) for unit in units.geometry]
    near = shapely.box(*units.total_bounds).buffer(NEAR) if largest else shapely.box(-180, -90, 180, 90)
    shown = [*largest, *(place for place in places.geometry if near.covers(place))] or list(places.geometry)
    west, south, east, north = (float(one) for one in shapely.total_bounds(shown))
    x, y = max(0.0, 1 - (east - west)) / 2, max(0.0, 1 - (north - south)) / 2
    return west - x, south - y, east + x, north + y


def _is_reporting(countries: gpd.GeoDataFrame, country_code: str) -> bool:
    return any(has_reported(one) for one in countries.loc[countries["country_code"] == country_code, "has_reported"])


def _land_around(sheet: Sheet, land: gpd.GeoDataFrame, bounds: Bounds) -> str:
    """Return the land that the sheet shows, as a path."""
    return _cut_land(sheet, bounds, land_as_bytes(land))


@lru_cache(maxsize=32)
def _cut_land(sheet: Sheet, bounds: Bounds, land: tuple[bytes, ...]) -> str:
    """Cut the land in degrees first: far land has no place in a projection around a country. Pages and workbooks draw the same."""
    west, south, east, north = bounds
    room = max(east - west, north - south) * 1.5
    edges = (west - room, south - room, east + room, north + room)
    pieces = shapely.from_wkb(np.array(land, dtype=object))
    pieces = pieces[shapely.intersects(shapely.box(*edges), shapely.box(*shapely.bounds(pieces).T))]
    near = shapely.make_valid(shapely.clip_by_rect(pieces, *edges))
    pieces = shapely.segmentize(near[~shapely.is_empty(near)], 0.5)
    return outline(part for part in shapely.intersection(sheet.drawn(pieces), sheet.frame()) if part.geom_type.endswith("Polygon"))


def _add_units(root: Element, sheet: Sheet, units: gpd.GeoDataFrame, pattern: str, is_reporting: bool) -> None:
    classes = shades(units["initiative_count"].fillna(0).astype(int).tolist())
    for row, area in zip(units.itertuples(), sheet.outlines(units.geometry.values), strict=True):
        if has_reported(row.is_disputed_area):
            add(root, "path", class_="disputed", fill=pattern, stroke="#6b6b6b", stroke_width="1", stroke_dasharray="5 3", d=area)
            continue
        shade = shade_of(int(row.initiative_count), classes) if is_reporting else None
        look = {"class": f"shade-{shade.number}", "fill": shade.colour} if shade else {"class": "no-report", "fill": "#ffffff"}
        add(root, "path", look, stroke="#8f8b80" if shade else "#6b6b6b", stroke_width="0.7", d=area)


def _add_places(root: Element, sheet: Sheet, places: gpd.GeoDataFrame) -> None:
    spots = sorted(_spots(sheet, places), key=lambda spot: -spot.initiatives)
    most = max((spot.initiatives for spot in spots), default=1)
    groups = {form: add(root, "g", class_=f"place place-{form}", **_look(form)) for form in FORM_NAMES}
    for spot in spots:
        size = max(SMALLEST_SPOT, LARGEST_SPOT * sqrt(spot.initiatives / most)) if most > 1 else SMALLEST_SPOT
        if spot.form == DIAMOND:
            x, y, half = number(spot.x), number(spot.y - size * 1.2), number(size * 1.2)
            add(groups[DIAMOND], "path", d=f"M{x},{y}l{half},{half}-{half},{half}-{half}-{half}z")
        else:
            add(groups[spot.form], "circle", cx=spot.x, cy=spot.y, r=size)


def _look(form: str) -> dict[str, str]:
    """Return presentation attributes; the three differ in form, not only in colour."""
    if form == "spot":
        return {"fill": POINT_COLOUR, "fill_opacity": "0.85", "stroke": "#ffffff", "stroke_width": "1"}
    if form == "ring":
        return {"fill": "#ffffff", "fill_opacity": "0.75", "stroke": POINT_COLOUR, "stroke_width": "2.4"}
    return {"fill": "#ffffff", "fill_opacity": "0.6", "stroke": POINT_COLOUR, "stroke_width": "1.6"}


def _spots(sheet: Sheet, places: gpd.GeoDataFrame) -> Iterator[Spot]:
    """Yield the places within the sheet, those near each other as one when there are many."""
    points = shapely.get_coordinates(sheet.units(places.geometry.values)) if len(places) else np.empty((0, 2))
    is_inside = (points >= 0).all(axis=1) & (points <= [sheet.width, sheet.height]).all(axis=1)
    inside, points = places[is_inside], points[is_inside]
    forms = [form_of(code) for code in inside["coordinate_precision_code"]]
    for grid in GRIDS:
        cells: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        for row, (form, cell) in enumerate(zip(forms, np.rint(points / grid).astype(int).tolist(), strict=True)):
            cells.setdefault((form, tuple(cell)), []).append(row)
        if len(cells) <= MOST_SPOTS:
            break
    initiatives = inside["initiative_id"].tolist()
    for (form, _), rows in cells.items():
        x, y = points[rows].mean(axis=0).tolist()
        yield Spot(form, x, y, len({initiatives[row] for row in rows}))
