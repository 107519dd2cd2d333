"""Points for units that have none of their own: a town in them, or the point of the unit above."""

from collections import defaultdict
from dataclasses import replace

from scripts.gazetteer.place import Place
from steps.text import fold


def with_points(units: list[Place], towns: list[Place]) -> list[Place]:
    """Return the units with a point: their own, or the town of the same name in them, their largest town, the unit above."""
    by_id = {unit.place_id: unit for unit in units}
    inside = _towns_by_unit(by_id, towns)
    placed: dict[str, Place] = {}
    for unit in sorted(units, key=lambda one: len(_above(one, by_id))):  # the unit above first, for its point may be needed
        # Not every town is filed under its third-level unit, so seats of those are looked for in the unit above.
        where = by_id[unit.parent_place_id] if unit.place_level == "admin3" else unit
        placed[unit.place_id] = _placed(unit, inside[where.place_id], placed.get(unit.parent_place_id))
    return list(placed.values())


def _towns_by_unit(by_id: dict[str, Place], towns: list[Place]) -> dict[str, list[Place]]:
    inside: dict[str, list[Place]] = defaultdict(list)
    for town in towns:
        for unit_id in [town.parent_place_id, *_above(by_id.get(town.parent_place_id), by_id)]:
            inside[unit_id].append(town)
    return inside


def _above(place: Place | None, by_id: dict[str, Place]) -> list[str]:
    """Return the ids of the units that a place lies in, nearest first, the country left out."""
    found: list[str] = []
    while place is not None and place.parent_place_id in by_id:
        found.append(place.parent_place_id)
        place = by_id[place.parent_place_id]
    return found


def _placed(unit: Place, towns: list[Place], above: Place | None) -> Place:
    if unit.latitude:
        return unit
    names = {fold(name) for name in (unit.place_name, *unit.names)}
    seats = [town for town in towns if fold(town.place_name) in names]
    others = [] if unit.place_level == "admin3" else towns
    best = max(seats or others, key=lambda town: (int(town.population_count or 0), town.place_id), default=None)
    precision = "seat" if seats else "main_town" if best else "parent"
    source = best or (above if above and above.latitude else None)
    if source is None:
        return unit
    return replace(unit, latitude=source.latitude, longitude=source.longitude, coordinate_precision=precision)
