"""Comparing on Spark, where a team outgrows one machine: the same settings find the same pairs with the same weights as on DuckDB."""

import random
import shutil

import pandas as pd
import pytest

from schemas.initiative_weights import initiative_weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity import compare as comparing
from steps.identity.compare import compare

pytestmark = pytest.mark.prove

# What reports may say, so that every level of every comparison is found between some two of them; a missing value says nothing.
SAID = {
    "title_whole_text": (None, None, "green oasis of the women of tafilalet"),
    "title_key": (None, None, None, "agriculture oasis women"),
    "field_key": (None, None, "integration migrant municipality", "integration return work"),
    "title_names": (None, None, "tafilalet vert", "izzouran"),
    "title_words": ("oasis|women", "integration|migrant", "migrant|integration|school", None),
    "telling_words": ("oasis|women", "oasis|women|water|school", "oasis|school|road|women", "oasis|road|water", "road|clinic", "clinic"),
    "content_words": ("a|b|c|d|e", "a|b|c|d|e|f", "c|d|e", "e|x", "y", None),
    "project_codes": (None, None, "P69", "P96", "T218"),
    "project_code_marks": (None, "P(69)", "P(69)", "T(12)8|T2(18)"),
    "phase_count": (1, 1, 2, 2, 3),
    "lead_actor_ids": (None, None, "MAR-1"),
    "local_actor_ids": (None, "MAR-1", "MAR-1|MAR-2", "MAR-3"),
    "wide_actor_ids": (None, "IOM", "IOM|UNDP", "IOM|UNDP|EU", "FAO"),
    "place_ids": (None, "P1", "P1|P2", "P1|P2|P3", "P4", "P5"),
    "admin2_ids": (None, "D1", "D2"),
    "admin1_ids": (None, "R1", "R2"),
    "foreign_place_ids": (None, "FR", "IT"),
    "latitude": (None, 34.0, 34.1, 30.0),
    "start_day_number": (None, None, 41_000),
    "start_month_number": (None, 1347, 1348, 1360),
    "start_year": (None, 2012, 2013, 2020),
    "end_month_number": (None, 1400, 1401),
    "end_year": (None, 2016, 2017),
    "budget_usd": (None, 1000.0, 1010.0, 1150.0, 9000.0),
    "web_page_text": (None, "example.org/one", "example.org/two"),
}


@pytest.fixture
def spark(tmp_path):
    """Return Splink's Spark backend, on a Spark that runs on this machine alone."""
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java, which is not installed")
    from splink import SparkAPI

    asked = {"spark.sql.shuffle.partitions": 2, "spark.ui.enabled": False, "spark.sql.warehouse.dir": str(tmp_path)}
    session = sql.SparkSession.builder.master("local[2]").config(map=asked).getOrCreate()
    session.sparkContext.setCheckpointDir(str(tmp_path))
    yield SparkAPI(spark_session=session, num_partitions_on_repartition=2, register_udfs_automatically=False)
    session.stop()


def test_spark_finds_the_pairs_and_weights_that_duckdb_finds(spark, monkeypatch):
    chance = random.Random(3)
    reports = [{name: chance.choice(values) for name, values in SAID.items()} for _ in range(60)]
    same = {"country_code": "MAR", "block_keys": "MAR all", "longitude": -4.0}
    rows = [report | same | {"reported_id": f"MAR-{number:02d}"} for number, report in enumerate(reports)]
    descriptions = shape(rows, table("clean_initiative_descriptions"))
    here = compare(descriptions, initiative_weights(), keeps_all=True)
    every = {f"{code}.{level}" for code, levels in initiative_weights().comparisons.items() for level in levels}
    assert set(here["level_codes"].dropna().str.split("|").explode()) == every
    monkeypatch.setattr(comparing, "REPORTS_AT_ONCE", 40)  # in two parts, as where there are very many
    there = compare(descriptions, initiative_weights(), spark, keeps_all=True)
    pd.testing.assert_frame_equal(there, here)
