"""Makes units of the rows of a layer: country, level, name, code, the units above, point and shape; and checks them.

What is wrong with a whole layer refuses it in a sentence; what is wrong with a row leaves the row out, and is said.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference
from schemas.rows import answers_of
from steps.files.read_layers import GEOMETRY, RefusedLayers
from steps.places.own_profiles import GADM, LevelColumns, Profile

UNIT_COLUMNS = (
    "country_code", "place_level", "unit_kind", "profile_level", "code_system", "code_text", "name_text", "other_names", "above",
    "latitude", "longitude", "geometry", "valid_on",
)  # fmt: skip
PLACE_LEVELS = ("admin1", "admin2", "admin3", "town")
LEVELS_FIELDS = ("profile_name", "country_code", "profile_level", "place_level", "unit_kind")
ANY_PROFILE = "*"
NO_NAMES = ("none", "null", "nan", "n/a", "-")  # what programs write where there is no name
NAMES_APART = re.compile(r"\s*[|;]\s*")
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
SMALL_WORDS = ("de", "del", "la", "las", "los", "el", "y", "du", "des", "et", "le", "les", "of", "and")
LONGEST_ABBREVIATION = 3
MOST_TOLD = 5  # units named in a sentence


class Above(NamedTuple):
    """A unit that another lies in, as the row says: its level in the layer's own counting, its code and its name, where given."""

    profile_level: int
    code_text: str
    name_text: str


class Units(NamedTuple):
    """The units of a layer (columns `UNIT_COLUMNS`; `above` holds the nearest first), and what must be said about them."""

    frame: pd.DataFrame
    notes: tuple[str, ...]


Row = Mapping[str, object]


class Level(NamedTuple):
    """The gazetteer's level of a level of a convention, empty where it has none, and the kind of its units where two share a level."""

    place_level: str = ""
    unit_kind: str = ""


@cache
def own_levels() -> dict[tuple[str, str, int], Level]:
    """Return what the levels of conventions are here, by convention, country and level of the convention.

    From `reference/gazetteer/own_levels.csv`. Raises BrokenReference.
    """
    rows = read_reference("gazetteer/own_levels.csv", LEVELS_FIELDS, LEVELS_FIELDS[:3])
    for row in rows:
        if row["place_level"] not in ("", *PLACE_LEVELS) or not row["profile_level"].isdecimal():
            raise BrokenReference(f"reference/gazetteer/own_levels.csv: {row['place_level']}, {row['profile_level']} is no level.")
    return {
        (row["profile_name"], row["country_code"], int(row["profile_level"])): Level(row["place_level"], row["unit_kind"]) for row in rows
    }


def read_units(layer_name: str, frame: pd.DataFrame, profile: Profile) -> Units:
    """Return the units of a layer. Raises RefusedLayers when the layer must not be used."""
    notes: Counter[str] = Counter()
    rows = [row for row in _rows(frame) if not _is_hxl(row)]
    read = [unit for row in rows if (unit := _unit(row, profile, layer_name, notes))]
    _pad_codes(read)
    _refuse_twins(layer_name, read)
    kept = [unit for unit in read if not _is_misplaced(unit, notes)]
    known = {(unit["country_code"], unit["profile_level"], unit["code_text"]) for unit in kept}
    ancestors = list(_ancestors(kept, known, profile))
    units = pd.DataFrame([*kept, *ancestors], columns=list(UNIT_COLUMNS), dtype=object)
    return Units(units[units["place_level"] != ""].reset_index(drop=True), _told(notes, units))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [dict(row) for row in answers_of(frame)]


def _is_hxl(row: Row) -> bool:
    """Whether a row holds HXL tags: the second row of many files of HDX."""
    filled = [value for value in row.values() if isinstance(value, str)]
    return bool(filled) and all(value.startswith("#") for value in filled)


def _unit(row: Row, profile: Profile, layer_name: str, notes: Counter[str]) -> dict[str, object] | None:
    """Return the unit of a row, or None with a note when the row is passed over."""
    country = _country(row, profile, layer_name)
    if country not in countries():
        notes["{count} rows are of no country of the programme"] += 1
        return None
    if _said(row, profile, "valid_until"):
        notes["{count} rows are of units that are no more (an end of validity is given)"] += 1
        return None
    found = _levelled(row, profile) if profile.levels else _flat(row, profile)
    if found is None:
        return None
    level, code, names, above = found
    if not names:
        notes["{count} rows have no name"] += 1
        return None
    here = _place_level(profile.name, country, level, _said(row, profile, "level"))
    # Shapes of levels that nobody uses, as barangays, would only cost time.
    point, shape = _point(row, profile, notes) if here.place_level else ((None, None), None)
    return {
        "country_code": country,
        **here._asdict(),
        "profile_level": level,
        "code_system": profile.code_system if code else "",
        "code_text": code,
        "name_text": names[0],
        "other_names": tuple(dict.fromkeys(names[1:])),
        "above": above,
        "latitude": point[0],
        "longitude": point[1],
        "geometry": shape,
        "valid_on": _said(row, profile, "valid_on")[:10],
    }


def _country(row: Row, profile: Profile, layer_name: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of the country of a row: as it says, or as its codes or the layer's name begin."""
    codes = [one.code for one in profile.levels.values()] or [profile.columns.get("code", "")]
    said = [_said(row, profile, "country"), layer_name[:3], *(str(row.get(code) or "")[:2] for code in codes)]
    by_code = {country.iso2: code for code, country in countries().items()} | {code: code for code in countries()}
    if said[0]:
        return next((code for code, country in countries().items() if country.is_called(said[0])), "")
    return next((by_code[one.upper()] for one in said if one.upper() in by_code), "")


def _said(row: Row, profile: Profile, role: str) -> str:
    """Return what a row, or the mapping for all rows, says in a role; empty when nothing."""
    return _clean(row.get(profile.columns.get(role, ""))) or profile.constants.get(role, "")


def _clean(value: object) -> str:
    text = " ".join(str(value).split()) if value is not None else ""
    return "" if text.lower() in NO_NAMES else text


Found = tuple[int, str, list[str], tuple[Above, ...]]


def _levelled(row: Row, profile: Profile) -> Found | None:
    """Return level, code, names and the units above of a row with columns for every level; None when it has no level."""
    level = _level(row, profile)
    if not level:
        return None
    above = tuple(_above(row, profile, higher) for higher in sorted(profile.levels, reverse=True) if 0 < higher < level)
    columns = profile.levels[level]
    return level, _code(row, columns, profile), _names(row, columns), above


def _level(row: Row, profile: Profile) -> int:
    """Return the level of a row: that of its layer, when its name states the deepest there is; else the deepest filled code or name."""
    if profile.layer_level == max(profile.levels):
        return max(profile.levels)  # a row without that code is a unit without a code, not the larger one that it lies in
    filled = [level for level, columns in profile.levels.items() if level and _clean(row.get(columns.code))]
    named = [level for level, columns in profile.levels.items() if level and _names(row, columns)]
    return max(filled or named, default=0)


def _above(row: Row, profile: Profile, level: int) -> Above:
    columns = profile.levels[level]
    return Above(level, _code(row, columns, profile), next(iter(_names(row, columns)), ""))


def _code(row: Row, columns: LevelColumns, profile: Profile) -> str:
    code = _clean(row.get(columns.code))
    return re.sub(r"_\d+$", "", code) if profile.name == GADM else code  # a GADM code ends with the number of its edition


def _names(row: Row, columns: LevelColumns) -> list[str]:
    return _latin_first(name for column in (*columns.names, *columns.others) for name in _apart(row.get(column)))


def _apart(value: object) -> list[str]:
    return [_in_small_letters(name) for part in NAMES_APART.split(_clean(value)) if (name := _clean(part))]


def _in_small_letters(name: str) -> str:
    """Return a name written all in capitals as names are written: SAN JOSÉ DE MINAS is San José de Minas."""
    if not name.isupper() or len(name) <= LONGEST_ABBREVIATION:
        return name
    return " ".join(word.lower() if place and word.lower() in SMALL_WORDS else word.capitalize() for place, word in enumerate(name.split()))


def _latin_first(names: Iterator[str]) -> list[str]:
    """Return names once each; the first in Latin letters comes first, as in the gazetteer."""
    held = list(dict.fromkeys(names))
    first = next((name for name in held if LATIN.search(name)), None)
    return held if first is None else [first, *(name for name in held if name != first)]


def _flat(row: Row, profile: Profile) -> Found | None:
    """Return level, code, names and the unit above of a row that is one unit. A unit above is a code, or in an own list a name."""
    said = _said(row, profile, "level").lower()
    digit = re.search(r"\d", said)
    level = int(digit[0]) if digit else len(PLACE_LEVELS) if said == "town" else 0
    if not level:
        return None
    parent = _said(row, profile, "parent")
    above = (Above(level - 1, parent, parent),) if parent and level > 1 else ()
    others = [row.get(column) for column in (profile.columns.get("other_names", ""), *profile.others)]
    names = _apart(row.get(profile.columns["name"]))
    spellings = _latin_first(iter([*names, *(part for value in others for part in _apart(value))])) if names else []
    return level, _clean(row.get(profile.columns.get("code", ""))), spellings, above


def _place_level(profile_name: str, country: str, level: int, said: str) -> Level:
    if said.lower() in PLACE_LEVELS:  # an own list may use the gazetteer's words
        return Level(said.lower())
    known = own_levels()
    return known.get((profile_name, country, level), known.get((ANY_PROFILE, country, level), Level()))


def _point(row: Row, profile: Profile, notes: Counter[str]) -> tuple[tuple[float | None, float | None], object]:
    """Return the point of a row (latitude, longitude in degrees) and its shape, made valid. A point outside the shape is not taken."""
    shape = _valid(row.get(GEOMETRY))
    latitude, longitude = (_degrees(_said(row, profile, role)) for role in ("latitude", "longitude"))
    stated = (latitude, longitude)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        if _said(row, profile, "latitude"):
            notes["{count} rows have coordinates that are no degrees"] += 1
        stated = (None, None)
    if shape is None:
        return stated, None
    from shapely import Point

    if stated[0] is not None and (not shape.area or shape.covers(Point(stated[1], stated[0]))):  # type: ignore[attr-defined]
        return stated, shape
    inside = shape.representative_point()  # type: ignore[attr-defined]
    return (inside.y, inside.x), shape


def _valid(shape: object) -> object:
    if not hasattr(shape, "is_empty") or shape.is_empty:  # nothing, or a column of texts that bears the name
        return None
    from shapely import make_valid

    return shape if shape.is_valid else make_valid(shape)  # type: ignore[attr-defined]


def _degrees(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _pad_codes(units: Sequence[dict[str, object]]) -> None:
    """Give national codes the zero back that a spreadsheet took: codes of a level are equally long."""
    lengths: Counter[tuple[object, int]] = Counter()
    for unit in units:
        for one in (_itself(unit), *_above_of(unit)):
            key = unit["country_code"], one.profile_level
            lengths[key] = max(lengths[key], len(one.code_text) if one.code_text.isdecimal() else 0)
    for unit in units:
        country = unit["country_code"]
        unit["code_text"] = _padded(_itself(unit), lengths[country, _itself(unit).profile_level])
        unit["above"] = tuple(one._replace(code_text=_padded(one, lengths[country, one.profile_level])) for one in _above_of(unit))


def _itself(unit: Row) -> Above:
    return Above(int(str(unit["profile_level"])), str(unit["code_text"]), str(unit["name_text"]))


def _above_of(unit: Row) -> tuple[Above, ...]:
    return unit["above"]  # type: ignore[return-value]


def _padded(one: Above, length: int) -> str:
    code = one.code_text
    return code.zfill(length) if code.isdecimal() and len(code) == length - 1 else code


def _refuse_twins(layer_name: str, units: Sequence[dict[str, object]]) -> None:
    counts = Counter(
        (unit["country_code"], unit["profile_level"], unit["code_text"]) for unit in units if unit["code_text"] and unit["place_level"]
    )
    twins = [f"{code} (level {level})" for (_, level, code), count in counts.items() if count > 1]
    if twins:
        raise RefusedLayers(
            f"in layer {layer_name} {listed(twins)} {'stands' if len(twins) == 1 else 'stand'} more than once. Accepted is one row a unit "
            "and level. Take out the rows that are too many, or dissolve the parts of a unit into one."
        )


def _is_misplaced(unit: dict[str, object], notes: Counter[str]) -> bool:
    """Whether a unit's code does not begin with that of the unit it is said to lie in."""
    above = _above_of(unit)
    parent = above[0].code_text if above else ""
    if not unit["code_system"] or not parent or str(unit["code_text"]).startswith(parent):
        return False
    if not any(mark.isdigit() for mark in parent):
        return False  # the unit above is told by its name, or is the country
    notes["{count} rows have a code that does not begin with that of the unit above"] += 1
    return True


def _ancestors(
    units: Sequence[dict[str, object]], known: set[tuple[object, object, object]], profile: Profile
) -> Iterator[dict[str, object]]:
    """Yield the units above that only appear in the rows of their parts: with name and code, without a point."""
    for unit in units:
        above = _above_of(unit) if profile.levels else ()
        for place, one in enumerate(above):
            key = (unit["country_code"], one.profile_level, one.code_text)
            if not one.code_text or not one.name_text or key in known:
                continue
            known.add(key)
            yield unit | {
                **_place_level(profile.name, str(unit["country_code"]), one.profile_level, "")._asdict(),
                "profile_level": one.profile_level,
                "code_text": one.code_text,
                "name_text": one.name_text,
                "other_names": (),
                "above": above[place + 1 :],
                **dict.fromkeys(("latitude", "longitude", "geometry")),
            }


def _told(notes: Counter[str], units: pd.DataFrame) -> tuple[str, ...]:
    said = [note.format(count=count) for note, count in notes.items()]
    below = int((units["place_level"] == "").sum())
    return (*said, f"{below} units are of a level that the gazetteer does not hold") if below else tuple(said)


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: the first few, and how many more."""
    return ", ".join(words[:MOST_TOLD]) + (f" and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else "")
