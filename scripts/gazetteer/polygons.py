"""Polygons of a country's units, read once: a point inside a unit, and the unit that a town lies in."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely import STRtree, make_valid, union_all
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from scripts.gazetteer.place import Place
from steps.text import fold

NEAR = 0.03  # degrees, about 3 km: how far a town's point may lie outside the unit of its name, for both are drawn roughly


def polygon(longitudes: list[str], latitudes: list[str]) -> BaseGeometry:
    """Return the polygon with these corners, in degrees, mended where its border crosses itself."""
    return make_valid(Polygon(zip(map(float, longitudes), map(float, latitudes), strict=True)))


def joined(parts: list[BaseGeometry]) -> BaseGeometry:
    """Return the area of all parts together."""
    return parts[0] if len(parts) == 1 else union_all(parts)


def put_inside(place: Place, area: BaseGeometry, precision: str) -> None:
    """Set the place's point to one inside the area."""
    point = area.representative_point()
    place.latitude, place.longitude, place.coordinate_precision = f"{point.y:.5f}", f"{point.x:.5f}", precision


@dataclass
class Areas:
    """The areas of third-level units, by place id, to be asked which one a town lies in."""

    by_id: Mapping[str, BaseGeometry]

    def __post_init__(self) -> None:
        self.ids = list(self.by_id)
        self.tree = STRtree([self.by_id[place_id] for place_id in self.ids])

    def unit_of(self, town: Place, units: Mapping[str, Place]) -> str | None:
        """Return the unit that bears the town's name and holds it or lies within 3 km, else the one that holds it, else none."""
        point = Point(float(town.longitude), float(town.latitude))
        near = [self.ids[index] for index in self.tree.query(point, predicate="dwithin", distance=NEAR)]
        inside = [place_id for place_id in near if self.by_id[place_id].covers(point)]
        named = [place_id for place_id in (*inside, *near) if _share_a_name(units[place_id], town)]
        return next(iter([*named, *inside]), None)


def file_towns(towns: list[Place], units: Mapping[str, Place], areas: Areas, kept: Mapping[str, str]) -> None:
    """File each town, small ones first, under the unit whose polygon holds it, but for those in `kept`, which are filed by hand.

    The town of a unit's name is its seat, and the unit's point: who names the unit means where its people live.
    """
    for town in sorted(towns, key=lambda one: (int(one.population_count or 0), one.place_id)):
        unit = units[areas.unit_of(town, units) or town.parent_place_id] if town.place_id not in kept else None
        if unit and unit.place_id in areas.by_id:
            town.parent_place_id = unit.place_id
            if _share_a_name(unit, town):
                put_at(unit, town)


def put_at(unit: Place, seat: Place) -> None:
    """Set the unit's point to that of its seat."""
    unit.latitude, unit.longitude, unit.coordinate_precision = seat.latitude, seat.longitude, "seat"


def _share_a_name(unit: Place, town: Place) -> bool:
    unit_names, town_names = ({fold(name) for name in (place.place_name, *place.names)} for place in (unit, town))
    return bool(unit_names & town_names)
