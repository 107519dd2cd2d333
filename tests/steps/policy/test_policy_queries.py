"""The worked queries on policy plans, on a warehouse made of one delivery: from a national change to the cells of its local origin."""

from pathlib import Path

import pytest

from schemas.registry import WAREHOUSE_TABLES, table
from schemas.tables import shape
from tests.warehouse_file import write_warehouse_file
from warehouse.dictionary import codes
from warehouse.query import query

QUERIES = Path(__file__).parents[3] / "warehouse" / "queries"


@pytest.fixture(scope="module")
def geopackage(tables, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("warehouse") / "mapping.gpkg"
    frames = {one.name: tables.get(one.name, shape([], table(one.name))) for one in WAREHOUSE_TABLES} | {"core_codes": codes()}
    write_warehouse_file(path, frames)
    return path


def test_a_national_change_leads_to_the_cells_that_report_its_local_origin(geopackage):
    answer = query(geopackage, (QUERIES / "from_policy_change_to_local_cells.sql").read_text(encoding="utf-8"))
    assert {row[:5] for row in answer} == {("SEN", "Loi sur la diaspora", "ADP", 1, "Daara")}
    assert [(row[5], *row[10:]) for row in answer] == [
        (1, "Policy work plan", "G2", "Loi sur la diaspora"),
        (1, "Policy work plan", "H2", "Adopted"),
        (1, "Policy work plan", "I2", "Loi 2015-07"),
        (1, "Policy work plan", "L2", "R1"),
        (1, "Policy work plan", "M2", "G1 | G9"),
        (2, "Codification", "C2", "R1"),
        (2, "Codification", "D2", "Le guichet"),
        (3, "Initiatives", "B2", "Daara"),
        (4, "Initiatives", "C2", "A1"),
        (5, "Locations", "B2", "Louga"),
    ]


def test_the_plan_of_a_country_is_one_table(geopackage):
    sql = (QUERIES / "country_policy_plan.sql").read_text(encoding="utf-8")
    answer = query(geopackage, sql.replace("'MAR'", "'SEN'"))
    assert [row[3] for row in answer] == ["SEN-W5", "SEN-W1", "SEN-W2", "SEN-W3", "SEN-W4"]
    assert answer[1][:9] == (
        "PLAN migration", 2015, "Intégrer", "SEN-W1", "Plaidoyer", "National", "Loi sur la diaspora", "Commune de Louga", "ONG Yakaar",
    )  # fmt: skip
    assert answer[1][9:18] == (None, "2015-06", "Ongoing", None, 1, 3, "2015-09-28", None, "Adopted")
