"""Deliveries written as tables in a test, and the tables that the path makes of them.

A workbook is written in Markdown: `## Sheet name`, then rows between bars. `# text` before a table is a title row.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import xlsxwriter
from dagster._core.event_api import EventRecordsResult
from dagster._core.instance import InstanceType
from dagster._core.launcher.sync_in_memory_run_launcher import SyncInMemoryRunLauncher
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage

from assets.build import CHECKS
from assets.every_asset import ASSETS
from pipelines.resources import TablesInMemory
from warehouse.builds import Warehouse

CREATED = datetime(2015, 9, 28)  # the same text is the same file, whenever it is written
COVER = """
## Cover
| Country | Language |
| {country} | English |
"""


def write_workbook(path: Path, text: str) -> Path:
    """Write the workbook that the text shows; a cell stays text, as in a sheet filled in by hand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        page, row = None, 0
        for line in text.strip().splitlines():
            line = line.strip()
            if line.startswith("## "):
                page, row = book.add_worksheet(line[3:]), 0
                continue
            assert page is not None, "a workbook begins with a sheet"
            if line.startswith("|"):
                for column, cell in enumerate(line.strip("|").split("|")):
                    if cell.strip():
                        page.write_string(row, column, cell.strip().replace(" / ", " | "))
            elif line.startswith("# "):
                page.write_string(row, 0, line[2:])
            row += 1
    return path


def tables_of(folder: Path, workbooks: dict[str, str], *names: str) -> dict[str, pd.DataFrame]:
    """Send the workbooks (by path below raw/) down the path and return the named tables, made by the assets themselves."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for name, text in workbooks.items():
        write_workbook(raw / name, text)
    result = dg.materialize(
        [*ASSETS, *CHECKS],
        selection=dg.AssetSelection.assets(*names).upstream().required_multi_asset_neighbors(),
        resources={
            "raw_folder": raw,
            "warehouse": Warehouse(folder / "warehouse"),
            "builds": Warehouse(folder / "warehouse"),
            "keep_builds": 3,
            "io_manager": TablesInMemory(),
        },
        instance=_forgetful_instance(folder),
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )
    return {name: result.asset_value(name) for name in names}


class Forgetful(InMemoryEventLogStorage):
    """Keeps no events and knows of none: the tables are what is asked for, and a run's own result tells what failed."""

    def store_event(self, event: object) -> None:
        """Let an event pass."""

    def get_asset_records(self, asset_keys: object = None) -> list[Any]:
        """Know of no earlier table, without a look into an empty database."""
        return []

    def fetch_observations(self, *args: object, **options: object) -> EventRecordsResult:
        """Know of no look at a table either."""
        return EventRecordsResult([], "", has_more=False)


def _forgetful_instance(folder: Path) -> dg.DagsterInstance:
    return dg.DagsterInstance(
        InstanceType.EPHEMERAL,
        local_artifact_storage=LocalArtifactStorage(str(folder / "dagster")),
        run_storage=InMemoryRunStorage(),
        event_storage=Forgetful(),
        compute_log_manager=NoOpComputeLogManager(),
        run_coordinator=DefaultRunCoordinator(),
        run_launcher=SyncInMemoryRunLauncher(),
    )


def shown(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Return some columns of a table as rows to compare, a missing value as None."""
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))
