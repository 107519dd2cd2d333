"""The gazetteer as the geocoder asks it: places by name, sound or code within a country, and what lies in what, now and before."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import pandas as pd

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.rows import filled_or_none
from steps.places.codes import code_key
from steps.places.gazetteer_files import Links, links
from steps.places.gazetteer_in_use import place_codes, place_names, places
from steps.places.spelling import Bare, bare, directions, initials, joined, key, sound, sounds

COUNTRY, ADMIN1, ADMIN2, ADMIN3, TOWN = "country", "admin1", "admin2", "admin3", "town"
GROUP = "group"  # no level of the gazetteer: units that go by one name
OFFICIAL, ALTERNATE, FORMER = range(3)  # how well a name names: by what it is called, is also called, was called
PLACE_COLUMNS = (
    "place_id", "country_code", "place_level_code", "unit_kind_code", "place_name", "parent_place_id", "latitude", "longitude",
    "coordinate_precision_code", "population_count", "valid_until_text", "is_disputed_area",
)  # fmt: skip
NAME_COLUMNS = ("place_id", "name_text", "name_kind_code")
NAME_KINDS = {"official": OFFICIAL, "alternate": ALTERNATE, "former": FORMER}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    `ancestors` are the ids of the units it lies in today, nearest first; `around` those, itself, and the units it lay in before or that
    group it otherwise: what may rightly be named beside it. `successors` are the ids of today's units of one that is no more.
    """

    place_id: str
    country_code: str
    level: str
    kind: str
    name: str
    ancestors: tuple[str, ...]
    around: frozenset[str]
    latitude: float | None
    longitude: float | None
    precision: str
    population: int
    is_former: bool
    is_disputed: bool
    successors: tuple[str, ...] = ()


class Named(NamedTuple):
    """A place that bears a name, and whether the name is OFFICIAL, ALTERNATE or FORMER."""

    place_id: str
    quality: int


class Spelling(NamedTuple):
    """A name of a place, in one word too, and the words in it that tell two units of one name apart."""

    key: str
    word: str
    directions: frozenset[str]
    place_id: str


@dataclass
class CountryNames:
    """The names of one country's places, in the forms of `spelling`, each with the places that bear it."""

    by_key: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    by_bare_key: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    spellings: dict[str, list[Spelling]] = field(default_factory=lambda: defaultdict(list))  # of each place
    by_level_and_length: dict[tuple[str, int], list[Spelling]] = field(default_factory=lambda: defaultdict(list))

    def add(self, named: Named, level: str, name_key: str, without_unit_words: Bare) -> None:
        """Take in a name of a place of a level."""
        self.by_key[name_key].append(named)
        self.by_bare_key[without_unit_words.key].append(named)
        for spelled in dict.fromkeys((without_unit_words.key, name_key)):
            spelling = Spelling(spelled, joined(spelled), directions(spelled), named.place_id)
            self.spellings[named.place_id].append(spelling)
            self.by_level_and_length[level, len(spelling.word)].append(spelling)

    @cached_property
    def by_sound(self) -> dict[str, list[Named]]:
        """The places by what their names sound like."""
        heard: dict[str, list[Named]] = defaultdict(list)
        latin = [name_key for name_key in self.by_bare_key if name_key.isascii()]
        of_latin = dict(zip(latin, sounds(latin), strict=True)) if latin else {}
        for name_key, bearers in self.by_bare_key.items():
            heard[of_latin[name_key] if name_key in of_latin else sound(name_key)] += bearers
        return heard

    @cached_property
    def by_initial(self) -> dict[str, list[Named]]:
        """The places by their names with one word shortened to its first letter."""
        shortened: dict[str, list[Named]] = defaultdict(list)
        for name_key, bearers in self.by_bare_key.items():
            for short in initials(name_key):
                shortened[short] += bearers
        return shortened


class Gazetteer:
    """Finds places. Everything is looked up within a country; the country itself by `country_named`."""

    def __init__(self, places: pd.DataFrame, names: pd.DataFrame, codes: Callable[[], pd.DataFrame], links: Links) -> None:
        self.links, self._codes = links, codes
        self._within: dict[str, dict[str, list[str]]] = {}
        self.by_id = _places_by_id(places, links)
        self.names = NamesByCountry(self)
        self.countries: dict[str, set[str]] = defaultdict(set)
        self._take_names(zip(*(names[column].tolist() for column in NAME_COLUMNS), strict=True))
        for country in countries().values():
            self.countries[key(country.iso2)].add(country.country_code)

    @cached_property
    def codes(self) -> dict[tuple[str, str], set[str]]:
        """The places by country and code; read when the first code is asked for."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        frame = self._codes()
        for place_id, code in zip(frame["place_id"].tolist(), frame["code_text"].tolist(), strict=True):
            for written in (code_key(code), f"={code.casefold()}"):
                found[self.by_id[place_id].country_code, written].add(place_id)
        return found

    def _take_names(self, names: Iterable[tuple[str, str, str]]) -> None:
        self._named: list[tuple[str, str]] = []
        for place_id, name, kind in names:
            place = self.by_id[place_id]
            if place.level == COUNTRY:
                self.countries[key(name)].add(place_id)
            else:
                self._named.append((place_id, name))
                self.names.given[place.country_code].append((place, name, NAME_KINDS[kind]))

    def country_named(self, name: str) -> Place | None:
        """Return the country of the world that bears the name or the ISO code, when exactly one does."""
        coded = self.by_id.get(name.strip())
        if coded and coded.level == COUNTRY:
            return coded
        found = self.countries.get(key(name), set())
        return self.by_id[next(iter(found))] if len(found) == 1 else None

    def coded(self, country_code: str, code: str) -> list[Place]:
        """Return the places of a country that bear a code, as it is or with the leading zero that spreadsheets drop."""
        asked = code_key(code)
        own = self.by_id.get(code.strip())
        if own and own.country_code == country_code and own.level != COUNTRY:
            return [own]
        # As it is written first: TN21 is a P-code, TN-21 another unit's ISO code.
        exact = self.codes.get((country_code, f"={code.strip().casefold()}"))
        found = exact or self.codes.get((country_code, asked)) or self.codes.get((country_code, f"0{asked}")) or set()
        return [self.by_id[place_id] for place_id in sorted(found)]

    def anywhere(self, name: str) -> list[Place]:
        """Return the places of any country that are called so, or also called so, the largest first."""
        found = [self.by_id[place_id] for place_id in self._bearers.get(key(name), ())]
        return sorted(found, key=lambda place: (place.level, -place.population, place.place_id))

    @cached_property
    def _bearers(self) -> dict[str, set[str]]:
        """The places of the world by key; made when a name is first asked for that its country does not know."""
        found: dict[str, set[str]] = defaultdict(set)
        for place_id, name in self._named:
            found[key(name)].add(place_id)
        return found

    def within(self, country_code: str) -> dict[str, list[str]]:
        """Return the ids of what lies, lay or is grouped in each unit of a country."""
        if country_code not in self._within:
            held: dict[str, list[str]] = defaultdict(list)
            for place in self.by_id.values():
                if place.country_code == country_code:
                    for unit in place.around:
                        held[unit].append(place.place_id)
            self._within[country_code] = held
        return self._within[country_code]

    def told(self, place: Place) -> str:
        """Return the place as people are told of it: its name, and in brackets the units it lies in, and the country if it is abroad."""
        around = place.ancestors[:-1] if place.country_code in countries() else place.ancestors
        units = [self.by_id[unit].name for unit in around]
        return f"{place.name} ({', '.join(units)})" if units else place.name

    def unit_at(self, place: Place, level: str) -> Place | None:
        """Return the unit of a level that a place is or lies in, the smallest one; None when it lies in none."""
        line = [place, *(self.by_id[unit] for unit in place.ancestors)]
        return next((one for one in line if one.level == level), None)


class NamesByCountry(dict[str, CountryNames]):
    """The names of each country, brought into their forms when the country is first asked for."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self.groups = gazetteer.links.groups
        self.given: dict[str, list[tuple[Place, str, int]]] = defaultdict(list)

    def __missing__(self, country_code: str) -> CountryNames:
        """Return the names of a country, and keep them once they are whole: another thread may ask meanwhile."""
        names = CountryNames()
        for place, name, quality in self.given.get(country_code, ()):
            name_key = key(name)
            names.add(Named(place.place_id, FORMER if place.is_former else quality), place.level, name_key, bare(name_key, country_code))
        for group in self.groups:
            if group.country_code == country_code:
                group_key = key(group.name)
                names.add(Named(group.group_id, OFFICIAL), GROUP, group_key, bare(group_key, country_code))
        self[country_code] = names
        return names


def _places_by_id(places: pd.DataFrame, links: Links) -> dict[str, Place]:
    columns = {column: filled_or_none(places[column]) for column in PLACE_COLUMNS}
    parents = dict(zip(columns["place_id"], columns["parent_place_id"], strict=True))
    _check_links(links, parents)
    lines = {place_id: _line(place_id, parents) for place_id in parents}
    rows = (dict(zip(PLACE_COLUMNS, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return {row["place_id"]: _place(row, lines, links) for row in rows}


def _check_links(links: Links, known: Container[str]) -> None:
    """Raise BrokenReference when a file written by hand names a place that is not there."""
    for name, pairs in (("successors", links.successors), ("former_parents", links.parents_before)):
        unknown = next((one for place_id, others in pairs.items() for one in (place_id, *others) if one not in known), None)
        if unknown:
            raise BrokenReference(f"reference/gazetteer/by_hand/{name}.csv: {unknown} is no place of the gazetteer.")


def _line(place_id: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    line, parent = [], parents[place_id]
    while parent is not None:
        line.append(parent)
        parent = parents[parent]
    return tuple(line)


def _place(row: dict[str, object], lines: dict[str, tuple[str, ...]], links: Links) -> Place:
    place_id = str(row["place_id"])
    around = {place_id, *lines[place_id]}
    if not links.linked.isdisjoint(around):  # of most places nothing is linked with anything
        for before in [former for unit in around for former in links.parents_before.get(unit, ())]:
            around |= {before, *lines[before]}
        around |= {former for unit in around for former in links.predecessors.get(unit, ())}
        around |= {group for unit in around for group in links.groups_of.get(unit, ())}
    return Place(
        place_id, str(row["country_code"]), str(row["place_level_code"]), str(row["unit_kind_code"] or ""), str(row["place_name"]),
        lines[place_id], frozenset(around), row["latitude"], row["longitude"], str(row["coordinate_precision_code"]),  # type: ignore[arg-type]
        int(row["population_count"] or 0), row["valid_until_text"] is not None, bool(row["is_disputed_area"]),  # type: ignore[call-overload]
        links.successors.get(place_id, ()),
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the reference files, read once."""
    return Gazetteer(places(), place_names(), place_codes, links())
