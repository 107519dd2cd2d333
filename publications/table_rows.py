"""Tables as plain rows, for whatever is written from them: a value that nobody stated is None."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Row = dict[str, Any]
BETWEEN_CODES = "|"
PARTS_KNOWN = {"year": 4, "month": 7}  # characters of an ISO date


def values(column: pd.Series) -> list[Any]:
    """Return the values of a column."""
    return column.to_numpy(dtype=object, na_value=None).tolist()


def rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a table."""
    names = frame.columns.tolist()
    lists = [values(frame[name]) for name in names]
    return [dict(zip(names, told, strict=True)) for told in zip(*lists, strict=True)]


def grouped(of_table: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in their order; rows without one are left out."""
    groups: dict[str, list[Row]] = {}
    for row in of_table:
        if row[column] is not None:
            groups.setdefault(row[column], []).append(row)
    return groups


def codes(value: object) -> list[str]:
    """Return the codes of a column that joins several, each once."""
    return list(dict.fromkeys(code for code in value.split(BETWEEN_CODES) if code)) if isinstance(value, str) else []


def known_date(row: Mapping[str, Any], column: str) -> str | None:
    """Return a date of a row as far as it is known: 2015, 2015-09 or 2015-09-28."""
    date = row[column]
    return None if date is None else str(date)[: PARTS_KNOWN.get(str(row.get(f"{column}_precision_code")), 10)]
