"""Tells how far each target policy has changed by what activities report, and by which document that is proved."""

from collections.abc import Iterable

import pandas as pd

from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape

NO_CHANGE = "NON"  # policy_changes; the others are changes, each further than the one before it
OR = " | "


def policy_changes(activities: pd.DataFrame, policies: pd.DataFrame) -> pd.DataFrame:
    """Return report_policy_changes. `activities` is core_workplan_activities, `policies` core_target_policies."""
    aimed = aiming_activities(activities)
    order = {code: place for place, code in enumerate(code_list("policy_changes").codes)}
    places = aimed["policy_change_code"].map(order)
    furthest = places.groupby(aimed["policy_change_id"]).transform("max")
    reporting = aimed[places.eq(furthest).fillna(False).astype(bool)]
    about = aimed.groupby("policy_change_id").agg(
        country_code=("country_code", "first"), target_policy_id=("target_policy_id", "first"),
        policy_level_code=("policy_level_code", "first"), activity_ids=("activity_id", "|".join), activity_count=("activity_id", "size"),
    )  # fmt: skip
    said = reporting.groupby("policy_change_id").agg(
        change_code=("policy_change_code", "first"), reporting_activity_ids=("activity_id", "|".join),
        policy_document_text=("policy_document_text", _joined), output_text=("output_text", _joined),
    )  # fmt: skip
    told = about.join(said)
    changed = told["change_code"].ne(NO_CHANGE).astype("boolean").where(told["change_code"].notna())
    named = told.assign(
        is_changed=changed,
        is_documented=told["policy_document_text"].notna().astype("boolean").where(changed.fillna(False)),
        target_policy_text=told["target_policy_id"].map(policies.set_index("target_policy_id")["target_policy_text"]),
    )
    return shape(named.reset_index(), table("report_policy_changes"))


def aiming_activities(activities: pd.DataFrame) -> pd.DataFrame:
    """Return the activities that aim at a named policy or report a change of one that they do not name, with its policy_change_id."""
    is_change = activities["policy_change_code"].notna() & activities["policy_change_code"].ne(NO_CHANGE)
    chosen = activities[activities["target_policy_id"].notna() | is_change].sort_values("activity_id")
    return chosen.assign(policy_change_id=chosen["target_policy_id"].fillna(chosen["activity_id"]))


def _joined(texts: Iterable[object]) -> str | None:
    """Return the texts, each once; None without any."""
    return OR.join(dict.fromkeys(str(text) for text in texts if not pd.isna(text))) or None
