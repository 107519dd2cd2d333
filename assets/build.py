"""The build: everything that is handed over, written beside, checked as a whole, and shown in one step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import geopandas as gpd
import pandas as pd
from pydantic import Field

from assets.measured import measured
from assets.publications import FILES_OF_A_BUILD
from assets.tables import EVERY_TABLE, handed_on, records_preview, table_asset
from schemas.build_identity import BuildIdentity
from schemas.contracts import check_references
from schemas.errors import BrokenContract
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from steps.files.receive import stray_files
from steps.records.account import check_conservation
from steps.records.arrive import REFUSED, arrivals, still_changing, told
from steps.records.disappear import losses, question, unaccepted
from steps.records.hidden_answers import all_kept_apart
from warehouse.builds import CHANGES, GEOPACKAGE, Warehouse, write_files
from warehouse.check_build import check_build
from warehouse.dictionary import codes, dictionary, dictionary_tables, programme_countries
from warehouse.earlier_tables import earlier_name, earlier_tables
from warehouse.manifest import write_about
from warehouse.qgis.project import projects
from warehouse.restricted import write_contacts

OPENED_FIRST = {"path": GEOPACKAGE, "site": "site/index.html", "report": "report.xlsx", "changes": CHANGES}  # of a build, from its page


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


class Arriving(dg.Config):
    """What a run does about a file that is still being written to."""

    stops_while_changing: bool = Field(
        default=False,
        description="Whether a file that was written to while it was read stops the run. Otherwise the build is made without its rows.",
    )


@dg.asset_check(
    asset="core_submissions",
    blocking=True,
    description="What arrived since the build before, file by file, what became of it and what was found in it. It warns where a file "
    "could not be read, and stops a run that waits for files at rest when one was still written to.",
    additional_ins={"core_findings": dg.AssetIn("core_findings")},
)
def deliveries_that_arrived(
    core_submissions: pd.DataFrame, core_findings: pd.DataFrame, builds: dg.ResourceParam[Warehouse], config: Arriving
) -> dg.AssetCheckResult:
    before = earlier_tables(builds, ["core_submissions"]).get("core_submissions", core_submissions.head(0))
    arrived = arrivals(before, core_submissions, core_findings)
    changing = still_changing(core_findings) if config.stops_while_changing else []
    return dg.AssetCheckResult(
        passed=not changing and all(one.outcome_code != REFUSED for one in arrived),
        severity=dg.AssetCheckSeverity.ERROR if changing else dg.AssetCheckSeverity.WARN,
        description=f"Still written to while it was read: {', '.join(changing)}." if changing else told(arrived),
        metadata={"arrived": records_preview([one._asdict() for one in arrived])} if arrived else {},
    )


class Acceptance(dg.Config):
    """Losses that a person has looked at and found right."""

    accepted_losses: list[str] = Field(
        default=[],
        description="Countries whose rows are meant to be gone, by their ISO codes, such as MAR. The job accept_loss asks for them.",
    )


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
    ins=EVERY_TABLE | {name: dg.AssetIn(name) for name in FILES_OF_A_BUILD},
    description="The build that is handed over: one GeoPackage that opens in QGIS, SQL, R, Python and Excel tools, and the same tables as "
    "Parquet, with every file for people. It is written beside, into a database too where there is one, checked as a whole, then switched "
    "in one step.",
)
@measured
def mapping_warehouse(
    clean_contacts: pd.DataFrame,
    clean_hidden_answers: pd.DataFrame,
    clean_withheld_values: pd.DataFrame,
    build_identity: BuildIdentity,
    raw_folder: dg.ResourceParam[Path],
    warehouse: dg.ResourceParam[Warehouse],
    geopackage: dg.ResourceParam[Callable[..., None]],
    keep_builds: dg.ResourceParam[int],
    recipe: dg.ResourceParam[str],
    **frames: Any,
) -> dg.MaterializeResult:
    files = [(folder, frames.pop(name)) for name, folder in FILES_OF_A_BUILD.items()]
    layers = {name: gpd.GeoDataFrame(frames.pop(name)) for name in MAP_LAYERS}
    check_references(frames, WAREHOUSE_TABLES)
    counts = {name: len(frame) for name, frame in frames.items()}
    strays = stray_files(raw_folder)
    name = build_identity.build_id
    restricted = {"contacts": clean_contacts, "withheld_values": all_kept_apart(clean_withheld_values, clean_hidden_answers)}
    with warehouse.new_build(name) as build:
        geopackage(build / GEOPACKAGE, frames, layers)
        write_files(build, projects(GEOPACKAGE, layers))
        check_build(build / GEOPACKAGE, counts | {layer_name: len(layer) for layer_name, layer in layers.items()})
        write_contacts(build, restricted)
        for folder, contents in files:
            write_files(build / folder, contents)
        about = _about(build_identity, counts, frames, strays)
        write_about(build, about | {"compared_with": earlier_name(warehouse), "recipe": recipe})
        if warehouse.database:
            warehouse.database.load(name, build_identity.made_at, frames, layers, restricted)
    warehouse.keep_last(keep_builds)
    current = warehouse.current
    paths = {name: dg.MetadataValue.path(current / path) for name, path in OPENED_FIRST.items()}
    return dg.MaterializeResult(metadata={"build": current.name, **paths, "rows": counts})


def _about(identity: BuildIdentity, counts: dict[str, int], frames: dict[str, pd.DataFrame], strays: list[str]) -> dict[str, Any]:
    inputs = frames["core_submissions"][["file_name", "file_hash", "size_count", "outcome_code"]].astype(object)
    sources = frames["core_gazetteer_sources"][["source_name", "file_hash", "is_used"]].astype(object)
    return {
        "made_at": identity.at,
        "code_version": identity.code_version,
        "schema_version": identity.schema_version,
        "inputs": inputs.to_dict("records"),
        "gazetteer_sources": sources.where(sources.notna(), None).to_dict("records"),
        "files_of_no_country": strays,
        "counts": counts,
    }


BUILD = (column_dictionary, table_dictionary, code_list_codes, countries_of_the_programme, mapping_warehouse)
CHECKS = (conservation_of_rows, deliveries_that_arrived, rows_of_countries_stay)
