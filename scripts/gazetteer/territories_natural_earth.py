"""Natural Earth 10m, admin 1: the first level of five countries, and provinces and regions of the Philippines.

Not used: its Morocco has the regions of before 2015, its Nepal the zones of before 2015.
"""

import json
from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import shapely

from scripts.gazetteer.known_units import KnownUnits

SOURCE, VINTAGE = "natural-earth", "2021"
FIRST_LEVEL = ("CRI", "ECU", "SLV", "SEN", "TUN")
TOLERANCE = 0.002  # degrees
# Two provinces of Ecuador bear each other's code and name: Tena lies in what is called Tungurahua, Ambato in what is called Napo.
EXCHANGED = {"EC-N": "EC-T", "EC-T": "EC-N"}
# One polygon of the source stands for several units of today: a point in it is in one of them.
MERGED = {
    "TN-14": ("TN-12", "TN-14"),  # Ariana lies in Manouba
    "PH-MAG": ("PH-MGN", "PH-MGS"),  # split in 2022
    "PH-DAS": ("PH-DAS", "PH-DVO"),  # split in 2013
    "PH-SUN": ("PH-SUN", "PH-DIN"),  # split in 2006
}
METRO_MANILA = "PH-MNL"
# Cities with codes of their own, and two that belong to another province than the code says.
PROVINCES_OF_CITIES = {
    "Mandaue": "PH-CEB", "Lapu-Lapu": "PH-CEB", "Bacolod": "PH-NEC", "Zamboanga": "PH-ZAS", "Davao": "PH-DAS",
}  # fmt: skip
MANILA_DISTRICTS = {
    "Capital District": ("Manila",),
    "Eastern Manila District": ("Mandaluyong City", "Marikina", "Pasig", "Quezon City", "San Juan"),
    "Northern Manila District": ("Caloocan", "Malabon", "Navotas", "Valenzuela"),
    "Southern Manila District": ("Las Pinas", "Makati", "Muntinlupa", "Paranaque", "Pasay", "Pateros", "Taguig"),
}


def units(path: Path, known: KnownUnits) -> gpd.GeoDataFrame:
    """Return the units of the six countries, from Natural Earth's admin1.json."""
    features = [one for one in json.loads(path.read_bytes())["features"] if one["properties"]["adm0_a3"] in (*FIRST_LEVEL, "PHL")]
    rows: list[dict[str, object]] = []
    for country in (*FIRST_LEVEL, "PHL"):
        own = [one["properties"] for one in features if one["properties"]["adm0_a3"] == country]
        shapes = [shapely.geometry.shape(one["geometry"]) for one in features if one["properties"]["adm0_a3"] == country]
        simple = list(zip(own, shapely.coverage_simplify(shapes, TOLERANCE), strict=True))
        rows += _philippines(simple, known) if country == "PHL" else _first_level(country, simple, known)
    return gpd.GeoDataFrame(rows).assign(source=SOURCE, vintage=VINTAGE)


def _first_level(country: str, simple: list[tuple[dict[str, str], shapely.Geometry]], known: KnownUnits) -> list[dict[str, object]]:
    codes = [EXCHANGED.get(own["iso_3166_2"], own["iso_3166_2"]) for own, _ in simple]
    rows = [row for code, (_, polygon) in zip(codes, simple, strict=True) for row in _rows(code, polygon, country, known)]
    missing = {one for one in known.places if known.parent(one) == country} - {row["place_id"] for row in rows}
    if missing:
        print(f"No polygon of Natural Earth: {sorted(missing)}")
    return rows


def _rows(code: str, polygon: shapely.Geometry, country: str, known: KnownUnits) -> list[dict[str, object]]:
    stands_for = MERGED.get(code, (code,))
    return [_row(known.by_iso.get(one, one), polygon, country, known, is_merged=len(stands_for) > 1) for one in stands_for]


def _row(place_id: str, polygon: shapely.Geometry, country: str, known: KnownUnits, *, is_merged: bool = False) -> dict[str, object]:
    level = known.places[place_id]["place_level"]
    return {"place_id": place_id, "place_level": level, "country_code": country, "is_merged": is_merged, "geometry": polygon}


def _philippines(simple: list[tuple[dict[str, str], shapely.Geometry]], known: KnownUnits) -> list[dict[str, object]]:
    """Return provinces with the cities that Natural Earth files under them, the districts of Metro Manila, and today's regions."""
    provinces: dict[str, list[shapely.Geometry]] = defaultdict(list)
    cities = {own["name"]: polygon for own, polygon in simple if own["iso_3166_2"] == METRO_MANILA}
    for own, polygon in simple:
        if own["iso_3166_2"] != METRO_MANILA:
            provinces[_province(own, known)].append(polygon)
    rows = [row for iso, polygons in provinces.items() for row in _rows(iso, shapely.union_all(polygons), "PHL", known)]
    rows += [
        _row(district, shapely.union_all([cities[name] for name in names]), "PHL", known)
        for district, names in ((known.named("PHL", "admin2", title), names) for title, names in MANILA_DISTRICTS.items())
        if district
    ]
    return rows + _regions(rows, known)


def _province(own: dict[str, str], known: KnownUnits) -> str:
    """Return the code of the province that a polygon belongs to, or the id of a city that is in none, such as Cotabato."""
    if own["type_en"] == "Province":
        return own["iso_3166_2"]
    city = f"gn:{own['gn_id']}"
    is_unit = known.places.get(city, {}).get("place_level") == "admin2"
    return city if is_unit else PROVINCES_OF_CITIES.get(own["name"], own["iso_3166_2"])


def _regions(rows: list[dict[str, object]], known: KnownUnits) -> list[dict[str, object]]:
    """Return the regions, made of the provinces that lie in them today."""
    inside: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in rows:
        inside[known.parent(str(row["place_id"]))].append(row["geometry"])
    return [_row(region, shapely.union_all(polygons), "PHL", known) for region, polygons in sorted(inside.items())]
