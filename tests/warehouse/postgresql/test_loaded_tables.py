"""What a build is in the database: typed, keyed, indexed and explained, with search and map, and asked as the warehouse file is."""

import psycopg
import pytest

from schemas.registry import table
from schemas.tables import shape
from steps.codification.search_texts import practice_texts
from tests.postgresql_server import Server
from tests.warehouse.postgresql.conftest import show
from tests.warehouse.test_search import LESSON, TEXTS
from warehouse.label_views import label_views
from warehouse.postgresql.database import Database
from warehouse.postgresql.load import copy_rows
from warehouse.postgresql.search import ASK, search_table
from warehouse.query import QueryFailed, query
from warehouse.search import COLUMNS


@pytest.fixture(scope="module")
def shown(server: Server) -> str:
    """The name of a database that the first test of this module fills."""
    return server.new_database("loaded")


@pytest.fixture
def world(server: Server, shown, frames) -> Database:
    """The small world in a database, as an analyst comes to it."""
    loader = Database(server.url(shown))
    if not loader.builds():
        frames["core_initiatives"]["title_text"] = 'Oasis "vive" 100 % \\ \0'
        frames["core_initiatives"]["summary_text"] = "one\r\n\\.\ntwo"  # \. alone in a line ends a COPY
        show(loader, "world", frames)
    return Database(server.url(shown, "jmdi_analyst"))


def test_values_are_what_was_received(world):
    asked = "SELECT title_text, summary_text, acronym_text, start_date, is_locally_led, budget_amount, response_count FROM core_initiatives"
    assert query(world, asked) == [('Oasis "vive" 100 % \\ \ufffd', "one\r\n\\.\ntwo", None, "2015-09-01", 1, 9e6, 1)]


def test_the_database_itself_refuses_what_the_registry_forbids(server: Server, shown, world):
    with server.connect(shown, "jmdi_loader") as loader:
        loader.execute("SET search_path = mapping")
        for change in (
            "UPDATE core_initiatives SET status_code = '9'",
            "UPDATE core_initiatives SET budget_amount = -1",
            "UPDATE core_initiatives SET country_code = 'XXX'",
            "UPDATE core_initiatives SET title_text = NULL",
            "INSERT INTO core_lineage SELECT * FROM core_lineage",
        ):
            with pytest.raises(psycopg.errors.IntegrityError):
                loader.execute(change)


def test_dates_and_points_are_computed_with_and_what_is_there_is_explained(server: Server, shown, world):
    with server.connect(shown, "jmdi_analyst") as analyst:
        assert analyst.execute("SELECT start_date + 30 > '2015-09-30' FROM core_initiatives").fetchone() == (True,)
        near = "SELECT place_name FROM map_initiative_places WHERE ST_DWithin(geometry::geography, ST_Point(-1.9, 34.7)::geography, 10)"
        assert analyst.execute(near).fetchone() == ("L'Oriental",)
        kind = "SELECT type, srid FROM geometry_columns WHERE f_table_schema = 'mapping' AND f_table_name = 'map_initiative_places'"
        assert analyst.execute(kind).fetchone() == ("POINT", 4326)
        spatial = "SELECT indexname FROM pg_indexes WHERE schemaname = 'mapping' AND indexdef LIKE '%USING gist (geometry)'"
        assert ("ix_map_initiative_places_geometry",) in analyst.execute(spatial).fetchall()
        silent = (
            "SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 "
            "WHERE c.relnamespace = 'mapping'::regnamespace AND c.relkind = 'r' AND c.relname <> 'practice_search' "
            "AND a.attname <> 'geometry' AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)"
        )
        assert analyst.execute(silent).fetchall() == []


def test_qgis_finds_the_key_of_every_view_with_codes_spelled_out(server: Server, shown, world):
    """It takes the first column of a view for one, and QGIS 3.22 ends at once when that is the geometry."""
    with server.connect(shown, "jmdi_analyst") as analyst:
        first = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1"
        keys = {view.name: view.layer.key for view in label_views() if view.layer}
        assert {name: analyst.execute(first, [name]).fetchone() for name in keys} == keys


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DELETE FROM core_initiatives", "Only SELECT is answered here"),
        ("-- why not\nUPDATE core_initiatives SET title_text = 'x'", "Only SELECT is answered here"),
        ("WITH gone AS (DELETE FROM core_places RETURNING 1) SELECT * FROM gone", "Only SELECT is answered here"),
        ("SELECT * INTO mine FROM core_places", "SELECT ... INTO is not allowed here"),
        ("SET default_transaction_read_only = off", "Only SELECT is answered here"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT set_config('transaction_read_only', 'off', false)", "The query failed: transaction read-write mode"),
        ("SELECT nextval('mapping_admin.builds_shown_number_seq')", "Only SELECT is answered here"),
        ("SELECT * FROM core_initiative", "Did you mean core_initiatives?"),
        ("SELECT title FROM core_initiatives", 'column "title" does not exist'),
        ("SELECT 1/0", "division by zero"),
        ("SELEC 1", "syntax error"),
        ("", "The query asks nothing"),
        ("-- nothing", "The query asks nothing"),
        ("SELECT '\ud800'", "not written in UTF-8"),
    ],
)
def test_a_query_that_is_no_question_is_refused_whoever_asks(server: Server, shown, world, sql, sentence):
    with pytest.raises(QueryFailed, match=sentence.replace("?", r"\?")):
        query(Database(server.url(shown)), sql)
    assert query(world, "SELECT count(*) FROM core_places") == [(2,)]


def test_who_may_not_read_contacts_is_told_so(world):
    with pytest.raises(QueryFailed, match="permission denied for schema mapping_contacts; this user may not read that"):
        query(world, "SELECT * FROM mapping_contacts.withheld_values")


def test_practices_are_found_in_every_script_as_in_the_warehouse_file(server: Server):
    answers = {"subject_ref": "R1", "response_id": "r"}
    practices = [{"practice_id": one, "country_code": one[:3], **answers, **texts} for one, texts in TEXTS.items()]
    scores = [{"practice_id": one, "barrier_codes": "consent" if one == "SLV-2" else None} for one in TEXTS]
    tables = {"core_practices": practices, "core_lessons": [LESSON], "report_practices": scores}
    texts = practice_texts(*(shape(rows, table(name)) for name, rows in tables.items()))
    asked = {
        "reintegration": ["MAR-1"],  # without its accents
        "RETOUR": ["MAR-1"],
        '"agent permanent"': ["MAR-1"],  # in a lesson
        '"permanent agent"': [],
        "remes*": ["SLV-1"],  # SLV-2 may not be handed over
        "jovenes OR guichet": ["MAR-1", "SLV-1"],
        "jovenes guichet": [],  # both words
        "semillas NOT jovenes": [],
        "semillas NOT guichet": ["SLV-1"],
        "(jovenes OR guichet) AND retour": ["MAR-1"],
        "الهجرة": ["MAR-2"],  # written للهجرة
        "ادماج": ["MAR-2"],  # written وإدماج
        "कामदार": ["NPL-1"],  # written कामदारको
        "पुनर्एकीकरण": ["NPL-1"],
        "एकीकरण": [],  # a part of a word is none
    }
    with server.connect(server.new_database("searched"), "jmdi_loader") as loader:
        loader.execute("CREATE SCHEMA scratch")
        with loader.transaction():
            loader.execute("SET LOCAL search_path = scratch")
            loader.execute(search_table().encode())
            loader.execute(ASK.encode())
            copy_rows(loader, "practice_search", texts[["practice_id", "country_code", *COLUMNS]])
            found = "SELECT practice_id FROM practice_search WHERE words @@ practice_words(%s) ORDER BY 1"
            assert {words: [one for (one,) in loader.execute(found, [words]).fetchall()] for words in asked} == asked
