"""Counts the progress of work plans by country, plan and policy level. What nobody stated is a group of its own, or empty: never a zero."""

import pandas as pd

from schemas.countries import countries
from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.tables import shape
from steps.policy.activity_progress import COMPLETED
from steps.reporting import reporting_countries

STATUS_COUNTS = {"PLN": "planned", "ONG": "ongoing", "CMP": "completed", "DLY": "delayed", "CAN": "cancelled"}  # workplan_statuses
LONGEST_DELAY = "longest_delay_month_count"  # nothing is counted by it
KEYS = ["country_code", "plan_id", "policy_level_code"]


def work_plan_progress(activities: pd.DataFrame, progress: pd.DataFrame, plans: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return report_work_plan_progress.

    `activities` is core_workplan_activities, `progress` report_activity_progress, `plans` core_work_plans, `submissions` core_submissions.
    """
    judged = progress.drop(columns=["country_code", "response_id", "status_code", "progress_share"])
    known = activities.merge(judged, on="activity_id", validate="one_to_one").fillna(dict.fromkeys(KEYS[1:], NOT_STATED))
    counted = _counted(known).merge(plans[["plan_id", "plan_title_text", "plan_year"]], on="plan_id", how="left")
    declared = table("report_work_plan_progress")
    both = pd.concat([shape(counted.assign(is_reported=True), declared), _without_activities(activities, submissions)])
    return shape(both.sort_values(KEYS), declared)


def _without_activities(activities: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each country without activities: with zeros if it has reported, with empty counts if it has not."""
    declared = table("report_work_plan_progress")
    zeros = dict.fromkeys((column.name for column in declared.columns if column.kind == "count" and column.name != LONGEST_DELAY), 0)
    reporting = reporting_countries(submissions)
    silent = [code for code in countries() if code not in set(activities["country_code"])]
    group = {"plan_id": NOT_STATED, "policy_level_code": NOT_STATED, "is_reported": False}
    return shape([{"country_code": code, **group, **(zeros if code in reporting else {})} for code in silent], declared)


def _counted(known: pd.DataFrame) -> pd.DataFrame:
    """Return the counts, shares and medians of activities by KEYS."""
    statuses = {f"{name}_count": known["status_code"].eq(code) for code, name in STATUS_COUNTS.items()}
    flags = statuses | {
        "status_not_stated_count": known["status_code"].isna(),
        "due_count": known["planned_status_code"].eq(COMPLETED),
        "overdue_count": known["is_overdue"],
        "overdue_unknown_count": known["is_overdue"].isna(),
        "late_start_count": known["has_late_start"],
        "contradictory_count": known["is_contradictory"],
    }
    told = known.assign(**{name: flag.fillna(False).astype(int) for name, flag in flags.items()})
    groups = told.groupby(KEYS)
    figures = groups[list(flags)].sum().assign(
        activity_count=groups.size(),
        first_reference_date=groups["reference_date"].min(),
        last_reference_date=groups["reference_date"].max(),
        delay_known_count=groups["delay_month_count"].count(),
        median_delay_month_number=groups["delay_month_count"].median(),
        longest_delay_month_count=groups["delay_month_count"].max(),
        progress_stated_count=groups["progress_share"].count(),
        mean_progress_share=groups["progress_share"].mean().round(1),
    )  # fmt: skip
    stated = figures["activity_count"] - figures["status_not_stated_count"]
    share = (100 * figures["completed_count"] / stated.where(stated > 0)).round(1)
    return figures.assign(completed_share=share).reset_index()
