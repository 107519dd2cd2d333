"""How tables become frames: `shape` and `is_shaped` of `schemas/tables.py` in the words of pandas."""

from functools import cache
from typing import Any

import pandas as pd
from pandas.api.extensions import ExtensionArray

from schemas.tables import Column, Table


@cache
def empty(table: Table) -> pd.DataFrame:
    """Return a table without rows, made once: hand out copies."""
    return pd.DataFrame({column.name: _nothing(column.dtype) for column in table.columns})


@cache
def _nothing(dtype: str) -> ExtensionArray:
    return pd.array([], dtype=dtype)


def shaped(rows: list[dict[str, object]] | pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return rows, one at least, as a frame with the table's columns, order and dtypes."""
    index = pd.RangeIndex(len(rows))
    if isinstance(rows, list):
        # Column by column: a frame made of rows would turn whole numbers beside an empty cell into floats.
        lists = ((column, [row.get(column.name) for row in rows]) for column in table.columns)
        columns = {column.name: _typed(values, column.dtype) for column, values in lists}
    else:
        columns = {column.name: _column(rows, column).array for column in table.columns}
    return pd.DataFrame(columns, index=index)


def _typed(values: list[object], dtype: str) -> ExtensionArray | pd.Series:
    # As an array, since a column of its own takes pandas longer than its values; cells are lists, which an array would take apart.
    return pd.Series(values, dtype="object") if dtype == "object" else pd.array(values, dtype=_dtype(dtype))


def _column(frame: pd.DataFrame, column: Column) -> pd.Series:
    if column.name not in frame.columns:
        return pd.Series(None, index=frame.index, dtype=_dtype(column.dtype))
    return frame[column.name].astype(_dtype(column.dtype))


@cache
def _dtype(name: str) -> Any:
    """Return a dtype: to know it by its name takes pandas longer than to make a small column."""
    return pd.api.types.pandas_dtype(name)
