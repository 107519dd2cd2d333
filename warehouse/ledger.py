"""Reads the ids handed out so far: the ledger of the build that readers have now."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from warehouse.builds import GEOPACKAGE, NoWarehouse, Warehouse
from warehouse.manifest import BrokenBuild, check_files
from warehouse.query import QueryFailed, query

LEDGER = "core_identity_ledger"


def earlier_ledger(warehouse: Warehouse) -> pd.DataFrame:
    """Return core_identity_ledger of the current build; empty without a build, or when it was made before there were ledgers.

    Raises NoWarehouse when there is a build that cannot be read: to go on would give its initiatives other ids.
    """
    try:
        geopackage = warehouse.current / GEOPACKAGE
    except NoWarehouse:
        return shape([], table(LEDGER))
    columns = table(LEDGER).column_names
    try:
        check_files(geopackage.parent, only=GEOPACKAGE)
        if not query(geopackage, f"SELECT name FROM sqlite_master WHERE name = '{LEDGER}'"):
            return shape([], table(LEDGER))
        rows = query(geopackage, f"SELECT {', '.join(columns)} FROM {LEDGER}")
    except (QueryFailed, BrokenBuild) as fault:
        raise NoWarehouse(
            f"{geopackage} holds the ids of all initiatives and cannot be read. Bring back a build that can. {fault}"
        ) from None
    entries = [dict(zip(columns, row, strict=True)) for row in rows]
    return shape([entry | {"is_present": bool(entry["is_present"])} for entry in entries], table(LEDGER))
