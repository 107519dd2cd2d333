"""The files for other tools that a build of the sample deliveries holds: whole, valid, and without any invented example."""

import csv
import io
import json
from pathlib import Path

import feedparser
import hxl
import pytest
import yaml

EXAMPLES = "-EX-"  # what ids of invented examples of the sample deliveries hold


@pytest.fixture(scope="module")
def build(sample_folder: Path) -> Path:
    return sample_folder / "warehouse" / "current"


def column(path: Path, name: str) -> list[str]:
    lines = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    return [row[name] for row in csv.DictReader(lines)]


@pytest.mark.parametrize("name", ["3w.csv", "3w.xlsx"])
def test_libhxl_finds_no_error_in_the_3w(build, name):
    found = hxl.validate(hxl.data(str(build / name), hxl.InputOptions(allow_local=True)))
    assert (found["stats"]["error"], found["stats"]["warning"]) == (0, 0)


def test_all_files_hold_the_same_initiatives_and_no_invented_example(build):
    initiatives = set(column(build / "csv" / "core_initiatives.csv", "initiative_id"))
    assert len(initiatives) > 100
    assert not [one for one in initiatives if EXAMPLES in one]
    assert set(column(build / "3w.csv", "Initiative id")) - {"#activity+id+code"} == initiatives
    features = json.loads((build / "initiatives.geojson").read_bytes())["features"]
    assert {one["properties"]["initiative_id"] for one in features} == initiatives
    places = set(column(build / "csv" / "core_initiative_places.csv", "initiative_place_id"))
    assert {one["properties"]["initiative_place_id"] for one in features if one["properties"]["place_count"]} == places
    assert set(column(build / "case-studies.csv", "initiative_id")) - {""} <= initiatives


def test_every_file_belongs_to_the_build(build):
    citation = yaml.safe_load((build / "CITATION.cff").read_bytes())
    assert citation["version"] == build.resolve().name
    assert f"Build {build.resolve().name}" in (build / "LICENCE.txt").read_text(encoding="utf-8")
    feed = feedparser.parse(build / "site" / "downloads" / "changes.atom")
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["The first build"]
