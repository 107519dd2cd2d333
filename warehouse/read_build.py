"""Reads a build back into the tables and map layers that it was written from."""

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS
from schemas.tables import shape
from warehouse.builds import NoWarehouse


def read_tables(geopackage: Path) -> dict[str, pd.DataFrame]:
    """Return every table of the warehouse by name. Raises NoWarehouse when the file cannot be read, or is of another version."""
    try:
        with closing(sqlite3.connect(f"{geopackage.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            frames = {}
            for one in WAREHOUSE_TABLES:
                rows = connection.execute(f"SELECT {', '.join(one.column_names)} FROM {one.name}").fetchall()
                frames[one.name] = shape([dict(zip(one.column_names, row, strict=True)) for row in rows], one)
            return frames
    except sqlite3.Error as fault:
        raise NoWarehouse(f"{geopackage} cannot be read, or another version made it ({fault}); run `jmdi refresh`.") from None


def read_layers(geopackage: Path) -> dict[str, gpd.GeoDataFrame]:
    """Return every map layer of the warehouse by name."""
    layers = {}
    for layer in MAP_LAYERS.values():
        read = pyogrio.read_dataframe(geopackage, layer=layer.name)
        layers[layer.name] = gpd.GeoDataFrame(shape(read.drop(columns=GEOMETRY), layer), geometry=read[GEOMETRY], crs=read.crs)
    return layers
