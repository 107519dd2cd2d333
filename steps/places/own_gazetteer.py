"""Lays units that a country brings itself over the shipped gazetteer: its codes, names, points and shapes above ours, our variants kept.

A unit is ours when its code is, or its name within the same unit above; else when its name is a slip of the pen away from exactly one of
those left over there. What may be two of ours changes nothing and is told.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd
from rapidfuzz.distance import OSA

from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape
from steps.places.codes import code_key
from steps.places.own_overlay import CODE_COLUMNS, Names, codes_over, is_area, lay_over, name_key, names_of, points_fit
from steps.places.own_profiles import ISO, NATIONAL, PCODE
from steps.places.own_units import Above
from steps.places.spelling import joined, sound
from steps.text import fold

NO_NATIONAL_CODES = ("geonames",)  # all other systems of core_place_codes but these, P-codes and ISO are a country's own
BY_CODE, BY_NAME, BY_SIMILAR_NAME, ELSEWHERE, ADDED, DOUBTFUL = "code", "name", "similar_name", "elsewhere", "added", "doubtful"
LEVELS_OF_OWN_NAMES = ("admin1", "admin2")
BRACKETS = re.compile(r"[()]")
MOST_CHANGES = 2  # letters between two spellings of one name
LETTERS_A_CHANGE = 5  # a shorter name allows fewer


class Merged(NamedTuple):
    """The gazetteer with a file's units laid over it.

    `places`, `names`, `codes`: as given, changed; `polygons`: place_id, geometry (degrees);
    `outcomes`: one row a unit of the file: country_code, place_level, code_text, name_text, place_id, how it was found (`BY_CODE` …),
    the name it had here; `kept`: place_id and name of our units that the file lacks; `notes`: sentences.
    """

    places: pd.DataFrame
    names: pd.DataFrame
    codes: pd.DataFrame
    polygons: pd.DataFrame
    outcomes: pd.DataFrame
    kept: pd.DataFrame
    notes: tuple[str, ...]


@dataclass
class _Ours:
    """The gazetteer as units are looked for in it. `taken` are the places that a unit of the file has been found to be."""

    records: dict[str, dict[str, object]]
    names: dict[str, list[str]]
    by_code: dict[tuple[str, str, str], list[str]]
    by_name: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    by_level: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # What is no more stands in no file of today's units.
        today = {place_id: row for place_id, row in self.records.items() if row["valid_until_text"] is None}
        for place_id, row in today.items():
            country, level = str(row["country_code"]), str(row["place_level_code"])
            self.by_level[country, level].append(place_id)
            for name in {str(row["place_name"]), *self.names.get(place_id, ())}:
                self.by_name[country, level, name_key(name, country)].add(place_id)

    def coded(self, country: str, level: str, system: str, code: str) -> set[str]:
        """Return the places of a level that bear a code."""
        found = self.by_code.get((country, system, code_key(code)), ())
        return {place_id for place_id in found if self.records[place_id]["place_level_code"] == level}

    def lies_in(self, place_id: str, unit_id: str) -> bool:
        """Whether a place lies in a unit, at any depth."""
        above = self.records[place_id]["parent_place_id"]
        while above and above != unit_id:
            above = self.records[str(above)]["parent_place_id"]
        return above == unit_id


def merge(places: pd.DataFrame, names: pd.DataFrame, codes: pd.DataFrame, units: pd.DataFrame) -> Merged:
    """Return the gazetteer (`core_places`, `core_place_names`, `core_place_codes`) with units (`own_units.UNIT_COLUMNS`) laid over it.

    Places keep their ids; a unit that is none of ours gets `<ISO3>:own-<code>`.
    """
    records = {str(row["place_id"]): row for row in _records(places)}
    spelled = {str(place_id): list(group) for place_id, group in names.groupby("place_id")["name_text"]}
    merging = _Merging(_Ours(records, spelled, _by_code(codes, records)), _records(units))
    for level in sorted({(str(row["country_code"]), int(str(row["profile_level"]))) for row in merging.units}):
        merging.place_level(*level)
    return merging.merged(names, codes)


def _by_code(codes: pd.DataFrame, records: Mapping[str, Mapping[str, object]]) -> dict[tuple[str, str, str], list[str]]:
    """Return the places by country, kind of code and code; only codes of today, since lists of units are of today."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in codes[codes["is_current"]].itertuples():
        system = row.code_system_name if row.code_system_name in (PCODE, ISO, *NO_NATIONAL_CODES) else NATIONAL
        found[str(records[row.place_id]["country_code"]), system, code_key(row.code_text)].append(row.place_id)
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in answers_of(frame)]


class _Merging:
    """Finds, level by level from the top, which places a file's units are, then changes those places."""

    def __init__(self, ours: _Ours, units: list[dict[str, object]]) -> None:
        self.ours = ours
        self.units = units
        self.shipped = set(ours.records)
        self.placed: dict[tuple[str, int, str], str] = {}  # country, level and code (or name) in the file, to the place
        self.found: dict[int, tuple[str, str, str]] = {}  # number of the unit: place, how, and the name it had

    def place_level(self, country: str, level: int) -> None:
        """Find the units of one level of a country, by code, then name, then similar name; add those that are none of ours."""
        numbers = [number for number, unit in enumerate(self.units) if (unit["country_code"], unit["profile_level"]) == (country, level)]
        searches = ((BY_CODE, self._coded), (BY_NAME, self._named), (BY_SIMILAR_NAME, self._similar), (ELSEWHERE, self._elsewhere))
        for how, search in searches:
            self._settle({number: search(self.units[number]) for number in numbers if number not in self.found}, how)
        for number in numbers:
            if number not in self.found:
                self._add(number)

    def _settle(self, candidates: Mapping[int, set[str]], how: str) -> None:
        """Take every unit that may be one place only, if no other unit of the file may be it; several places are a doubt."""
        claims = Counter(place for places in candidates.values() if len(places) == 1 for place in places)
        for number, places in candidates.items():
            free = places - set(self.ours.taken)
            if len(places) == 1 and len(free) == 1 and claims[next(iter(places))] == 1:
                self._take(number, next(iter(places)), how)
            elif places and how in (BY_CODE, BY_NAME):
                self.found[number] = ("", DOUBTFUL, "")

    def _take(self, number: int, place_id: str, how: str) -> None:
        self.ours.taken[place_id] = number
        self.found[number] = (place_id, how, str(self.ours.records[place_id]["place_name"]))
        self._remember(number, place_id)

    def _remember(self, number: int, place_id: str) -> None:
        unit = self.units[number]
        for word in (unit["code_text"], unit["name_text"]):
            if word:
                self.placed.setdefault((str(unit["country_code"]), int(str(unit["profile_level"])), str(word)), place_id)

    def _coded(self, unit: Mapping[str, object]) -> set[str]:
        """Return our place of the unit's code; with it the places of its name, when they are others: lists of codes differ."""
        words = (str(unit[name]) for name in ("country_code", "place_level", "code_system", "code_text"))
        coded = self.ours.coded(*words) if unit["code_text"] else set()
        named = self._named(unit) if coded else set()
        return coded if coded & named else coded | named

    def _named(self, unit: Mapping[str, object]) -> set[str]:
        """Return our places of the unit's level that bear one of its names, in the unit above when that is known.

        Of two that lie one in the other, as a commune in the arrondissement of its name, the outer one is meant.
        """
        country, level = str(unit["country_code"]), str(unit["place_level"])
        named = (self.ours.by_name.get((country, level, name_key(name, country)), set()) for name in _sought_names(unit))
        found = self._of_kind(unit, self._inside(unit, set().union(*named)))
        return {place_id for place_id in found if not any(self.ours.lies_in(place_id, outer) for outer in found)}

    def _of_kind(self, unit: Mapping[str, object], found: set[str]) -> set[str]:
        """Return those that are what the unit is, where two kinds share a level (Senegal); all, when none is known to be."""
        alike = {place_id for place_id in found if unit["unit_kind"] and self.ours.records[place_id]["unit_kind_code"] == unit["unit_kind"]}
        return alike or found

    def _similar(self, unit: Mapping[str, object]) -> set[str]:
        """Return the places left over in the same unit above whose name is a few letters away."""
        level = str(unit["country_code"]), str(unit["place_level"])
        left = self._inside(unit, {place_id for place_id in self.ours.by_level[level] if place_id not in self.ours.taken})
        keys = [name_key(name, level[0]) for name in _sought_names(unit)]
        ours = {place_id: [name_key(name, level[0]) for name in self._spellings(place_id)] for place_id in self._of_kind(unit, left)}
        return {place_id for place_id, others in ours.items() if _is_near(keys, others)}

    def _elsewhere(self, unit: Mapping[str, object]) -> set[str]:
        """Return the place left over that alone bears the unit's name in the country, though in another unit above: borders change.

        Smaller units share their names too often for that.
        """
        country, level = str(unit["country_code"]), str(unit["place_level"])
        named = self.ours.by_name.get((country, level, name_key(str(unit["name_text"]), country)), set())
        return named if level in LEVELS_OF_OWN_NAMES and len(named) == 1 and not named & set(self.ours.taken) else set()

    def _spellings(self, place_id: str) -> Iterable[str]:
        return (str(self.ours.records[place_id]["place_name"]), *self.ours.names.get(place_id, ()))

    def _inside(self, unit: Mapping[str, object], found: set[str]) -> set[str]:
        above = self._unit_above(unit)
        if above not in self.shipped:  # not known, or a unit that we lack: then ours of that name lie elsewhere
            return found
        return {place_id for place_id in found if self.ours.lies_in(place_id, above)}

    def _unit_above(self, unit: Mapping[str, object]) -> str | None:
        """Return the place of the nearest unit above that is known; None when none is."""
        country = str(unit["country_code"])
        for one in _above(unit):
            place_id = self._known(country, one)
            if place_id:
                return place_id
        return None

    def _known(self, country: str, one: Above) -> str | None:
        levels = range(one.profile_level, 0, -1)
        in_file = (self.placed.get((country, level, word)) for level in levels for word in (one.code_text, one.name_text) if word)
        return next((place_id for place_id in in_file if place_id), None) or self._ours_above(country, one)

    def _ours_above(self, country: str, one: Above) -> str | None:
        """Return our unit with the code, or the only one with the name, when the file itself does not list the unit above."""
        levels = ("admin1", "admin2", "admin3")
        systems = (*CODE_COLUMNS, ISO)
        coded = {place for level in levels for system in systems for place in self.ours.coded(country, level, system, one.code_text)}
        word = name_key(one.name_text, country)
        named = {place for level in levels for place in self.ours.by_name.get((country, level, word), ())}
        found = (coded if one.code_text else set()) or (named if one.name_text else set())
        return next(iter(found)) if len(found) == 1 else None

    def _add(self, number: int) -> None:
        unit = self.units[number]
        above = self._unit_above(unit) or str(unit["country_code"])
        mark = str(unit["code_text"]) or f"{_slug(str(unit['name_text']))}-{_slug(str(self.ours.records[above]['place_name']))}"
        place_id = f"{unit['country_code']}:own-{mark}"
        if place_id in self.ours.records:
            self.found[number] = ("", DOUBTFUL, "")
            return
        outer = self.ours.records[above]
        self.ours.records[place_id] = {
            "place_id": place_id,
            "country_code": unit["country_code"],
            "place_level_code": unit["place_level"],
            "place_name": unit["name_text"],
            "parent_place_id": above,
            "unit_kind_code": unit["unit_kind"] or None,
            "is_disputed_area": outer["is_disputed_area"],
            "latitude": outer["latitude"],
            "longitude": outer["longitude"],
            "coordinate_precision_code": "none" if outer["latitude"] is None else "parent",
        }
        self.found[number] = (place_id, ADDED, "")
        self._remember(number, place_id)

    def merged(self, names: pd.DataFrame, codes: pd.DataFrame) -> Merged:
        """Return the changed gazetteer and what became of every unit."""
        notes: list[str] = []
        placed = [(place_id, self.units[number]) for number, (place_id, _, _) in sorted(self.found.items()) if place_id]
        spelled = Names(names, self.ours.names)
        takes_points = points_fit(placed, self.ours.records, self.shipped, notes)
        for place_id, unit in placed:
            lay_over(self.ours.records[place_id], unit, spelled, takes_points, notes)
        places = shape(list(self.ours.records.values()), table("core_places"))
        areas = [(place_id, unit["geometry"]) for place_id, unit in placed if is_area(unit["geometry"])]
        return Merged(
            places,
            spelled.frame(),
            codes_over(codes, placed, self.ours.records),
            pd.DataFrame(areas, columns=["place_id", "geometry"]).drop_duplicates("place_id", keep="last"),
            self._outcomes(),
            self._kept(),
            tuple(notes),
        )

    def _outcomes(self) -> pd.DataFrame:
        told = ("country_code", "place_level", "code_text", "name_text")
        rows = [
            {name: self.units[number][name] for name in told} | {"place_id": place_id, "how": how, "former_name": name}
            for number, (place_id, how, name) in sorted(self.found.items())
        ]
        return pd.DataFrame(rows, columns=[*told, "place_id", "how", "former_name"])

    def _kept(self) -> pd.DataFrame:
        """Return our units of the levels that the file covers, which it lacks."""
        covered = {(str(unit["country_code"]), str(unit["place_level"])) for unit in self.units}
        lacking = [place_id for level in sorted(covered) for place_id in self.ours.by_level[level] if place_id not in self.ours.taken]
        told = ("country_code", "place_level_code", "place_name")
        rows = [(place_id, *(self.ours.records[place_id][name] for name in told)) for place_id in lacking]
        return pd.DataFrame(rows, columns=["place_id", "country_code", "place_level", "place_name"])


def _sought_names(unit: Mapping[str, object]) -> list[str]:
    """Return the names of a unit, with what stands before and in brackets as names too: Region IV-A (Calabarzon)."""
    return [part for name in names_of(unit) for part in (name, *(one.strip() for one in BRACKETS.split(name))) if part]


def _above(unit: Mapping[str, object]) -> Sequence[Above]:
    return unit["above"]  # type: ignore[return-value]


def _slug(name: str) -> str:
    return "-".join("".join(mark if mark.isascii() and mark.isalnum() else " " for mark in fold(name)).split())


def _is_near(keys: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two spellings sound the same, or differ by blanks or by a letter or two."""
    if {sound(one) for one in keys if one} & {sound(one) for one in others if one}:
        return True
    return any(
        OSA.distance(joined(one), joined(other)) <= min(MOST_CHANGES, len(joined(other)) // LETTERS_A_CHANGE)
        for one in keys
        for other in others
    )
