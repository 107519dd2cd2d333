"""The warehouse file: a database and a map that analysts' tools open, and that is refused when it is not whole."""

import sqlite3
import warnings
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.restricted import RESTRICTED_TABLES
from schemas.tables import shape
from tests.warehouse_file import write_warehouse_file
from warehouse.check_build import check_build
from warehouse.database import metadata
from warehouse.label_views import label_views
from warehouse.manifest import BrokenBuild
from warehouse.query import QueryFailed, query
from warehouse.restricted import write_contacts
from warehouse.views import VIEWS


def test_gdal_lists_every_table_and_view_and_reads_the_points(geopackage):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        layers = {name for name, _ in pyogrio.list_layers(geopackage)}
        read = {name: len(pyogrio.read_dataframe(geopackage, layer=name)) for name in ("core_initiatives", "value_origins")}
    assert [str(one.message) for one in warned] == []
    views = {view.name for view in (*VIEWS, *label_views())}
    assert layers == {*MAP_LAYERS, *(one.name for one in WAREHOUSE_TABLES), *views, "layer_styles"}
    assert read == {"core_initiatives": 1, "value_origins": 2}
    points = gpd.read_file(geopackage, layer="map_initiative_places", bbox=(-3, 34, -1, 35))
    assert [(point.x, point.y) for point in points.geometry] == [(-1.9, 34.7)]
    assert gpd.read_file(geopackage, layer="map_initiative_places", bbox=(0, 0, 1, 1)).empty


def test_a_world_without_places_still_has_its_layer(tmp_path, frames):
    frames["core_initiative_places"] = shape([], table("core_initiative_places"))
    write_warehouse_file(tmp_path / "empty.gpkg", frames)
    assert gpd.read_file(tmp_path / "empty.gpkg", layer="map_initiative_places").empty


def test_values_are_what_sql_expects(geopackage):
    row = query(geopackage, "SELECT title_text, start_date, is_locally_led, budget_amount, end_date FROM core_initiatives")
    assert row == [('Oasis "vive"', "2015-09-01", 1, 9e6, None)]


def test_a_value_says_its_cell(geopackage):
    assert query(geopackage, "SELECT column_name, cell_name, value_text FROM value_origins ORDER BY 1") == [
        ("initiative_ref", "A17", "R1"),
        ("title_text", "D17", 'Oasis "vive"'),
    ]


def test_every_respondent_of_a_value_is_heard_also_who_says_the_same_and_one_value_is_kept(tmp_path, frames):
    second = {"submission_id": "MAR-2016-y", "round_name": "2016", "file_name": "MAR/2016/b.xlsx"}
    response = {"response_id": "MAR-2016-y/2/9", "submission_id": "MAR-2016-y", "row_number": 9, "reporting_unit_name": "ONG Oasis",
                "answers_json": '{"title_text": "Oasis vivante", "initiative_ref": "R1"}'}  # fmt: skip
    third = second | {"submission_id": "MAR-2016-z", "file_name": "MAR/2016/c.xlsx"}
    same = response | {"response_id": "MAR-2016-z/2/5", "submission_id": "MAR-2016-z", "row_number": 5, "reporting_unit_name": "Agence"}
    received = {name: frames[name] for name in ("core_submissions", "core_responses", "core_received_columns")}
    for file, row in ((second, response), (third, same)):
        for name, changes in (("core_submissions", file), ("core_responses", row), ("core_received_columns", file)):
            known = [column for column in frames[name].columns if column in changes]
            frames[name] = pd.concat([frames[name], received[name].assign(**{column: changes[column] for column in known})])
    suppliers = {"MAR-2015-x/2/17": "initiative_ref", "MAR-2016-y/2/9": "title_text", "MAR-2016-z/2/5": ""}
    lineage = [{"table_name": "core_initiatives", "record_id": "MAR-R1", "response_id": row, "column_names": names}
               for row, names in suppliers.items()]  # fmt: skip
    frames["core_lineage"] = shape(lineage, table("core_lineage"))
    write_warehouse_file(tmp_path / "two.gpkg", frames)
    statements = "SELECT round_name, reporting_unit_name, cell_name, value_text, is_kept, is_agreed FROM value_statements"
    assert query(tmp_path / "two.gpkg", f"{statements} WHERE column_name = 'title_text' ORDER BY 1, 3 DESC") == [
        ("2015", None, "D17", 'Oasis "vive"', 0, 0),
        ("2016", "ONG Oasis", "D9", "Oasis vivante", 1, 1),
        ("2016", "Agence", "D5", "Oasis vivante", 0, 1),
    ]
    # Who says the same as the row that a value is taken from is an origin of it too.
    assert query(tmp_path / "two.gpkg", "SELECT column_name, cell_name, is_kept FROM value_origins ORDER BY 1, 3 DESC, 2") == [
        ("initiative_ref", "A17", 1),
        ("initiative_ref", "A5", 0),
        ("initiative_ref", "A9", 0),
        ("title_text", "D9", 1),
        ("title_text", "D5", 0),
    ]


def test_each_country_sees_its_bridges_and_the_local_authorities_that_nothing_reaches(tmp_path, frames):
    told = [  # who, type, reported by, networks, partnerships, cut point, bridge of countries
        ("city", "LA_MUN", "MAR", 0, 0, False, False),
        ("region", "LA_REG", "MAR|SEN", 0, 0, True, False),
        ("town", "LA_MUN", "MAR", 1, 0, False, False),
        ("ngo", "CSO", "SEN", 0, 1, False, True),
        ("club", "CSO", "SEN", 0, 0, False, False),
        ("someone", None, "SEN", 0, 0, False, False),
    ]
    shared = {"component_number": 1, "component_actor_count": 6, "betweenness_share": 0.0, "betweenness_method_code": "exact",
              "is_isolated": False, "is_in_funded_initiative": False, "is_isolated_local_authority": False, "degree_count": 1,
              "weighted_degree_count": 1, "initiative_count": 2}  # fmt: skip
    actors = [{"actor_id": one, "actor_name": one, "actor_type_code": kind, "reporting_country_codes": countries, "is_listed": False,
               "response_count": 1, "response_id": "MAR-2015-x/2/17"} for one, kind, countries, *_ in told]  # fmt: skip
    connected = [shared | {"actor_id": one, "actor_name": one, "actor_type_code": kind, "network_count": networks, "is_cut_point": is_cut,
                           "partnership_count": partnerships, "is_country_bridge": is_bridge}
                 for one, kind, _, networks, partnerships, is_cut, is_bridge in told]  # fmt: skip
    for name, rows in (("core_actors", actors), ("report_actor_connections", connected)):
        frames[name] = shape(rows, table(name))
    write_warehouse_file(tmp_path / "connected.gpkg", frames)
    listed = "SELECT country_code, standing, actor_id FROM bridges_and_unreached_by_country ORDER BY 1, 2, 3"
    assert query(tmp_path / "connected.gpkg", listed) == [
        ("MAR", "bridge", "region"),
        ("MAR", "unreached", "city"),
        ("MAR", "unreached", "region"),
        ("SEN", "bridge", "ngo"),
        ("SEN", "bridge", "region"),
        ("SEN", "unreached", "region"),
    ]


def test_the_database_itself_refuses_what_the_registry_forbids(geopackage):
    geopackage.chmod(0o644)
    with sqlite3.connect(geopackage) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for change in (
            "UPDATE core_initiatives SET status_code = '9'",
            "UPDATE core_initiatives SET budget_amount = -1",
            "UPDATE core_initiatives SET country_code = 'XXX'",
            "UPDATE core_initiatives SET title_text = NULL",
            "INSERT INTO core_lineage SELECT * FROM core_lineage",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(change)


def test_a_whole_build_is_accepted_and_a_damaged_or_incomplete_one_refused(geopackage, frames):
    counts = {name: len(frame) for name, frame in frames.items()}
    check_build(geopackage, counts)
    with pytest.raises(BrokenBuild, match="core_initiatives holds 1 rows where 2 were written"):
        check_build(geopackage, counts | {"core_initiatives": 2})
    geopackage.chmod(0o644)
    with sqlite3.connect(geopackage) as connection:
        connection.execute("UPDATE core_initiatives SET country_code = 'XXX'")
    connection.close()
    with pytest.raises(BrokenBuild, match="A row of core_initiatives refers to a row of core_countries that is not there"):
        check_build(geopackage, counts)
    content = bytearray(geopackage.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    geopackage.write_bytes(content)
    with pytest.raises(BrokenBuild):
        check_build(geopackage, counts)


def test_a_file_with_a_code_or_number_that_the_registry_forbids_is_refused(tmp_path, frames):
    for column, value in (("status_code", "9"), ("budget_amount", -1.0)):
        written = frames | {"core_initiatives": frames["core_initiatives"].assign(**{column: value})}
        with pytest.raises(BrokenBuild, match="core_initiatives holds 1 rows with a code or number that the registry does not allow"):
            write_warehouse_file(tmp_path / f"{column}.gpkg", written)


def test_a_kept_build_is_not_held_to_the_codes_of_today(tmp_path, frames):
    path = tmp_path / "mapping.gpkg"
    write_warehouse_file(path, frames)
    path.chmod(0o600)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA ignore_check_constraints = ON")
        file.execute("UPDATE core_initiatives SET status_code = '9'")
        file.execute("DROP TABLE report_builds")  # as before there was one
        file.commit()
    check_build(path, {})


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DELETE FROM core_initiatives", "Only SELECT is answered here"),
        ("ATTACH 'other.sqlite' AS other", "Only SELECT is answered here"),
        ("PRAGMA journal_mode = WAL", "Only SELECT is answered here"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT * FROM core_initiative", "Did you mean core_initiatives?"),
        ("SELEC 1", "syntax error"),
        ("", "The query asks nothing"),
    ],
)
def test_a_query_that_is_no_question_is_refused(geopackage, sql, sentence):
    with pytest.raises(QueryFailed, match=sentence.replace("?", r"\?")):
        query(geopackage, sql)


def test_the_tables_are_fit_for_postgresql_too_with_comments():
    for one in metadata().sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(one).compile(dialect=postgresql.dialect()))
        assert one.comment
        assert all(column.comment for column in one.columns)
    metadata().create_all(sa.create_engine("sqlite://"))


def test_the_restricted_store_is_closed_to_others(tmp_path):
    row = {"submission_id": "s", "country_code": "MAR", "file_name": "f", "sheet_name": "Cover", "cell_name": "A1",
           "reason_code": "contact", "value_text": "Invented Person"}  # fmt: skip
    frames = {one.name: shape([row] if one.name == "withheld_values" else [], one) for one in RESTRICTED_TABLES}
    path = write_contacts(tmp_path, frames)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT cell_name, value_text FROM withheld_values").fetchall() == [("A1", "Invented Person")]
        told = {row[:2] for row in connection.execute("SELECT * FROM dictionary")}
        assert told == {(one.name, column) for one in RESTRICTED_TABLES for column in one.column_names}
