"""Reads the ids handed out so far: the ledger of the build that readers have now."""

from pathlib import Path

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from warehouse.builds import GEOPACKAGE, NoWarehouse, Warehouse
from warehouse.earlier_tables import earlier_build
from warehouse.manifest import BrokenBuild, check_files
from warehouse.query import QueryFailed, has_table, query

LEDGER = "core_identity_ledger"


def earlier_ledger(warehouse: Warehouse) -> pd.DataFrame:
    """Return core_identity_ledger of the current build; empty without a build, or when it was made before there were ledgers.

    Raises NoWarehouse when there is a build that cannot be read: to go on would give its initiatives other ids.
    """
    earlier = earlier_build(warehouse)
    source = earlier.source if earlier else None
    columns = table(LEDGER).column_names
    try:
        if isinstance(source, Path):
            check_files(source.parent, only=GEOPACKAGE)
        if source is None or not has_table(source, LEDGER):
            return shape([], table(LEDGER))
        rows = query(source, f"SELECT {', '.join(columns)} FROM {LEDGER}")  # noqa: S608  (names of the registry)
    except (QueryFailed, BrokenBuild) as fault:
        name = source if isinstance(source, Path) else "The database"
        raise NoWarehouse(f"{name} holds the ids of all initiatives and cannot be read. Bring back a build that can. {fault}") from None
    entries = [dict(zip(columns, row, strict=True)) for row in rows]
    return shape([entry | {"is_present": bool(entry["is_present"])} for entry in entries], table(LEDGER))
