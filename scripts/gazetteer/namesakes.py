"""Files a town under the third-level unit of its name: they are one place, and whoever names it means either."""

from collections import defaultdict
from collections.abc import Mapping

from scripts.gazetteer.nearby import distance_km
from scripts.gazetteer.place import Place
from steps.text import fold

FARTHEST_KM = 15  # a unit's point may be that of another of its villages


def file_towns(towns: list[Place], units: dict[str, Place], by_hand: Mapping[str, str]) -> None:
    """Set the parents of towns filed under a larger unit which holds exactly one third-level unit of their name, if that is near.

    `by_hand` are the towns whose parents a person set.
    """
    namesakes = _third_level_by_name(units)
    for town in towns:
        found = namesakes[town.parent_place_id, fold(town.place_name)]
        if town.place_id not in by_hand and len(found) == 1 and _is_near(town, units[next(iter(found))]):
            town.parent_place_id = next(iter(found))


def _third_level_by_name(units: Mapping[str, Place]) -> dict[tuple[str, str], set[str]]:
    """Return the third-level units by each unit above them and each of their names."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units.values():
        if unit.place_level == "admin3" and not unit.valid_until:
            above = units.get(unit.parent_place_id)
            while above is not None:
                for name in (unit.place_name, *unit.names):
                    found[above.place_id, fold(name)].add(unit.place_id)
                above = units.get(above.parent_place_id)
    return found


def _is_near(town: Place, unit: Place) -> bool:
    if not unit.latitude:
        return True
    return distance_km(float(town.latitude), float(town.longitude), float(unit.latitude), float(unit.longitude)) <= FARTHEST_KM
