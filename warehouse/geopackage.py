"""Writes the warehouse file: a GeoPackage that is a relational database and a map at once.

The map layers come first, by pyogrio: they make the file a GeoPackage, and only GDAL may write rows of an indexed layer. Then come
the tables by SQLAlchemy, their rows by the driver, their registration, so that QGIS and GDAL list them, and last the search.
"""

import errno
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import sqlalchemy as sa

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS, MapLayer
from schemas.tables import Table
from warehouse.database import metadata
from warehouse.search import write_search
from warehouse.views import VIEWS

NO_CHANGE = "1970-01-01T00:00:00.000Z"  # the format wants a time of change; a fixed one keeps equal builds equal
NO_WAIT_FOR_THE_DISK = "PRAGMA synchronous = OFF"  # a build is put on the disk as a whole before it is shown, and until then is no one's
# The format's own tables for what columns mean: GDAL and QGIS show the descriptions.
SCHEMA_EXTENSION = """
    CREATE TABLE gpkg_data_columns (
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
        CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name)
    );
    CREATE TABLE gpkg_data_column_constraints (
        constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
        max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
    )
"""
SCHEMA_TABLES = ("gpkg_data_columns", "gpkg_data_column_constraints")
SCHEMA_DEFINITION = "http://www.geopackage.org/spec/#extension_schema"


def write_geopackage(path: Path, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Write all tables and map layers of the warehouse to a new file, which is read-only afterwards.

    `frames` holds every table of `WAREHOUSE_TABLES` by name, `layers` every one of `MAP_LAYERS`.
    """
    for layer in MAP_LAYERS.values():
        _write_layer(path, layer, layers[layer.name])
    # URL.create takes the path as it is: in a URL written out, % and ? would mean something else.
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    with engine.begin() as connection:
        connection.exec_driver_sql(NO_WAIT_FOR_THE_DISK)
        metadata().create_all(connection, checkfirst=False)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(NO_WAIT_FOR_THE_DISK)
        with connection:
            for one in WAREHOUSE_TABLES:
                _insert(connection, one, frames[one.name])
            for view in VIEWS:
                connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
            _register(connection)
            _describe_columns(connection)
        connection.execute("VACUUM")
        with connection:
            write_search(connection)
    path.chmod(0o444)


def _write_layer(path: Path, layer: MapLayer, frame: gpd.GeoDataFrame) -> None:
    """Write a map layer; the first makes the file. Raises OSError when the disk takes no more."""
    options = {"DESCRIPTION": layer.description, "GEOMETRY_NAME": GEOMETRY, "FID": "fid"}
    try:
        pyogrio.write_dataframe(
            frame, path, layer=layer.name, driver="GPKG", geometry_type=layer.geometry_type, layer_options=options, append=path.exists()
        )
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


def _insert(connection: sqlite3.Connection, declared: Table, frame: pd.DataFrame) -> None:
    marks = ", ".join("?" * len(declared.columns))
    values = frame[declared.column_names].astype(object)
    rows = values.where(values.notna(), None).itertuples(index=False, name=None)
    connection.executemany(f"INSERT INTO {declared.name} VALUES ({marks})", rows)


def _register(connection: sqlite3.Connection) -> None:
    """List the relational tables and the views in gpkg_contents, without which GDAL does not show them."""
    listed = [(one.name, f"{one.description} Grain: {one.grain}.") for one in WAREHOUSE_TABLES]
    connection.execute(f"UPDATE gpkg_contents SET last_change = '{NO_CHANGE}'")
    listed += [(view.name, view.description) for view in VIEWS]
    connection.executemany(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        f"VALUES (?1, 'attributes', ?1, ?2, '{NO_CHANGE}')",
        listed,
    )


def _describe_columns(connection: sqlite3.Connection) -> None:
    """Write what every column of tables and layers means where the format wants it."""
    for statement in SCHEMA_EXTENSION.split(";"):  # executescript would commit
        connection.execute(statement)
    extensions = [(name, SCHEMA_DEFINITION) for name in SCHEMA_TABLES]
    connection.executemany("INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')", extensions)
    described = [(one.name, column.name, column.description) for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values()) for column in one.columns]
    insert = "INSERT INTO gpkg_data_columns (table_name, column_name, name, description) VALUES (?1, ?2, ?2, ?3)"
    connection.executemany(insert, described)
