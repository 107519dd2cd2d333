"""What a table and a column are: the words in which every table of the product is declared.

A declaration is read by the contracts (pandera), the warehouse (SQLAlchemy), the dictionary and the Dagster pages, so that a type,
a key or a description is written once.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# A kind says what the values mean; the frame's dtype follows from it. Dates are ISO text, since survey dates may precede 1677
# or be known to the month only; `<date>_precision` says which part counts.
DTYPES = {
    "text": "str", "url": "str", "code": "str", "codes": "str", "date": "str", "json": "str",
    "flag": "boolean", "year": "Int64", "count": "Int64",
    "number": "Float64", "amount": "Float64", "share": "Float64", "latitude": "Float64", "longitude": "Float64",
    "cells": "object",
}  # fmt: skip
RANGES = {
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 180.0),
    "share": (0.0, 100.0),
    "year": (1900, 2100),
    "count": (0, 2**53 - 1),  # beyond it a workbook itself no longer tells neighbours apart
    "amount": (0, 1e15),  # no budget has more; a slip of the pen has
}
# What a table may hold: a sum of answers, or an amount in another currency, goes beyond what one answer may be.
STORED_RANGES: dict[str, tuple[float, float | None]] = {**RANGES, "count": (0, None), "amount": (0, None)}


@dataclass(frozen=True)
class Column:
    """One column: name, kind (a key of DTYPES), description; the code list its values come from, the column it refers to.

    `codes` hold several codes joined by `|`. `share` is in percent, `amount` in the currency of the table's currency column.
    """

    name: str
    kind: str
    description: str
    code_list: str = ""
    references: str = ""
    is_required: bool = False

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table: its name begins with its layer, `grain` says what one row is, `key` names the columns that identify a row."""

    name: str
    grain: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def layer(self) -> str:
        """The layer: raw, clean, core or report."""
        return self.name.partition("_")[0]

    @property
    def parquet_path(self) -> str:
        """Where a build has the table as a Parquet file."""
        return f"tables/{self.name}.parquet"

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def shape(rows: "list[dict[str, object]] | pd.DataFrame", table: Table) -> "pd.DataFrame":
    """Return `rows` as a frame with exactly the table's columns, order and dtypes; a column that is absent is all missing."""
    from schemas.frames import empty, shaped  # who asks only what a table is need not wait for pandas

    return shaped(rows, table) if len(rows) else empty(table).copy(deep=False)


def is_shaped(frame: "pd.DataFrame", table: Table) -> bool:
    """Whether a frame has the columns, order and dtypes of the table."""
    from schemas.frames import empty

    return frame.dtypes.equals(empty(table).dtypes)
