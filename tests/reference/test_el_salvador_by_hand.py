"""El Salvador's districts, the municipios of before May 2024: all 262, each in one of the 44 municipios of today."""

from collections import Counter

import pandas as pd
import pytest

from schemas.reference_files import reference_folder

# Districts in each departamento, which are as many as it had municipios until 2024.
DISTRICTS = {
    "SV-AH": 12, "SV-SA": 13, "SV-SO": 16, "SV-CH": 33, "SV-LI": 22, "SV-SS": 19, "SV-CU": 16, "SV-PA": 22, "SV-CA": 9, "SV-SV": 13,
    "SV-US": 23, "SV-SM": 20, "SV-MO": 26, "SV-UN": 18,
}  # fmt: skip


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(reference_folder() / "gazetteer" / name, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def districts() -> pd.DataFrame:
    return _read("by_hand/units/SLV.csv")


@pytest.fixture(scope="module")
def municipios() -> pd.DataFrame:
    places = _read("places.csv")
    return places[(places["country_code"] == "SLV") & (places["place_level"] == "admin2")]


def test_every_departamento_has_its_districts(districts, municipios):
    departamentos = districts["parent_place_id"].map(municipios.set_index("place_id")["parent_place_id"])
    assert departamentos.value_counts().to_dict() == DISTRICTS


def test_every_municipio_has_districts_and_a_point(districts, municipios):
    assert set(districts["parent_place_id"]) == set(municipios["place_id"])
    facts = _read("by_hand/facts/SLV.csv").set_index("place_id")
    assert (facts.loc[municipios["place_id"], ["latitude", "longitude"]] != "").all(axis=None)


def test_a_district_has_a_point_of_its_own_and_dates_from_the_reform(districts):
    assert not districts.duplicated(["latitude", "longitude"]).any()
    assert set(districts["coordinate_precision"]) == {"seat", "approximate"}
    assert set(districts["valid_from"]) == {"2024-05-01"}


def test_a_name_stands_once_in_a_departamento(districts, municipios):
    departamentos = districts["parent_place_id"].map(municipios.set_index("place_id")["parent_place_id"])
    names = Counter(zip(departamentos, districts["place_name"], strict=True))
    assert [name for name, count in names.items() if count > 1] == []
