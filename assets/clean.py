"""What was received, laid over the form, read and told apart: the tables between a raw row and a record."""

from collections.abc import Iterable
from pathlib import Path

import dagster as dg
import pandas as pd

from assets import country_work
from assets.by_country import Results, by_country
from assets.raw import INLETS
from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from schemas.decided_pairs import decided_pairs
from schemas.form import form
from steps.actors.own_authority import rows_of_own_authority
from steps.answers.check_answers import check_answers
from steps.answers.parse_answers import parse_answers
from steps.files.receive import NoDeliveries
from steps.form.contacts import contacts
from steps.places.coarsen import restricted_ids
from steps.places.decide import decisions
from steps.records.hidden_answers import hidden_answers
from steps.records.identify import identify, report
from steps.waiting_answers import waiting_answers

SHEETS = tuple(form())
ANSWERS = {f"clean_{code}": dg.AssetIn(f"clean_{code}") for code in SHEETS}


@table_assets(
    "apply_form",
    ["clean_rows", "core_received_columns", "clean_withheld_values", "clean_form_findings", "clean_reasons", "clean_shown_rows"],
    ins={name: dg.AssetIn(name) for name in INLETS},
)
def form_applied(
    raw_folder: dg.ResourceParam[Path], results: dg.ResourceParam[Results], **raw: pd.DataFrame
) -> Iterable[dg.MaterializeResult]:
    received = pd.concat(raw.values(), ignore_index=True)
    if received.empty:  # said here, before anything is made of nothing: even a refused file is a row
        raise NoDeliveries(f"{raw_folder} holds no delivery of any country; bring the deliveries back or name another folder with --raw.")
    yield from all_handed_on(by_country(results, country_work.form_applied, {"received": received}))


@table_assets("parse_answers", [*ANSWERS, "clean_answer_findings"])
def answers_parsed(clean_rows: pd.DataFrame, core_received_columns: pd.DataFrame) -> Iterable[dg.MaterializeResult]:
    answers = parse_answers(clean_rows, core_received_columns)
    sheets = {f"clean_{code}": frame for code, frame in answers.sheets.items()}
    yield from all_handed_on(sheets | {"clean_answer_findings": answers.findings})


@table_assets("report", ["clean_reported_records", "clean_reported_references"], ins=ANSWERS)
def reports_told_apart(
    clean_rows: pd.DataFrame, core_received_columns: pd.DataFrame, **answers: pd.DataFrame
) -> Iterable[dg.MaterializeResult]:
    found = report({code: answers[f"clean_{code}"] for code in SHEETS}, clean_rows, core_received_columns)
    yield from all_handed_on({"clean_reported_records": found.records, "clean_reported_references": found.references})


@table_assets("identify", ["clean_records", "clean_references", "clean_identity_findings"], ins=ANSWERS)
def records_identified(
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_reported_records: pd.DataFrame,
    clean_initiative_descriptions: pd.DataFrame,
    clean_initiative_identities: pd.DataFrame,
    clean_actor_identities: pd.DataFrame,
    **answers: pd.DataFrame,
) -> Iterable[dg.MaterializeResult]:
    identities = {
        "initiatives": dict(clean_initiative_identities.itertuples(index=False, name=None)),
        "actors": dict(clean_actor_identities[["reported_actor_id", "actor_id"]].itertuples(index=False, name=None)),
    }
    told = (clean_reported_records, clean_initiative_descriptions, clean_initiative_identities, clean_actor_identities)
    own = rows_of_own_authority(answers["clean_cover"], answers["clean_initiatives"], *told, decisions().gazetteer)
    found = identify({code: answers[f"clean_{code}"] for code in SHEETS}, clean_rows, core_received_columns, identities, own)
    yield from all_handed_on(
        {
            "clean_records": found.records,
            "clean_references": found.references,
            "clean_identity_findings": found.findings,
        }
    )


@table_asset("clean_check_findings", ins=ANSWERS)
def answers_checked(
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_references: pd.DataFrame,
    **answers: pd.DataFrame,
) -> dg.MaterializeResult:
    sheets = {code: answers[f"clean_{code}"] for code in SHEETS}
    return handed_on("clean_check_findings", check_answers(sheets, clean_rows, core_received_columns, clean_records, clean_references))


@table_asset("clean_waiting_findings", ins={name: dg.AssetIn(name) for name in INLETS})
def answers_waiting(clean_rows: pd.DataFrame, raw_folder: dg.ResourceParam[Path], **raw: pd.DataFrame) -> dg.MaterializeResult:
    received = pd.concat(raw.values(), ignore_index=True)
    found = waiting_answers(received, clean_rows, decided_pairs(), decisions(), lambda name: f"{raw_folder.name}/{name}")
    return handed_on("clean_waiting_findings", found)


@table_asset("clean_hidden_answers", ins=ANSWERS)
def answers_hidden(
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    clean_references: pd.DataFrame,
    clean_records: pd.DataFrame,
    **answers: pd.DataFrame,
) -> dg.MaterializeResult:
    sheets = {code: answers[f"clean_{code}"] for code in SHEETS}
    restricted = restricted_ids(sheets["initiatives"], clean_records)
    return handed_on("clean_hidden_answers", hidden_answers(sheets, clean_rows, core_received_columns, clean_references, restricted))


@table_asset("clean_contacts")
def persons_to_ask(
    clean_withheld_values: pd.DataFrame, clean_rows: pd.DataFrame, clean_cover: pd.DataFrame, clean_records: pd.DataFrame
) -> dg.MaterializeResult:
    return handed_on("clean_contacts", contacts(clean_withheld_values, clean_rows, clean_cover, clean_records))


CLEAN = (
    form_applied,
    answers_parsed,
    reports_told_apart,
    records_identified,
    answers_checked,
    answers_waiting,
    answers_hidden,
    persons_to_ask,
)
