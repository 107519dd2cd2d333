"""How files for other tools say what tables hold: codes in English words, dates as far as they are known, nothing for what nobody said."""

from collections.abc import Iterator, Mapping

from publications.table_rows import BETWEEN_CODES, codes
from schemas.code_lists import code_list
from schemas.countries import countries

LANGUAGE = "en"


def label(list_name: str, code: str | None) -> str | None:
    """Return the English label of a code, the code itself when the list lacks it."""
    return code and code_list(list_name).labels.get(code, {}).get(LANGUAGE, code)


def labels(list_name: str, value: str | None) -> list[str]:
    """Return the English labels of a column that joins several codes."""
    return [str(label(list_name, code)) for code in codes(value)]


def country_name(country_code: str | None, others: Mapping[str, str]) -> str | None:
    """Return the English name of a country: of the programme, or of `others` by code; else the code."""
    if country_code in countries():
        return countries()[str(country_code)].name_en
    return country_code and others.get(country_code, country_code)


def joined(values: Iterator[str] | list[str]) -> str | None:
    """Return texts as one cell of a list: each once, parted by bars, which none of them may hold."""
    return BETWEEN_CODES.join(dict.fromkeys(value.replace(BETWEEN_CODES, "/") for value in values)) or None
