"""People's decisions on pairs of reports, and the pairs that they should decide on."""

from collections.abc import Iterable

import dagster as dg
import pandas as pd

from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from schemas.decided_pairs import decided_pairs
from schemas.findings import numbered
from schemas.registry import table
from steps.identity.block import left_out
from steps.identity.decide import decisions_held, stale_findings
from steps.identity.not_compared import not_compared_findings
from steps.identity.reports import reports_shown
from steps.identity.review import review_list


@table_assets("hold_pair_decisions", ["core_pair_decisions", "clean_pair_findings"], deps=["core_identity_ledger"])
def pair_decisions_held(
    clean_initiative_identities: pd.DataFrame, clean_initiative_descriptions: pd.DataFrame, clean_rows: pd.DataFrame
) -> Iterable[dg.MaterializeResult]:
    held = decisions_held(decided_pairs(), clean_initiative_identities)
    told = [*stale_findings(held, clean_rows), *not_compared_findings(left_out(clean_initiative_descriptions), clean_rows)]
    yield from all_handed_on({"core_pair_decisions": held, "clean_pair_findings": numbered(told, table("clean_pair_findings"))})


@table_asset("clean_pair_reports")
def reports_in_pairs(
    core_initiative_pairs: pd.DataFrame,
    clean_rows: pd.DataFrame,
    clean_initiatives: pd.DataFrame,
    clean_actors: pd.DataFrame,
    clean_reported_records: pd.DataFrame,
    clean_reported_references: pd.DataFrame,
    clean_located_places: pd.DataFrame,
) -> dg.MaterializeResult:
    said = (clean_initiatives, clean_actors, clean_reported_records, clean_reported_references, clean_located_places)
    return handed_on("clean_pair_reports", reports_shown(core_initiative_pairs, clean_rows, *said))


@table_asset("report_pairs_to_review")
def pairs_to_review(
    core_initiative_pairs: pd.DataFrame, core_pair_decisions: pd.DataFrame, clean_pair_reports: pd.DataFrame
) -> dg.MaterializeResult:
    return handed_on("report_pairs_to_review", review_list(core_initiative_pairs, core_pair_decisions, clean_pair_reports))


PAIR_DECISIONS = (pair_decisions_held, reports_in_pairs, pairs_to_review)
