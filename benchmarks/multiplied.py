"""A large build for measurements: the tables and map layers of the sample deliveries, multiplied."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from click.testing import CliRunner

from schemas.reference_files import CHECKOUT
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from schemas.tables import Table
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.earlier_tables import earlier_tables

SHARED = ("core_countries", "core_codes", "core_gazetteer_sources")  # what copies have in common
SHARED_PREFIXES = ("core_place", "core_dictionary", "report_")
Frames = dict[str, pd.DataFrame]
Layers = dict[str, gpd.GeoDataFrame]


def sample_build(folder: Path) -> tuple[Frames, Layers]:
    """Return the tables and map layers of the sample deliveries."""
    from pipelines.command_line import main as jmdi

    own = {"JMDI_WAREHOUSE": str(folder / "warehouse"), "JMDI_STATE": str(folder / "state"), "JMDI_RAW": str(CHECKOUT / "raw")}
    done = CliRunner().invoke(jmdi, ["refresh"], env=own)
    if done.exit_code:
        raise SystemExit(done.output)
    warehouse = Warehouse(folder / "warehouse")
    frames = earlier_tables(warehouse, [one.name for one in WAREHOUSE_TABLES])
    return frames, {name: pyogrio.read_dataframe(warehouse.current / GEOPACKAGE, layer=name) for name in MAP_LAYERS}


def multiplied(declared: Table, frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """Return the rows as many times, each copy but the first with a mark at the end of its own ids."""
    if declared.name in SHARED or declared.name.startswith(SHARED_PREFIXES) or frame.empty:
        return frame
    own = [column.name for column in declared.columns if column.name.endswith("_id") and not _is_shared(column.name, column.references)]
    if not set(own) & set(declared.key):
        return frame
    copies = [frame, *(frame.assign(**{name: frame[name] + f"~{number}" for name in own}) for number in range(1, times))]
    return pd.concat(copies, ignore_index=True)


def _is_shared(name: str, references: str) -> bool:
    target = references.partition(".")[0]
    is_place = name.endswith("place_id") and name != "initiative_place_id"  # what an initiative names is its own, where that lies is not
    return target in SHARED or target.startswith(SHARED_PREFIXES) or is_place or name == "territory_id"
