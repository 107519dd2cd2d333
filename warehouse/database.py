"""The database as SQLAlchemy knows it, derived from the registry: tables, keys, references, checks, indexes and comments."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa

from schemas.code_lists import code_list
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from schemas.tables import STORED_RANGES, Column, Table

# SQLite's INTEGER has 64 bits; GDAL does not know its BIGINT.
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "flag": sa.Boolean(), "date": sa.Date(), "year": sa.Integer(), "count": COUNT,
    **dict.fromkeys(("number", "amount", "share", "latitude", "longitude"), sa.Double()),
}  # fmt: skip


@cache
def metadata() -> sa.MetaData:
    """Return the tables of the warehouse, those that others refer to before those that refer to them."""
    return _declared(WAREHOUSE_TABLES)


@cache
def metadata_with_layers() -> sa.MetaData:
    """Return the tables and the map layers, these without their geometry: for a store that keeps them side by side."""
    return _declared((*WAREHOUSE_TABLES, *MAP_LAYERS.values()))


def _declared(tables: Iterable[Table]) -> sa.MetaData:
    declared = sa.MetaData()
    for table in tables:
        sa.Table(table.name, declared, *_items(table), comment=f"{table.description} Grain: {table.grain}.")
    return declared


def _items(table: Table) -> list[sa.schema.SchemaItem]:
    columns = [_column(table, column) for column in table.columns]
    checks = [check for column in table.columns for check in _checks(table, column)]
    referring = [column.name for column in table.columns if column.references and column.name != table.key[0]]  # the key's index has that
    indexes = [sa.Index(f"ix_{table.name}_{name}", name) for name in referring]
    return [*columns, *checks, *indexes]


def _column(table: Table, column: Column) -> "sa.Column[object]":
    references = [sa.ForeignKey(column.references)] if column.references else []
    return sa.Column(
        column.name,
        TYPES.get(column.kind, sa.Text()),
        *references,
        primary_key=column.name in table.key,
        nullable=not column.is_required,
        comment=column.description,
        autoincrement=False,
    )


def _checks(table: Table, column: Column) -> list[sa.CheckConstraint]:
    """Return the constraints of a column: its codes, its range."""
    name = f"ck_{table.name}_{column.name}"
    if column.kind == "code" and column.code_list:
        return [sa.CheckConstraint(sa.column(column.name).in_(code_list(column.code_list).codes), name=name)]
    lowest, highest = STORED_RANGES.get(column.kind, (None, None))
    bounds = [f"{column.name} >= {lowest}"] if lowest is not None else []
    bounds += [f"{column.name} <= {highest}"] if highest is not None else []
    return [sa.CheckConstraint(" AND ".join(bounds), name=name)] if bounds else []
