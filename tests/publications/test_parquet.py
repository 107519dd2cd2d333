"""A table as Parquet and a map layer as GeoParquet: what is in them, and how R, Python and DuckDB read them."""

import datetime
import io
import shutil
import subprocess

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publications.data_package.parquet import table_files
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.tables import shape

INITIATIVES = [
    {"initiative_id": "MAR-R1", "country_code": "MAR", "initiative_ref": "R1", "title_text": "Oasis « vive »", "start_date": "1650-03-01",
     "is_locally_led": True, "budget_amount": 9e6, "response_count": 2, "response_id": "r/1"},
    {"initiative_id": "NPL-R2", "country_code": "NPL", "initiative_ref": "R2", "title_text": "पुनर्एकीकरण", "response_count": 1,
     "response_id": "r/2"},
]  # fmt: skip
POINT = {"initiative_place_id": "p-1", "initiative_id": "MAR-R1", "country_code": "MAR", "place_name": "L'Oriental", "title_text": "Oasis"}


def _files(initiatives: list[dict[str, object]]) -> dict[str, bytes]:
    frames = {one.name: shape([], one) for one in WAREHOUSE_TABLES} | {"core_initiatives": shape(initiatives, table("core_initiatives"))}
    layers = {}
    for name, layer in MAP_LAYERS.items():
        rows = shape([POINT] if name == "map_initiative_places" else [], layer)
        layers[name] = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy([-1.9] * len(rows), [34.7] * len(rows)), crs="EPSG:4326")
    return table_files(frames, layers)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    (folder / "tables").mkdir()
    for name, content in _files(INITIATIVES).items():
        (folder / name).write_bytes(content)
    return folder


def test_values_are_typed_and_what_is_missing_is_missing(folder):
    rows = pq.read_table(folder / "tables" / "core_initiatives.parquet")
    columns = ["title_text", "start_date", "is_locally_led", "budget_amount", "response_count"]
    assert rows.select(columns).schema.types == [pa.utf8(), pa.date32(), pa.bool_(), pa.float64(), pa.int64()]
    assert rows.select(columns).to_pylist() == [
        dict(zip(columns, ("Oasis « vive »", datetime.date(1650, 3, 1), True, 9e6, 2), strict=True)),
        dict(zip(columns, ("पुनर्एकीकरण", None, None, None, 1), strict=True)),
    ]


def test_a_file_says_what_its_columns_mean(folder):
    schema = pq.read_schema(folder / "tables" / "core_initiatives.parquet")
    declared = table("core_initiatives")
    assert schema.names == declared.column_names
    assert [field.metadata[b"description"].decode() for field in schema] == [column.description for column in declared.columns]
    assert schema.field("status_code").metadata[b"code_list"] == b"initiative_statuses"


def test_the_same_rows_give_the_same_bytes_and_others_give_others():
    first, again = _files(INITIATIVES), _files(INITIATIVES)
    changed = _files([INITIATIVES[0] | {"title_text": "Oasis"}, INITIATIVES[1]])
    assert first == again
    assert {name for name, content in changed.items() if content != first[name]} == {"tables/core_initiatives.parquet"}


def test_a_date_that_is_none_is_a_fault_of_the_program():
    with pytest.raises(pa.ArrowInvalid):
        _files([INITIATIVES[0] | {"start_date": "2015-02-30"}])


def test_pandas_geopandas_and_duckdb_read_them_without_an_extension(folder):
    titles = pd.read_parquet(folder / "tables" / "core_initiatives.parquet")["title_text"]
    assert titles.tolist() == ["Oasis « vive »", "पुनर्एकीकरण"]
    points = gpd.read_parquet(folder / "tables" / "map_initiative_places.parquet")
    assert (points.crs.to_epsg(), points.geometry[0].wkt, points["place_name"][0]) == (4326, "POINT (-1.9 34.7)", "L'Oriental")
    places, initiatives = (f"'{folder}/tables/{name}.parquet'" for name in ("map_initiative_places", "core_initiatives"))
    asked = f"SELECT p.place_name, year(i.start_date) FROM {places} AS p JOIN {initiatives} AS i USING (initiative_id)"
    with duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        assert connection.execute(asked).fetchall() == [("L'Oriental", 1650)]


def _has_arrow_for_r() -> bool:
    asked = ["Rscript", "-e", 'quit(status = !requireNamespace("arrow", quietly = TRUE))']
    return shutil.which("Rscript") is not None and subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _has_arrow_for_r(), reason="needs R with its package arrow")
def test_arrow_of_r_reads_them(folder):
    asked = "cat(format(arrow::read_parquet('tables/core_initiatives.parquet')$start_date[1]))"
    done = subprocess.run(["Rscript", "-e", asked], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == "1650-03-01"


def test_a_layer_without_shapes_is_still_one():
    rows = shape([POINT], MAP_LAYERS["map_initiative_places"])
    layers = {name: gpd.GeoDataFrame(shape([], one), geometry=[], crs="EPSG:4326") for name, one in MAP_LAYERS.items()}
    layers["map_initiative_places"] = gpd.GeoDataFrame(rows, geometry=[None], crs="EPSG:4326")
    files = table_files({one.name: shape([], one) for one in WAREHOUSE_TABLES}, layers)
    for name in MAP_LAYERS:
        content = files[f"tables/{name}.parquet"]
        assert "NaN" not in pq.read_schema(io.BytesIO(content)).metadata[b"geo"].decode()
        assert gpd.read_parquet(io.BytesIO(content)).crs.to_epsg() == 4326
