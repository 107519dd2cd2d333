"""The tables on policy work plans, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.policy import activity_links, work_plans
from steps.policy.activity_progress import activity_progress
from steps.policy.plan_progress import work_plan_progress
from steps.policy.policy_changes import policy_changes
from steps.policy.policy_influence import local_sources, policy_influence, reported_origins


@table_asset("core_workplan_activities")
def activities(
    clean_workplan_activities: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame
) -> dg.MaterializeResult:
    made = work_plans.workplan_activities(clean_workplan_activities, clean_records, clean_references)
    return handed_on("core_workplan_activities", made)


@table_asset("core_work_plans")
def plans(core_workplan_activities: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_work_plans", work_plans.work_plans(core_workplan_activities))


@table_asset("core_work_plan_objectives")
def objectives(core_workplan_activities: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_work_plan_objectives", work_plans.objectives(core_workplan_activities))


@table_asset("core_target_policies")
def target_policies(core_workplan_activities: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_target_policies", work_plans.target_policies(core_workplan_activities))


@table_asset("core_activity_actors")
def actors_of_activities(
    core_workplan_activities: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame
) -> dg.MaterializeResult:
    named = activity_links.activity_actors(core_workplan_activities, clean_records, clean_references)
    return handed_on("core_activity_actors", named)


@table_asset("core_activity_initiatives")
def initiatives_of_activities(
    core_workplan_activities: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame
) -> dg.MaterializeResult:
    named = activity_links.activity_initiatives(core_workplan_activities, clean_records, clean_references)
    return handed_on("core_activity_initiatives", named)


@table_asset("core_activity_practices")
def practices_of_activities(
    core_workplan_activities: pd.DataFrame, clean_records: pd.DataFrame, clean_references: pd.DataFrame
) -> dg.MaterializeResult:
    named = activity_links.activity_practices(core_workplan_activities, clean_records, clean_references)
    return handed_on("core_activity_practices", named)


@table_asset("report_activity_progress")
def progress_of_activities(
    core_workplan_activities: pd.DataFrame, clean_records: pd.DataFrame, clean_rows: pd.DataFrame, clean_cover: pd.DataFrame
) -> dg.MaterializeResult:
    judged = activity_progress(core_workplan_activities, clean_records, clean_rows, clean_cover)
    return handed_on("report_activity_progress", judged)


@table_asset("report_work_plan_progress")
def progress_of_plans(
    core_workplan_activities: pd.DataFrame,
    report_activity_progress: pd.DataFrame,
    core_work_plans: pd.DataFrame,
    core_submissions: pd.DataFrame,
) -> dg.MaterializeResult:
    counted = work_plan_progress(core_workplan_activities, report_activity_progress, core_work_plans, core_submissions)
    return handed_on("report_work_plan_progress", counted)


@table_asset("report_policy_changes")
def changes_of_policies(core_workplan_activities: pd.DataFrame, core_target_policies: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_policy_changes", policy_changes(core_workplan_activities, core_target_policies))


@table_asset("report_policy_influence")
def influence_on_policies(
    report_policy_changes: pd.DataFrame,
    core_workplan_activities: pd.DataFrame,
    core_activity_initiatives: pd.DataFrame,
    core_activity_practices: pd.DataFrame,
    core_practices: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    core_initiative_actors: pd.DataFrame,
    core_actors: pd.DataFrame,
    core_initiative_places: pd.DataFrame,
) -> dg.MaterializeResult:
    origins = reported_origins(core_activity_initiatives, core_activity_practices, core_practices)
    sources = local_sources(core_initiatives, core_initiative_actors, core_actors, core_initiative_places)
    told = policy_influence(report_policy_changes, core_workplan_activities, origins, sources)
    return handed_on("report_policy_influence", told)


POLICY = (
    activities, plans, objectives, target_policies, actors_of_activities, initiatives_of_activities, practices_of_activities,
    progress_of_activities, progress_of_plans, changes_of_policies, influence_on_policies,
)  # fmt: skip
