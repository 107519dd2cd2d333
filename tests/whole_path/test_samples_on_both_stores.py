"""The samples on SQLite and on PostgreSQL: every table, layer, view and worked query gives the same rows."""

import geopandas as gpd
import pandas as pd
import shapely

from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.tables import shape
from tests.postgresql_server import Server
from tests.warehouse.postgresql.conftest import show
from tests.whole_path.test_worked_queries import QUERIES
from warehouse.label_views import label_views
from warehouse.postgresql.database import Database
from warehouse.query import Source, asking, query
from warehouse.told_figures import files_by_country, files_that_wait, findings_by_cause, last_new_files, received_by_country
from warehouse.views import VIEWS

TOLD = (received_by_country, files_by_country, findings_by_cause, files_that_wait, last_new_files)
OWN_TO_A_STORE = ("found_text", "OGC_FID", "geometry")  # the part of a text that a search shows; shapes are compared by themselves


def answer(source: Source, sql: str) -> list[str]:
    """Return the names of the columns of an answer and its rows, in an order that both stores share."""
    with asking(source, sql) as told:
        kept = [place for place, name in enumerate(told.columns) if name not in OWN_TO_A_STORE]
        return [repr([told.columns[place] for place in kept]), *sorted(repr([row[place] for place in kept]) for row in told.rows)]


def frame_of(source: Source, name: str) -> pd.DataFrame:
    with asking(source, f"SELECT * FROM {name}") as told:
        return shape([dict(zip(told.columns, row, strict=True)) for row in told.rows], table(name))


def test_the_samples_are_the_same_on_both_stores(sample_folder, server: Server):
    geopackage = sample_folder / "warehouse" / "current" / "mapping.gpkg"
    layers = {name: gpd.read_file(geopackage, layer=name) for name in MAP_LAYERS}
    name = server.new_database("samples")
    show(Database(server.url(name)), "samples", {one.name: frame_of(geopackage, one.name) for one in WAREHOUSE_TABLES}, layers)
    analyst = Database(server.url(name, "jmdi_analyst"))

    tables = {one.name: ", ".join(one.column_names) for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values())}
    asked = {name: (sql := f"SELECT {columns} FROM {name}", sql) for name, columns in tables.items()}
    asked |= {view.name: (sql := f"SELECT * FROM {view.name}", sql) for view in (*VIEWS, *label_views())}
    for path in QUERIES:
        own = path.parent / "postgresql" / path.name
        asked[path.stem] = (path.read_text(encoding="utf-8"), (own if own.exists() else path).read_text(encoding="utf-8"))
    assert [name for name, (of_file, of_database) in asked.items() if answer(geopackage, of_file) != answer(analyst, of_database)] == []

    of_file = [told(sample_folder / "warehouse" / "current") for told in TOLD]
    assert [told(analyst) for told in TOLD] == of_file

    for one, layer in layers.items():
        key = MAP_LAYERS[one].key[0]
        shapes = shapely.to_wkb(shapely.set_srid(layer.geometry.to_numpy(), 4326), hex=True, include_srid=True)
        assert dict(query(analyst, f"SELECT {key}, geometry FROM {one}")) == dict(zip(layer[key], shapes, strict=True))
