"""Lists what the file holds where the format wants it, so that GDAL and QGIS show tables, views and what columns mean."""

import sqlite3

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from warehouse.label_views import LabelView
from warehouse.views import VIEWS

NO_CHANGE = "1970-01-01T00:00:00.000Z"  # the format wants a time of change; a fixed one keeps equal builds equal
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
AS_LAYER = """
    INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
    SELECT ?1, data_type, ?1, ?2, last_change, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = ?3
"""
AS_GEOMETRY = """
    INSERT INTO gpkg_geometry_columns
    SELECT ?1, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = ?2
"""


def list_contents(connection: sqlite3.Connection, label_views: tuple[LabelView, ...]) -> None:
    """List tables and views without a geometry as attributes, and views of a map layer as layers of its extent."""
    connection.execute(f"UPDATE gpkg_contents SET last_change = '{NO_CHANGE}'")  # noqa: S608  (a constant)
    tables = [(one.name, f"{one.description} Grain: {one.grain}.") for one in WAREHOUSE_TABLES]
    views = [(view.name, view.description) for view in VIEWS]
    labelled = [(view.name, view.description) for view in label_views if not view.layer]
    for name, description in (*tables, *views, *labelled):
        list_attributes(connection, name, description)
    for view in label_views:
        if view.layer:
            connection.execute(AS_LAYER, (view.name, view.description, view.layer.name))
            connection.execute(AS_GEOMETRY, (view.name, view.layer.name))


def list_attributes(connection: sqlite3.Connection, name: str, description: str) -> None:
    """List a table or view that has no geometry."""
    insert = "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES (?1, 'attributes', ?1, ?2, ?3)"
    connection.execute(insert, (name, description, NO_CHANGE))


def describe_columns(connection: sqlite3.Connection) -> None:
    """Write what every column of tables and layers means where the format wants it."""
    for statement in SCHEMA_EXTENSION.split(";"):  # executescript would commit
        connection.execute(statement)
    extensions = [(name, SCHEMA_DEFINITION) for name in SCHEMA_TABLES]
    connection.executemany("INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')", extensions)
    described = [(one.name, column.name, column.description) for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values()) for column in one.columns]
    insert = "INSERT INTO gpkg_data_columns (table_name, column_name, name, description) VALUES (?1, ?2, ?2, ?3)"
    connection.executemany(insert, described)
