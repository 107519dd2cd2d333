"""How every asset of a table is declared and handed on: from its declaration, held to its contract, with what the Dagster pages show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import dagster as dg
import pandas as pd

from assets.measured import Step, measured
from schemas.contracts import check_contract
from schemas.errors import BrokenContract
from schemas.failpoints import failpoint
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS
from schemas.rows import answers_of
from schemas.tables import Column

PREVIEW_ROWS = 10
# Each pair is explained where people look first; what would change is told in full there, too.
EACH_PREVIEWED = ("core_initiative_pairs", "report_pairs_to_review", "report_changes")
MOST_PREVIEWED = 300  # rows: a run's log keeps every preview
PREVIEW_LENGTH = 600  # characters of a text shown in a preview: enough for the reasons of a pair, a phrase a comparison
NEVER_PREVIEWED = ("clean_withheld_values", "clean_contacts", "clean_hidden_answers")  # personal data appear in no preview
CONTRACT = "contract"
FRAME = dg.PythonObjectDagsterType(pd.DataFrame, name="Table", description="A table of the registry, as a pandas frame.")
EVERY_TABLE = {name: dg.AssetIn(name) for name in (*(one.name for one in WAREHOUSE_TABLES), *MAP_LAYERS)}  # what a build is made from


def table_asset(name: str, **options: Any) -> Callable[[Step], Any]:
    """Return Dagster's `asset` decorator for a table of the registry, with its group, description, columns and contract check."""
    declared = dg.asset(
        key=name,
        group_name=table(name).layer,
        description=_description(name),
        metadata={"dagster/column_schema": _column_schema(name)},
        check_specs=[_contract_check(name)],
        dagster_type=FRAME,
        **options,
    )
    return lambda step: declared(measured(step))


def table_assets(step: str, names: Iterable[str], **options: Any) -> Callable[[Step], Any]:
    """Return Dagster's `multi_asset` decorator for the tables that one step makes together."""
    specs = [
        dg.AssetOut(
            dagster_type=FRAME,
            key=name,
            group_name=table(name).layer,
            description=_description(name),
            metadata={"dagster/column_schema": _column_schema(name)},
        )
        for name in names
    ]
    outs = dict(zip(names, specs, strict=True))
    declared = dg.multi_asset(name=step, outs=outs, check_specs=[_contract_check(name) for name in names], **options)
    return lambda function: declared(measured(function))


def handed_on(name: str, frame: pd.DataFrame, **more: Any) -> "dg.MaterializeResult[pd.DataFrame]":
    """Return a table as Dagster takes it: the frame, count, preview, `more` to show, and the verdict of its contract, which blocks."""
    failpoint(f"handed_on.{name}")
    return dg.MaterializeResult(
        asset_key=name,
        value=frame,
        metadata={"dagster/row_count": len(frame), **more, **_preview(name, frame)},
        check_results=[_contract_verdict(name, frame)],
    )


def all_handed_on(frames: Mapping[str, pd.DataFrame]) -> "Iterable[dg.MaterializeResult[pd.DataFrame]]":
    """Yield several tables as `handed_on` does."""
    for name, frame in frames.items():
        yield handed_on(name, frame)


def _description(name: str) -> str:
    return f"{table(name).description}\n\nGrain: {table(name).grain}."


def _column_schema(name: str) -> dg.TableSchema:
    return dg.TableSchema([_table_column(column) for column in table(name).columns])


def _table_column(column: Column) -> dg.TableColumn:
    return dg.TableColumn(
        column.name,
        column.kind,
        column.description,
        constraints=dg.TableColumnConstraints(nullable=not column.is_required),
    )


def _contract_check(name: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        CONTRACT, asset=name, blocking=True, description="Columns, types, keys, ranges and codes are what the registry declares."
    )


def _contract_verdict(name: str, frame: pd.DataFrame) -> dg.AssetCheckResult:
    try:
        check_contract(frame.drop(columns=GEOMETRY) if GEOMETRY in frame.columns else frame, name)
    except BrokenContract as fault:
        return dg.AssetCheckResult(asset_key=name, check_name=CONTRACT, passed=False, description=str(fault))
    return dg.AssetCheckResult(asset_key=name, check_name=CONTRACT, passed=True, metadata={"rows": len(frame)})


def _preview(name: str, frame: pd.DataFrame) -> dict[str, dg.MetadataValue]:
    columns = [column for column in table(name).columns if column.kind != "cells"]
    if name in NEVER_PREVIEWED or frame.empty:
        return {}
    shown = answers_of(frame.head(MOST_PREVIEWED if name in EACH_PREVIEWED else PREVIEW_ROWS), [column.name for column in columns])
    records = [{key: None if value is None else str(value)[:PREVIEW_LENGTH] for key, value in row.items()} for row in shown]
    return {"preview": records_preview(records)}


def records_preview(records: Sequence[Mapping[str, str | int | None]]) -> dg.MetadataValue:
    """Return records, one at least, as a table that Dagster's pages show, cut to the most that a run's log shall keep."""
    schema = dg.TableSchema([dg.TableColumn(name) for name in records[0]])
    return dg.MetadataValue.table([dg.TableRecord(dict(record)) for record in records[:MOST_PREVIEWED]], schema)
