"""Goes through the rows of a table as plain values: pandas takes most of a step's time to hand out one row, or one text, after another."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa


def rows_of(frame: pd.DataFrame, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Return the rows as dictionaries of all columns, or of those named: what `to_dict("records")` returns, in a quarter of the time."""
    names = list(frame.columns if columns is None else columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*(values_of(frame[name]) for name in names), strict=True)]


def answers_of(frame: pd.DataFrame, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Return the rows as `rows_of` does, with None for whatever is missing."""
    names = list(frame.columns if columns is None else columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*(filled_or_none(frame[name]) for name in names), strict=True)]


def values_of(column: pd.Series) -> list[Any]:
    """Return the values of a column as Python's own (str, int, float, bool); a missing text is NaN, another missing value None."""
    return list(column.to_numpy(dtype=object)) if isinstance(column.dtype, pd.StringDtype) else _values(column)


def filled_or_none(column: pd.Series) -> list[Any]:
    """Return the values of a column as `values_of` does, with None for whatever is missing."""
    if isinstance(column.dtype, pd.StringDtype):  # pandas would look for what is missing, and put it in
        return pa.array(column.array).to_pylist()
    return column.to_numpy(dtype=object, na_value=None).tolist()


def _values(column: pd.Series) -> list[Any]:
    """Return the values of a column, None for a missing one of pandas' own kinds."""
    is_extension = pd.api.types.is_extension_array_dtype(column.dtype)
    return list(column.to_numpy(dtype=object, na_value=None)) if is_extension else column.tolist()


def is_missing(value: object) -> bool:
    """Return whether a value of a row is missing: `pd.isna` of one value, in a fraction of the time."""
    return value is None or value is pd.NA or value != value
