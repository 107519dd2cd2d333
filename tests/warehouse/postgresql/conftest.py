"""Databases with builds of the small world."""

from collections.abc import Mapping
from datetime import UTC, datetime

import geopandas as gpd
import pandas as pd
import pytest

from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.registry.restricted import RESTRICTED_TABLES
from schemas.tables import shape
from steps.map_layers.initiative_places import initiative_places
from tests.postgresql_server import Server
from warehouse.postgresql.database import Database

MADE_AT = datetime(2015, 11, 29, 2, 0, tzinfo=UTC)
PERSON = {"submission_id": "MAR-2015-x", "country_code": "MAR", "file_name": "a.xlsx", "sheet_name": "Cover", "cell_name": "A1",
          "reason_code": "contact", "value_text": "Invented Person"}  # fmt: skip
CONTACTS = {one.name: shape([PERSON] if one.name == "withheld_values" else [], one) for one in RESTRICTED_TABLES}


def few_layers(frames: Mapping[str, pd.DataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """Return the points of the small world, and the other map layers without rows: the samples prove those."""
    empty = {name: gpd.GeoDataFrame(shape([], layer), geometry=gpd.GeoSeries([]), crs=WGS_84) for name, layer in MAP_LAYERS.items()}
    return empty | {"map_initiative_places": initiative_places(frames["core_initiative_places"], frames["core_initiatives"])}


def load(
    database: Database, build_id: str, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame] | None = None
) -> None:
    """Load a build, without showing it. To be used while writing."""
    database.load(build_id, MADE_AT, frames, layers if layers is not None else few_layers(frames), CONTACTS)


def show(
    database: Database, build_id: str, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame] | None = None
) -> None:
    """Load a build and show it to readers; its layers are made from the tables unless they are given."""
    with database.writing():
        load(database, build_id, frames, layers)
        database.switch(build_id)


def marked(frames: Mapping[str, pd.DataFrame], mark: str) -> dict[str, pd.DataFrame]:
    """Return the world with a mark in two tables, by which a mixture of builds is known."""
    titles = frames["core_initiatives"].assign(title_text=mark)
    return {**frames, "core_initiatives": titles, "core_places": frames["core_places"].assign(place_name=mark)}


@pytest.fixture
def database_name(server: Server, request: pytest.FixtureRequest) -> str:
    """A prepared database of the test's own."""
    return server.new_database(request.node.name[:40])


@pytest.fixture
def database(server: Server, database_name: str) -> Database:
    """That database, as the loader comes to it."""
    return Database(server.url(database_name), wait_seconds=30)
