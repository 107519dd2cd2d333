"""What lies near a point: within some kilometres, and nearest."""

import pytest

from scripts.gazetteer.nearby import Nearby, distance_km

MANILA, QUEZON_CITY, CEBU, DAVAO = (14.60, 120.98), (14.65, 121.05), (10.32, 123.89), (7.07, 125.61)
CITIES = Nearby([(*MANILA, "Manila"), (*QUEZON_CITY, "Quezon City"), (*CEBU, "Cebu"), (*DAVAO, "Davao")])


def test_distances_are_in_kilometres():
    assert distance_km(*MANILA, *QUEZON_CITY) == pytest.approx(9.4, abs=0.2)
    assert distance_km(*MANILA, *CEBU) == pytest.approx(571, rel=0.01)


@pytest.mark.parametrize(("km", "expected"), [(1, ["Manila"]), (10, ["Manila", "Quezon City"]), (600, ["Manila", "Quezon City", "Cebu"])])
def test_what_is_within_a_distance_comes_nearest_first(km, expected):
    assert [name for _, name in CITIES.within(*MANILA, km)] == expected


def test_the_nearest_are_found_however_far_and_none_beyond_reach():
    assert [name for _, name in CITIES.nearest(*QUEZON_CITY, count=2)] == ["Quezon City", "Manila"]
    assert [name for _, name in CITIES.nearest(9.5, 125.5, count=1)] == ["Cebu"]
    assert CITIES.nearest(50.0, 10.0, count=1) == []
