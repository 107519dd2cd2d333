"""The data package of a build: held to its own description, and to the standard by frictionless.

frictionless reads the rows as pyarrow hands them over: its own reader of Parquet takes an empty number for one that is none, and
counts no bytes.
"""

import copy
import json
from hashlib import sha256

import pyarrow.parquet as pq
import pytest
from frictionless import FrictionlessException, Package

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS

# A part of the tables that refers to nothing outside of it, with every kind of column.
CHECKED = (
    "core_countries", "core_submissions", "core_responses", "core_initiatives", "core_initiative_tags", "core_scaling_steps",
    "core_work_plans", "core_workplan_activities", "report_funding", "report_knowledge_pillars", "report_completeness",
)  # fmt: skip
FILE_PROPERTIES = ("path", "format", "mediatype", "bytes", "hash", "rows")


@pytest.fixture(scope="module")
def build(sample_folder):
    return (sample_folder / "warehouse" / "current").resolve()


@pytest.fixture(scope="module")
def described(build):
    return json.loads((build / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def with_rows(build, described):
    """The description with the rows themselves in place of files, for the tables that are checked."""
    resources = []
    for resource in described["resources"]:
        if resource["name"] in CHECKED:
            rows = pq.read_table(build / resource["path"])
            cells = [list(row) for row in zip(*(column.to_pylist() for column in rows.columns), strict=True)]
            kept = {name: value for name, value in resource.items() if name not in FILE_PROPERTIES}
            kept["schema"] = kept["schema"] | {"foreignKeys": _inside(kept["schema"].get("foreignKeys", []))}
            resources.append(kept | {"data": [rows.column_names, *cells]})
    return described | {"resources": resources}


def _inside(references: list[dict]) -> list[dict]:
    return [one for one in references if one["reference"].get("resource", CHECKED[0]) in CHECKED]


def _faults(package: dict, name: str) -> set[tuple[str, str | None]]:
    report = Package.from_descriptor(package).get_resource(name).validate()
    return {(kind, field) for kind, field in report.flatten(["type", "fieldName"])}


def test_the_description_is_a_data_package_of_every_table_and_layer(described):
    assert Package.validate_descriptor(described).valid
    assert [one["name"] for one in described["resources"]] == [one.name for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values())]


def test_every_file_is_as_described(build, described):
    for resource in described["resources"]:
        content = (build / resource["path"]).read_bytes()
        assert (len(content), f"sha256:{sha256(content).hexdigest()}") == (resource["bytes"], resource["hash"])
        rows = pq.ParquetFile(build / resource["path"])
        assert rows.metadata.num_rows == resource["rows"]
        assert rows.schema_arrow.names == [field["name"] for field in resource["schema"]["fields"]]
    assert {path.relative_to(build).as_posix() for path in (build / "tables").iterdir()} == {one["path"] for one in described["resources"]}


def test_a_build_says_which_it_is_and_whose_the_data_are(build, described):
    about = json.loads((build / "build.json").read_text(encoding="utf-8"))
    assert (described["id"], described["created"], described["version"]) == (build.name, about["made_at"], about["code_version"])
    licensed = {one["name"]: one["licenses"][0]["name"] for one in described["resources"] if "licenses" in one}
    assert licensed["core_places"] == "CC-BY-4.0"
    assert "core_initiatives" not in licensed  # nobody has said so
    assert any("GeoNames" in source["title"] for source in described["sources"])


@pytest.mark.parametrize("name", CHECKED)
def test_the_rows_are_as_described(with_rows, name):
    assert _faults(with_rows, name) == set()


def _field(package: dict, table: str, name: str) -> dict:
    resource = next(one for one in package["resources"] if one["name"] == table)
    return next(field for field in resource["schema"]["fields"] if field["name"] == name)


def test_a_wrong_description_is_found(with_rows):
    wrong = copy.deepcopy(with_rows)
    _field(wrong, "core_initiatives", "title_text")["type"] = "sentence"
    with pytest.raises(FrictionlessException, match="type"):
        Package.from_descriptor(wrong)
    wrong = copy.deepcopy(with_rows)
    _field(wrong, "core_submissions", "round_name")["type"] = "boolean"
    assert _faults(wrong, "core_submissions") == {("type-error", "round_name")}


def test_wrong_data_are_found(with_rows):
    wrong = copy.deepcopy(with_rows)
    rows = next(one for one in wrong["resources"] if one["name"] == "core_initiatives")["data"]
    place = {name: number for number, name in enumerate(rows[0])}
    rows[1][place["status_code"]] = "finished soon"
    rows[2][place["theme_codes"]] = "M1|M99"
    rows[3][place["budget_amount"]] = -1.0
    rows[4][place["title_text"]] = None
    rows[5][place["country_code"]] = "ATL"
    rows[6][place["initiative_id"]] = rows[7][place["initiative_id"]]
    assert _faults(wrong, "core_initiatives") == {
        ("constraint-error", "status_code"), ("constraint-error", "theme_codes"), ("constraint-error", "budget_amount"),
        ("constraint-error", "title_text"), ("foreign-key", None), ("primary-key", None), ("unique-error", "initiative_id"),
    }  # fmt: skip
