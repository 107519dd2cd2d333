"""Tables as Parquet and map layers as GeoParquet, typed by the registry, with the meaning of every column in the file itself.

The same rows give the same bytes, so that a hash tells whether a table has changed.
"""

import io
import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS
from schemas.tables import Column, Table

TYPES = {"Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_(), "str": pa.utf8()}
GEOPARQUET_VERSION = "1.1.0"
GEOMETRY_TEXT = "The shape, in WGS 84 (longitude, latitude), as WKB."
ROWS_IN_A_GROUP = 2**17  # what a reader takes into memory at once


def table_files(frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, bytes]:
    """Return the files of a build's tables and map layers, by their path in the build.

    `frames` holds every table of `WAREHOUSE_TABLES` by name, `layers` every one of `MAP_LAYERS`.
    """
    tables = {one.parquet_path: _parquet(_arrow(one, frames[one.name])) for one in WAREHOUSE_TABLES}
    return tables | {
        one.parquet_path: _parquet(_with_geometry(_arrow(one, layers[one.name]), layers[one.name])) for one in MAP_LAYERS.values()
    }


def _parquet(table: pa.Table) -> bytes:
    written = io.BytesIO()
    pq.write_table(table, written, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
    return written.getvalue()


def _arrow(declared: Table, frame: pd.DataFrame) -> pa.Table:
    fields = [_field(column, is_filled=column.is_required or column.name in declared.key) for column in declared.columns]
    about = {"title": declared.name, "description": declared.description, "grain": declared.grain}
    arrays = [_array(column, frame[column.name]) for column in declared.columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about))


def _field(column: Column, is_filled: bool) -> pa.Field:
    about = {"description": column.description, "kind": column.kind, "code_list": column.code_list, "references": column.references}
    return pa.field(column.name, _type(column), nullable=not is_filled, metadata={key: text for key, text in about.items() if text})


def _type(column: Column) -> pa.DataType:
    return pa.date32() if column.kind == "date" else TYPES[column.dtype]


def _array(column: Column, values: pd.Series) -> pa.Array:
    """Return the values of a column; a date that is none raises ArrowInvalid, as only a fault of the program lets one come so far."""
    given = pa.array(values, type=TYPES[column.dtype], from_pandas=True)
    given = given.combine_chunks() if isinstance(given, pa.ChunkedArray) else given
    return given.cast(_type(column))


def _with_geometry(table: pa.Table, layer: gpd.GeoDataFrame) -> pa.Table:
    shapes = pa.array(layer.geometry.to_wkb(), type=pa.binary())
    field = pa.field(GEOMETRY, pa.binary(), metadata={"description": GEOMETRY_TEXT})
    about = table.schema.metadata | {b"geo": json.dumps(_geo(layer), sort_keys=True).encode()}
    return table.append_column(field, shapes).replace_schema_metadata(about)


def _geo(layer: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return what GeoParquet says of the geometry column (geoparquet.org, version 1.1.0)."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(set(layer.geometry.geom_type.dropna()))}
    column["crs"] = layer.crs.to_json_dict()
    if layer.geometry.notna().any():  # without a shape there are no bounds, and NaN is no JSON
        column["bbox"] = layer.total_bounds.tolist()
    return {"version": GEOPARQUET_VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
