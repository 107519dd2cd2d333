"""The build: everything that is handed over, written beside, checked as a whole, and shown in one step."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import dagster as dg
import geopandas as gpd
import pandas as pd

from assets.tables import EVERY_TABLE, handed_on, table_asset
from publications.data_package.descriptor import DESCRIPTOR, Made, package_descriptor
from schemas.contracts import check_references
from schemas.errors import BrokenContract
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from schemas.schema_version import schema_version
from steps.files.receive import NoDeliveries, stray_files
from steps.records.account import check_conservation
from steps.records.disappear import losses, question, unaccepted
from steps.records.hidden_answers import all_kept_apart
from warehouse.builds import CHANGES, CORRECTIONS, DRAFTS, GEOPACKAGE, Warehouse, build_id, write_files
from warehouse.check_build import check_build
from warehouse.dictionary import codes, dictionary, dictionary_tables, programme_countries
from warehouse.earlier_tables import earlier_name, earlier_tables
from warehouse.geopackage import write_geopackage
from warehouse.manifest import write_about
from warehouse.qgis.project import projects
from warehouse.restricted import write_contacts

VERSION = version("jmdi-mapping")


@table_asset("core_dictionary")
def column_dictionary() -> dg.MaterializeResult:
    return handed_on("core_dictionary", dictionary())


@table_asset("core_dictionary_tables")
def table_dictionary() -> dg.MaterializeResult:
    return handed_on("core_dictionary_tables", dictionary_tables())


@table_asset("core_codes")
def code_list_codes() -> dg.MaterializeResult:
    return handed_on("core_codes", codes())


@table_asset("core_countries")
def countries_of_the_programme() -> dg.MaterializeResult:
    return handed_on("core_countries", programme_countries())


@dg.asset_check(
    asset="core_submissions",
    blocking=True,
    description="Every row received is accepted, held back with a finding, or part of the form; every refused file has a finding.",
    additional_ins={name: dg.AssetIn(name) for name in ("core_responses", "core_findings")},
)
def conservation_of_rows(core_submissions: pd.DataFrame, core_responses: pd.DataFrame, core_findings: pd.DataFrame) -> dg.AssetCheckResult:
    try:
        counts = check_conservation(core_submissions, core_responses, core_findings)
    except BrokenContract as fault:
        return dg.AssetCheckResult(passed=False, description=str(fault))
    return dg.AssetCheckResult(passed=True, metadata=dict(counts))


class Acceptance(dg.Config):
    """Losses that a person has looked at and found right: codes of countries, such as MAR."""

    accepted_losses: list[str] = []  # noqa: RUF012  (each configuration gets its own)


@dg.asset_check(
    asset="core_submissions",
    blocking=True,
    description="No country has lost more than a fifth of its accepted rows since the build before, unless a person accepted that.",
)
def rows_of_countries_stay(core_submissions: pd.DataFrame, builds: dg.ResourceParam[Warehouse], config: Acceptance) -> dg.AssetCheckResult:
    before = earlier_tables(builds, ["core_submissions"]).get("core_submissions", core_submissions)
    lost = losses(before, core_submissions)
    metadata = {loss.country_code: f"{loss.before} → {loss.now}" for loss in lost}
    refused = unaccepted(lost, config.accepted_losses)
    return dg.AssetCheckResult(passed=not refused, description=" ".join(map(question, refused)) or None, metadata=metadata)


@dg.asset(
    group_name="warehouse",
    kinds={"geopackage", "sqlite"},
    ins=EVERY_TABLE,
    description="The build that is handed over: one GeoPackage that opens in QGIS, SQL, R, Python and Excel tools, and the same tables as "
    "Parquet. It is written beside, into a database too where there is one, checked as a whole, then switched in one step.",
)
def mapping_warehouse(
    clean_contacts: pd.DataFrame,
    clean_hidden_answers: pd.DataFrame,
    clean_withheld_values: pd.DataFrame,
    correction_workbooks: dict,
    drafts_for_people: dict,
    changes_page: bytes,
    tables_as_parquet: dict,
    dictionary_for_people: dict,
    raw_folder: dg.ResourceParam[Path],
    warehouse: dg.ResourceParam[Warehouse],
    keep_builds: dg.ResourceParam[int],
    **frames: pd.DataFrame,
) -> dg.MaterializeResult:
    if frames["core_submissions"].empty:
        raise NoDeliveries(f"{raw_folder} holds no delivery of any country; bring the deliveries back or name another folder with --raw.")
    layers = {name: gpd.GeoDataFrame(frames.pop(name)) for name in MAP_LAYERS}
    check_references(frames, WAREHOUSE_TABLES)
    made_at = datetime.now(UTC)
    counts = {name: len(frame) for name, frame in frames.items()}
    strays = stray_files(raw_folder)
    name = build_id(made_at, uuid4().hex[:8])
    restricted = {"contacts": clean_contacts, "withheld_values": all_kept_apart(clean_withheld_values, clean_hidden_answers)}
    package = package_descriptor(
        tables_as_parquet, frames["core_gazetteer_sources"], Made(name, made_at.isoformat(timespec="seconds"), schema_version())
    )
    with warehouse.new_build(name) as build:
        write_geopackage(build / GEOPACKAGE, frames, layers)
        write_files(build, projects(GEOPACKAGE, layers))
        check_build(build / GEOPACKAGE, counts | {layer_name: len(layer) for layer_name, layer in layers.items()})
        write_contacts(build, restricted)
        write_files(build / CORRECTIONS, correction_workbooks)
        write_files(build / DRAFTS, drafts_for_people)
        write_files(build, tables_as_parquet | dictionary_for_people | {DESCRIPTOR: package, CHANGES: changes_page})
        write_about(build, _about(made_at, counts, frames, strays) | {"compared_with": earlier_name(warehouse)})
        if warehouse.database:
            warehouse.database.load(name, made_at, frames, layers, restricted)
    warehouse.keep_last(keep_builds)
    current = warehouse.current
    return dg.MaterializeResult(metadata={"build": current.name, "path": dg.MetadataValue.path(current / GEOPACKAGE), "rows": counts})


def _about(made_at: datetime, counts: dict[str, int], frames: dict[str, pd.DataFrame], strays: list[str]) -> dict[str, Any]:
    inputs = frames["core_submissions"][["file_name", "file_hash", "size_count", "outcome_code"]].astype(object)
    sources = frames["core_gazetteer_sources"][["source_name", "file_hash", "is_used"]].astype(object)
    return {
        "made_at": made_at.isoformat(timespec="seconds"),
        "code_version": VERSION,
        "schema_version": schema_version(),
        "inputs": inputs.to_dict("records"),
        "gazetteer_sources": sources.where(sources.notna(), None).to_dict("records"),
        "files_of_no_country": strays,
        "counts": counts,
    }


BUILD = (column_dictionary, table_dictionary, code_list_codes, countries_of_the_programme, mapping_warehouse)
CHECKS = (conservation_of_rows, rows_of_countries_stay)
