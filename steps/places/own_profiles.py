"""Knows by its columns what kind of list of units a layer is: which column holds the name, the code, the level, the unit above.

Two shapes occur: tables with columns for every level, in which a row also holds the units it lies in (COD-AB, GADM, Ecuador's DPA),
and tables of one unit a row that name their columns once. Nothing here looks at rows.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from schemas.errors import ProductError

COD, COD_OLDER, P_CODES, GEOBOUNDARIES, GADM, NATURAL_EARTH, DPA, OWN = (
    "COD-AB", "COD-AB, older columns", "HDX P-code list", "geoBoundaries", "GADM", "Natural Earth", "Ecuador DPA", "own",
)  # fmt: skip
PCODE, NATIONAL, ISO, NO_SYSTEM = "pcode", "national", "iso_3166_2", ""
CODE_SYSTEMS = {COD: PCODE, COD_OLDER: PCODE, P_CODES: PCODE, NATURAL_EARTH: ISO, DPA: NATIONAL}
CUT = 10  # a shapefile keeps so many letters of a column's name
# Official names stand in one of the Latin languages; no country has both of the first two.
LANGUAGE_ORDER = ("es", "fr", "en", "pt", "tl", "fil", "ar", "ne")
_LANGUAGES = "|".join(LANGUAGE_ORDER)
# By the convention: patterns of the code, of the names (the best first) and of other spellings; group 1 is the level.
LEVELLED = {
    COD: (r"adm(\d)_pcode", r"adm(\d)_name([123]?)", r"adm(\d)_ref(?:_n(?:ame)?)?"),
    COD_OLDER: (
        r"adm(?:in)?(\d)_?pcode?",
        rf"adm(?:in)?(\d)(?:name)?_?({_LANGUAGES})",
        rf"adm(?:in)?(\d)(?:_?ref(?:name)?|_?alt\d?(?:name\d?)?_?(?:{_LANGUAGES}))",
    ),
    GADM: (r"gid_(\d)", r"name_(\d)()", r"(?:var|nl_)name_(\d)"),
}
DPA_LEVELS = {1: ("dpa_provin", "dpa_despro"), 2: ("dpa_canton", "dpa_descan"), 3: ("dpa_parroq", "dpa_despar")}
# Tables of one unit a row: the columns that prove them, then what each column is.
FLAT: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    P_CODES: (
        ("p-code", "name", "admin level"),
        {"country": "location", "level": "admin level", "code": "p-code", "name": "name", "parent": "parent p-code",
         "valid_on": "valid from date"},
    ),
    GEOBOUNDARIES: (
        ("shapename", "shapegroup"),
        {"country": "shapegroup", "level": "shapetype", "code": "shapeid", "name": "shapename"},
    ),
    NATURAL_EARTH: (
        ("iso_3166_2", "adm1_code", "name"),
        {"country": "adm0_a3", "code": "iso_3166_2", "name": "name", "latitude": "latitude", "longitude": "longitude"},
    ),
}  # fmt: skip
# What a person may say beside a file: which column is what, or a word for all of it, such as `country: ECU`.
MAPPED = ("name", "other_names", "level", "parent", "code", "latitude", "longitude", "country", "valid_on", "valid_until")
MAY_BE_CONSTANT = ("level", "country", "valid_on")
COMMON = {
    "latitude": ("center_lat", "lat"),
    "longitude": ("center_lon", "lon"),
    "valid_on": ("valid_on", "validon", "date"),
    "valid_until": ("valid_to", "validto"),
    "version": ("version", "version_no", "cod_version"),
    "country": ("iso3", "gid_0", "adm0_pcode", "admin0pcode"),
    "level": ("admin_level",),
}
NOT_UNITS = re.compile(r"lines?$", re.IGNORECASE)  # borders between units, which have no names
LEVEL_IN_NAME = re.compile(r"(?<!g)adm(?:in|bnda_adm)?_?(\d)", re.IGNORECASE)


@dataclass(frozen=True)
class LevelColumns:
    """Columns of one level: the code, the names (the best first) and other spellings."""

    code: str = ""
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """What a layer is: its convention, the system of its codes, and which column holds what.

    `levels` is filled where a row holds the units it lies in; else `columns` names name, code, level and parent too, and `others` the
    columns of other spellings. `constants` hold for every row. `layer_level` is the level that the layer's name states.
    """

    name: str
    code_system: str
    levels: Mapping[int, LevelColumns] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    layer_level: int | None = None


def profile_columns(columns: Iterable[str], layer_name: str = "", mapping: Mapping[str, str] | None = None) -> Profile | None:
    """Return what a layer with these columns is, or None when it follows no convention. Case and blanks at the ends do not count.

    `mapping` is what a person wrote beside the file (`MAPPED`). Raises WrongMapping when it names a column that is not there.
    """
    known = {column.strip().lower(): column for column in columns}
    if mapping and "name" in mapping:
        return _mapped(known, mapping)
    return _levelled(known, layer_name) or _dpa(known) or _flat(known)


class WrongMapping(ProductError):
    """What a person wrote beside a file does not fit it; the text says where."""


def _levelled(known: Mapping[str, str], layer_name: str) -> Profile | None:
    stated = LEVEL_IN_NAME.search(layer_name)
    for name, patterns in LEVELLED.items():
        levels = _levels(known, *patterns)
        if any(one.names for one in levels.values()):
            return Profile(
                name, CODE_SYSTEMS.get(name, NO_SYSTEM), levels, _found(known, COMMON), layer_level=int(stated[1]) if stated else None
            )
    return None


def _levels(known: Mapping[str, str], code: str, names: str, others: str) -> dict[int, LevelColumns]:
    codes = {int(found[1]): column for key, column in known.items() if (found := re.fullmatch(code, key))}
    named = {int(found[1]) for key in known if (found := re.fullmatch(names, key))}
    return {
        level: LevelColumns(codes.get(level, ""), _ranked(known, names, level), _ranked(known, others, level))
        for level in sorted(named | set(codes))
    }


def _ranked(known: Mapping[str, str], pattern: str, level: int) -> tuple[str, ...]:
    """Return the columns of a level that fit a pattern: by their language or number, where they have one."""
    found = [(match, column) for key, column in known.items() if (match := re.fullmatch(pattern, key)) and int(match[1]) == level]
    return tuple(column for match, column in sorted(found, key=lambda pair: _rank(pair[0].group(pair[0].lastindex or 1))))


def _rank(mark: str) -> tuple[int, str]:
    return (LANGUAGE_ORDER.index(mark), mark) if mark in LANGUAGE_ORDER else (-1, mark)


def _dpa(known: Mapping[str, str]) -> Profile | None:
    levels = {
        level: LevelColumns(known[code], (known[name],)) for level, (code, name) in DPA_LEVELS.items() if code in known and name in known
    }
    return Profile(DPA, NATIONAL, levels, constants={"country": "ECU"}) if levels else None


def _flat(known: Mapping[str, str]) -> Profile | None:
    for name, (proof, words) in FLAT.items():
        if all(_column(known, word) for word in proof):
            columns = _found(known, COMMON) | _found(known, {role: (word,) for role, word in words.items()})
            others = tuple(column for key, column in known.items() if name == NATURAL_EARTH and re.fullmatch(r"name_(?:alt|\w\w)", key))
            constants = {"level": "1"} if name == NATURAL_EARTH else {}
            return Profile(name, CODE_SYSTEMS.get(name, NO_SYSTEM), {}, columns, others, constants)
    return None


def _mapped(known: Mapping[str, str], mapping: Mapping[str, str]) -> Profile:
    columns, constants = {}, {}
    for role in MAPPED:
        said = mapping.get(role, "")
        column = known.get(said.strip().lower())
        if column:
            columns[role] = column
        elif said and role in MAY_BE_CONSTANT:
            constants[role] = said
        elif said:
            raise WrongMapping(f"the mapping beside it says {role}: {said}, but its columns are {', '.join(known.values())}.")
    for role in ("country", "level"):
        if role not in {*columns, *constants}:
            raise WrongMapping(f"the mapping beside it does not say its {role}; name a column, or one {role} for all of it.")
    return Profile(OWN, mapping.get("code_system", NO_SYSTEM), {}, columns, constants=constants)


def _found(known: Mapping[str, str], wanted: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the columns that are there, by what they hold."""
    found = {role: next((column for word in words if (column := _column(known, word))), "") for role, words in wanted.items()}
    return {role: column for role, column in found.items() if column}


def _column(known: Mapping[str, str], word: str) -> str:
    return known.get(word) or known.get(word[:CUT]) or ""
