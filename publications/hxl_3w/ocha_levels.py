"""The units that a place lies in, at the levels of OCHA's common operational datasets, by which 3Ws of all organisations are joined.

A country's own first level is not always OCHA's: a governorate of Tunisia is on the second, a district of El Salvador too, a commune of
Senegal on the fourth (`reference/gazetteer/own_levels.csv`). P-codes stand as the gazetteer has them; none is made up.
"""

from collections.abc import Mapping
from functools import cache

from publications.table_rows import Row
from publications.units import LEVELS
from schemas.reference_files import read_reference

COD_AB = "*"  # the rows on OCHA's own levels
FILE, FIELDS = "gazetteer/own_levels.csv", ("profile_name", "country_code", "profile_level", "place_level", "unit_kind")


def units_of(place: Row, places: Mapping[str, Row]) -> Row:
    """Return `adm1_name`, `adm1_pcode` and so on of a row of core_initiative_places, and in `unit_ids` which units these are.

    `places` is core_places by id.
    """
    found: Row = {"unit_ids": set()}
    for level in LEVELS:
        unit = places.get(place[f"{level}_place_id"] or "")
        number = unit and ocha_level(unit["country_code"], level, unit["unit_kind_code"])
        if unit and number:
            found["unit_ids"].add(unit["place_id"])
            found |= {f"adm{number}_name": unit["place_name"], f"adm{number}_pcode": unit["pcode_text"]}
    return found


@cache
def ocha_level(country_code: str, level: str, unit_kind: str | None) -> str | None:
    """Return OCHA's level of a unit, 1 to 4; None when the datasets leave the unit out. Other countries have the levels of their own."""
    declared = _levels()
    if not any(country == country_code for country, _, _ in declared):
        return level.removeprefix("admin")
    return declared.get((country_code, level, unit_kind or "")) or declared.get((country_code, level, ""))


@cache
def _levels() -> dict[tuple[str, str, str], str]:
    """Return OCHA's level by country, level and kind of unit. Raises BrokenReference."""
    rows = read_reference(FILE, FIELDS, ("profile_name", "country_code", "profile_level"))
    own = (row for row in rows if row["profile_name"] == COD_AB and row["place_level"])
    return {(row["country_code"], row["place_level"], row["unit_kind"]): row["profile_level"] for row in own}
