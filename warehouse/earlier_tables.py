"""Reads tables of the build that readers have now, so that the next one can be held against it."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from warehouse.builds import GEOPACKAGE, NoWarehouse, Warehouse
from warehouse.query import query


def earlier_tables(warehouse: Warehouse, names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Return the named tables of the current build as frames, with the columns of the registry that it has.

    A table that it has not is left out; without a build, all are. Raises QueryFailed when the file cannot be read.
    """
    try:
        geopackage = warehouse.current / GEOPACKAGE
    except NoWarehouse:
        return {}
    return {name: _read(geopackage, name, columns) for name, columns in _columns(geopackage).items() if name in names}


def _columns(geopackage: Path) -> dict[str, list[str]]:
    """Return, for every table, those of its columns that the registry has too."""
    columns: dict[str, list[str]] = {}
    for name, column in query(geopackage, "SELECT table_name, column_name FROM core_dictionary"):
        columns.setdefault(str(name), []).append(str(column))
    return columns


def _read(geopackage: Path, name: str, columns: list[str]) -> pd.DataFrame:
    kinds = {column.name: column.kind for column in table(name).columns if column.name in columns}
    rows = query(geopackage, f"SELECT {', '.join(kinds)} FROM {name}")
    lists = list(zip(*rows, strict=True)) or [()] * len(kinds)
    told = {
        column: pd.Series([None if one is None else bool(one) for one in values] if kind == "flag" else values, dtype="object")
        for (column, kind), values in zip(kinds.items(), lists, strict=True)
    }
    return shape(pd.DataFrame(told), table(name))[list(kinds)]
