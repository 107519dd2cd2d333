"""Files the towns that GeoNames has in the Philippines under the city or municipality that they are, or are a part of.

Only where it is sure: GeoNames' links to provinces and its populations are not all right, so a name and a point must agree.
"""

from collections import defaultdict
from collections.abc import Mapping

from scripts.gazetteer.nearby import distance_km
from scripts.gazetteer.place import Place
from scripts.gazetteer.psgc_files import Unit, barangays_on_the_map
from steps.text import fold

NAMESAKE_KM = 15  # a town bears the name of the city or municipality whose centre is so near
BARANGAY_KM = 3
AROUND = 5  # barangays nearest to a town that must all be in one unit
MOST_OF_UNIT = 2  # a town's population may be newer, or of its surroundings, but not this much larger
CITY_WORDS = ("city of ", " city")


def file_towns(towns: list[Place], units: dict[str, Place], by_hand: Mapping[str, str]) -> None:
    """Set the parents of the Philippine towns; `by_hand` are those that a person set. Drops populations that cannot be.

    A town is the unit of its name within 15 km or around it, or in the one that has a barangay of its name within 3 km: in the
    province that GeoNames says, or else wherever one alone is. Where no name agrees, it is in the unit of its province that the five
    nearest barangays are all in; else it stays under its province.
    """
    namesakes: dict[str, list[Place]] = defaultdict(list)
    for unit in units.values():
        if unit.country_code == "PHL" and unit.place_level == "admin3":
            for name in {_bare(name) for name in (unit.place_name, *unit.names, *unit.former)}:
                namesakes[name].append(unit)
    for town in towns:
        if town.country_code == "PHL" and town.place_id not in by_hand:
            town.parent_place_id = _unit_of(town, namesakes[_bare(town.place_name)], units) or town.parent_place_id
            _drop_impossible_population(town, units)


def _unit_of(town: Place, namesakes: list[Place], units: dict[str, Place]) -> str | None:
    """Return the id of the city or municipality that a town lies in, if that is sure."""
    point = float(town.latitude), float(town.longitude)
    barangays = barangays_on_the_map().within(*point, BARANGAY_KM)
    holding = {_unit_id(barangay) for _, barangay in barangays if _bare(barangay["name"]) == _bare(town.place_name)}
    around = {_unit_id(barangay) for _, barangay in barangays_on_the_map().nearest(*point, AROUND)}
    same = {unit.place_id for unit in namesakes if unit.place_id in around or _is_near(town, unit)}
    for candidates in (_inside(same, town, units), _inside(holding, town, units), same | holding):
        if candidates:
            return candidates.pop() if len(candidates) == 1 else None
    return around.pop() if len(around) == 1 and _inside(around, town, units) else None


def _inside(candidates: set[str], town: Place, units: dict[str, Place]) -> set[str]:
    """Return the candidates that lie in the unit that the town is filed under."""
    return {place_id for place_id in candidates if town.parent_place_id in _and_above(place_id, units)}


def _drop_impossible_population(town: Place, units: dict[str, Place]) -> None:
    """A town with more people than the city or municipality around it would pass for the main town of its province."""
    unit = units.get(town.parent_place_id)
    if unit is None or unit.place_level != "admin3":
        _, barangay = barangays_on_the_map().nearest(float(town.latitude), float(town.longitude), 1)[0]
        unit = units[_unit_id(barangay)]
    if int(town.population_count or 0) > MOST_OF_UNIT * int(unit.population_count):
        town.population_count = ""


def _is_near(town: Place, unit: Place) -> bool:
    """Whether a unit is near enough to be the town of its name; one without a point, if the town is filed where it is."""
    if not unit.latitude:
        return town.parent_place_id == unit.parent_place_id
    return distance_km(float(town.latitude), float(town.longitude), float(unit.latitude), float(unit.longitude)) <= NAMESAKE_KM


def _and_above(place_id: str, units: dict[str, Place]) -> set[str]:
    found = set()
    while place_id in units:
        found.add(place_id)
        place_id = units[place_id].parent_place_id
    return found


def _unit_id(barangay: Unit) -> str:
    return f"PHL:{barangay['city_code']}"


def _bare(name: str) -> str:
    """Return a name to compare, without the word for a city and what stands in brackets ("Poblacion (Centro)")."""
    bare = fold(name.split(" (")[0])
    return bare.removeprefix(CITY_WORDS[0]).removesuffix(CITY_WORDS[1])
