"""The records themselves, one asset a core table, and the account of what was received."""

from collections.abc import Iterable

import dagster as dg
import pandas as pd

from assets import country_work
from assets.by_country import Results, by_country
from assets.raw import INLETS
from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from schemas.decisions import accepted_findings
from steps.form.contacts import with_contacts
from steps.places.coarsen import coarsened, restricted_ids
from steps.places.decide import choices_used, decisions
from steps.places.gather import gather
from steps.places.gazetteer_files import place_successors
from steps.places.gazetteer_in_use import gazetteer_sources, place_codes, place_names, places
from steps.records import account, assemble
from steps.records.accept import accept_findings
from steps.records.convert import convert
from steps.records.hidden_answers import without_hidden_answers, without_hidden_values
from steps.records.identify import TABLE_OF_SHEET
from steps.small_counts import FLAG, PEOPLE_SHEETS, records_without_small_counts
from steps.spots import ROW_COLUMNS

ASSEMBLED_PLAINLY = ("initiatives", "partnerships", "networks", "lessons")


def _records_of(sheet_code: str) -> dg.AssetsDefinition:
    name = TABLE_OF_SHEET[sheet_code]

    @table_asset(name, ins={"answers": dg.AssetIn(f"clean_{sheet_code}")})
    def records(answers: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame) -> dg.MaterializeResult:
        return handed_on(name, assemble.assemble(sheet_code, answers, clean_records, clean_references))

    return records


def _exact_records_of(sheet_code: str) -> dg.AssetsDefinition:
    name = f"clean_exact_{sheet_code}"

    @table_asset(name, ins={"answers": dg.AssetIn(f"clean_{sheet_code}")})
    def records(answers: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame) -> dg.MaterializeResult:
        made = assemble.assemble(sheet_code, answers, clean_records, clean_references)
        return handed_on(name, made.drop(columns=FLAG))

    return records


def _shown_records_of(sheet_code: str) -> dg.AssetsDefinition:
    name = TABLE_OF_SHEET[sheet_code]

    @table_asset(name, ins={"exact": dg.AssetIn(f"clean_exact_{sheet_code}")})
    def records(exact: pd.DataFrame) -> dg.MaterializeResult:
        return handed_on(name, records_without_small_counts(sheet_code, exact))

    return records


@table_asset("core_practices")
def practices(clean_practices: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_practices", assemble.assemble_practices(clean_practices, clean_records, clean_references))


@table_asset("core_initiative_actors")
def initiative_actors(
    clean_initiative_actors: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_references: pd.DataFrame,
) -> dg.MaterializeResult:
    parts = assemble.assemble_initiative_actors(clean_initiative_actors, core_initiatives, clean_records, clean_references)
    return handed_on("core_initiative_actors", parts)


@table_asset("core_network_members")
def network_members(
    core_networks: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame, core_actor_names: pd.DataFrame
) -> dg.MaterializeResult:
    members = assemble.network_members(core_networks, clean_records, clean_references, core_actor_names)
    return handed_on("core_network_members", members)


@table_asset("core_initiative_tags")
def initiative_tags(core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_initiative_tags", assemble.initiative_tags(core_initiatives))


@table_assets("convert", ["core_finance", "clean_finance_findings"])
def finance(
    core_initiatives: pd.DataFrame,
    core_initiative_actors: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
) -> Iterable[dg.MaterializeResult]:
    amounts = assemble.finance(core_initiatives, core_initiative_actors, clean_records)
    converted = convert(amounts, core_initiatives, core_initiative_actors, clean_rows, core_received_columns)
    yield from all_handed_on({"core_finance": converted.finance, "clean_finance_findings": converted.findings})


@table_asset("core_places")
def gazetteer_places() -> dg.MaterializeResult:
    return handed_on("core_places", places())


@table_asset("core_place_names")
def gazetteer_place_names() -> dg.MaterializeResult:
    return handed_on("core_place_names", place_names())


@table_asset("core_gazetteer_sources")
def sources_of_the_gazetteer() -> dg.MaterializeResult:
    return handed_on("core_gazetteer_sources", gazetteer_sources())


@table_asset("core_place_codes")
def gazetteer_place_codes() -> dg.MaterializeResult:
    return handed_on("core_place_codes", place_codes())


@table_asset("core_place_successors")
def gazetteer_place_successors() -> dg.MaterializeResult:
    return handed_on("core_place_successors", place_successors())


@table_asset("core_place_choices")
def choices_of_places(core_initiative_places: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_place_choices", choices_used(decisions(), core_initiative_places))


@table_assets(
    "locate",
    ["clean_located_places", "clean_place_findings"],
    deps=["core_places", "core_place_names", "core_place_codes", "core_place_successors"],
)
def reports_located(
    clean_locations: pd.DataFrame,
    clean_reported_records: pd.DataFrame,
    clean_reported_references: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_initiatives: pd.DataFrame,
    results: dg.ResourceParam[Results],
) -> Iterable[dg.MaterializeResult]:
    tables = {
        "locations": assemble.join_records("locations", clean_locations, clean_reported_records, clean_reported_references),
        "records": clean_reported_records,
        "rows": clean_rows[list(ROW_COLUMNS)],
        "columns": core_received_columns,
        "initiatives": clean_initiatives[["response_id", "sensitivity_code"]],
    }
    yield from all_handed_on(by_country(results, country_work.reports_located, tables))


@table_assets("gather", ["core_initiative_places", "clean_place_mentions"])
def initiatives_located(
    clean_located_places: pd.DataFrame,
    clean_reported_records: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_initiative_identities: pd.DataFrame,
    clean_initiatives: pd.DataFrame,
) -> Iterable[dg.MaterializeResult]:
    gathered = gather(clean_located_places, clean_reported_records, clean_records, clean_initiative_identities)
    shown = coarsened(gathered.places, restricted_ids(clean_initiatives, clean_records), decisions().gazetteer)
    yield from all_handed_on({"core_initiative_places": shown, "clean_place_mentions": gathered.mentions})


@table_asset("core_responses")
def responses(
    clean_rows: pd.DataFrame, clean_cover: pd.DataFrame, core_lineage: pd.DataFrame, clean_hidden_answers: pd.DataFrame
) -> dg.MaterializeResult:
    shown = without_hidden_answers(clean_rows, clean_hidden_answers)
    return handed_on("core_responses", account.responses(shown, clean_cover, core_lineage))


@table_asset("core_submissions", ins={name: dg.AssetIn(name) for name in INLETS})
def submissions(
    core_responses: pd.DataFrame, clean_cover: pd.DataFrame, clean_contacts: pd.DataFrame, **raw: pd.DataFrame
) -> dg.MaterializeResult:
    made = account.submissions(pd.concat(raw.values(), ignore_index=True), core_responses, clean_cover)
    return handed_on("core_submissions", with_contacts(made, clean_contacts, "submission_id", "cover"))


@table_asset("core_findings", ins={name: dg.AssetIn(name) for name in INLETS})
def findings(
    clean_form_findings: pd.DataFrame,
    clean_answer_findings: pd.DataFrame,
    clean_identity_findings: pd.DataFrame,
    clean_actor_findings: pd.DataFrame,
    clean_place_findings: pd.DataFrame,
    clean_check_findings: pd.DataFrame,
    clean_pair_findings: pd.DataFrame,
    clean_waiting_findings: pd.DataFrame,
    clean_practice_findings: pd.DataFrame,
    clean_reasons: pd.DataFrame,
    clean_rows: pd.DataFrame,
    clean_finance_findings: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_hidden_answers: pd.DataFrame,
    **raw: pd.DataFrame,
) -> dg.MaterializeResult:
    stages = (
        *(clean_form_findings, clean_answer_findings, clean_identity_findings, clean_actor_findings),
        clean_place_findings,
        *(clean_check_findings, clean_practice_findings, clean_pair_findings, clean_waiting_findings, clean_finance_findings),
    )
    found = without_hidden_values(pd.concat(stages, ignore_index=True), clean_hidden_answers)
    told = accept_findings(found, clean_rows, clean_reasons, accepted_findings(), pd.concat(raw.values()))
    return handed_on("core_findings", account.findings(core_received_columns, told))


@table_asset("core_lineage")
def lineage(clean_records: pd.DataFrame, clean_place_mentions: pd.DataFrame, core_initiative_actors: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_lineage", account.lineage(clean_records, clean_place_mentions, core_initiative_actors))


CORE = (
    *(_records_of(sheet_code) for sheet_code in ASSEMBLED_PLAINLY),
    *(make(sheet_code) for sheet_code in PEOPLE_SHEETS for make in (_exact_records_of, _shown_records_of)),
    practices, initiative_actors, network_members, initiative_tags, finance, gazetteer_places, gazetteer_place_names,
    gazetteer_place_codes, gazetteer_place_successors, sources_of_the_gazetteer, choices_of_places, reports_located, initiatives_located,
    responses, submissions, findings, lineage,
)  # fmt: skip
