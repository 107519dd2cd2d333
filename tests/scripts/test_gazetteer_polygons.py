"""Towns and the units whose polygons hold them."""

import pytest
from shapely.geometry import box

from scripts.gazetteer.place import Place
from scripts.gazetteer.polygons import Areas, file_towns, put_inside


def _unit(place_id: str, name: str) -> Place:
    return Place(place_id, "NPL", "admin3", name, "gn:1", latitude="0.5", longitude="0.5", coordinate_precision="centroid")


def _town(name: str, longitude: float, population: int = 1000) -> Place:
    return Place(
        f"gn:{name}", "NPL", "town", name, "gn:1", latitude="0.50000", longitude=f"{longitude:.5f}", population_count=str(population)
    )


@pytest.fixture
def units() -> dict[str, Place]:
    return {"west": _unit("west", "Godawari"), "east": _unit("east", "Lalitpur"), "gn:1": _unit("gn:1", "District")}


@pytest.fixture
def areas() -> Areas:
    return Areas({"west": box(0, 0, 1, 1), "east": box(1, 0, 2, 1)})


@pytest.mark.parametrize(
    ("name", "longitude", "expected"),
    [
        ("Chapagaun", 0.9, "west"),  # in the one
        ("Imadol", 1.5, "east"),  # in the other
        ("Lalitpur", 0.98, "east"),  # 2 km outside the unit of its name, in another: borders and points are rough
        ("Lalitpur", 0.9, "west"),  # 11 km outside it: another town of the same name
        ("Pokhara", 5.0, "gn:1"),  # in none: stays where it was
    ],
)
def test_a_town_is_filed_where_it_lies(units, areas, name, longitude, expected):
    town = _town(name, longitude)
    file_towns([town], units, areas, kept={})
    assert town.parent_place_id == expected


def test_a_unit_stands_at_the_largest_town_of_its_name(units, areas):
    file_towns([_town("Lalitpur", 1.3, 50_000), _town("Lalitpur", 1.7, 300), _town("Imadol", 1.5)], units, areas, kept={})
    assert (units["east"].longitude, units["east"].coordinate_precision) == ("1.30000", "seat")
    assert units["west"].coordinate_precision == "centroid"


def test_a_town_filed_by_hand_stays_there(units, areas):
    town = _town("Imadol", 1.5)
    file_towns([town], units, areas, kept={town.place_id: "gn:1"})
    assert town.parent_place_id == "gn:1"


def test_the_point_of_a_bent_unit_lies_in_it():
    bent = box(0, 0, 3, 3).difference(box(1, 1, 3, 3))
    place = Place("west", "NPL", "admin3", "Godawari")
    put_inside(place, bent, "centroid")
    assert bent.buffer(1e-4).contains(box(*[float(place.longitude), float(place.latitude)] * 2).centroid)
