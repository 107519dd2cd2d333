"""Codes and parroquias of Ecuador: INEC's classifier of units (División Político-Administrativa, DPA), as ecuador-mcp carries it.

Only the package's data files are read, never its code. Its names bear no accents but ñ, so `by_hand/accents/ECU.csv` lists words
with theirs.
"""

import json
import re
from collections.abc import Callable, Iterable
from importlib.metadata import distribution
from pathlib import Path

from schemas.reference_files import read_reference
from scripts.gazetteer.by_hand import FOLDER
from scripts.gazetteer.place import Place
from steps.text import fold

COUNTRY = "ECU"
Row = dict[str, str]
Speller = Callable[[str], str]
# What GeoNames calls the cantons that INEC names otherwise, by INEC's code.
GEONAMES_NAMES = {
    "0807": "Rio Verde", "0902": "Alfredo Baquerizo Moreno (Juján)", "0908": "El Empalme", "0920": "Yaguachi",
    "0923": "Coronel Marcelino Maridueña", "0927": "General Antonio Elizalde", "1316": "Veinticuatro de Mayo",
    "1405": "Santiago de Méndez", "2201": "Francisco de Orellana",
}  # fmt: skip
# La Concordia moved to Santo Domingo de los Tsáchilas in 2013; OCHA's P-codes still file it under Esmeraldas.
CODED_OTHERWISE_BY_OCHA = ("2302",)
SHORT_WORDS = {
    "Arq": "Arquitecto", "Crnel": "Coronel", "Fco": "Francisco", "Gnral": "General", "Gral": "General", "Pto": "Puerto",
    "Sta": "Santa", "Tnte": "Teniente",
}  # fmt: skip
LOWER_CASE = re.compile(r" (De (?:La|Las|Los)|Del|De|Y)(?= )")
IN_BRACKETS = re.compile(r"\(([^)]*)\)")
SEAT_IS = re.compile(r"^Cab\.? ?(En )?", re.IGNORECASE)


def add_ecuador(places: dict[str, Place]) -> None:
    """Give provinces and cantons INEC's names and codes, and add the parroquias. Raises SystemExit where a unit is not found.

    An urban parroquia that bears the name of a canton elsewhere is left out: who writes that name alone means the canton.
    """
    spelled = _speller()
    cantons = _name_units(places, spelled)
    for row in _rows("parroquias"):
        _add(places, _parish(row, cantons[row["canton_codigo"]], spelled))
    namesakes = {(fold(row["nombre"]), row["codigo"]) for row in _rows("cantones")}
    for row in _rows("parroquias_urbanas"):
        if all(code == row["canton_codigo"] for name, code in namesakes if name == fold(_without_brackets(row))):
            _add(places, _urban_parish(row, spelled))


def _name_units(places: dict[str, Place], spelled: Speller) -> dict[str, Place]:
    """Name and number provinces and cantons, the zones that are in no province among them, and return the cantons by code."""
    provinces = {row["codigo"]: _found(places, "admin1", row, COUNTRY) for row in _rows("provincias")}
    provinces["90"] = places[f"{COUNTRY}:90"]
    for code, province in provinces.items():
        _name(province, "province", code)
    cantons = {row["codigo"]: _found(places, "admin2", row, provinces[row["provincia_codigo"]].place_id) for row in _rows("cantones")}
    for row in _rows("cantones"):
        _name(cantons[row["codigo"]], "canton", row["codigo"], spelled(row["nombre"]))
    return cantons


def _without_brackets(row: Row) -> str:
    return " ".join(IN_BRACKETS.sub(" ", row["nombre"]).split())


def _rows(name: str) -> Iterable[Row]:
    path = Path(str(distribution("ecuador-mcp").locate_file(f"helpers/data/{name}.json")))
    return json.loads(path.read_text(encoding="utf-8").replace("ð", "ñ"))  # some bytes of its ñ went wrong


def _found(places: dict[str, Place], level: str, row: Row, parent_id: str) -> Place:
    """Return the unit of a row: written by hand under its code, or the one of its name in the unit above."""
    by_hand = places.get(f"{COUNTRY}:{row['codigo']}")
    if by_hand:
        return by_hand
    key = fold(GEONAMES_NAMES.get(row["codigo"], row["nombre"]))
    for place in places.values():
        if (place.place_level, place.parent_place_id) == (level, parent_id) and key in map(fold, (place.place_name, *place.names)):
            return place
    raise SystemExit(f"ecuador-mcp: no {level} named {row['nombre']} in {parent_id}; add it to GEONAMES_NAMES or to by_hand/units.")


def _name(place: Place, kind: str, code: str, name: str = "") -> None:
    """Set a unit's kind, codes and, if given, its name; the name it had stays among the others."""
    place.unit_kind = place.unit_kind or kind
    if name:
        place.names.append(place.place_name)
        place.place_name = name
    _set_codes(place, code)


def _set_codes(place: Place, code: str) -> None:
    place.national_code = code
    if not code.startswith(CODED_OTHERWISE_BY_OCHA):
        place.pcode, place.pcode_source = f"EC{code}", "derived"


def _parish(row: Row, canton: Place, spelled: Speller) -> Place:
    parish = _unit(row, "parish", canton.place_id, spelled)
    _set_codes(parish, row["codigo"])
    return parish


def _urban_parish(row: Row, spelled: Speller) -> Place:
    """Return an urban parroquia, a part of the head parroquia; OCHA has no code for it."""
    parish = _unit(row, "urban_parish", f"{COUNTRY}:{row['parroquia_codigo']}", spelled)
    parish.national_code = row["codigo"]
    return parish


def _unit(row: Row, kind: str, parent_id: str, spelled: Speller) -> Place:
    name = _without_brackets(row)
    others = [spelled(SEAT_IS.sub("", part.strip())) for inside in IN_BRACKETS.findall(row["nombre"]) for part in inside.split(":")]
    return Place(
        f"{COUNTRY}:{row['codigo']}", COUNTRY, "admin3", spelled(name), parent_id,
        unit_kind=kind, source="ecuador-mcp", names=[*others, name],
    )  # fmt: skip


def _add(places: dict[str, Place], place: Place) -> None:
    if place.place_id in places:
        raise SystemExit(f"ecuador-mcp: {place.place_id} is there already; take it out of by_hand/units.")
    places[place.place_id] = place


def _speller() -> Speller:
    """Return the function that writes a name of INEC's as it is spelled: accents, whole words, small words in lower case."""
    rows = read_reference(f"{FOLDER}/accents/{COUNTRY}.csv", ("plain", "accented"), ("plain",))
    words = SHORT_WORDS | {row["plain"]: row["accented"] for row in rows}

    def spelled(name: str) -> str:
        plain = " ".join(re.sub(r"([^\W\d_]+)\.?", lambda word: words.get(word[1], word[0]), name).split())
        return LOWER_CASE.sub(lambda word: word[0].lower(), plain)

    return spelled
