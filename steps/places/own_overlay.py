"""What changes of a place when a unit of a file is found to be it: code, point, name and spellings, and what is told of them."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.places.codes import code_key
from steps.places.distance import distance_km
from steps.places.own_profiles import NATIONAL, PCODE
from steps.places.spelling import bare, key

CODE_COLUMNS = {PCODE: "pcode_text", NATIONAL: "national_code"}  # the codes that a file of units gives to a place
USER_FILE = "user_file"  # where a P-code comes from
FAR_KM = 300.0  # farther than a unit of the eight countries is wide


def name_key(name: str, country_code: str) -> str:
    """Return the form in which names of units are compared: as places are looked up, without words for what a unit is."""
    return bare(key(name), country_code).key


def names_of(unit: Mapping[str, object]) -> list[str]:
    """Return the names of a unit, the official one first."""
    others: Sequence[str] = unit["other_names"]  # type: ignore[assignment]
    return [str(unit["name_text"]), *others]


def points_fit(
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
    return distance_km(*(float(str(row[name])) for row in (one, other) for name in ("latitude", "longitude")))


def lay_over(
    place: dict[str, object],
    unit: Mapping[str, object],
    spelled: "Names",
    takes_points: bool,
    notes: list[str],
) -> None:
    """Change a place to what the file says of it."""
    if unit["code_system"] in CODE_COLUMNS:
        place[CODE_COLUMNS[str(unit["code_system"])]] = unit["code_text"]
        place |= {"pcode_source_code": USER_FILE} if unit["code_system"] == PCODE else {}
    if takes_points and unit["latitude"] is not None:
        precision = "town" if place["place_level_code"] == "town" else "centroid"
        place |= {"latitude": unit["latitude"], "longitude": unit["longitude"], "coordinate_precision_code": precision}
    ours, theirs = str(place["place_name"]), str(unit["name_text"])
    whole = next((name for name in spelled.of(str(place["place_id"])) if _lost_letters(name, theirs)), None)
    if whole:
        notes.append(f"“{theirs}” has lost letters of “{whole}” and is not taken; save the file in UTF-8")
        return
    # In capitals, without accents or with a word for what it is, a name is still the same name; a former name is an older file's.
    country = str(place["country_code"])
    if name_key(ours, country) != name_key(theirs, country) and not spelled.was_called(str(place["place_id"]), theirs):
        place["place_name"] = theirs
    spelled.add(str(place["place_id"]), str(place["place_name"]), names_of(unit))


def _lost_letters(ours: str, theirs: str) -> bool:
    return not ours.isascii() and "".join(mark for mark in ours if mark.isascii()).casefold() == theirs.casefold()


def codes_over(
    codes: pd.DataFrame, placed: Sequence[tuple[str, Mapping[str, object]]], records: Mapping[str, Mapping[str, object]]
) -> pd.DataFrame:
    """Return core_place_codes with a file's codes: of a P-code that we gave to another place, or another to this one, theirs is in use."""
    told = [
        {"place_id": place_id, "code_text": unit["code_text"], "code_system_name": unit["code_system"], "is_current": True}
        for place_id, unit in placed
        if unit["code_system"] in CODE_COLUMNS
    ]
    theirs = {
        (str(unit["country_code"]), code_key(str(unit["code_text"]))): place_id for place_id, unit in placed if unit["code_system"] == PCODE
    }
    coded_anew = set(theirs.values())
    countries = codes["place_id"].map({place_id: row["country_code"] for place_id, row in records.items()})
    holders = [theirs.get(pair) for pair in zip(countries, codes["code_text"].map(code_key), strict=True)]
    is_pcode = codes["code_system_name"] == PCODE
    is_taken = is_pcode & pd.Series([bool(holder) for holder in holders], index=codes.index, dtype=bool)
    is_old = is_pcode & codes["place_id"].isin(coded_anew)
    ours = codes.assign(is_current=codes["is_current"] & ~is_old)[~is_taken]
    both = pd.concat([shape(told, table("core_place_codes")), ours], ignore_index=True)
    return shape(both.drop_duplicates(["place_id", "code_text"]), table("core_place_codes"))


class Names:
    """The names of places while a file is laid over them: one official name a place, all others alternate."""

    def __init__(self, names: pd.DataFrame, spelled: Mapping[str, list[str]]) -> None:
        self.names = names
        self.spelled = spelled
        self.known = {(place_id, name) for place_id, some in spelled.items() for name in some}
        former = names[names["name_kind_code"] == "former"]
        self.former = set(zip(former["place_id"], former["name_text"].map(key), strict=True))
        self.official: dict[str, str] = {}
        self.added: list[dict[str, object]] = []

    def of(self, place_id: str) -> Sequence[str]:
        """Return the names that a place had before."""
        return self.spelled.get(place_id, ())

    def was_called(self, place_id: str, name: str) -> bool:
        """Whether a place bore a name and bears it no more."""
        return (place_id, key(name)) in self.former

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
        is_past = official.notna() & (rows["name_kind_code"] == "official")
        kinds = rows["name_kind_code"].mask(is_past, "alternate").mask(rows["name_text"] == official, "official")
        return shape(rows.assign(name_kind_code=kinds), table("core_place_names"))


def is_area(shape: object) -> bool:
    """Whether a shape covers ground, as points and lines do not."""
    return shape is not None and shape.area > 0  # type: ignore[attr-defined]
