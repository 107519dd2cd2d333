"""The map as a reader opens it in QGIS: in a copied folder, whole, in their language, with every thing where and as it should be."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from schemas.form import LANGUAGES
from schemas.registry import table
from schemas.tables import shape
from tests.warehouse.conftest import world
from tests.warehouse_file import map_layers
from warehouse.geopackage import write_geopackage
from warehouse.qgis import renderers
from warehouse.qgis.project import GROUPS, SEA, projects

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-qgis belongs to
PLACES = [("MA-03", None, (34.0, -5.0)), ("MA-12", True, (23.1, -14.5))]
ORIENTAL, TOWN, HATCHED, SEA_SPOT = (-2.4, 33.0), (-1.9, 34.7), (-14.0, 22.5), (-12.0, 32.0)
CORRIDOR = {"corridor_id": "c", "country_code": "MAR", "basis_code": "initiative", "is_complete": True, "response_id": "MAR-2015-x/2/17",
            "first_longitude": -9.0, "first_latitude": 31.0, "second_longitude": -13.0, "second_latitude": 31.0}  # fmt: skip
ACROSS = 40  # spots beside each other: hatching has lines and gaps


@pytest.fixture(scope="module")
def has_qgis():
    found = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False) if Path(PYTHON).exists() else None
    if not found or found.returncode:
        pytest.skip("QGIS is not here: apt-get install qgis python3-qgis")


@pytest.fixture(scope="module")
def shown():
    """The tables and layers of a world with a second region, one in a disputed area, and a corridor."""
    frames = world()
    region = {"country_code": "MAR", "place_level_code": "admin1", "parent_place_id": "MAR", "coordinate_precision_code": "centroid"}
    more = [region | {"place_id": one, "place_name": one, "is_disputed_area": is_disputed} for one, is_disputed, _ in PLACES]
    places = frames["core_places"].to_dict("records")
    report = [{"country_code": "MAR", "has_reported": True, "initiative_count": 1, "mapped_initiative_count": 1} | dict.fromkeys(
        ("expected_answer_count", "given_answer_count", "place_count", "matched_place_count"), 1)]  # fmt: skip
    frames |= {
        "core_places": shape([*({k: v for k, v in row.items() if v == v} for row in places), *more], table("core_places")),
        "core_corridors": shape([CORRIDOR], table("core_corridors")),
        "report_completeness": shape(report, table("report_completeness")),
    }
    return frames, map_layers(frames)


@pytest.fixture(scope="module")
def answers(has_qgis, shown, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("qgis")
    frames, layers = shown
    made, copied = tmp_path / "made", tmp_path / "Été à Oujda"
    made.mkdir()
    write_geopackage(made / "mapping.gpkg", frames, layers)
    for name, content in projects("mapping.gpkg", layers).items():
        (made / name).write_bytes(content)
    shutil.move(made, copied)  # nothing is left where it was made
    copied.chmod(0o555)
    pictures = {
        "morocco": {
            "bounds": (-18, 20.5, 0, 36.5),
            "points": [TOWN, ORIENTAL, SEA_SPOT, (-11.0, 31.03), *[(HATCHED[0] + step / 60, HATCHED[1]) for step in range(ACROSS)]],
        },
        "programme": {"bounds": (-95, -6, 128, 37), "points": [(-5.6, 32.6)]},
    }
    (tmp_path / "questions.json").write_text(json.dumps(pictures))
    command = [
        PYTHON,
        Path(__file__).with_name("qgis_pictures.py"),
        copied / "mapping.qgs",
        tmp_path / "questions.json",
        tmp_path / "answers.json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (tmp_path / "answers.json").exists(), done.stderr
    return json.loads((tmp_path / "answers.json").read_text())


def _hex(*parts):
    return "#" + "".join(f"{part:02x}" for part in parts)


def test_a_copied_folder_opens_to_a_map_with_every_layer_and_every_thing_in_its_place(answers):
    assert answers["is_read"]
    assert answers["title"] == "Locally led migration and development initiatives"
    layers = {name: count for name, (is_valid, count) in answers["layers"].items() if is_valid}
    assert len(layers) == sum(len(group) for _, group in GROUPS)
    assert {name: count for name, count in layers.items() if name != "map_land_land"} == {
        "map_initiative_places_by_theme": 1, "map_initiative_places_by_stage": 1, "map_corridors_corridors": 1,
        "map_countries_countries": 1, "map_territories_admin1_by_count": 3, "map_territories_admin2_by_count": 0,
        "map_territories_admin3_by_count": 0,
    }  # fmt: skip
    town, oriental, sea, corridor, *hatched = answers["colours"]["morocco"]
    none, one = (colour for _, _, colour in renderers.COUNTS[:2])
    assert (town, oriental, sea) == (renderers.UNKNOWN, one, _hex(*SEA))
    assert corridor not in (sea, one, none)
    assert none in hatched
    assert set(hatched) - {none}
    assert answers["colours"]["programme"] not in ([one], [none], [_hex(*SEA)])  # seen from afar, a country is a circle


def test_a_layer_added_alone_opens_styled_in_its_language(answers):
    assert answers["opened"] == {"labelled_map_initiative_places_ar": "الحوكمة المحلية للهجرة", "map_territories_admin1": "None reported"}


def test_the_programme_has_a_page_and_so_has_each_country(answers):
    assert answers["pages"] == [["A page for each country", "Morocco", 0], ["The programme on one page", "", 0]]


def test_equal_builds_have_equal_projects_one_a_language_in_its_words(shown):
    made = projects("mapping.gpkg", shown[1])
    assert made == projects("mapping.gpkg", shown[1])
    assert sorted(made) == ["mapping.qgs", *(f"mapping_{language}.qgs" for language in sorted(LANGUAGES[1:]))]
    spanish = made["mapping_es.qgs"].decode()
    assert "Lugares de las iniciativas, por tema principal" in spanish
    assert "./mapping.gpkg|layername=labelled_map_initiative_places_es" in spanish


def test_a_build_without_places_opens_on_the_world(shown):
    empty = {name: layer.iloc[:0] for name, layer in shown[1].items()}
    assert b">nan<" not in projects("mapping.gpkg", empty)["mapping.qgs"]
