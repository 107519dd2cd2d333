"""The places that the form offers: the countries of the world, and the units of the eight countries, named in a language.

Names are such that the gazetteer knows them again when the form comes back.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global

from schemas.code_lists import fold_label
from schemas.reference_files import read_reference

SCRIPTS = {"ar": "ARABIC", "ne": "DEVANAGARI"}  # the other languages are written in Latin letters, as official names are
UNIT_LEVELS = ("admin1", "admin2")


@dataclass(frozen=True)
class Place:
    """A country or unit: its id in the gazetteer, level (country, admin1 or admin2), country and the place it lies in."""

    place_id: str
    level: str
    country_code: str
    parent_id: str
    official_name: str


@cache
def offered_places() -> dict[str, Place]:
    """Return all countries, and the first- and second-level units of today of the eight, by id. Raises BrokenReference."""
    columns = ("place_id", "country_code", "place_level", "place_name", "parent_place_id", "valid_until")
    rows = read_reference("gazetteer/places.csv", columns, ("place_id",))
    kept = [row for row in rows if row["place_level"] in ("country", *UNIT_LEVELS) and not row["valid_until"]]
    return {
        row["place_id"]: Place(row["place_id"], row["place_level"], row["country_code"], row["parent_place_id"], row["place_name"])
        for row in kept
    }


@cache
def names_in(language: str) -> dict[str, str]:
    """Return the name of every offered place in a language, by id."""
    places = offered_places()
    found = {place.place_id: _country_name(place, language) for place in places.values() if place.level == "country"}
    units = [place for place in places.values() if place.level != "country"]
    return found | {place.place_id: _unit_name(place, language) for place in units}


def _country_name(place: Place, language: str) -> str:
    """Return the country's name in CLDR, from which the gazetteer has its names too."""
    two_letters = get_global("territory_aliases").get(place.country_code, [""])[0]
    return str(Locale(language).territories.get(two_letters) or place.official_name)


def _unit_name(place: Place, language: str) -> str:
    """Return the shortest name in the language's script that no other unit of its kind bears, or the official one."""
    names = _names_by_script().get((place.place_id, SCRIPTS.get(language, "")), ())
    own = [name for name in names if _bearers()[place.country_code, place.level, fold_label(name)] == 1]
    return min(own, key=lambda name: (len(name), name), default=place.official_name)


@cache
def _names_by_script() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read_reference("gazetteer/place_names.csv", ("place_id", "name_text"), ("place_id", "name_text")):
        script = _script(row["name_text"])
        if script and row["place_id"] in offered_places():
            found[row["place_id"], script] = (*found.get((row["place_id"], script), ()), row["name_text"])
    return found


def _script(name: str) -> str:
    first = next((unicodedata.name(mark, "").partition(" ")[0] for mark in name if mark.isalpha()), "")
    return first if first in SCRIPTS.values() else ""


@cache
def _bearers() -> Counter[tuple[str, str, str]]:
    """Count the units of a country and level that bear a name in one of the other scripts."""
    places = offered_places()
    return Counter(
        (places[place_id].country_code, places[place_id].level, fold_label(name))
        for (place_id, _), names in _names_by_script().items()
        for name in {fold_label(name): name for name in names}.values()
    )


def country_names(language: str) -> list[str]:
    """Return the names of all countries in a language, in alphabetical order."""
    names = names_in(language)
    return sorted((names[place.place_id] for place in offered_places().values() if place.level == "country"), key=fold_label)


def units_by_key(language: str) -> list[tuple[str, str]]:
    """Return (key, name of a unit), sorted: the key of a first-level unit is its country, of a second-level one `country|unit above`."""
    names = names_in(language)
    pairs = []
    for place in offered_places().values():
        above = names.get(place.parent_id, "")
        if place.level == "admin1":
            pairs.append((above, names[place.place_id]))
        elif place.level == "admin2":
            pairs.append((f"{names[place.country_code]}|{above}", names[place.place_id]))
    return sorted(pairs, key=lambda pair: (pair[0], fold_label(pair[1])))
