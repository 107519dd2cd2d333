"""The tables that explain the others: the dictionary of tables and columns, the code lists, the countries, from their declarations."""

import pandas as pd

from schemas.code_lists import code_list, code_list_names
from schemas.countries import countries
from schemas.form import LANGUAGES
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.topics import MAP_TOPIC, TOTALS, VIEW_TOPIC, topic_of
from schemas.tables import Table, shape
from warehouse.label_views import label_views
from warehouse.views import VIEWS


def dictionary_tables() -> pd.DataFrame:
    """Return core_dictionary_tables: every table, map layer and view."""
    rows = [_explained(one, "table", topic_of(one.name)) for one in WAREHOUSE_TABLES]
    rows += [_explained(one, "map layer", MAP_TOPIC) for one in MAP_LAYERS.values()]
    views = [(view.name, view.description) for view in VIEWS]
    views += [(view.name, view.description) for view in label_views()]  # their SQL is not asked for
    rows += [
        {"table_name": name, "kind_name": "view", "topic_name": VIEW_TOPIC, "description_text": description} for name, description in views
    ]
    return shape(rows, table("core_dictionary_tables"))


def _explained(one: Table, kind: str, topic: str) -> dict[str, object]:
    return {
        "table_name": one.name,
        "kind_name": kind,
        "topic_name": topic,
        "grain_text": one.grain,
        "description_text": one.description,
        "totals_text": TOTALS.get(one.name),
    }


def dictionary() -> pd.DataFrame:
    """Return core_dictionary: every column of every table and map layer of the warehouse."""
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
        for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values())
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
