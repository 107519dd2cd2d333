"""The polygons of units: of units that are there and in force, whole, inside the unit above, and small enough to be read at every start."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from schemas.reference_files import CHECKOUT

GAZETTEER = CHECKOUT / "reference" / "gazetteer"
FILE = GAZETTEER / "territories.fgb.gz"
COUNTRIES = ("CRI", "ECU", "MAR", "NPL", "PHL", "SEN", "SLV", "TUN")
MOST_BYTES = 1_000_000
SHARED = {"TN-12", "TN-14"}  # Ariana and Manouba


@pytest.fixture(scope="module")
def units() -> gpd.GeoDataFrame:
    return gpd.read_file(f"/vsigzip/{FILE}")


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return pd.read_csv(GAZETTEER / "places.csv", dtype=str, keep_default_na=False).set_index("place_id")


def test_each_polygon_is_of_a_unit_in_force(units, places):
    with_third_level = set(places.loc[places["place_level"] == "admin3", "country_code"])
    expected = units[(units["place_level"] != "admin3") | units["country_code"].isin(with_third_level)]
    assert set(expected["place_id"]) - set(places.index[places["valid_until"] == ""]) == set()
    assert units["place_id"].is_unique
    assert (expected["place_level"].to_numpy() == places.loc[expected["place_id"], "place_level"].to_numpy()).all()


def test_every_first_level_unit_has_a_polygon(units, places):
    in_force = (places["valid_until"] == "") & (places["unit_kind"] != "undelimited_zone")
    first = places[(places["place_level"] == "admin1") & places["country_code"].isin(COUNTRIES) & in_force]
    assert set(first.index) - set(units["place_id"]) == set()
    assert set(units.loc[units["is_merged"] & (units["place_level"] == "admin1"), "place_id"]) == SHARED


def test_polygons_are_whole_and_the_file_small(units):
    assert units.geometry.is_valid.all()
    assert not units.geometry.is_empty.any()
    assert FILE.stat().st_size < MOST_BYTES


def test_second_level_units_lie_in_the_unit_above(units, places):
    polygons = units.set_index("place_id").geometry
    second = units[units["place_level"] == "admin2"].set_index("place_id")
    above = polygons.loc[places.loc[second.index, "parent_place_id"]].to_numpy()
    shares = shapely.area(shapely.intersection(second.geometry.to_numpy(), above)) / shapely.area(second.geometry.to_numpy())
    assert dict(zip(second.index[shares < 0.98], shares[shares < 0.98], strict=True)) == {}
