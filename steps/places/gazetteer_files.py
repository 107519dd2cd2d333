"""Reads the shipped gazetteer: places, their names, codes and polygons, and how they follow and hold each other.

What several tables are made of is read once a process and folder of reference files; nobody changes a frame that was handed out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference, read_reference_columns, reference_folder
from schemas.registry import table
from schemas.tables import shape

if TYPE_CHECKING:
    import geopandas as gpd

PLACE_FIELDS = (
    "place_id", "country_code", "place_level", "unit_kind", "place_name", "parent_place_id", "iso_3166_2", "national_code", "pcode",
    "pcode_source", "geonames_id", "latitude", "longitude", "coordinate_precision", "population_count", "valid_from", "valid_until",
)  # fmt: skip
RENAMED = {
    "place_level": "place_level_code", "unit_kind": "unit_kind_code", "iso_3166_2": "iso_3166_2_code", "geonames_id": "geonames_code",
    "coordinate_precision": "coordinate_precision_code", "valid_from": "valid_from_text", "valid_until": "valid_until_text",
    "pcode": "pcode_text", "pcode_source": "pcode_source_code",
}  # fmt: skip
NUMBERS = ("latitude", "longitude", "population_count")
PLACES = ("gazetteer/places.csv", "gazetteer/world_places.csv")
NAMES = ("gazetteer/place_names.csv", "gazetteer/world_place_names.csv")
CODES = "gazetteer/place_codes.csv"
TERRITORIES = "gazetteer/territories.fgb.gz"
GROUP_FIELDS = ("group_id", "country_code", "name_text", "other_names", "member_place_id")
EARLIEST_REFORM = "2000"  # nobody who reports an initiative of this century names the parents of the one before


@dataclass(frozen=True)
class Group:
    """Units of a country that go by one name without being one unit, such as the Visayas."""

    group_id: str
    country_code: str
    name: str


@dataclass(frozen=True)
class Links:
    """How places hang together besides lying in each other.

    `successors` are today's units of a former one and `predecessors` the reverse, `parents_before` the units that a place lay in before,
    `groups_of` the groups that a unit belongs to. All are keyed by place.
    """

    successors: dict[str, tuple[str, ...]]
    predecessors: dict[str, tuple[str, ...]]
    parents_before: dict[str, tuple[str, ...]]
    groups_of: dict[str, tuple[str, ...]]
    groups: tuple[Group, ...]

    @cached_property
    def linked(self) -> frozenset[str]:
        """The places that one of these leads on from."""
        return frozenset((*self.predecessors, *self.parents_before, *self.groups_of))


def shipped_places() -> pd.DataFrame:
    """Return core_places: the eight countries' places and those of the rest of the world. Raises BrokenReference."""
    return _places(reference_folder())[0]


def units_by_source() -> Counter[str]:
    """Return how many places each source gave; a place may be made from several. Raises BrokenReference."""
    return _places(reference_folder())[1]


@cache
def _places(folder: Path) -> tuple[pd.DataFrame, Counter[str]]:  # noqa: ARG001 - another folder is another gazetteer
    parts = [read_reference_columns(name, (*PLACE_FIELDS, "source"), ("place_id",)) for name in PLACES]
    frame = pd.DataFrame({RENAMED.get(field, field): _filled(part[field] for part in parts) for field in PLACE_FIELDS})
    try:
        numbers = {column: pd.to_numeric(frame[column]) for column in NUMBERS}
    except ValueError as fault:
        raise BrokenReference(f"reference/{' or '.join(PLACES)}: {fault}.") from None
    disputed = [said == "yes" for part in parts for said in part.get("is_disputed_area", [""] * len(part["place_id"]))]
    told = Counter(source for part in parts for source in part["source"])  # a few combinations, of many thousand places
    sources: Counter[str] = Counter()
    for joined, count in told.items():
        for source in joined.split("+"):
            sources[source] += count
    return shape(frame.assign(**numbers, is_disputed_area=disputed), table("core_places")), sources


def _filled(parts: Iterable[list[str]]) -> list[str | None]:
    return [value or None for part in parts for value in part]


def shipped_names() -> pd.DataFrame:
    """Return core_place_names: of the eight countries' places and of the rest of the world's. Raises BrokenReference."""
    columns = ("place_id", "name_text", "name_kind")
    parts = [read_reference_columns(name, columns, columns[:2]) for name in NAMES]
    frame = pd.DataFrame({column: [value for part in parts for value in part[column]] for column in columns})
    return shape(frame.rename(columns={"name_kind": "name_kind_code"}), table("core_place_names"))


def shipped_codes() -> pd.DataFrame:
    """Return core_place_codes from `reference/gazetteer/place_codes.csv`. Raises BrokenReference."""
    return _codes(reference_folder())


@cache
def _codes(folder: Path) -> pd.DataFrame:  # noqa: ARG001 - another folder is another gazetteer
    found = read_reference_columns(CODES, ("place_id", "code_text", "code_system", "is_current"), ("place_id", "code_text"))
    renamed = found | {"code_system_name": found["code_system"], "is_current": [said == "yes" for said in found["is_current"]]}
    return shape(pd.DataFrame(renamed), table("core_place_codes"))


def shipped_territories() -> "gpd.GeoDataFrame":
    """Return the polygons of units: place_id, place_level, country_code, is_merged, source, geometry in degrees. Raises BrokenReference."""
    return _territories(reference_folder())


@cache
def _territories(folder: Path) -> "gpd.GeoDataFrame":
    import geopandas as gpd  # who only looks up names need not wait for it
    import pyogrio.errors

    try:
        return gpd.read_file(f"/vsigzip/{folder / TERRITORIES}")
    except pyogrio.errors.DataSourceError:
        raise BrokenReference(f"reference/{TERRITORIES} is missing or damaged; bring it back from version control.") from None


def place_successors() -> pd.DataFrame:
    """Return core_place_successors from `reference/gazetteer/by_hand/successors.csv`. Raises BrokenReference."""
    rows = _successor_rows()
    renamed = [row | {"changed_on_text": row["changed_on"], "reason_text": row["reason"]} for row in rows]
    return shape(renamed, table("core_place_successors"))


def _successor_rows() -> list[dict[str, str]]:
    columns = ("place_id", "successor_place_id", "changed_on", "reason")
    return read_reference("gazetteer/by_hand/successors.csv", columns, columns[:2])


def links() -> Links:
    """Return how places hang together, from the files of `reference/gazetteer/by_hand/`. Raises BrokenReference."""
    follow = _successor_rows()
    before = read_reference(
        "gazetteer/by_hand/former_parents.csv", ("place_id", "parent_place_id", "until"), ("place_id", "parent_place_id")
    )
    groups = read_reference("gazetteer/by_hand/groups.csv", GROUP_FIELDS, ("group_id", "member_place_id"))
    return Links(
        _listed((row["place_id"], row["successor_place_id"]) for row in follow),
        _listed((row["successor_place_id"], row["place_id"]) for row in follow),
        _listed((row["place_id"], row["parent_place_id"]) for row in before if not row["until"] or row["until"] >= EARLIEST_REFORM),
        _listed((row["member_place_id"], row["group_id"]) for row in groups),
        tuple(
            {
                (row["group_id"], name): Group(row["group_id"], row["country_code"], name) for row in groups for name in _group_names(row)
            }.values()
        ),
    )


def _group_names(row: dict[str, str]) -> list[str]:
    return [name for name in (row["name_text"], *row["other_names"].split("|")) if name]


def _listed(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return {one: tuple(others) for one, others in found.items()}
