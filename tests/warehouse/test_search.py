"""The full-text search over practices: found in every script, asked through the command's own door, and no layer of the map."""

import sqlite3
from contextlib import closing

import pyogrio
import pytest

from schemas.registry import table
from schemas.tables import shape
from steps.codification.search_texts import practice_texts
from warehouse.check_build import check_build
from warehouse.manifest import BrokenBuild
from warehouse.query import QueryFailed, query
from warehouse.search import write_search

TEXTS = {
    "MAR-1": {"title_text": "Un guichet pour les migrants de retour", "steps_text": "1. Accueil 2. Réintégration"},
    "MAR-2": {"title_text": "شباك لاستقبال المهاجرين العائدين", "steps_text": "التوجيه للهجرة الآمنة وإدماج النساء"},
    "NPL-1": {"title_text": "फर्केका कामदारको पुनर्एकीकरण", "keywords_text": "सीप | आप्रवासीहरूलाई"},
    "SLV-1": {"title_text": "Semillas para jóvenes", "keywords_text": "remesas"},
    "SLV-2": {"title_text": "Remesas que no deben salir"},
}
LESSON = {"lesson_id": "L1", "practice_id": "MAR-1", "country_code": "MAR", "response_id": "r",
          "lesson_text": "Un agent permanent vaut mieux."}  # fmt: skip


@pytest.fixture(scope="module")
def indexed(tmp_path_factory):
    """A file with the texts of the practices and their index, and nothing else."""
    answers = {"subject_ref": "R1", "response_id": "r"}
    practices = [{"practice_id": one, "country_code": one[:3], **answers, **texts} for one, texts in TEXTS.items()]
    scores = [{"practice_id": one, "barrier_codes": "consent" if one == "SLV-2" else None} for one in TEXTS]
    tables = {"core_practices": practices, "core_lessons": [LESSON], "report_practices": scores}
    texts = practice_texts(*(shape(rows, table(name)) for name, rows in tables.items()))
    path = tmp_path_factory.mktemp("search") / "texts.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        texts.to_sql("core_practice_texts", connection, index=False)
        write_search(connection)
    return path


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("reintegration", ["MAR-1"]),  # without its accents
        ("RETOUR", ["MAR-1"]),
        ('"agent permanent"', ["MAR-1"]),  # in a lesson
        ("remes*", ["SLV-1"]),  # SLV-2 may not be handed over
        ("jovenes OR guichet", ["MAR-1", "SLV-1"]),
        ("الهجرة", ["MAR-2"]),  # written للهجرة
        ("هجرة", ["MAR-2"]),
        ("ادماج", ["MAR-2"]),  # written وإدماج
        ("عائدين", ["MAR-2"]),
        ("कामदार", ["NPL-1"]),  # written कामदारको
        ("आप्रवासी", ["NPL-1"]),  # written आप्रवासीहरूलाई
        ("पुनर्एकीकरण", ["NPL-1"]),
        ("एकीकरण", []),  # a part of a word is none
    ],
)
def test_practices_are_found_in_every_script(indexed, asked, found):
    sql = f"SELECT practice_id FROM practice_search WHERE practice_search MATCH '{asked}' ORDER BY practice_id"
    assert query(indexed, sql) == [(one,) for one in found]


def test_a_hit_shows_where_it_stands_and_brings_its_record(indexed):
    sql = """SELECT t.response_id, snippet(practice_search, -1, '[', ']', '…', 3) FROM practice_search AS s
             JOIN core_practice_texts AS t ON t.practice_id = s.practice_id WHERE practice_search MATCH 'reintegration' ORDER BY rank"""
    assert query(indexed, sql) == [("r", "…Accueil 2. [Réintégration]")]


@pytest.mark.parametrize(
    "sql",
    ["INSERT INTO practice_search (practice_search) VALUES ('rebuild')", "DELETE FROM practice_search", "PRAGMA user_version = 3"],
)
def test_the_index_cannot_be_changed_through_a_query(indexed, sql):
    with pytest.raises(QueryFailed, match="Only SELECT is answered here"):
        query(indexed, sql)


def test_the_index_of_a_build_is_no_layer_and_a_build_whose_index_is_not_whole_is_refused(geopackage):
    assert [name for name, _ in pyogrio.list_layers(geopackage) if "search" in name] == []
    check_build(geopackage, {})
    geopackage.chmod(0o644)
    with closing(sqlite3.connect(geopackage)) as connection, connection:
        connection.execute("INSERT INTO practice_search_docsize VALUES (1, x'00')")
    with pytest.raises(BrokenBuild, match="The search finds 1 practices where 0 have texts"):
        check_build(geopackage, {})
