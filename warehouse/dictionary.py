"""The tables that explain the others: the dictionary of columns, the code lists, the countries, from their declarations."""

import pandas as pd

from schemas.code_lists import code_list, code_list_names
from schemas.countries import countries
from schemas.form import LANGUAGES
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.tables import shape


def dictionary() -> pd.DataFrame:
    """Return core_dictionary: every column of every table of the warehouse."""
    rows = [
        {
            "table_name": one.name,
            "column_name": column.name,
            "column_number": number,
            "grain_text": one.grain,
            "kind_name": column.kind,
            "description_text": column.description,
            "list_name": column.code_list or None,
            "reference_text": column.references or None,
            "is_key": column.name in one.key,
            "is_required": column.is_required,
        }
        for one in WAREHOUSE_TABLES
        for number, column in enumerate(one.columns, start=1)
    ]
    return shape(rows, table("core_dictionary"))


def codes() -> pd.DataFrame:
    """Return core_codes: every code of every list."""
    rows = [
        {
            "list_name": name,
            "code": code,
            **{f"label_{language}": labels[language] for language in LANGUAGES},
            "definition_text": code_list(name).definitions[code] or None,
        }
        for name in code_list_names()
        for code, labels in code_list(name).labels.items()
    ]
    return shape(rows, table("core_codes"))


def programme_countries() -> pd.DataFrame:
    """Return core_countries."""
    rows = [vars(country) | {f"name_{language}": name for language, name in country.names.items()} for country in countries().values()]
    return shape(rows, table("core_countries"))
