"""The table in which QGIS looks for the style of a layer that it opens: ours, in the language of the layer's labels."""

import sqlite3

from schemas.form import LANGUAGES
from schemas.registry.map_layers import GEOMETRY, LAND, MAP_LAYERS
from warehouse.geopackage.contents import NO_CHANGE, list_attributes
from warehouse.label_views import view_name
from warehouse.qgis.styles import styles

# As QGIS makes it: other columns, or other names, and it would not find its styles.
LAYER_STYLES = """
    CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
        styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
        update_time DATETIME DEFAULT CURRENT_TIMESTAMP
    )
"""
INSERT = """
    INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault,
                              description, owner, update_time)
    VALUES ('', '', ?, ?, ?, ?, '', ?, ?, '', ?)
"""
ENGLISH = "en"


def write_layer_styles(connection: sqlite3.Connection) -> None:
    """Write the styles of every layer, in English, and of every view of one in its language; the first of several is what it opens with."""
    connection.execute(LAYER_STYLES)
    list_attributes(connection, "layer_styles", "How QGIS draws the layers; the first style of a layer is the one that it opens with.")
    for layer in MAP_LAYERS.values():
        _write(connection, layer.name, layer.name, ENGLISH)
        for language in LANGUAGES if layer is not LAND else ():
            _write(connection, view_name(layer, language), layer.name, language)


def _write(connection: sqlite3.Connection, name: str, layer_name: str, language: str) -> None:
    for number, style in enumerate(styles(layer_name, language)):
        row = (name, GEOMETRY, style.name, style.qml, number == 0, style.title, NO_CHANGE)
        connection.execute(INSERT, row)
