"""Writes the warehouse file: a GeoPackage that is a relational database and a map at once.

The map layer comes first, by pyogrio: that makes the file a GeoPackage, and only GDAL may write rows of an indexed layer. Then come
the tables by SQLAlchemy, their rows by the driver, and their registration, so that QGIS and GDAL list them.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import sqlalchemy as sa

from schemas.registry import WAREHOUSE_TABLES
from schemas.tables import Table
from warehouse.database import metadata
from warehouse.views import VIEWS

POINT_LAYER = "map_initiative_places"
POINT_LAYER_DESCRIPTION = "The places of initiatives that were found without doubt, as points, with how good each point is."
PLACE_COLUMNS = (
    "initiative_place_id", "initiative_id", "country_code", "place_name", "place_level_code", "coordinate_precision_code",
    "territory_role_code",
)  # fmt: skip
INITIATIVE_COLUMNS = {
    "title_text": "title_text",
    "status_code": "initiative_status_code",
    "primary_theme_code": "primary_theme_code",
    "scaling_stage_code": "scaling_stage_code",
}
WGS_84 = "EPSG:4326"


def write_geopackage(path: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write all tables of the warehouse and the point layer to a new file, which is read-only afterwards.

    `frames` holds every table of `WAREHOUSE_TABLES` by name.
    """
    points = point_layer(frames["core_initiative_places"], frames["core_initiatives"])
    pyogrio.write_dataframe(points, path, layer=POINT_LAYER, driver="GPKG", geometry_type="Point", layer_options=_layer_options())
    engine = sa.create_engine(f"sqlite:///{path}")
    metadata().create_all(engine)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for table in WAREHOUSE_TABLES:
            _insert(connection, table, frames[table.name])
        for view in VIEWS:
            connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
        _register(connection)
    connection.execute("VACUUM")
    connection.close()
    path.chmod(0o444)


def _layer_options() -> dict[str, str]:
    return {"DESCRIPTION": POINT_LAYER_DESCRIPTION, "GEOMETRY_NAME": "geometry", "FID": "fid"}


def point_layer(places: pd.DataFrame, initiatives: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the matched places as points in WGS 84, one row a place, with what a map shows of their initiatives."""
    matched = places[places["status_code"].eq("matched") & places["latitude"].notna() & places["longitude"].notna()]
    about = initiatives[["initiative_id", *INITIATIVE_COLUMNS]].rename(columns=INITIATIVE_COLUMNS)
    joined = matched[[*PLACE_COLUMNS, "latitude", "longitude"]].merge(about, on="initiative_id", validate="many_to_one")
    points = gpd.points_from_xy(joined["longitude"].astype(float), joined["latitude"].astype(float), crs=WGS_84)
    return gpd.GeoDataFrame(joined.drop(columns=["latitude", "longitude"]), geometry=points)


def _insert(connection: sqlite3.Connection, table: Table, frame: pd.DataFrame) -> None:
    marks = ", ".join("?" * len(table.columns))
    values = frame[table.column_names].astype(object)
    rows = values.where(values.notna(), None).itertuples(index=False, name=None)
    connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)


def _register(connection: sqlite3.Connection) -> None:
    """List the relational tables and the views in gpkg_contents, without which GDAL does not show them."""
    listed = [(table.name, f"{table.description} Grain: {table.grain}.") for table in WAREHOUSE_TABLES]
    listed += [(view.name, view.description) for view in VIEWS]
    connection.executemany(
        # The format wants a time of change; a fixed one keeps equal builds equal.
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?1, 'attributes', ?1, ?2, '1970-01-01T00:00:00.000Z')",
        listed,
    )
