"""Tunisia's units written by hand, and the groups of first-level units: complete, coded as INS codes them, filed where they lie."""

from collections import Counter

import pandas as pd
import pytest

from schemas.reference_files import reference_folder
from scripts.gazetteer import by_hand
from scripts.gazetteer.place import Place

# INS code of the gouvernorat, communes since 2018, délégations of the INS list of 2012.
GOVERNORATES = {
    "TN-11": ("11", 8, 21), "TN-12": ("12", 7, 7), "TN-13": ("13", 13, 12), "TN-14": ("14", 10, 8), "TN-21": ("15", 28, 16),
    "TN-22": ("16", 8, 6), "TN-23": ("17", 17, 14), "TN-31": ("21", 12, 9), "TN-32": ("22", 14, 9), "TN-33": ("23", 15, 11),
    "TN-34": ("24", 12, 11), "TN-41": ("41", 19, 11), "TN-42": ("42", 19, 13), "TN-43": ("43", 17, 12), "TN-51": ("31", 18, 16),
    "TN-52": ("32", 31, 13), "TN-53": ("33", 18, 11), "TN-61": ("34", 23, 16), "TN-71": ("61", 13, 11), "TN-72": ("62", 6, 5),
    "TN-73": ("63", 9, 6), "TN-81": ("51", 16, 10), "TN-82": ("52", 10, 9), "TN-83": ("53", 7, 7),
}  # fmt: skip
FIRST_DELEGATION = 51  # INS numbers communes from 11 and délégations from 51 in each gouvernorat


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(reference_folder() / "gazetteer" / name, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def parents() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("places.csv", "by_hand/units/TUN.csv"):
        found |= _read(name).set_index("place_id")["parent_place_id"].to_dict()
    return found


def _governorate(place_id: str, parents: dict[str, str]) -> str:
    while place_id not in GOVERNORATES:
        place_id = parents[place_id]
    return place_id


def test_every_governorate_has_its_communes(parents):
    units = _read("by_hand/units/TUN.csv")
    today = units[(units["unit_kind"] == "commune") & (units["valid_until"] == "")]
    counts = Counter(_governorate(place_id, parents) for place_id in today["place_id"])
    assert counts == {place_id: communes for place_id, (_, communes, _) in GOVERNORATES.items()}
    assert sum(counts.values()) == 350


def test_codes_are_those_of_ins_in_the_units_governorate(parents):
    facts = _read("by_hand/facts/TUN.csv").set_index("place_id")
    for place_id, (code, _, delegations) in GOVERNORATES.items():
        assert facts.loc[place_id, "national_code"] == code
        inside = [one for one in facts.index if parents[one] == place_id]
        numbers = range(FIRST_DELEGATION, FIRST_DELEGATION + delegations)
        assert sorted(facts.loc[inside, "national_code"]) == [f"{code}{number}" for number in numbers]
    communes = _read("by_hand/units/TUN.csv")
    for commune in communes[communes["national_code"] != ""].itertuples():
        assert commune.national_code[:2] == GOVERNORATES[_governorate(commune.place_id, parents)][0]
        assert int(commune.national_code[2:]) < FIRST_DELEGATION


def test_p_codes_of_tunisia_are_tn_and_the_ins_code():
    facts = _read("by_hand/facts/TUN.csv")
    assert (facts["pcode"] == "TN" + facts["national_code"]).all()


def test_a_delegation_bears_its_official_name_and_keeps_that_of_the_package():
    units = {place_id: Place(place_id, "TUN", "admin2", "Package") for file in _facts_files() for place_id in _read(file)["place_id"]}
    by_hand.add_facts(units)
    enfidha, nabeul = units["gn:2468568"], units["gn:2468577"]
    assert (enfidha.place_name, enfidha.names) == ("Enfidha", ["Package"])
    assert (nabeul.place_name, nabeul.names) == ("Package", [])  # an empty cell leaves what is there


def _facts_files() -> list[str]:
    return [f"by_hand/facts/{path.name}" for path in (reference_folder() / "gazetteer" / "by_hand" / "facts").glob("*.csv")]


def test_a_former_commune_has_successors_of_today():
    units = _read("by_hand/units/TUN.csv").set_index("place_id")
    former = units.index[units["valid_until"] != ""]
    rows = _read("by_hand/successors.csv")
    rows = rows[rows["place_id"].isin(former)]
    assert set(rows["place_id"]) == set(former)
    assert (units.loc[rows["successor_place_id"], "valid_until"] == "").all()
    assert (units.loc[rows["place_id"], "valid_until"].to_numpy() == rows["changed_on"].to_numpy()).all()


def test_groups_are_of_first_level_units_of_their_country():
    groups, places = _read("by_hand/groups.csv"), _read("places.csv").set_index("place_id")
    members = places.loc[groups["member_place_id"]]
    assert set(members["place_level"]) == {"admin1"}
    assert list(members["country_code"]) == list(groups["country_code"])
    assert not groups.duplicated(["group_id", "member_place_id"]).any()
    assert (groups.groupby("group_id")[["country_code", "name_text", "other_names"]].nunique() == 1).all(axis=None)


@pytest.mark.parametrize(
    ("country", "groups"),
    [
        ("ECU", "costa sierra amazonia insular"),
        ("PHL", "luzon visayas mindanao"),
        ("TUN", "nord-est nord-ouest centre-est centre-ouest sud-est sud-ouest"),
        ("TUN", "district-1 district-2 district-3 district-4 district-5"),
    ],
)
def test_groups_that_part_a_country_hold_each_of_its_units_once(country, groups):
    rows, places = _read("by_hand/groups.csv"), _read("places.csv")
    held = rows[rows["group_id"].isin([f"{country}:group-{group}" for group in groups.split()])]["member_place_id"]
    units = places[(places["country_code"] == country) & (places["place_level"] == "admin1") & (places["valid_until"] == "")]
    assert sorted(held) == sorted(units[units["unit_kind"] != "undelimited_zone"]["place_id"])
