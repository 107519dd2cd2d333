"""Keeps a table in a Parquet file, so that it comes back exactly: columns and their types, index, missing values, attributes, geometry."""

import json
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from geopandas.array import GeometryDtype

from pipelines.plain_forms.object_columns import from_plain, kept_objects, objects_again, to_plain

NOTES = b"jmdi"  # what Parquet itself does not say, beside pandas' own notes
GEOMETRY, CATEGORIES, ORDERED, TYPE = "geometry", "categories", "is_ordered", "type"
COMPRESSION = "zstd"


def write_frame(frame: pd.DataFrame, target: Path | BinaryIO, compression: str = COMPRESSION) -> None:
    """Write a table, whose columns are named by texts: equal tables as the same bytes.

    Raises TypeError for an object that has no form in which it could be kept.
    """
    attributes, names = frame.attrs, list(frame.columns)
    apart = {name: frame[name] for name, dtype in frame.dtypes.items() if _is_apart(dtype)}
    plain = pd.DataFrame(frame.drop(columns=list(apart)))
    plain.attrs = {}
    kept = pa.Table.from_pandas(plain)
    layouts: dict[str, Any] = {}
    for name, column in apart.items():
        layouts[str(name)], values = _kept(column)
        kept = kept.append_column(str(name), values)
    notes = {"columns": names, "apart": layouts, "attributes": to_plain(attributes), "has_map": isinstance(frame, gpd.GeoDataFrame)}
    written = kept.replace_schema_metadata({**(kept.schema.metadata or {}), NOTES: json.dumps(notes).encode()})
    pq.write_table(written, target, compression=compression)


def _is_apart(dtype: Any) -> bool:
    # Categories too: pyarrow would lose those of which no row is.
    return isinstance(dtype, GeometryDtype | pd.CategoricalDtype) or pd.api.types.is_object_dtype(dtype)


def _kept(column: pd.Series) -> tuple[Any, pa.Array]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        known = column.dtype.categories
        told = {CATEGORIES: to_plain(known.tolist()), TYPE: str(known.dtype), ORDERED: column.dtype.ordered}
        return told, pa.array(column.cat.codes, pa.int64())
    if not isinstance(column.dtype, GeometryDtype):
        return kept_objects(column.tolist())
    crs = column.array.crs
    return {GEOMETRY: crs.to_wkt() if crs else None}, pa.array(shapely.to_wkb(column.to_numpy()), pa.binary())


def read_frame(source: Path | BinaryIO) -> pd.DataFrame:
    """Return a table that `write_frame` wrote."""
    kept = pq.read_table(source)
    notes = json.loads(kept.schema.metadata[NOTES])
    frame = kept.drop_columns(list(notes["apart"])).to_pandas()
    for name, layout in notes["apart"].items():
        frame[name] = _again(layout, kept[name], frame.index)
    made = frame[notes["columns"]]
    made = gpd.GeoDataFrame(made) if notes["has_map"] else made
    made.attrs = from_plain(notes["attributes"])
    return made


def _again(layout: Any, column: pa.ChunkedArray, index: pd.Index) -> pd.Series:
    if not isinstance(layout, dict):
        return pd.Series(objects_again(layout, column), index=index, dtype=object)
    if CATEGORIES in layout:
        known = pd.Index(from_plain(layout[CATEGORIES]), dtype=layout[TYPE])
        return pd.Series(pd.Categorical.from_codes(column.to_numpy(), known, ordered=layout[ORDERED]), index=index)
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    return gpd.GeoSeries(shapes, index=index, crs=layout[GEOMETRY])
