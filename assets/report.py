"""The report tables, one asset a report."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.places.decide import decisions
from steps.places.review import review_list
from steps.records import summarise


@table_asset("report_initiatives_by_status")
def initiatives_by_status(core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_initiatives_by_status", summarise.initiatives_by_status(core_initiatives))


@table_asset("report_initiatives_by_theme")
def initiatives_by_theme(core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_initiatives_by_theme", summarise.initiatives_by_theme(core_initiatives))


@table_asset("report_territories")
def territories(core_places: pd.DataFrame, core_initiative_places: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_territories", summarise.territories(core_places, core_initiative_places))


@table_asset("report_places_to_review")
def places_to_review(clean_located_places: pd.DataFrame, clean_initiative_identities: pd.DataFrame) -> dg.MaterializeResult:
    initiatives = clean_initiative_identities.set_index("reported_id")["initiative_id"]
    mentions = clean_located_places.assign(initiative_id=clean_located_places["initiative_id"].map(initiatives))
    return handed_on("report_places_to_review", review_list(mentions, decisions().gazetteer))


@table_asset("report_actors")
def actors(core_actors: pd.DataFrame, core_initiative_actors: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_actors", summarise.actors(core_actors, core_initiative_actors))


@table_asset("report_funding")
def funding(core_initiatives: pd.DataFrame, core_finance: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_funding", summarise.funding(core_initiatives, core_finance))


@table_asset("report_funders")
def funders(core_actors: pd.DataFrame, core_initiative_actors: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_funders", summarise.funders(core_actors, core_initiative_actors))


@table_asset("report_scaling_stages")
def scaling_stages(core_initiatives: pd.DataFrame, core_tipping_points: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_scaling_stages", summarise.scaling_stages(core_initiatives, core_tipping_points))


@table_asset("report_submission_quality")
def submission_quality(core_submissions: pd.DataFrame, core_findings: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_submission_quality", summarise.submission_quality(core_submissions, core_findings))


@table_asset("report_completeness")
def completeness(
    core_submissions: pd.DataFrame, core_initiatives: pd.DataFrame, core_initiative_places: pd.DataFrame
) -> dg.MaterializeResult:
    return handed_on("report_completeness", summarise.completeness(core_submissions, core_initiatives, core_initiative_places))


REPORTS = (
    initiatives_by_status, initiatives_by_theme, territories, places_to_review, actors, funding, funders, scaling_stages,
    submission_quality, completeness,
)  # fmt: skip
