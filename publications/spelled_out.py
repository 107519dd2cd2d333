"""How files for other tools say what tables hold: codes in English words, dates as far as they are known, nothing for what nobody said."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries

Row = dict[str, Any]
LANGUAGE = "en"
BETWEEN_CODES = "|"
PARTS_KNOWN = {"year": 4, "month": 7}  # characters of an ISO date


def rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a table; a value that nobody stated is None."""
    lists = [_values(frame[column]) for column in frame.columns]
    return [dict(zip(frame.columns, values, strict=True)) for values in zip(*lists, strict=True)]


def _values(column: pd.Series) -> list[Any]:
    told = column.astype(object)
    return told.where(told.notna(), None).tolist()


def grouped(of_table: list[Row], column: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in their order; rows without one are left out."""
    groups: dict[str, list[Row]] = {}
    for row in of_table:
        if row[column] is not None:
            groups.setdefault(row[column], []).append(row)
    return groups


def label(list_name: str, code: str | None) -> str | None:
    """Return the English label of a code, the code itself when the list lacks it."""
    return code and code_list(list_name).labels.get(code, {}).get(LANGUAGE, code)


def codes(value: str | None) -> list[str]:
    """Return the codes of a column that joins several, each once."""
    return list(dict.fromkeys(code for code in (value or "").split(BETWEEN_CODES) if code))


def labels(list_name: str, value: str | None) -> list[str]:
    """Return the English labels of a column that joins several codes."""
    return [str(label(list_name, code)) for code in codes(value)]


def known_date(row: Mapping[str, Any], column: str) -> str | None:
    """Return a date of a row as far as it is known: 2015, 2015-09 or 2015-09-28."""
    date, precision = row[column], row[f"{column}_precision_code"]
    return date and date[: PARTS_KNOWN.get(precision, len(date))]


def country_name(country_code: str | None, others: Mapping[str, str]) -> str | None:
    """Return the English name of a country: of the programme, or of `others` by code; else the code."""
    if country_code in countries():
        return countries()[str(country_code)].name_en
    return country_code and others.get(country_code, country_code)


def joined(values: Iterator[str] | list[str]) -> str | None:
    """Return texts as one cell of a list: each once, parted by bars, which none of them may hold."""
    return BETWEEN_CODES.join(dict.fromkeys(value.replace(BETWEEN_CODES, "/") for value in values)) or None
