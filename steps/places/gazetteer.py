"""The gazetteer as the geocoder asks it: places by name, sound or code within a country, and what lies in what, now and before."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

import pandas as pd

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.rows import filled_or_none, values_of
from steps.places.codes import code_key
from steps.places.gazetteer_files import Links, links
from steps.places.gazetteer_in_use import place_codes, place_names, places
from steps.places.spelling import Bare, bare, directions, initials, joined, key, keys, sound, sounds

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
        place_ids, texts, kinds = (values_of(names[column]) for column in NAME_COLUMNS)
        self._take_names(zip(place_ids, keys(texts), kinds, strict=True))
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
        self._bearers: dict[str, set[str]] = defaultdict(set)  # the places of the world by key
        for place_id, name_key, kind in names:
            place = self.by_id[place_id]
            if place.level == COUNTRY:
                self.countries[name_key].add(place_id)
            else:
                self._bearers[name_key].add(place_id)
                self.names.given[place.country_code].append((place, name_key, NAME_KINDS[kind]))

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
        for place, name_key, quality in self.given.get(country_code, ()):
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
    lines = _Lines(parents)
    around = _Around(lines, links)
    return {values[0]: _place(values, lines, around, links) for values in zip(*columns.values(), strict=True)}


def _check_links(links: Links, known: Container[str]) -> None:
    """Raise BrokenReference when a file written by hand names a place that is not there."""
    for name, pairs in (("successors", links.successors), ("former_parents", links.parents_before)):
        unknown = next((one for place_id, others in pairs.items() for one in (place_id, *others) if one not in known), None)
        if unknown:
            raise BrokenReference(f"reference/gazetteer/by_hand/{name}.csv: {unknown} is no place of the gazetteer.")


class _Lines(dict[str, tuple[str, ...]]):
    """The units that each place lies in, nearest first, made of those of the unit that it lies in itself."""

    def __init__(self, parents: dict[str, str | None]) -> None:
        super().__init__()
        self._parents = parents

    def __missing__(self, place_id: str) -> tuple[str, ...]:
        parent = self._parents[place_id]
        self[place_id] = line = () if parent is None else (parent, *self[parent])
        return line


class _Around(dict[str, frozenset[str]]):
    """What is around each place: itself and what it is linked with, and what is around the unit that it lies in."""

    def __init__(self, lines: _Lines, links: Links) -> None:
        super().__init__()
        self._lines, self._links = lines, links

    def __missing__(self, place_id: str) -> frozenset[str]:
        own = self._linked_with(place_id) if place_id in self._links.linked else frozenset((place_id,))
        line = self._lines[place_id]
        self[place_id] = around = own | self[line[0]] if line else own
        return around

    def _linked_with(self, place_id: str) -> frozenset[str]:
        linked = {place_id}
        for before in self._links.parents_before.get(place_id, ()):
            linked |= {before, *self._lines[before]}
        linked |= {former for unit in linked for former in self._links.predecessors.get(unit, ())}
        return frozenset(linked).union(group for unit in linked for group in self._links.groups_of.get(unit, ()))


def _place(values: tuple[Any, ...], lines: _Lines, around: _Around, links: Links) -> Place:
    place_id, country_code, level, kind, name, _, latitude, longitude, precision, population, valid_until, is_disputed = values
    return Place(
        place_id, country_code, level, kind or "", name, lines[place_id], around[place_id], latitude, longitude, precision,
        int(population or 0), valid_until is not None, bool(is_disputed), links.successors.get(place_id, ()),
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the reference files, read once."""
    return Gazetteer(places(), place_names(), place_codes, links())
