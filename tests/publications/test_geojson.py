"""GeoJSON: valid by RFC 7946 whatever people write, nothing that lies nowhere is lost, and GIS reads it."""

import json

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiLineString

from publications.geojson.files import geojson_files
from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.tables import shape
from tests.publications.public_rows import HOSTILE, MADE, hostile_tables, initiative, place, tables, unit

POINT = {"status_code": "matched", "place_id": "u", "admin1_place_id": "u", "place_name": "Fès-Meknès", "place_level_code": "admin1"}
CORRIDOR = {"country_code": "PHL", "basis_code": "partnership", "first_place_name": "Naga", "is_complete": True, "response_id": "row"}


def read(content: bytes) -> dict[str, object]:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is no JSON")

    return json.loads(content, parse_constant=refuse)


def test_a_feature_is_a_place_with_how_good_its_point_is():
    frames = tables(
        core_initiatives=[initiative("MAR-1", primary_theme_code="M4", theme_codes="M4|M5")],
        core_initiative_places=[
            place("p1", "MAR-1", "Fès", **POINT, latitude=34.03330001, longitude=-5.0, is_centroid=True,
                  coordinate_precision_code="centroid", geocode_method_code="EXACT")
        ],
        core_places=[unit("u", "admin1", "Fès-Meknès", country_code="MAR", pcode_text="MA03")],
    )  # fmt: skip
    told = read(geojson_files(frames, MADE)["initiatives.geojson"])
    (feature,) = told["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-5.0, 34.0333]}
    assert told["bbox"] == [-5.0, 34.0333, -5.0, 34.0333]
    expected = {
        "title": "Title of MAR-1", "country": "Morocco", "theme": "Jobs & economic opportunity", "theme_codes": ["M4", "M5"],
        "place_name": "Fès-Meknès", "admin1": "Fès-Meknès", "admin1_pcode": "MA03", "precision_code": "centroid", "is_centroid": True,
        "method_code": "EXACT", "found": "Found without doubt", "page": "initiatives/MAR-1.html", "place_number": 1, "place_count": 1,
    }  # fmt: skip
    assert {name: feature["properties"][name] for name in expected} == expected


def test_what_lies_nowhere_is_a_feature_without_geometry():
    frames = tables(
        core_initiatives=[initiative("MAR-2"), initiative("MAR-1", title_text=None)],
        core_initiative_places=[place("p2", "MAR-2", "somewhere"), place("p1", "MAR-2", "x", latitude=1.0)],
    )
    told = read(geojson_files(frames, MADE)["initiatives.geojson"])
    assert [(one["id"], one["geometry"]) for one in told["features"]] == [("MAR-1", None), ("p1", None), ("p2", None)]
    own = [one["properties"] for one in told["features"]]
    assert [(one["place_number"], one["place_count"]) for one in own] == [(1, 0), (1, 2), (2, 2)]
    assert "bbox" not in told


def test_hostile_texts_come_back_as_they_are(tmp_path):
    files = geojson_files(hostile_tables(), MADE)
    features = read(files["initiatives.geojson"])["features"]
    assert [one["properties"]["title"] for one in features] == [*HOSTILE, None]
    (tmp_path / "a.geojson").write_bytes(files["initiatives.geojson"])
    assert len(gpd.read_file(tmp_path / "a.geojson")) == len(HOSTILE) + 1


def test_a_corridor_is_cut_at_the_180th_meridian_and_an_open_one_says_why(tmp_path):
    two = MultiLineString([LineString([(123.19, 13.62), (180, 30.1234567)]), LineString([(-180, 30.1234567), (-122.4, 37.8)])])
    frames = tables(
        core_corridors=[
            {"corridor_id": "c2", "second_gap_code": "unit_unknown", **CORRIDOR},
            {"corridor_id": "c1", "second_place_name": "Daly City", **CORRIDOR},
        ]
    )  # fmt: skip
    layer = MAP_LAYERS["map_corridors"]
    frames["map_corridors"] = gpd.GeoDataFrame(shape([{"corridor_id": "c1", **CORRIDOR}], layer), geometry=[two], crs=WGS_84)
    content = geojson_files(frames, MADE)["corridors.geojson"]
    known, opened = read(content)["features"]
    assert known["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [[[123.19, 13.62], [180.0, 30.123457]], [[-180.0, 30.123457], [-122.4, 37.8]]],
    }
    assert (opened["geometry"], opened["properties"]["second_gap"]) == (None, "The unit that the authority governs is not known")
    (tmp_path / "c.geojson").write_bytes(content)
    assert gpd.read_file(tmp_path / "c.geojson").geometry.notna().tolist() == [True, False]


def test_a_number_that_is_none_never_reaches_the_file():
    frames = tables(core_initiatives=[initiative("MAR-1")], core_initiative_places=[place("p", "MAR-1", "x", geocode_score=float("nan"))])
    frames["core_initiative_places"]["latitude"] = [float("inf")]
    frames["core_initiative_places"]["longitude"] = [1.0]
    with pytest.raises(ValueError, match="not JSON compliant"):
        geojson_files(frames, MADE)


@pytest.mark.parametrize("frames", [tables(), hostile_tables()], ids=["nothing", "hostile"])
def test_the_same_tables_give_the_same_bytes(frames):
    upside_down = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in frames.items()}
    assert geojson_files(frames, MADE) == geojson_files(upside_down, MADE)
