"""The units of Costa Rica written by hand: INEC's code of a unit says which unit it lies in."""

import pandas as pd
import pytest

from schemas.reference_files import reference_folder

CANTONS = {"1": 20, "2": 16, "3": 8, "4": 10, "5": 11, "6": 13, "7": 6}
DISTRICTS = 494  # of the official division of 2026; codes 20306, 60109 and 60702 are of districts that became cantons


def _read(folder: str) -> pd.DataFrame:
    path = reference_folder() / "gazetteer" / "by_hand" / folder / "CRI.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return _read("units")


@pytest.fixture(scope="module")
def codes(units) -> dict[str, str]:
    """Return INEC's code of each province, canton and district, by place."""
    both = pd.concat([_read("facts"), units])
    return dict(zip(both["place_id"], both["national_code"], strict=True))


@pytest.fixture(scope="module")
def districts(units) -> pd.DataFrame:
    """Return the districts of today."""
    return units[(units["place_level"] == "admin3") & (units["valid_until"] == "")]


def _in_another_canton(districts: pd.DataFrame, codes: dict[str, str]) -> list[str]:
    return [one.place_id for one in districts.itertuples() if codes[one.parent_place_id] != one.national_code[:3]]


def _without_first_district(codes: dict[str, str]) -> set[str]:
    return {code for code in codes.values() if len(code) == 3} - {code[:3] for code in codes.values() if code[3:] == "01"}


def test_there_are_as_many_cantons_and_districts_as_in_the_official_division(codes, districts):
    cantons = pd.Series([code for code in codes.values() if len(code) == 3])
    assert cantons.is_unique
    assert cantons.str[0].value_counts().to_dict() == CANTONS
    assert len(districts) == districts["national_code"].nunique() == DISTRICTS


def test_every_district_lies_in_the_canton_of_its_code(units, codes, districts):
    assert _in_another_canton(districts, codes) == []
    sanchez = districts[districts["national_code"] == "11803"]
    assert _in_another_canton(sanchez.assign(parent_place_id="gn:3623786"), codes) == ["CRI:11803"]


def test_every_canton_has_its_first_district(codes):
    assert _without_first_district(codes) == set()
    assert _without_first_district({**codes, "new": "614"}) == {"614"}


def test_places_are_called_by_their_codes(units):
    today = units[units["valid_until"] == ""]
    assert list(today["place_id"]) == list("CRI:" + today["national_code"])
    assert list(units["pcode"]) == list("CR" + units["national_code"])
