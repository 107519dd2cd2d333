"""The tables on time, one asset a table: how initiatives moved, what changed since the build before, and the figures of every build."""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from schemas.build_identity import BuildIdentity
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.changes import TOLD_OF_BUILDS
from steps.history.builds import builds_so_far
from steps.history.changes import changed_values, changes
from steps.history.initiative_history import initiative_history
from steps.history.stage_transitions import stage_transitions
from steps.history.tipping_points import tipping_points
from warehouse.builds import Warehouse
from warehouse.earlier_tables import earlier_tables


@table_asset("core_initiative_history")
def history_of_initiatives(
    clean_initiatives: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_cover: pd.DataFrame,
) -> dg.MaterializeResult:
    told = initiative_history(clean_initiatives, clean_records, clean_rows, core_received_columns, clean_cover)
    return handed_on("core_initiative_history", told)


@table_asset("core_stage_transitions")
def transitions_of_stages(
    core_scaling_steps: pd.DataFrame,
    clean_initiatives: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    clean_cover: pd.DataFrame,
) -> dg.MaterializeResult:
    moved = stage_transitions(core_scaling_steps, clean_initiatives, clean_records, clean_rows, clean_cover)
    return handed_on("core_stage_transitions", moved)


@table_asset("core_tipping_points")
def tipping_points_reached(core_stage_transitions: pd.DataFrame, core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_tipping_points", tipping_points(core_stage_transitions, core_initiatives))


COMPARED = [table.name for table in WAREHOUSE_TABLES if table.name not in TOLD_OF_BUILDS]


@table_assets(
    "changes_since_the_build_before", ["report_changes", "clean_changed_values"], ins={name: dg.AssetIn(name) for name in COMPARED}
)
def changes_since(builds: dg.ResourceParam[Warehouse], **frames: pd.DataFrame) -> Iterator[dg.MaterializeResult]:
    before = earlier_tables(builds, COMPARED)
    yield from all_handed_on({"report_changes": changes(before, frames), "clean_changed_values": changed_values(before, frames)})


@table_asset("report_builds")
def builds_and_their_figures(
    report_submission_quality: pd.DataFrame,
    report_completeness: pd.DataFrame,
    core_submissions: pd.DataFrame,
    build_identity: BuildIdentity,
    builds: dg.ResourceParam[Warehouse],
) -> dg.MaterializeResult:
    before = earlier_tables(builds, ["report_builds", "core_submissions"])
    told = builds_so_far(before, report_submission_quality, report_completeness, core_submissions, build_identity)
    return handed_on("report_builds", told)


HISTORY = (history_of_initiatives, transitions_of_stages, tipping_points_reached, changes_since, builds_and_their_figures)
