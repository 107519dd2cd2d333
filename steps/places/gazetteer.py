"""The gazetteer as the geocoder asks it: places by name within a country, their ancestors, and how they are told to people."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference, reference_folder
from schemas.registry import table
from schemas.tables import shape
from steps.places.gazetteer_sources import Laid, lay_over, shipped_sources
from steps.places.own_folder import read_own, read_source
from steps.text import fold

OWN_FOLDER = Path("gazetteer", "own")

PLACE_FIELDS = (
    "place_id", "country_code", "place_level", "place_name", "parent_place_id", "iso_3166_2", "geonames_id", "national_code", "pcode",
    "pcode_source", "latitude", "longitude", "coordinate_precision", "population_count",
)  # fmt: skip
RENAMED = {
    "place_level": "place_level_code", "iso_3166_2": "iso_3166_2_code", "geonames_id": "geonames_code",
    "national_code": "national_code_text", "pcode": "pcode_text", "pcode_source": "pcode_source_text",
    "coordinate_precision": "coordinate_precision_code",
}  # fmt: skip


def places() -> pd.DataFrame:
    """Return core_places: the shipped places, with a country's own units laid over them. Raises BrokenReference."""
    return laid_gazetteer().places


def place_names() -> pd.DataFrame:
    """Return core_place_names: the shipped names, with those of a country's own units. Raises BrokenReference."""
    return laid_gazetteer().names


def laid_gazetteer() -> Laid:
    """Return the gazetteer as it is used: the shipped one, with the files of `reference/gazetteer/own/` laid over it."""
    return _laid(reference_folder())


@cache
def _laid(folder: Path) -> Laid:
    # Read once a process: a file that changes during a refresh is the next one's.
    return lay_over(shipped_places(), shipped_names(), read_own(folder / OWN_FOLDER))


def check_source(path: Path) -> pd.DataFrame:
    """Return core_gazetteer_sources of one file, as if it were the only own file. Raises BrokenReference."""
    return lay_over(shipped_places(), shipped_names(), [read_source(path, path.name)]).sources


def gazetteer_sources() -> pd.DataFrame:
    """Return core_gazetteer_sources: what the gazetteer was made from. Raises BrokenReference."""
    return pd.concat([shipped_sources(), laid_gazetteer().sources], ignore_index=True)


def shipped_places() -> pd.DataFrame:
    """Return core_places from `reference/gazetteer/places.csv`. Raises BrokenReference."""
    rows = read_reference("gazetteer/places.csv", PLACE_FIELDS, ("place_id",))
    frame = pd.DataFrame([{field: row[field] or None for field in PLACE_FIELDS} for row in rows]).rename(columns=RENAMED)
    try:
        numbers = {column: pd.to_numeric(frame[column]) for column in ("latitude", "longitude", "population_count")}
    except ValueError as fault:
        raise BrokenReference(f"reference/gazetteer/places.csv: {fault}.") from None
    return shape(frame.assign(**numbers), table("core_places"))


def shipped_names() -> pd.DataFrame:
    """Return core_place_names from `reference/gazetteer/place_names.csv`. Raises BrokenReference."""
    rows = read_reference("gazetteer/place_names.csv", ("place_id", "name_text", "name_kind"), ("place_id", "name_text"))
    frame = pd.DataFrame([row | {"name_kind_code": row["name_kind"]} for row in rows])
    return shape(frame, table("core_place_names"))


@dataclass(frozen=True)
class Place:
    """One place of the gazetteer. `ancestors` are the ids of the units it lies in, nearest first."""

    place_id: str
    country_code: str
    level: str
    name: str
    ancestors: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    precision: str

    @property
    def admin1_id(self) -> str | None:
        """The first-level unit that it is or lies in; a country has none."""
        if self.level == "admin1":
            return self.place_id
        return self.ancestors[-2] if len(self.ancestors) > 1 else None


class Gazetteer:
    """Looks names up exactly: case, accents and blanks do not count, everything else does. Forms on telephones send ids instead."""

    def __init__(self, places: pd.DataFrame, names: pd.DataFrame) -> None:
        records = places.astype(object).where(places.notna(), None).to_dict("records")
        parents = {row["place_id"]: row["parent_place_id"] for row in records}
        self.by_id = {row["place_id"]: _place(row, parents) for row in records}
        self.official = {(row["place_id"], fold(row["place_name"])) for row in records}
        self.by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.countries: dict[str, set[str]] = defaultdict(set)
        for place_id, name in zip(names["place_id"], names["name_text"], strict=True):
            self._index(self.by_id[place_id], fold(name))
        for place in self.by_id.values():
            self._index(place, fold(place.name))

    def _index(self, place: Place, key: str) -> None:
        if place.level == "country":
            self.countries[key].add(place.place_id)
        else:
            self.by_name[place.country_code, key].add(place.place_id)

    def named(self, country_code: str, name: str) -> list[Place]:
        """Return the units and towns of a country that bear the name, in the order of their ids; an id means its place alone."""
        coded = self.by_id.get(name.strip())
        if coded and coded.country_code == country_code and coded.level != "country":
            return [coded]
        return [self.by_id[place_id] for place_id in sorted(self.by_name.get((country_code, fold(name)), ()))]

    def country_named(self, name: str) -> Place | None:
        """Return the country of the world that bears the name, when exactly one does, or whose code it is in capitals."""
        coded = self.by_id.get(name.strip())
        if coded and coded.level == "country":
            return coded
        found = self.countries.get(fold(name), set())
        return self.by_id[next(iter(found))] if len(found) == 1 else None

    def method(self, place: Place, name: str) -> str:
        """Return EXACT for an official name, ALIAS for another of its names, CODE for its id."""
        if name.strip() == place.place_id:
            return "CODE"
        return "EXACT" if (place.place_id, fold(name)) in self.official else "ALIAS"

    def told(self, place: Place) -> str:
        """Return the place as people are told of it: its name, and in brackets the units it lies in."""
        units = [self.by_id[unit].name for unit in place.ancestors[:-1]]
        return f"{place.name} ({', '.join(units)})" if units else place.name


def _place(row: dict[str, object], parents: dict[str, str | None]) -> Place:
    ancestors: list[str] = []
    parent = parents[str(row["place_id"])]
    while parent is not None:
        ancestors.append(parent)
        parent = parents[parent]
    return Place(
        str(row["place_id"]), str(row["country_code"]), str(row["place_level_code"]), str(row["place_name"]), tuple(ancestors),
        row["latitude"], row["longitude"], str(row["coordinate_precision_code"]),  # type: ignore[arg-type]
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the reference files, read once."""
    return Gazetteer(places(), place_names())
