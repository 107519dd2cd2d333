"""What the rows of a table say, for whatever is written from them: groups, lists of codes, dates as far as they are known."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]
BETWEEN_CODES = "|"
PARTS_KNOWN = {"year": 4, "month": 7}  # characters of an ISO date


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
