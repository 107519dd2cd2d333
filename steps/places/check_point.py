"""Holds a point against the place it is given for: right, repaired where the place proves how, or left out with the reason.

A point whose latitude and longitude stand in each other's cell, or that lacks a sign, is repaired only when exactly one way to put it
right leads into the unit that the row names, and the point as written lies outside it; within its country, the unit must be below the
first level. Cells that are exchanged beyond doubt, by their letters or because no latitude is 121, need no such proof.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from steps.places.distance import distance_km
from steps.places.gazetteer import Place
from steps.places.read_point import CoordinateFault, ReadPoint
from steps.places.territories import Containment, Territories

COUNTRY_NEAR_KM = 25.0  # beyond the border as drawn: islands, capes, points at sea before a port
# How far a unit without a polygon may reach around its own point: within it is near, beyond several times it is outside.
REACH_KM = {"admin1": 75.0, "admin2": 30.0, "admin3": 15.0, "town": 10.0}
OUTSIDE_REACHES = 5
OF_ANOTHER_UNIT = ("parent", "none")  # precisions of a point that is not the unit's own
FITTING = ("inside", "near", "in_parent")
REPAIRS = {"swapped": "coordinates-swapped", "sign": "coordinates-sign-lost", "swapped_sign": "coordinates-swapped"}
DECIMALS = 6
HIGHEST_LATITUDE = 90.0


@dataclass(frozen=True)
class CheckedPoint:
    """What became of stated coordinates. `status` is valid, repaired, conflict, refused, or unchecked where nothing can be proven.

    `latitude` and `longitude` (degrees, WGS 84) are empty when the point is not to be used; `repair` is swapped, sign or swapped_sign.
    `suggestion` is the likely point when it could not be proven, `unit_id` the unit or country that decided, `km` how far the point
    lies outside it.
    """

    status: str
    latitude: float | None = None
    longitude: float | None = None
    repair: str = ""
    finding_code: str = ""
    suggestion: str = ""
    unit_id: str = ""
    km: float | None = None


def check_point(read: ReadPoint | CoordinateFault, country_code: str, units: Sequence[Place], territories: Territories) -> CheckedPoint:
    """Return what becomes of coordinates that a row gives for a place in a country.

    `units` are the places that the row names, as far as they are known: of several, the point may lie in any. With none, only the
    country can speak, and nothing is repaired.
    """
    if isinstance(read, CoordinateFault):
        return _of_several(read, country_code, units, territories)
    if read.latitude == 0 and read.longitude == 0:
        return CheckedPoint("refused", finding_code="coordinates-zero")
    asked = _Asked(country_code, tuple(units), territories)
    where = asked.where(read.latitude, read.longitude)
    if where.where in FITTING:
        return _used(read, "repaired" if read.is_exchanged else "valid", "swapped" if read.is_exchanged else "", where)
    repaired = _proven(read, asked) if where.where == "outside" else None
    if repaired:
        return repaired
    if where.where == "unknown":
        return _used(read, "unchecked", "", where)
    return _left_out(read, where, asked)


@dataclass(frozen=True)
class _Where:
    where: str
    unit_id: str
    km: float | None = None


@dataclass(frozen=True)
class _Asked:
    """The country and the units that a point is asked to lie in."""

    country_code: str
    units: tuple[Place, ...]
    territories: Territories

    def where(self, latitude: float, longitude: float) -> _Where:
        """Return how a point lies to the unit that it fits best; to the country when no unit is named, or it lies outside of it."""
        ways = [_of_unit(unit, latitude, longitude, self.territories) for unit in self.units]
        best = min(ways, key=lambda one: (*FITTING, "unknown", "outside").index(one.where), default=None)
        if best and best.where in FITTING:
            return best
        country = self.of_country(latitude, longitude)
        return best if best and country.where != "outside" else country

    def of_country(self, latitude: float, longitude: float) -> _Where:
        """Return how a point lies to the country, with its coast drawn generously."""
        found = self.territories.contains(self.country_code, latitude, longitude, COUNTRY_NEAR_KM)
        return _Where(found.where, self.country_code, found.km)


def _of_unit(unit: Place, latitude: float, longitude: float, territories: Territories) -> _Where:
    """Return how a point lies to a unit: by its polygon, or by the polygon of the unit above and its own point."""
    known = territories.first_known((unit.place_id, *unit.ancestors[:-1]))
    found = territories.contains(known, latitude, longitude) if known else Containment("unknown")
    if known == unit.place_id or found.where == "outside":
        return _Where(found.where, known or unit.place_id, found.km)
    around = _Where("in_parent" if known else "unknown", known or unit.place_id)
    if unit.latitude is None or unit.longitude is None or unit.precision in OF_ANOTHER_UNIT:
        return around
    km = distance_km(latitude, longitude, unit.latitude, unit.longitude)
    reach = REACH_KM.get(unit.level, 0.0)
    if km <= reach:
        return _Where("near", unit.place_id, km)
    return _Where("outside", unit.place_id, km) if km > OUTSIDE_REACHES * reach else around


def _of_several(fault: CoordinateFault, country_code: str, units: Sequence[Place], territories: Territories) -> CheckedPoint:
    """Return the one of several readings that lies where it should, or the fault."""
    asked = _Asked(country_code, tuple(units), territories)
    fitting = [one for one in fault.readings if asked.where(one.latitude, one.longitude).where in FITTING]
    if len(fitting) == 1:
        return check_point(fitting[0], country_code, units, territories)
    return CheckedPoint("refused", finding_code=fault.finding_code, suggestion="; ".join(map(told, fault.readings)))


def _variants(read: ReadPoint) -> Iterator[tuple[str, ReadPoint]]:
    """Yield the ways to put a point right that slips of the hand suggest, and what each repairs."""
    pairs = (("", read.latitude, read.longitude), ("swapped", read.longitude, read.latitude))
    for swapped, latitude, longitude in pairs:
        for north, east in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
            repair = "_".join(filter(None, (swapped, "sign" if (north, east) != (1, 1) else "")))
            if repair and abs(latitude) <= HIGHEST_LATITUDE:
                yield repair, replace(read, latitude=north * latitude, longitude=east * longitude)


def _fitting(read: ReadPoint, asked: _Asked) -> list[tuple[str, ReadPoint]]:
    """Return the ways to put a point right that lead where it should lie, each point once, by the smallest repair."""
    different: dict[tuple[float, float], tuple[str, ReadPoint]] = {}
    for repair, point in _variants(read):
        is_other = (point.latitude, point.longitude) != (read.latitude, read.longitude)
        if is_other and asked.where(point.latitude, point.longitude).where in FITTING:
            different.setdefault((point.latitude, point.longitude), (repair, point))
    return list(different.values())


def _proven(read: ReadPoint, asked: _Asked) -> CheckedPoint | None:
    """Return the repaired point when the units prove it.

    A point as written that lies in the country may as well be right, and the place wrong: then only a small unit proves more.
    """
    fitting = _fitting(read, asked) if asked.units else []
    if len(fitting) != 1:
        return None
    repair, point = fitting[0]
    where = asked.where(point.latitude, point.longitude)
    is_abroad = asked.of_country(read.latitude, read.longitude).where == "outside"
    is_small = all(unit.level != "admin1" for unit in asked.units) and where.where != "in_parent"
    return _used(point, "repaired", repair, where) if is_abroad or is_small else None


def _used(point: ReadPoint, status: str, repair: str, where: _Where) -> CheckedPoint:
    return CheckedPoint(status, point.latitude, point.longitude, repair, REPAIRS.get(repair, ""), unit_id=where.unit_id, km=where.km)


def _left_out(read: ReadPoint, where: _Where, asked: _Asked) -> CheckedPoint:
    """Return a point outside its country or outside the place it is given for, with the likely fix when there is only one."""
    is_abroad = where.unit_id == asked.country_code
    status, code = ("refused", "coordinates-outside-country") if is_abroad else ("conflict", "coordinates-contradict-place")
    likely = _fitting(read, replace(asked, units=()) if is_abroad else asked)
    suggestion = told(likely[0][1]) if len(likely) == 1 else ""
    return CheckedPoint(status, finding_code=code, suggestion=suggestion, unit_id=where.unit_id, km=where.km)


def told(point: ReadPoint | CheckedPoint) -> str:
    """Return a point as people are told of it: latitude and longitude in degrees."""
    degrees = (f"{one or 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".") for one in (point.latitude, point.longitude))
    return ", ".join(degrees)
