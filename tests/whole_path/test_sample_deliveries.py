"""The eight sample deliveries, through the command, into a warehouse: what an analyst relies on."""

import csv
import sqlite3
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from schemas.reference_files import CHECKOUT
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.changes import TOLD_OF_BUILDS
from tests.commands import run_jmdi

GOLDENS = Path(__file__).parent / "goldens"
GOLDEN_TABLES = [
    "core_initiatives", "core_initiative_places", "core_actors", "core_initiative_actors", "core_finance", "core_practices",
    "core_findings", "core_initiative_pairs", "core_initiative_redirects",
    *(one.name for one in WAREHOUSE_TABLES if one.layer == "report" and one.name not in ("report_territories", "report_builds")),
]  # fmt: skip
FACTS = CHECKOUT / "scripts" / "sample_facts" / "initiatives.csv"


@pytest.fixture(scope="module")
def warehouse(sample_folder):
    with sqlite3.connect(f"file:{sample_folder / 'warehouse' / 'current' / 'mapping.gpkg'}?mode=ro", uri=True) as connection:
        yield connection


@pytest.mark.parametrize("name", GOLDEN_TABLES)
def test_the_tables_are_as_they_were(warehouse, name, rewrites_goldens):
    keys = ", ".join(table(name).key)
    frame = pd.read_sql(f"SELECT * FROM {name} ORDER BY {keys}", warehouse)
    golden = GOLDENS / f"{name}.csv"
    if rewrites_goldens:
        frame.to_csv(golden, index=False, lineterminator="\n")
    assert frame.to_csv(index=False, lineterminator="\n") == golden.read_text(encoding="utf-8"), "differs; see `make goldens`"


def _facts() -> set[tuple[str, str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return {(fact["country"], fact["record_id"], fact["title"]) for fact in csv.DictReader(file)}


def test_every_fact_is_in_exactly_one_workbook_and_reaches_the_warehouse(warehouse):
    facts = _facts()
    assert len(facts) == 141
    statements = warehouse.execute(
        "SELECT r.country_code, json_extract(r.answers_json, '$.initiative_ref'), json_extract(r.answers_json, '$.title_text') "
        "FROM core_lineage AS l JOIN core_responses AS r ON r.response_id = l.response_id "
        "JOIN core_submissions AS s ON s.submission_id = r.submission_id "
        "WHERE l.table_name = 'core_initiatives' AND s.is_example IS NOT TRUE"
    ).fetchall()
    assert sorted(statements) == sorted(facts)


def test_what_is_invented_is_told_apart_from_what_is_real(warehouse):
    invented = {row[0] for row in warehouse.execute("SELECT record_id FROM example_records WHERE table_name = 'core_initiatives'")}
    titles = dict(warehouse.execute("SELECT initiative_id, title_text FROM core_initiatives"))
    assert invented == {one for one, title in titles.items() if title.startswith(("Exemple", "Ejemplo", "Example"))}
    assert {one[:3] for one in invented} == {"MAR", "ECU", "PHL", "TUN"}


def test_the_reports_of_one_initiative_are_one_and_each_of_their_ids_leads_to_it(warehouse):
    groups = dict(warehouse.execute("SELECT initiative_id, group_concat(reported_id, ' ') FROM core_identity_ledger GROUP BY 1"))
    assert groups["TUN-R017"] == "TUN-R017 TUN-R018 TUN-R019 TUN-R020 TUN-R021"  # one in two languages, from five respondents
    assert groups["MAR-R057"] == "MAR-R057"  # the second phase of MAR-R238
    redirects = dict(warehouse.execute("SELECT old_id, initiative_id FROM core_initiative_redirects"))
    assert redirects["TUN-R021"] == "TUN-R017"
    real = {one for one in {*groups, *redirects} if "-EX-" not in one}
    assert real == {f"{country}-{record}" for country, record, _ in _facts()}


def test_every_pair_is_explained_by_weights_that_add_up(warehouse):
    sums = "SELECT pair_id, match_weight, sum(weight) AS sum FROM pair_reasons GROUP BY 1, 2"
    assert warehouse.execute(f"SELECT pair_id FROM ({sums}) WHERE abs(match_weight - sum) > 1e-6 OR sum IS NULL").fetchall() == []
    pairs, explained = (f"SELECT count(DISTINCT pair_id) FROM {name}" for name in ("core_initiative_pairs", "pair_reasons"))
    assert warehouse.execute(pairs).fetchall() == warehouse.execute(explained).fetchall()


def test_every_row_received_is_accounted_for_by_country(warehouse):
    rows = warehouse.execute(
        """SELECT country_code, received_count, form_count + accepted_count + held_back_count + superseded_count
           FROM report_submission_quality"""
    ).fetchall()
    assert len(rows) == 8
    assert all(received == accounted > 0 for _, received, accounted in rows)


def test_a_value_says_which_cell_it_came_from(warehouse):
    origin = warehouse.execute(
        "SELECT file_name, sheet_name, cell_name, value_text FROM value_origins "
        "WHERE table_name = 'core_initiatives' AND record_id = 'MAR-R069' AND column_name = 'budget_amount'"
    ).fetchall()
    assert [(file, sheet, value) for file, sheet, _, value in origin] == [("MAR/2015/mar-survey-2015.xlsx", "Initiatives", "9 millions")]
    import openpyxl

    book = openpyxl.load_workbook(CHECKOUT / "raw" / origin[0][0])
    assert book[origin[0][1]][origin[0][2]].value == "9 millions"


def test_the_map_layer_opens_with_points_in_their_country(sample_folder):
    points = gpd.read_file(sample_folder / "warehouse" / "current" / "mapping.gpkg", layer="map_initiative_places", bbox=(-14, 27, -1, 36))
    assert points.crs.to_epsg() == 4326
    assert set(points["country_code"]) == {"MAR"}
    assert len(points) > 40


def test_contacts_are_in_the_restricted_store_and_nowhere_else(sample_folder):
    restricted = (sample_folder / "warehouse" / "current").resolve() / "restricted" / "contacts.sqlite"
    assert restricted.stat().st_mode & 0o777 == 0o600
    assert restricted.parent.stat().st_mode & 0o777 == 0o700
    with sqlite3.connect(restricted) as connection:
        kept = {row[0] for row in connection.execute("SELECT value_text FROM withheld_values WHERE reason_code = 'contact'")}
    assert "contact.mar@example.org" in kept
    canaries = [b"contact.mar@example.org", b"Contact d'exemple", b"City Planning and Development Officer"]
    leaks = [
        path
        for path in sample_folder.rglob("*")
        if path.is_file() and path != restricted and any(canary in path.read_bytes() for canary in canaries)
    ]
    assert leaks == []


@pytest.mark.prove  # on one country's deliveries, the suite proves it where a refresh is killed
def test_two_refreshes_give_the_same_tables(sample_folder, tmp_path):
    before = _tables(sample_folder)
    assert run_jmdi("refresh", folder=tmp_path).returncode == 0
    assert _tables(tmp_path) == before


def _tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(f"file:{folder / 'warehouse' / 'current' / 'mapping.gpkg'}?mode=ro", uri=True) as connection:
        names = [one.name for one in WAREHOUSE_TABLES if one.name not in TOLD_OF_BUILDS]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
