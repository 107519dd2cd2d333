"""The gazetteer's files: whole, consistent, and each place where it says it is."""

import unicodedata
from collections import Counter

import pandas as pd
import pytest

from schemas.reference_files import reference_folder

# Units of today, as each country counts them (SEN: arrondissements and communes; NPL: local levels and pieces of parks).
ADMIN1 = {"CRI": 7, "ECU": 25, "SLV": 14, "MAR": 12, "NPL": 7, "PHL": 18, "SEN": 14, "TUN": 24}  # ECU: and the zones without a province
ADMIN2 = {"CRI": 84, "ECU": 226, "SLV": 44, "MAR": 75, "NPL": 77, "PHL": 88, "SEN": 46, "TUN": 279}
ADMIN3 = {"CRI": 494, "ECU": 1288, "SLV": 262, "MAR": 1544, "NPL": 775, "PHL": 1656, "SEN": 680, "TUN": 350}
# Generous, in degrees: south, north, west, east. Islands far out belong to their country (Galápagos, Cocos).
BOXES = {
    "CRI": (5, 12, -88, -82),
    "ECU": (-6, 2, -93, -75),
    "SLV": (13, 15, -91, -87),
    "MAR": (20, 36, -18, -0.9),
    "NPL": (26, 31, 80, 89),
    "PHL": (4, 22, 114, 127),
    "SEN": (12, 17, -18, -11),
    "TUN": (30, 38, 7, 12),
}
RANKS = {"country": 0, "admin1": 1, "admin2": 2, "admin3": 3, "town": 4}
PRECISIONS = {"town", "seat", "main_town", "centroid", "approximate", "parent", "none"}
MAX_BYTES = 7_000_000


def _read(name: str) -> pd.DataFrame:
    path = reference_folder() / "gazetteer" / name
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return _read("places.csv")


@pytest.fixture(scope="module")
def names() -> pd.DataFrame:
    return _read("place_names.csv")


@pytest.mark.parametrize(("level", "expected"), [("admin1", ADMIN1), ("admin2", ADMIN2), ("admin3", ADMIN3)])
def test_every_country_has_its_units(places, level, expected):
    units = places[(places["place_level"] == level) & (places["valid_until"] == "")]
    assert units["country_code"].value_counts().to_dict() == expected


def test_ids_are_unique_and_say_what_they_name(places):
    assert places["place_id"].is_unique
    assert set(places["place_level"]) == set(RANKS)
    for place in places.itertuples():
        if place.place_level == "country":
            assert place.place_id == place.country_code
        elif place.iso_3166_2 and place.place_level == "admin1":
            assert place.place_id == place.iso_3166_2
        elif place.place_id.startswith("gn:"):
            assert place.place_id == f"gn:{place.geonames_id}"
        else:
            assert place.place_id.startswith(f"{place.country_code}:")


def test_every_parent_is_a_larger_unit_of_the_same_country(places):
    by_id = places.set_index("place_id")
    children = places[places["place_level"] != "country"]
    assert set(children["parent_place_id"]) <= set(by_id.index)
    parents = by_id.loc[children["parent_place_id"]]
    assert list(parents["country_code"]) == list(children["country_code"])
    above, below = (frame["place_level"].map(RANKS).to_numpy() for frame in (parents, children))
    # Communes lie in arrondissements (SEN), arrondissements in communes (MAR): both are of the third level. Former units lie in others.
    assert all(
        (above < below) | ((above == below) & (children["place_level"] == "admin3").to_numpy()) | (children["valid_until"] != "").to_numpy()
    )
    assert set(children["country_code"]) == set(BOXES)


def test_every_point_is_in_its_country_and_says_how_good_it_is(places):
    inside = places[places["place_level"] != "country"]
    assert set(inside["coordinate_precision"]) <= PRECISIONS
    assert ((inside["latitude"] == "") == (inside["coordinate_precision"] == "none")).all()
    assert ((places["latitude"] == "") == (places["longitude"] == "")).all()
    located = inside[inside["latitude"] != ""]
    box = pd.DataFrame(list(located["country_code"].map(BOXES)), index=located.index)
    latitude, longitude = located["latitude"].astype(float), located["longitude"].astype(float)
    outside = ~(latitude.between(box[0], box[1]) & longitude.between(box[2], box[3]))
    assert located.loc[outside, "place_id"].tolist() == []


def test_towns_have_points_of_their_own_and_countries_none(places):
    assert set(places.loc[places["place_level"] == "town", "coordinate_precision"]) == {"town"}
    assert set(places.loc[places["place_level"] == "country", "coordinate_precision"]) == {"none"}  # it would pass for a place


def test_every_name_is_of_a_place_and_stands_once(places, names):
    assert set(names["place_id"]) == set(places["place_id"])
    assert not names.duplicated(["place_id", "name_text"]).any()
    assert set(names["name_kind"]) == {"official", "alternate", "former"}
    official = names[names["name_kind"] == "official"].set_index("place_id")["name_text"]
    assert official.to_dict() == places.set_index("place_id")["place_name"].to_dict()


def test_no_two_first_level_units_of_a_country_share_a_name(places, names):
    units = places[places["place_level"] == "admin1"].set_index("place_id")["country_code"]
    named = names[names["place_id"].isin(units.index)]
    keys = Counter(zip(named["place_id"].map(units), named["name_text"].str.casefold(), strict=True))
    assert [key for key, count in keys.items() if count > 1] == []


def test_what_we_wrote_by_hand_is_in_the_files(places, names):
    additions, corrections = _read("by_hand/names.csv"), _read("by_hand/parents.csv")
    parents = places.set_index("place_id")["parent_place_id"]
    names = pd.concat([names, _read("world_place_names.csv")])
    written = set(zip(names["place_id"], names["name_text"].str.casefold(), strict=True))
    assert set(zip(additions["place_id"], additions["name_text"].str.casefold(), strict=True)) <= written
    assert parents.loc[corrections["place_id"]].tolist() == corrections["parent_place_id"].tolist()
    for facts in (additions, corrections):
        assert (facts[["reason", "author", "date"]] != "").all(axis=None)


def test_no_arabic_name_of_a_delegation_is_written_backwards(places, names):
    units = places[(places["country_code"] == "TUN") & (places["place_level"] == "admin2")]["place_id"]
    found = (
        names[names["place_id"].isin(units)].groupby("place_id")["name_text"].agg(lambda group: {name.replace(" ", "") for name in group})
    )
    assert [name for group in found for name in group if name[::-1] in group and name[::-1] != name] == []


def test_a_former_unit_has_heirs_of_today(places):
    successors = _read("by_hand/successors.csv")
    by_id = places.set_index("place_id")
    assert set(successors["place_id"]) <= set(places.loc[places["valid_until"] != "", "place_id"])
    assert (by_id.loc[successors["successor_place_id"], "valid_until"] == "").all()
    assert (successors[["changed_on", "reason"]] != "").all(axis=None)


def test_the_files_are_small_and_plain():
    files = [file for file in sorted((reference_folder() / "gazetteer").rglob("*")) if file.is_file() and "own" not in file.parts]
    assert sum(file.stat().st_size for file in files) < MAX_BYTES
    assert all(b"\r" not in file.read_bytes() for file in files if file.suffix != ".gz")


@pytest.mark.parametrize(
    ("country", "level", "script"),
    [("MAR", "admin1", "ARABIC"), ("TUN", "admin1", "ARABIC"), ("MAR", "admin2", "ARABIC"), ("NPL", "admin1", "DEVANAGARI"),
     ("NPL", "admin2", "DEVANAGARI"), ("", "country", "ARABIC"), ("", "country", "DEVANAGARI")],
)  # fmt: skip
def test_units_have_names_in_the_script_in_which_the_form_is_filled_in(places, names, country, level, script):
    units = places[(places["place_level"] == level) & (places["country_code"].isin([country]) if country else True)]
    written = names[names["name_text"].map(lambda name: unicodedata.name(name[0]).startswith(script))]
    nameless = set(units["place_id"]) - set(written["place_id"])
    assert len(units) and not nameless
