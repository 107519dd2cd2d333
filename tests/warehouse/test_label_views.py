"""Views with codes spelled out: in the reader's language, one row for each of the table's, those of layers on the map."""

import geopandas as gpd
import pytest

from schemas.form import LANGUAGES
from schemas.registry.map_layers import LAND, MAP_LAYERS
from schemas.tables import shape
from tests.warehouse.conftest import world
from tests.warehouse_file import write_warehouse_file
from warehouse.label_views import LABELLED, label_views, view_name
from warehouse.query import asking, query


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path, frames = tmp_path_factory.mktemp("told") / "told.gpkg", world()
    frames["core_initiatives"] = frames["core_initiatives"].assign(status_code="2", primary_theme_code="M4")
    tags = [{"initiative_id": "MAR-R1", "question_code": "theme_codes", "list_name": "themes", "tag_code": "M1"}]
    frames["core_initiative_tags"] = shape(tags, next(one for one in LABELLED if one.name == "core_initiative_tags"))
    write_warehouse_file(path, frames)
    return path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Morocco", "Implementation", "Jobs & economic opportunity", None)),
        ("es", ("Marruecos", "En ejecución", "Empleo y oportunidades económicas", None)),
        ("fr", ("Maroc", "Actif", "Emplois et opportunités économiques", None)),
    ],
)
def test_an_initiative_is_told_in_the_readers_language_and_what_nobody_stated_stays_empty(told, language, said):
    columns = "country_name, status_name, primary_theme_name, scaling_stage_name"
    assert query(told, f"SELECT {columns} FROM labelled_initiatives_{language}") == [said]
    assert query(told, f"SELECT status_code FROM labelled_initiatives_{language}") == [("2",)]


def test_a_row_that_names_its_code_list_itself_has_the_label_of_that_list(told):
    assert query(told, "SELECT tag_code, tag_name FROM labelled_initiative_tags_fr") == [("M1", "Gestion du lien M&D")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_is_lost_or_doubled_and_no_column_has_the_name_of_another(told, language):
    for declared in LABELLED:
        view = view_name(declared, language)
        counts = query(told, f"SELECT (SELECT count(*) FROM {declared.name}), (SELECT count(*) FROM {view})")[0]
        assert counts[0] == counts[1], view
        with asking(told, f"SELECT * FROM {view}") as answer:
            assert not [name for name in answer.columns if ":" in name], view


def test_a_view_of_a_layer_is_a_layer(told):
    on_the_map = gpd.read_file(told, layer="labelled_map_initiative_places_ar", bbox=(-3, 34, -1, 35))
    assert [(point.x, point.y) for point in on_the_map.geometry] == [(-1.9, 34.7)]
    assert on_the_map["country_name"].tolist() == ["المغرب"]
    assert on_the_map.crs == "EPSG:4326"
    assert {view.layer.name for view in label_views() if view.layer} == {*MAP_LAYERS} - {LAND.name}
