"""Coordinates against the place they are given for: kept, repaired where it is proven, or left out."""

import pytest

from steps.places.check_point import check_point
from steps.places.gazetteer import Place
from steps.places.read_coordinates import read_coordinates
from steps.places.territories import territories


def unit(place_id: str, level: str, ancestors: tuple[str, ...], point: tuple[float, float] | None = None, precision: str = "town") -> Place:
    latitude, longitude = point or (None, None)
    return Place(
        place_id=place_id, country_code=ancestors[-1], level=level, kind="", name=place_id, ancestors=ancestors,
        around=frozenset((place_id, *ancestors)), latitude=latitude, longitude=longitude, precision=precision if point else "none",
        population=0, is_former=False, is_disputed=False,
    )  # fmt: skip


PICHINCHA = unit("EC-P", "admin1", ("ECU",))
QUITO = unit("a canton", "admin2", ("EC-P", "ECU"), (-0.2298, -78.5250), "seat")
MEJIA = unit("a canton in the south", "admin2", ("EC-P", "ECU"), (-0.51, -78.57), "seat")
A_CANTON = unit("another canton", "admin2", ("EC-P", "ECU"), (-0.2298, -78.5250), "parent")
ORIENTAL = unit("MA-02", "admin1", ("MAR",))
RABAT_SALE = unit("MA-04", "admin1", ("MAR",))
OUJDA = unit("gn:2540482", "admin2", ("MA-02", "MAR"))
KASKI = unit("gn:12095483", "admin2", ("NP-P4", "NPL"))
TUNIS = unit("TN-11", "admin1", ("TUN",))
ARIANA = unit("TN-12", "admin1", ("TUN",))
MANILA = unit("PH-00", "admin1", ("PHL",))
TURIN = unit("a town", "town", ("ITA",), (45.0705, 7.6868))

KEPT = [
    # what, country, units, latitude cell, longitude cell, status
    ("in the unit", "MAR", [RABAT_SALE], "34.0209", "-6.8416", "valid"),
    ("in the province named", "MAR", [OUJDA], "34.6814", "-1.9086", "valid"),
    ("no unit named, in the country", "MAR", [], "34.0209", "-6.8416", "valid"),
    ("at sea before the port", "TUN", [TUNIS], "36.84", "10.35", "valid"),
    ("near the point of a unit without a polygon", "ECU", [QUITO], "-0.25", "-78.6", "valid"),
    ("in the province of a unit without a point", "ECU", [A_CANTON], "-0.25", "-78.6", "valid"),
    ("in one of two units named", "MAR", [ORIENTAL, RABAT_SALE], "34.0209", "-6.8416", "valid"),
    ("in a polygon of two units", "TUN", [ARIANA], "36.8625", "10.1956", "valid"),
    ("near a town of a country without polygons", "ITA", [TURIN], "45.08", "7.65", "valid"),
    ("a country without polygons", "ITA", [], "45.08", "7.65", "unchecked"),
]


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case[0])
def test_a_point_where_it_should_be_is_kept_as_it_is(case):
    _, country, units, latitude, longitude, status = case
    checked = check_point(read_coordinates(latitude, longitude), country, units, territories())
    assert (checked.status, checked.repair, checked.finding_code) == (status, "", "")
    assert (checked.latitude, checked.longitude) == (float(latitude), float(longitude))


REPAIRED = [
    # what, country, units, latitude cell, longitude cell, point, repair, finding
    ("exchanged", "MAR", [RABAT_SALE], "-6.8416", "34.0209", (34.0209, -6.8416), "swapped", "coordinates-swapped"),
    ("exchanged in Nepal", "NPL", [KASKI], "83.9856", "28.2096", (28.2096, 83.9856), "swapped", "coordinates-swapped"),
    ("west without its sign", "MAR", [RABAT_SALE], "34.0209", "6.8416", (34.0209, -6.8416), "sign", "coordinates-sign-lost"),
    ("south without its sign, within the country", "ECU", [MEJIA], "0.5", "-78.55", (-0.5, -78.55), "sign", "coordinates-sign-lost"),
    ("exchanged and a sign lost", "MAR", [RABAT_SALE], "6.8416", "34.0209", (34.0209, -6.8416), "swapped_sign", "coordinates-swapped"),
    ("no latitude is 121", "PHL", [MANILA], "121.05", "14.6488", (14.6488, 121.05), "swapped", "coordinates-swapped"),
    ("no latitude is 121, and no unit", "PHL", [], "121.05", "14.6488", (14.6488, 121.05), "swapped", "coordinates-swapped"),
]


@pytest.mark.parametrize("case", REPAIRED, ids=lambda case: case[0])
def test_a_slip_is_repaired_where_the_unit_proves_how(case):
    _, country, units, latitude, longitude, point, repair, finding_code = case
    checked = check_point(read_coordinates(latitude, longitude), country, units, territories())
    assert (checked.status, checked.repair, checked.finding_code) == ("repaired", repair, finding_code)
    assert (checked.latitude, checked.longitude) == point


LEFT_OUT = [
    # what, country, units, latitude cell, longitude cell, status, finding, suggestion
    ("nowhere", "MAR", [RABAT_SALE], "0", "0", "refused", "coordinates-zero", ""),
    ("nowhere, in decimals", "MAR", [], "0.000", "0,0", "refused", "coordinates-zero", ""),
    ("another country", "MAR", [RABAT_SALE], "48.85", "2.35", "refused", "coordinates-outside-country", ""),
    ("a sign lost, but no unit proves it", "MAR", [], "34.0209", "6.8416", "refused", "coordinates-outside-country", "34.0209, -6.8416"),
    ("exchanged, but no unit proves it", "NPL", [], "83.9856", "28.2096", "refused", "coordinates-outside-country", "28.2096, 83.9856"),
    ("a sign lost, in another unit than named", "MAR", [ORIENTAL], "34.0209", "6.8416", "refused", "coordinates-outside-country",
     "34.0209, -6.8416"),
    ("two signs may be lost", "ECU", [PICHINCHA], "0.1", "78.45", "refused", "coordinates-outside-country", ""),
    ("another unit of the country", "MAR", [ORIENTAL], "34.0209", "-6.8416", "conflict", "coordinates-contradict-place", ""),
    ("another province of the unit above", "MAR", [OUJDA], "35.17", "-2.93", "conflict", "coordinates-contradict-place", ""),
    ("far from a unit without a polygon, in another province", "ECU", [QUITO], "-2.9", "-79.0", "conflict",
     "coordinates-contradict-place", ""),
    ("a sign lost within the country, for a large unit", "ECU", [PICHINCHA], "0.45", "-78.5123", "conflict", "coordinates-contradict-place",
     "-0.45, -78.5123"),
    ("far from a town abroad", "ITA", [TURIN], "41.9", "12.5", "conflict", "coordinates-contradict-place", ""),
    ("two notations at once", "MAR", [RABAT_SALE], "-34 N", "6 W", "refused", "coordinates-ambiguous", ""),
    ("no latitude is 121, but outside the country", "PHL", [], "121.05", "45.0", "refused", "coordinates-outside-country", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", LEFT_OUT, ids=lambda case: case[0])
def test_a_point_in_doubt_is_left_out(case):
    _, country, units, latitude, longitude, status, finding_code, suggestion = case
    checked = check_point(read_coordinates(latitude, longitude), country, units, territories())
    assert (checked.status, checked.finding_code, checked.suggestion) == (status, finding_code, suggestion)
    assert (checked.latitude, checked.longitude) == (None, None)


def test_of_two_readings_the_one_in_the_country_is_taken():
    read = read_coordinates("32S 606000 4074000", "")
    checked = check_point(read, "TUN", [], territories())
    assert (checked.status, round(checked.latitude, 1), round(checked.longitude, 1)) == ("valid", 36.8, 10.2)
    refused = check_point(read, "MAR", [], territories())
    assert (refused.status, refused.finding_code, refused.latitude) == ("refused", "coordinates-ambiguous", None)
    assert refused.suggestion.count(";") == 1
