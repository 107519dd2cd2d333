"""Has the GeoPackage written beside the builds while files for people are made: it needs the tables alone, and is a long piece of work."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import geopandas as gpd
import pandas as pd

from assets.tables import EVERY_TABLE
from pipelines.ahead import Ahead
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from warehouse.builds import GEOPACKAGE, UNFINISHED
from warehouse.geopackage import write_geopackage

Write = Callable[[Path, Mapping[str, pd.DataFrame], Mapping[str, gpd.GeoDataFrame]], None]
BESIDE = f"{UNFINISHED}geopackage"  # among the builds: what is left there of a run that died, the next writer clears away


def geopackage_beside(ahead: Ahead) -> dg.ResourceDefinition:
    """Return what writes the GeoPackage of a build as a resource of a run, which holds the warehouse meanwhile."""

    @dg.resource(required_resource_keys={"warehouse"}, description="What writes the GeoPackage: the second process, as far as it can.")
    def geopackage(context: dg.InitResourceContext) -> Iterator[Write]:
        with written_beside(ahead, context.resources.warehouse.folder / "builds" / BESIDE) as write:
            yield write

    return geopackage


@contextmanager
def written_beside(ahead: Ahead, folder: Path) -> Iterator[Write]:
    """Yield what puts the GeoPackage where it is wanted; it is begun in a folder of its own as soon as all tables are made."""

    def write(path: Path, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]) -> None:
        written = ahead.done(write_geopackage, lambda: _written(path, frames, layers))
        os.replace(written, path)

    ahead.begin_when_made(write_geopackage, EVERY_TABLE.keys(), lambda made: _begun(folder, made))
    try:
        yield write
    finally:
        ahead.end()  # or it would go on with a file that is no one's any more
        shutil.rmtree(folder, ignore_errors=True)


def _begun(folder: Path, made: Mapping[str, Any]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)  # of a second process that did not come to its end
    folder.mkdir()
    layers = {name: gpd.GeoDataFrame(made[name]) for name in MAP_LAYERS}
    return _written(folder / GEOPACKAGE, {table.name: made[table.name] for table in WAREHOUSE_TABLES}, layers)


def _written(path: Path, frames: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]) -> Path:
    write_geopackage(path, frames, layers)
    return path
