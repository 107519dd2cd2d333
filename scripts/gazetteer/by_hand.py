"""What we know better and write by hand, in `reference/gazetteer/by_hand/`: units, facts about units of the packages, names, parents."""

from collections.abc import Iterator
from typing import Any

from schemas.reference_files import CHECKOUT, read_reference
from scripts.gazetteer.place import Place

FOLDER = "gazetteer/by_hand"
UNIT_COLUMNS = (
    "place_id", "place_level", "unit_kind", "place_name", "other_names", "former_names", "parent_place_id", "iso_3166_2", "national_code",
    "pcode", "latitude", "longitude", "coordinate_precision", "valid_from", "valid_until", "basis",
)  # fmt: skip
FACT_COLUMNS = (
    "place_id", "unit_kind", "national_code", "pcode", "latitude", "longitude", "coordinate_precision", "valid_from", "valid_until",
    "basis",
)  # fmt: skip
BETWEEN_NAMES = "|"


def units() -> list[Place]:
    """Return the units that no package has: one row of `units/<ISO3>.csv` each, names parted by a bar."""
    return [_unit(country_code, row) for country_code, row in _rows("units", UNIT_COLUMNS)]


def _unit(country_code: str, row: dict[str, str]) -> Place:
    taken: dict[str, Any] = {column: row[column] for column in UNIT_COLUMNS if column not in ("other_names", "former_names", "basis")}
    taken["coordinate_precision"] = row["coordinate_precision"] or "none"
    names, former = (_names(row[column]) for column in ("other_names", "former_names"))
    return Place(country_code=country_code, source="by_hand", pcode_source=_pcode_source(row), names=names, former=former, **taken)


def add_facts(places: dict[str, Place]) -> None:
    """Set what `facts/<ISO3>.csv` says of units that a package has; an empty cell leaves what is there. Raises SystemExit.

    A file may also have the columns `former_names` (parted by a bar): names that the unit bore before and that a package lists, if at
    all, as if it bore them still; and `place_name`: its official name, where a package has another, which stays as one of its names.
    """
    for _, row in _rows("facts", FACT_COLUMNS):
        if row["place_id"] not in places:
            raise SystemExit(f"by_hand/facts: {row['place_id']} is not a place.")
        place = places[row["place_id"]]
        for column in FACT_COLUMNS[1:-1]:
            if row[column]:
                setattr(place, column, row[column])
        if official := row.get("place_name"):
            place.names.append(place.place_name)
            place.place_name = official
        place.former.extend(_names(row.get("former_names", "")))
        place.pcode_source = _pcode_source(row) or place.pcode_source


def add_names(places: dict[str, Place]) -> None:
    """Add the names of `names.csv`."""
    for row in read_reference(f"{FOLDER}/names.csv", ("place_id", "name_text", "reason"), ("place_id", "name_text")):
        places[row["place_id"]].additions.append(row["name_text"])


def parents() -> dict[str, str]:
    """Return place → unit that it lies in today, where the packages are out of date."""
    rows = read_reference(f"{FOLDER}/parents.csv", ("place_id", "parent_place_id", "reason"), ("place_id",))
    return {row["place_id"]: row["parent_place_id"] for row in rows}


def _rows(folder: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted((CHECKOUT / "reference" / FOLDER / folder).glob("*.csv")):
        for row in read_reference(f"{FOLDER}/{folder}/{path.name}", columns, ("place_id",)):
            yield path.stem, row


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(BETWEEN_NAMES) if name.strip()]


def _pcode_source(row: dict[str, str]) -> str:
    return "by_hand" if row["pcode"] else ""
