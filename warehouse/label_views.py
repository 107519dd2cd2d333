"""Views with codes spelled out, in every language of the form, of the tables and map layers that people show to others.

They follow from the registry: a column that has a code list gets the label beside it, `status_name` beside `status_code`, and a country
its name. Columns that hold several codes stay as they are: `labelled_initiative_tags_…` has these codes one a row. The SQL is plain, for
SQLite and PostgreSQL alike.
"""

from typing import NamedTuple

from schemas.form import LANGUAGES
from schemas.registry import table
from schemas.registry.map_layers import LAND, MAP_LAYERS, MapLayer
from schemas.registry.reference import LANGUAGE_NAMES
from schemas.tables import Column, Table

OF_TABLES = ("core_initiatives", "core_initiative_tags", "core_initiative_actors", "core_actors")
LABELLED: tuple[Table, ...] = (*map(table, OF_TABLES), *(layer for layer in MAP_LAYERS.values() if layer is not LAND))
LIST_BESIDE = {"tag_code": "list_name"}  # a column whose code list another column of its row names
COUNTRY = "core_countries.country_code"


class LabelView(NamedTuple):
    """A view with codes spelled out; `layer` is the map layer whose geometry it has, None for a view without one."""

    name: str
    description: str
    sql: str
    layer: MapLayer | None


def view_name(declared: Table, language: str) -> str:
    """Return the name of the view of a table in a language, as labelled_initiatives_es; that of a map layer keeps its `map_`."""
    return f"labelled_{declared.name.removeprefix('core_')}_{language}"


def label_views(first_of_layers: str = "", last_of_layers: str = "") -> tuple[LabelView, ...]:
    """Return the views of all languages; those of layers have more columns, in front and at the end: SQL in which `t` is the layer.

    The key stands before all other columns of the table: QGIS takes the first column of a view of PostgreSQL for one.
    """
    return tuple(_view(declared, language, first_of_layers, last_of_layers) for declared in LABELLED for language in LANGUAGES)


def _view(declared: Table, language: str, first_of_layers: str, last_of_layers: str) -> LabelView:
    layer = declared if isinstance(declared, MapLayer) else None
    labels = {column.name: _label(column, language) for column in declared.columns}
    chosen = [first_of_layers] if layer and first_of_layers else []
    for column in sorted(declared.columns, key=lambda one: one.name not in declared.key):
        chosen += [f"t.{column.name}", *([f"{labels[column.name][0]} AS {label_name(column)}"] if labels[column.name] else [])]
    chosen += [last_of_layers] if layer and last_of_layers else []
    joins = [label[1] for label in labels.values() if label]
    spelled = f"{declared.description} Codes are spelled out in {LANGUAGE_NAMES[language]} beside themselves (…_name)."
    sql = "\n".join([f"SELECT {', '.join(chosen)}", f"FROM {declared.name} AS t", *joins])
    return LabelView(view_name(declared, language), spelled, sql, layer)


def label_name(column: Column) -> str:
    """Return the name of the column with the label of a code."""
    return f"{column.name.removesuffix('_code')}_name"


def _label(column: Column, language: str) -> tuple[str, ...]:
    """Return the label of a column and the join that brings it, in SQL; nothing when it holds no code of a known list."""
    alias = f"of_{column.name}"
    if column.references == COUNTRY:
        return f"{alias}.name_{language}", f"LEFT JOIN core_countries AS {alias} ON {alias}.country_code = t.{column.name}"
    list_name = f"t.{LIST_BESIDE[column.name]}" if column.name in LIST_BESIDE else f"'{column.code_list}'"
    if list_name == "''" or column.kind == "codes" or not column.name.endswith("_code"):
        return ()
    return (
        f"{alias}.label_{language}",
        f"LEFT JOIN core_codes AS {alias} ON {alias}.list_name = {list_name} AND {alias}.code = t.{column.name}",
    )
