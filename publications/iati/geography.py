"""Where: `activity-scope`, `recipient-country` or `-region`, and `location`.

A place in Western Sahara, a non-self-governing territory to the United Nations, is put into no country: its share goes to the region
North of Sahara, and its location names no country and no unit above it.
"""

from babel.core import get_global

from publications.iati.code_maps import location_kinds, location_reaches
from publications.iati.elements import WHOLE, Element, add, clean_line, divided, narrative, number_text, percentage
from publications.iati.left_out import PLACE_UNCLEAR
from publications.iati.reported import Reported, Row, Rows
from schemas.code_lists import code_list
from schemas.countries import countries

COUNTRY, REGION = "recipient-country", "recipient-region"
NORTH_OF_SAHARA = "189"  # in the list of regions of the OECD's DAC
DAC_REGIONS = "1"
ISO_COUNTRIES, GEONAMES = "A4", "G1"
WGS_84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
MULTINATIONAL, NATIONAL, SEVERAL_FIRST_LEVEL, ONE_FIRST_LEVEL, ONE_SECOND_LEVEL, SINGLE_LOCATION = "3", "4", "5", "6", "7", "8"
NO_COUNTRY = "In Western Sahara, a non-self-governing territory to the United Nations. No opinion on its status is implied."
WHERE_IT_HAPPENS = (None, "IMPL")
FOUND = ("matched", "national")

Recipient = tuple[str, str]  # element and code


def add_scope(activity: Element, told: Reported) -> None:
    """Add how far the activity reaches, where each of its places is known."""
    scope = _scope([one for one in told.places if one["territory_role_code"] in WHERE_IT_HAPPENS])
    if scope:
        add(activity, "activity-scope", code=scope)


def add_recipients(activity: Element, told: Reported) -> None:
    """Add the countries that benefit, with shares of 100 percent together: as stated for its places, else the country that reports it."""
    shares = _recipients(told)
    for element, code in sorted(shares):  # countries come before regions
        vocabulary = DAC_REGIONS if element == REGION else None
        add(activity, element, code=code, vocabulary=vocabulary, percentage=percentage(shares[element, code]))


def add_locations(activity: Element, told: Reported) -> None:
    """Add the places below the nation that were found without doubt, each once for each role that it has."""
    told.lacks += [PLACE_UNCLEAR for one in told.places if one["status_code"] not in FOUND]
    seen = set()
    for one in told.places:
        identity = (one["place_id"], one["territory_role_code"], one["latitude"], one["longitude"])
        if _is_below_nation(one) and identity not in seen:
            seen.add(identity)
            _add_location(activity, one)


def _add_location(activity: Element, one: Row) -> None:
    """Add a location, its children in the order of the schema."""
    place, kind = one["place"], location_kinds()[one["place_level_code"]]
    location = add(activity, "location", ref=place["pcode_text"] or place["national_code"] or place["place_id"])
    reach = location_reaches().get(one["territory_role_code"])
    if reach:
        add(location, "location-reach", code=reach)
    if place["geonames_code"]:
        add(location, "location-id", code=place["geonames_code"], vocabulary=GEONAMES)
    narrative(add(location, "name"), clean_line(place["place_name"]))
    if place["is_disputed_area"]:
        narrative(add(location, "description"), NO_COUNTRY, "en")
    if one["territory_role_code"] and not reach:
        narrative(add(location, "activity-description"), code_list("territory_roles").definitions[one["territory_role_code"]], "en")
    if not place["is_disputed_area"]:
        _add_units(location, one)
    _add_point(location, one)
    add(location, "location-class", code=kind.location_class)
    add(location, "feature-designation", code=kind.feature)


def _add_units(location: Element, one: Row) -> None:
    """Add the country and the units that the place is or lies in, where the standard has a vocabulary for them."""
    country = _iso2(one["place"]["country_code"])
    if country:
        add(location, "administrative", vocabulary=ISO_COUNTRIES, code=country, level="0")
    for unit in one["units"]:
        if unit["geonames_code"] and unit["place_level_code"] in location_kinds():
            level = location_kinds()[unit["place_level_code"]].scope_level
            add(location, "administrative", vocabulary=GEONAMES, code=unit["geonames_code"], level=str(level))


def _add_point(location: Element, one: Row) -> None:
    if one["latitude"] is None or one["longitude"] is None:
        return
    point = add(location, "point", srsName=WGS_84)
    add(point, "pos").text = f"{number_text(one['latitude'])} {number_text(one['longitude'])}"
    if one["location_exactness_code"]:
        add(location, "exactness", code=one["location_exactness_code"])


def _recipients(told: Reported) -> dict[Recipient, int]:
    areas = [_area(one) for one in told.places if one["budget_share"]]
    weights = [float(one["budget_share"]) for one in told.places if one["budget_share"]]
    if areas and None not in areas and abs(sum(weights) - 100) < 0.01:
        shares: dict[Recipient, int] = {}
        for area, share in zip(areas, divided(weights), strict=True):
            if area:
                shares[area] = shares.get(area, 0) + share
        return {area: share for area, share in shares.items() if share}
    below = [one for one in told.places if _is_below_nation(one)]
    if below and all(one["place"]["is_disputed_area"] for one in below):
        return {(REGION, NORTH_OF_SAHARA): WHOLE}
    return {(COUNTRY, countries()[told.initiative["country_code"]].iso2): WHOLE}


def _area(one: Row) -> Recipient | None:
    """Return the recipient that a place lies in, None when it is not known."""
    place = one["place"] if one["status_code"] in FOUND else None
    if place and place["is_disputed_area"]:
        return REGION, NORTH_OF_SAHARA
    country = _iso2(place["country_code"]) if place else ""
    return (COUNTRY, country) if country else None


def _scope(places: Rows) -> str | None:
    if not places or any(one["status_code"] not in FOUND or not one["place"] for one in places):
        return None
    if len({one["place"]["country_code"] for one in places}) > 1:
        return MULTINATIONAL
    if any(not _is_below_nation(one) for one in places):
        return NATIONAL
    return _scope_within_country(places)


def _scope_within_country(places: Rows) -> str | None:
    first, second = ({one[unit] for one in places} for unit in ("admin1_place_id", "admin2_place_id"))
    levels = {location_kinds()[one["place_level_code"]].scope_level for one in places}
    if None in first:
        return None
    if len(first) > 1:
        return SEVERAL_FIRST_LEVEL
    if 1 in levels or None in second or len(second) > 1:
        return ONE_FIRST_LEVEL
    return ONE_SECOND_LEVEL if 2 in levels or len({one["place_id"] for one in places}) > 1 else SINGLE_LOCATION


def _is_below_nation(one: Row) -> bool:
    return one["status_code"] == "matched" and one["place"] is not None and one["place_level_code"] in location_kinds()


def _iso2(country_code: str) -> str:
    known = countries().get(country_code)
    return known.iso2 if known else str(get_global("territory_aliases").get(country_code, [""])[0])
