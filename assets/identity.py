"""Which reports describe one initiative: what they are compared by, the pairs that look alike with their reasons, and the ids that stay."""

from collections.abc import Iterable

import dagster as dg
import pandas as pd

from assets import country_work
from assets.by_country import Results, by_country
from assets.country_work import COMPARED_PAIRS, DESCRIPTIONS
from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from schemas.decided_pairs import decided_pairs
from schemas.initiative_weights import initiative_weights
from steps.identity.resolve import earliest_rounds, resolve_initiatives
from warehouse.builds import Warehouse
from warehouse.ledger import earlier_ledger

DESCRIBED_BY = ("initiatives", "actors", "initiative_actors")  # sheets of the form
MANY_REPORTS = 10_000  # from which they are compared country by country: each time, Splink takes a fifth of a second for its questions


@table_asset(DESCRIPTIONS, ins={name: dg.AssetIn(f"clean_{name}") for name in DESCRIBED_BY})
def reports_described(
    initiatives: pd.DataFrame,
    actors: pd.DataFrame,
    initiative_actors: pd.DataFrame,
    clean_reported_records: pd.DataFrame,
    clean_reported_references: pd.DataFrame,
    clean_actor_identities: pd.DataFrame,
    clean_located_places: pd.DataFrame,
    results: dg.ResourceParam[Results],
) -> dg.MaterializeResult:
    tables = {
        "initiatives": initiatives,
        "actors": actors,
        "initiative_actors": initiative_actors,
        "records": clean_reported_records,
        "references": clean_reported_references,
        "identities": clean_actor_identities,
        "places": clean_located_places,
    }
    made = by_country(results, country_work.reports_described, tables)
    return handed_on(DESCRIPTIONS, made[DESCRIPTIONS].sort_values("reported_id", ignore_index=True))


@table_asset(COMPARED_PAIRS, kinds={"splink", "duckdb"})
def reports_compared(clean_initiative_descriptions: pd.DataFrame, results: dg.ResourceParam[Results]) -> dg.MaterializeResult:
    tables = {"descriptions": clean_initiative_descriptions}
    are_many = len(clean_initiative_descriptions) >= MANY_REPORTS
    made = by_country(results, country_work.reports_compared, tables) if are_many else country_work.reports_compared(**tables)
    return handed_on(COMPARED_PAIRS, made[COMPARED_PAIRS])


@table_asset("clean_earlier_ledger")
def ledger_of_the_build_before(builds: dg.ResourceParam[Warehouse]) -> dg.MaterializeResult:
    return handed_on("clean_earlier_ledger", earlier_ledger(builds))


@table_assets(
    "resolve_initiatives",
    ["clean_initiative_identities", "core_initiative_pairs", "core_pair_reasons", "core_identity_ledger", "core_initiative_redirects"],
)
def initiatives_resolved(
    clean_initiative_descriptions: pd.DataFrame,
    clean_compared_pairs: pd.DataFrame,
    clean_reported_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    clean_earlier_ledger: pd.DataFrame,
) -> Iterable[dg.MaterializeResult]:
    rounds = earliest_rounds(clean_reported_records, clean_rows)
    resolved = resolve_initiatives(
        clean_initiative_descriptions, clean_compared_pairs, rounds, decided_pairs(), clean_earlier_ledger, initiative_weights()
    )
    yield from all_handed_on(
        {
            "clean_initiative_identities": resolved.identities,
            "core_initiative_pairs": resolved.pairs,
            "core_pair_reasons": resolved.reasons,
            "core_identity_ledger": resolved.ledger,
            "core_initiative_redirects": resolved.redirects,
        }
    )


IDENTITY = (reports_described, reports_compared, ledger_of_the_build_before, initiatives_resolved)
