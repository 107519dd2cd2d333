"""Makes plans, objectives and target policies of the activities that name them: what is one is told by its words, never by its row."""

from collections.abc import Iterable

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.records.assemble import join_records
from steps.records.identify import hashed_id, work_plan_id


def workplan_activities(answers: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return core_workplan_activities: the activities with their plan, objective and target policy.

    `answers` is clean_workplan_activities, `records` clean_records, `references` clean_references.
    """
    activities = join_records("workplan_activities", answers, records, references)
    return shape(activities.assign(**_ids(activities)), table("core_workplan_activities"))


def _ids(activities: pd.DataFrame) -> dict[str, list[str | None]]:
    named = ("country_code", "plan_title_text", "plan_year", "objective_text", "policy_level_code", "target_policy_text")
    told = list(zip(*(activities[name].astype(object) for name in named), strict=True))
    plans = [work_plan_id(country, title, year) for country, title, year, *_ in told]
    return {
        "plan_id": plans,
        "objective_id": [
            None if plan is None else _id(country, "objective", plan, objective)
            for plan, (country, _, _, objective, _, _) in zip(plans, told, strict=True)
        ],
        "target_policy_id": [
            _id(country, "target policy", "" if pd.isna(level) else str(level), policy) for country, _, _, _, level, policy in told
        ],
    }


def _id(country: str, kind: str, within: str, text: object) -> str | None:
    return None if pd.isna(text) else hashed_id(country, [kind, within, str(text)])


def work_plans(activities: pd.DataFrame) -> pd.DataFrame:
    """Return core_work_plans. `activities` is core_workplan_activities."""
    return _named_by(activities, "core_work_plans", "plan_title_text")


def objectives(activities: pd.DataFrame) -> pd.DataFrame:
    """Return core_work_plan_objectives. `activities` is core_workplan_activities."""
    return _named_by(activities, "core_work_plan_objectives", "objective_text")


def target_policies(activities: pd.DataFrame) -> pd.DataFrame:
    """Return core_target_policies. `activities` is core_workplan_activities."""
    return _named_by(activities, "core_target_policies", "target_policy_text")


def _named_by(activities: pd.DataFrame, name: str, wording: str) -> pd.DataFrame:
    """Return what activities name, one row each: in the wording that most of them use, from the first activity that uses it."""
    (key,) = table(name).key
    named = activities.dropna(subset=[key]).sort_values("activity_id")
    counted = named.assign(activity_count=named.groupby(key)["activity_id"].transform("size"))
    usual = counted.groupby(key)[wording].transform(_usual)
    chosen = counted[counted[wording] == usual].drop_duplicates(key).sort_values(key)
    return shape(chosen, table(name))


def _usual(texts: Iterable[str]) -> str:
    """Return the text that stands there most often; of several the first in the alphabet."""
    counts = pd.Series(list(texts)).value_counts()
    return min(counts[counts == counts.max()].index)
