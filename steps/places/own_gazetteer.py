"""Lays units that a country brings itself over the shipped gazetteer: its codes, names, points and shapes above ours, our variants kept.

A unit is ours when its code is, or its name within the same unit above; else when its name is a slip of the pen away from exactly one of
those left over there. What may be two of ours changes nothing and is told.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.places.own_profiles import ISO, NATIONAL, PCODE
from steps.places.own_units import Above
from steps.text import fold

PCODE_COLUMN, PCODE_SOURCE_COLUMN, NATIONAL_COLUMN, ISO_COLUMN = "pcode_text", "pcode_source_text", "national_code_text", "iso_3166_2_code"
CODE_COLUMNS = {PCODE: PCODE_COLUMN, NATIONAL: NATIONAL_COLUMN, ISO: ISO_COLUMN}
FORMER = ":former-"  # in the id of a unit that is no more, and so in no file of today's units
USER_FILE = "user_file"  # where a P-code comes from
BY_CODE, BY_NAME, BY_SIMILAR_NAME, ELSEWHERE, ADDED, DOUBTFUL = "code", "name", "similar_name", "elsewhere", "added", "doubtful"
LEVELS_OF_OWN_NAMES = ("admin1", "admin2")
# Words that say what a unit is, not which: "Gouvernorat de Sfax" is Sfax.
TYPE_WORDS = frozenset((
    "provincia", "province", "canton", "distrito", "district", "departamento", "departement", "department", "municipio", "municipality",
    "municipalite", "parroquia", "region", "governorate", "gouvernorat", "delegation", "prefecture", "commune", "arrondissement",
    "wilaya", "city", "ciudad", "ville", "of", "de", "del", "du", "des", "d", "l",
))  # fmt: skip
BRACKETS = re.compile(r"[()]")
MOST_CHANGES = 2  # letters between two spellings of one name
LETTERS_A_CHANGE = 5  # a shorter name allows fewer
FAR_KM = 300.0  # farther than a unit of the eight countries is wide
KM_A_DEGREE = 111.2


class Merged(NamedTuple):
    """The gazetteer with a file's units laid over it.

    `places`, `names`: as given, changed; `codes`: place_id, code_text, code_system; `polygons`: place_id, geometry (degrees);
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


def plain_key(name: str) -> str:
    """Return the form in which names of units are compared: no case, accents, marks or words for what a unit is."""
    words = "".join(mark if mark.isalnum() else " " for mark in fold(name)).split()
    return " ".join(word for word in words if word not in TYPE_WORDS) or " ".join(words)


@dataclass
class _Ours:
    """The gazetteer as units are looked for in it. `taken` are the places that a unit of the file has been found to be."""

    records: dict[str, dict[str, object]]
    names: dict[str, list[str]]
    key: Callable[[str], str]
    by_code: dict[tuple[str, str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    by_level: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        today = {place_id: row for place_id, row in self.records.items() if FORMER not in place_id}
        for place_id, row in today.items():
            country, level = str(row["country_code"]), str(row["place_level_code"])
            self.by_level[country, level].append(place_id)
            for system, column in CODE_COLUMNS.items():
                if row.get(column):
                    self.by_code[country, level, system, str(row[column])].append(place_id)
            for name in {str(row["place_name"]), *self.names.get(place_id, ())}:
                self.by_name[country, level, self.key(name)].add(place_id)

    def lies_in(self, place_id: str, unit_id: str) -> bool:
        """Whether a place lies in a unit, at any depth."""
        above = self.records[place_id]["parent_place_id"]
        while above and above != unit_id:
            above = self.records[str(above)]["parent_place_id"]
        return above == unit_id


def merge(places: pd.DataFrame, names: pd.DataFrame, units: pd.DataFrame, key: Callable[[str], str] = plain_key) -> Merged:
    """Return the gazetteer (`core_places`, `core_place_names`) with units (`own_units.UNIT_COLUMNS`) laid over it.

    `key` folds a name for comparison. Places keep their ids; a unit that is none of ours gets `<ISO3>:own-<code>`.
    """
    records = {str(row["place_id"]): row for row in _records(places)}
    spelled = {str(place_id): list(group) for place_id, group in names.groupby("place_id")["name_text"]}
    ours = _Ours(records, spelled, key)
    merging = _Merging(ours, _records(units))
    for level in sorted({(str(row["country_code"]), int(str(row["profile_level"]))) for row in merging.units}):
        merging.place_level(*level)
    return merging.merged(names)


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]


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
        level = str(unit["place_level"])
        coded = set(self.ours.by_code.get((str(unit["country_code"]), level, str(unit["code_system"]), str(unit["code_text"])), ()))
        named = self._named(unit) if coded else set()
        return coded if coded & named else coded | named

    def _named(self, unit: Mapping[str, object]) -> set[str]:
        """Return our places of the unit's level that bear one of its names, in the unit above when that is known.

        Of two that lie one in the other, as a commune in the arrondissement of its name, the outer one is meant.
        """
        country, level = str(unit["country_code"]), str(unit["place_level"])
        named = (self.ours.by_name.get((country, level, self.ours.key(name)), set()) for name in _sought_names(unit))
        found = self._inside(unit, set().union(*named))
        return {place_id for place_id in found if not any(self.ours.lies_in(place_id, outer) for outer in found)}

    def _similar(self, unit: Mapping[str, object]) -> set[str]:
        """Return the places left over in the same unit above whose name is a few letters away."""
        level = str(unit["country_code"]), str(unit["place_level"])
        left = self._inside(unit, {place_id for place_id in self.ours.by_level[level] if place_id not in self.ours.taken})
        keys = [self.ours.key(name) for name in _sought_names(unit)]
        return {place_id for place_id in left if _is_near(keys, map(self.ours.key, self._spellings(place_id)))}

    def _elsewhere(self, unit: Mapping[str, object]) -> set[str]:
        """Return the place left over that alone bears the unit's name in the country, though in another unit above: borders change.

        Smaller units share their names too often for that.
        """
        country, level = str(unit["country_code"]), str(unit["place_level"])
        named = self.ours.by_name.get((country, level, self.ours.key(str(unit["name_text"]))), set())
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
        coded = {
            place
            for level in levels
            for system in CODE_COLUMNS
            for place in self.ours.by_code.get((country, level, system, one.code_text), ())
        }
        key = self.ours.key(one.name_text)
        named = {place for level in levels for place in self.ours.by_name.get((country, level, key), ())}
        found = coded or (named if one.name_text else set())
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
            "latitude": outer["latitude"],
            "longitude": outer["longitude"],
            "coordinate_precision_code": "none" if outer["latitude"] is None else "parent",
        }
        self.found[number] = (place_id, ADDED, "")
        self._remember(number, place_id)

    def merged(self, names: pd.DataFrame) -> Merged:
        """Return the changed gazetteer and what became of every unit."""
        notes: list[str] = []
        placed = [(place_id, self.units[number]) for number, (place_id, _, _) in sorted(self.found.items()) if place_id]
        spelled = _Names(names, self.ours.names)
        takes_points = _points_fit(placed, self.ours.records, self.shipped, notes)
        for place_id, unit in placed:
            _lay_over(self.ours.records[place_id], unit, spelled, self.ours.key, takes_points, notes)
        places = shape(list(self.ours.records.values()), table("core_places"))
        codes = [(place_id, unit["code_text"], unit["code_system"]) for place_id, unit in placed if unit["code_system"]]
        areas = [(place_id, unit["geometry"]) for place_id, unit in placed if _is_area(unit["geometry"])]
        return Merged(
            places,
            spelled.frame(),
            pd.DataFrame(codes, columns=["place_id", "code_text", "code_system"]),
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


def _names_of(unit: Mapping[str, object]) -> list[str]:
    others: Sequence[str] = unit["other_names"]  # type: ignore[assignment]
    return [str(unit["name_text"]), *others]


def _sought_names(unit: Mapping[str, object]) -> list[str]:
    """Return the names of a unit, with what stands before and in brackets as names too: Region IV-A (Calabarzon)."""
    return [part for name in _names_of(unit) for part in (name, *(one.strip() for one in BRACKETS.split(name))) if part]


def _above(unit: Mapping[str, object]) -> Sequence[Above]:
    return unit["above"]  # type: ignore[return-value]


def _slug(name: str) -> str:
    return "-".join("".join(mark if mark.isascii() and mark.isalnum() else " " for mark in fold(name)).split())


def _is_near(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two spellings differ by blanks, or by a letter or two."""
    bare = {other.replace(" ", "") for other in others}
    return any(_changes(key.replace(" ", ""), other) <= min(MOST_CHANGES, len(other) // LETTERS_A_CHANGE) for key in keys for other in bare)


def _changes(one: str, other: str) -> int:
    if abs(len(one) - len(other)) > MOST_CHANGES:
        return MOST_CHANGES + 1
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(end - begin, last - first) for kind, begin, end, first, last in steps if kind != "equal")


def _points_fit(
    placed: Sequence[tuple[str, Mapping[str, object]]],
    records: Mapping[str, Mapping[str, object]],
    shipped: set[str],
    notes: list[str],
) -> bool:
    """Whether a file's points are where we have the units, give or take; if most are far off, none is taken, and it is said."""
    pairs = [(records[place_id], unit) for place_id, unit in placed if place_id in shipped]
    far = [_km(place, unit) > FAR_KM for place, unit in pairs if place["latitude"] is not None and unit["latitude"] is not None]
    if far and sum(far) * 2 > len(far):
        notes.append(
            f"its points are not used: {sum(far)} of {len(far)} lie more than {FAR_KM:.0f} km from where the units are. "
            "Are latitude and longitude swapped, or is the coordinate system another one?"
        )
        return False
    return True


def _km(one: Mapping[str, object], other: Mapping[str, object]) -> float:
    south, west, north, east = (float(str(row[name])) for row in (one, other) for name in ("latitude", "longitude"))
    return KM_A_DEGREE * math.hypot(north - south, (east - west) * math.cos(math.radians((north + south) / 2)))


def _lay_over(
    place: dict[str, object],
    unit: Mapping[str, object],
    spelled: "_Names",
    key: Callable[[str], str],
    takes_points: bool,
    notes: list[str],
) -> None:
    """Change a place to what the file says of it."""
    if unit["code_system"] in (PCODE, NATIONAL):
        place[CODE_COLUMNS[str(unit["code_system"])]] = unit["code_text"]
        place |= {PCODE_SOURCE_COLUMN: USER_FILE} if unit["code_system"] == PCODE else {}
    if takes_points and unit["latitude"] is not None:
        precision = "town" if place["place_level_code"] == "town" else "centroid"
        place |= {"latitude": unit["latitude"], "longitude": unit["longitude"], "coordinate_precision_code": precision}
    ours, theirs = str(place["place_name"]), str(unit["name_text"])
    whole = next((name for name in spelled.of(str(place["place_id"])) if _lost_letters(name, theirs)), None)
    if whole:
        notes.append(f"“{theirs}” has lost letters of “{whole}” and is not taken; save the file in UTF-8")
        return
    # In capitals, without accents or with a word for what it is, a name is still the same name.
    if key(ours) != key(theirs):
        place["place_name"] = theirs
    spelled.add(str(place["place_id"]), str(place["place_name"]), _names_of(unit))


def _lost_letters(ours: str, theirs: str) -> bool:
    return not ours.isascii() and "".join(mark for mark in ours if mark.isascii()).casefold() == theirs.casefold()


class _Names:
    """The names of places while a file is laid over them: one official name a place, all others alternate."""

    def __init__(self, names: pd.DataFrame, spelled: Mapping[str, list[str]]) -> None:
        self.names = names
        self.spelled = spelled
        self.known = {(place_id, name) for place_id, some in spelled.items() for name in some}
        self.official: dict[str, str] = {}
        self.added: list[dict[str, object]] = []

    def of(self, place_id: str) -> Sequence[str]:
        """Return the names that a place had before."""
        return self.spelled.get(place_id, ())

    def add(self, place_id: str, official: str, others: Iterable[str]) -> None:
        """Give a place its official name and more spellings."""
        self.official[place_id] = official
        for name in (official, *others):
            if (place_id, name) not in self.known:
                self.known.add((place_id, name))
                self.added.append({"place_id": place_id, "name_text": name, "name_kind_code": "alternate"})

    def frame(self) -> pd.DataFrame:
        """Return all names as `core_place_names`."""
        rows = pd.concat([self.names, shape(self.added, table("core_place_names"))], ignore_index=True)
        official = rows["place_id"].map(self.official)
        kinds = rows["name_kind_code"].where(official.isna(), "alternate").mask(rows["name_text"] == official, "official")
        return shape(rows.assign(name_kind_code=kinds), table("core_place_names"))


def _is_area(shape: object) -> bool:
    return shape is not None and shape.area > 0  # type: ignore[attr-defined]
