"""Loads a build into a new schema: tables with their rows, keys, references, checks, indexes and comments, map layers, views, search.

All of it is one transaction, since only rows that come by COPY FREEZE into a table of the same transaction are seen by whoever looks at
the database as it was before: a reader's REPEATABLE READ that began before the switch finds tables with rows, and not empty ones.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, ExecutableDDLElement, SetColumnComment, SetTableComment

from schemas.failpoints import failpoint
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS, MapLayer
from schemas.registry.restricted import RESTRICTED_TABLES
from warehouse.database import metadata_with_layers
from warehouse.label_views import label_views
from warehouse.postgresql.functions import SHARED_WITH_SQLITE
from warehouse.postgresql.search import ASK, SEARCH_INDEX, search_table
from warehouse.search import COLUMNS as SEARCHED
from warehouse.search import SEARCH, TEXTS
from warehouse.views import VIEWS

Connection = psycopg.Connection[Any]
# With named parameters, a percent sign in a comment stays one.
DIALECT = postgresql.dialect(paramstyle="named")
AS_CSV = pyarrow.csv.WriteOptions(include_header=False, quoting_style="all_valid", batch_size=4096)  # so that '' is no NULL
WGS_84 = 4326
NOT_A_CHARACTER = "\ufffd"  # PostgreSQL takes no character 0; it is shown as what it is, a character that cannot be shown


def load_tables(connection: Connection, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Make and fill all that the schema `mapping` holds, in the first schema of the search path. To be called in a transaction."""
    declared = metadata_with_layers().sorted_tables
    _run(connection, [CreateTable(one, include_foreign_key_constraints=[]) for one in declared])
    for layer in MAP_LAYERS.values():
        _run(connection, [f"ALTER TABLE {layer.name} ADD COLUMN {GEOMETRY} geometry({layer.geometry_type}, {WGS_84})"])
    _run(connection, [search_table(), SHARED_WITH_SQLITE, ASK])
    for one in WAREHOUSE_TABLES:
        copy_rows(connection, one.name, frames[one.name][one.column_names])
        failpoint("load.database_table")
    for layer in MAP_LAYERS.values():
        copy_rows(connection, layer.name, _with_hexadecimal_geometry(layer, layers[layer.name]))
    copy_rows(connection, SEARCH, frames[TEXTS][["practice_id", "country_code", *SEARCHED]])
    _run(connection, [*_references(declared), *_indexes(declared), *_comments(declared), *_views()])
    _run(connection, [f"ANALYZE {one.name}" for one in declared] + [f"ANALYZE {SEARCH}"])


def load_restricted(connection: Connection, frames: Mapping[str, pd.DataFrame]) -> None:
    """Make and fill the tables of RESTRICTED_TABLES, in the first schema of the search path: all that they hold is text.

    The server gathers no statistics of them: these would hold names and addresses, in a table of its own that nobody could erase from.
    """
    for one in RESTRICTED_TABLES:
        columns = [f"{column.name} text{' NOT NULL' if column.is_required else ''}" for column in one.columns]
        made = f"CREATE TABLE {one.name} ({', '.join(columns)}, PRIMARY KEY ({', '.join(one.key)}))"
        told = [f"COMMENT ON COLUMN {one.name}.{column.name} IS {_quoted(column.description)}" for column in one.columns]
        unlooked = [f"ALTER TABLE {one.name} ALTER COLUMN {column.name} SET STATISTICS 0" for column in one.columns]
        _run(connection, [made, f"COMMENT ON TABLE {one.name} IS {_quoted(f'{one.description} Grain: {one.grain}.')}", *told, *unlooked])
        copy_rows(connection, one.name, frames[one.name][one.column_names])


def copy_rows(connection: Connection, name: str, frame: pd.DataFrame) -> None:
    """Put the rows of a frame into a table that this transaction made. CSV from Arrow takes half the time of rows in binary."""
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT CSV, FREEZE)").format(sql.Identifier(name), columns)
    with connection.cursor().copy(statement) as copy:
        pyarrow.csv.write_csv(_without_zeros(pa.Table.from_pandas(frame, preserve_index=False)), pa.PythonFile(_Sink(copy), "w"), AS_CSV)


class _Sink:
    """What Arrow writes to: the COPY."""

    closed = False

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy

    def write(self, block: bytes) -> int:
        self._copy.write(block)
        return len(block)

    def flush(self) -> None:
        """Do nothing: the COPY flushes when it ends."""

    def close(self) -> None:
        """Do nothing: whoever opened the COPY ends it."""


def _without_zeros(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            column = pc.replace_substring(table.column(place), "\0", NOT_A_CHARACTER)
            if field.name.endswith("_json"):
                column = pc.replace_substring(column, "\\u0000", "\\ufffd")
            table = table.set_column(place, field.name, column)
    return table


def _with_hexadecimal_geometry(layer: MapLayer, frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the rows of a layer with each geometry as PostGIS reads it in a text."""
    shapes = shapely.to_wkb(frame.geometry.to_numpy(), hex=True)
    return pd.DataFrame(frame[layer.column_names]).assign(**{GEOMETRY: pd.array(shapes, dtype="str")})


def _references(declared: Iterable[sa.Table]) -> list[ExecutableDDLElement]:
    return [AddConstraint(constraint) for one in declared for constraint in _sorted(one.foreign_key_constraints)]


def _sorted(constraints: Iterable[sa.ForeignKeyConstraint]) -> list[sa.ForeignKeyConstraint]:
    return sorted(constraints, key=lambda constraint: list(constraint.column_keys))


def _indexes(declared: Iterable[sa.Table]) -> list[ExecutableDDLElement | str]:
    named = [CreateIndex(index) for one in declared for index in sorted(one.indexes, key=lambda index: str(index.name))]
    spatial = [f"CREATE INDEX ix_{layer}_{GEOMETRY} ON {layer} USING gist ({GEOMETRY})" for layer in MAP_LAYERS]
    return [*named, *spatial, SEARCH_INDEX]


def _comments(declared: Iterable[sa.Table]) -> list[ExecutableDDLElement]:
    declared = list(declared)
    return [*map(SetTableComment, declared), *(SetColumnComment(column) for one in declared for column in one.columns)]


def _views() -> list[str]:
    views = [(view.name, view.description, view.sql) for view in VIEWS]
    views += [(view.name, view.description, view.sql) for view in label_views(last_of_layers=f"t.{GEOMETRY}")]
    made = [f"CREATE VIEW {name} AS {question}" for name, _, question in views]
    return made + [f"COMMENT ON VIEW {name} IS {_quoted(description)}" for name, description, _ in views]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _run(connection: Connection, statements: Iterable[ExecutableDDLElement | str]) -> None:
    """Run statements in one journey to the server."""
    texts = [one if isinstance(one, str) else str(one.compile(dialect=DIALECT)) for one in statements]
    connection.execute(";\n".join(texts).encode())
