"""Writes the warehouse file, step by step.

The map layers come first, by pyogrio: they make the file a GeoPackage, and only GDAL may write rows of an indexed layer. Then come
the tables by SQLAlchemy, their rows by the driver, the views, their registration, the styles, and last the search.
"""

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from schemas.failpoints import failpoint
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS, MapLayer
from schemas.tables import Table
from warehouse.check_build import check_allowed
from warehouse.database import metadata
from warehouse.geopackage.contents import describe_columns, list_contents
from warehouse.geopackage.layer_styles import write_layer_styles
from warehouse.label_views import label_views
from warehouse.search import write_search
from warehouse.views import VIEWS

DIALECT = sqlite.dialect(paramstyle="named")  # with named parameters, a percent sign in a comment stays one
NO_WAIT_FOR_THE_DISK = "PRAGMA synchronous = OFF"  # a build is put on the disk as a whole before it is shown, and until then is no one's
NO_WAIT_OF_GDAL = {"OGR_SQLITE_SYNCHRONOUS": "OFF"}
MEMORY_FOR_PAGES = f"PRAGMA cache_size = -{2**16}"  # KiB; with 2 MB, SQLite reads and writes keys of a large table again and again
OLD_ENOUGH = "1.2"  # version of the format: GDAL of 2022, which offices have, warns of 1.4, and nothing here needs it
CHECKED_AFTERWARDS = "PRAGMA ignore_check_constraints = ON"  # codes and ranges of all rows are looked at once, by `check_allowed`
ROWS_AT_ONCE = 2**14  # that are made Python's own values, which take several times the memory of the table
NAN = float("nan")  # SQLite stores it as NULL
# What views of a layer begin with; GDAL takes OGC_FID, and nothing else, for the number of a row of a view.
COLUMNS_OF_LAYERS = f"t.fid AS OGC_FID, t.{GEOMETRY}"


def write_geopackage(path: Path, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Write all tables and map layers of the warehouse to a new file, which is read-only afterwards.

    `frames` holds every table of `WAREHOUSE_TABLES` by name, `layers` every one of `MAP_LAYERS`.
    Raises BrokenBuild for a code or number that the registry does not allow.
    """
    pyogrio.set_gdal_config_options(NO_WAIT_OF_GDAL)
    for layer in MAP_LAYERS.values():
        _write_layer(path, layer, layers[layer.name])
        failpoint("load.layer")
    labelled = label_views(COLUMNS_OF_LAYERS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(NO_WAIT_FOR_THE_DISK)
        connection.execute(MEMORY_FOR_PAGES)
        connection.execute(CHECKED_AFTERWARDS)
        with connection:
            _run(connection, map(CreateTable, metadata().sorted_tables))
            for one in WAREHOUSE_TABLES:
                _insert(connection, one, frames[one.name])
                failpoint("load.table")
            check_allowed(connection)
            # Last, since an index that is there already is written anew with every row.
            _run(connection, (CreateIndex(index) for one in metadata().sorted_tables for index in sorted(one.indexes, key=str)))
            for name, sql in [*((view.name, view.sql) for view in VIEWS), *((view.name, view.sql) for view in labelled)]:
                connection.execute(f"CREATE VIEW {name} AS {sql}")
            list_contents(connection, labelled)
            describe_columns(connection)
            write_layer_styles(connection)
        failpoint("load.tables")
        with connection:
            write_search(connection)
    path.chmod(0o444)
    failpoint("load.geopackage")


def _write_layer(path: Path, layer: MapLayer, frame: gpd.GeoDataFrame) -> None:
    """Write a map layer; the first makes the file. Raises OSError when the disk takes no more."""
    options = {"DESCRIPTION": layer.description, "GEOMETRY_NAME": GEOMETRY, "FID": "fid"}
    try:
        pyogrio.write_dataframe(
            frame, path, layer=layer.name, driver="GPKG", geometry_type=layer.geometry_type, layer_options=options, append=path.exists(),
            dataset_options=None if path.exists() else {"VERSION": OLD_ENOUGH},
        )  # fmt: skip
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as fault:
        # GDAL often tells what followed, such as a table that is not there, and not that the disk was full: the disk is asked.
        _try_disk(path.with_name(f"{path.name}-trial"))
        if "disk" in str(fault):
            raise OSError(errno.ENOSPC if "full" in str(fault) else errno.EIO, "GDAL cannot write", str(path)) from fault
        raise


def _try_disk(trial: Path) -> None:
    """Write a megabyte beside the file and take it away again. Raises OSError when the disk does not take it."""
    try:
        trial.write_bytes(bytes(2**20))
    finally:
        trial.unlink(missing_ok=True)


def _run(connection: sqlite3.Connection, statements: Iterable[ExecutableDDLElement]) -> None:
    for statement in statements:
        connection.execute(str(statement.compile(dialect=DIALECT)))


def _insert(connection: sqlite3.Connection, declared: Table, frame: pd.DataFrame) -> None:
    marks = ", ".join("?" * len(declared.columns))
    flags = {column.name: "Int64" for column in declared.columns if column.kind == "flag"}
    parts = (frame.iloc[start : start + ROWS_AT_ONCE].astype(flags) for start in range(0, len(frame), ROWS_AT_ONCE))
    rows = chain.from_iterable(_rows(part[declared.column_names]) for part in parts)
    connection.executemany(f"INSERT INTO {declared.name} VALUES ({marks})", rows)  # noqa: S608  (names of the registry)


def _rows(part: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Return rows as the driver takes them quickest: it asks of each None and bool whether some adapter wants it, and NaN is NULL, too."""
    return zip(*(part[name].to_numpy(dtype=object, na_value=NAN).tolist() for name in part), strict=True)
