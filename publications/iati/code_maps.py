"""What our codes are in the standard's lists, with the reason of each choice: the files of `reference/iati/`."""

from functools import cache
from typing import NamedTuple

from schemas.code_lists import code_list
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

BETWEEN = "|"
NATION = "country"
SCOPE_LEVELS = ("1", "2", "3")


class Kind(NamedTuple):
    """What a place of a level is to the standard, and the level of units that it belongs to."""

    location_class: str
    feature: str
    scope_level: int


@cache
def organisation_roles() -> dict[str, tuple[str, ...]]:
    """Return the standard's roles of each of ours, none where the standard has none. Raises BrokenReference."""
    rows = _rows("organisation_roles.csv", "role_code", "actor_roles", ("iati_code",))
    return {row["role_code"]: tuple(filter(None, row["iati_code"].split(BETWEEN))) for row in rows}


@cache
def date_types() -> dict[str, tuple[str, str]]:
    """Return, by status, what a start and an end are: planned or actual. Raises BrokenReference."""
    rows = _rows("date_types.csv", "status_code", "initiative_statuses", ("start_iati_code", "end_iati_code"))
    return {row["status_code"]: (row["start_iati_code"], row["end_iati_code"]) for row in rows}


@cache
def location_reaches() -> dict[str, str]:
    """Return what each role of a territory is to the standard, empty where it has none. Raises BrokenReference."""
    rows = _rows("location_reaches.csv", "territory_role_code", "territory_roles", ("iati_code",))
    return {row["territory_role_code"]: row["iati_code"] for row in rows}


@cache
def location_kinds() -> dict[str, Kind]:
    """Return what a place below the nation is, by its level. Raises BrokenReference."""
    columns = ("class_iati_code", "feature_iati_code", "scope_level")
    rows = _rows("location_kinds.csv", "place_level_code", "place_levels", columns, without=NATION)
    wrong = [row["place_level_code"] for row in rows if row["scope_level"] not in SCOPE_LEVELS]
    if wrong:
        raise BrokenReference(f"reference/iati/location_kinds.csv, {wrong[0]}: scope_level is one of {', '.join(SCOPE_LEVELS)}.")
    return {row["place_level_code"]: Kind(row["class_iati_code"], row["feature_iati_code"], int(row["scope_level"])) for row in rows}


@cache
def vocabularies() -> dict[str, tuple[str, str]]:
    """Return the vocabulary and the address of each code list of our own that activities are tagged with. Raises BrokenReference."""
    rows = read_reference("iati/vocabularies.csv", ("list_name", "iati_vocabulary", "vocabulary_uri"), ("list_name",))
    return {row["list_name"]: (row["iati_vocabulary"], row["vocabulary_uri"]) for row in rows}


def _rows(name: str, key: str, list_name: str, columns: tuple[str, ...], without: str = "") -> list[dict[str, str]]:
    """Return the rows of a file that has one for each code of a list, but for the one that needs none."""
    rows = read_reference(f"iati/{name}", (key, *columns, "reason_text"), (key,))
    differing = {row[key] for row in rows} ^ {code for code in code_list(list_name).codes if code != without}
    if differing:
        raise BrokenReference(f"reference/iati/{name}: {', '.join(sorted(differing))} must stand there and in {list_name}.csv, once each.")
    return rows
