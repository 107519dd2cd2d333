"""Links activities of work plans to who is responsible and takes part, and to the initiatives and practices that they build on."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.records.assemble import links

ACTOR_QUESTIONS = {"lead_actor_ref": True, "partner_actor_refs": False}  # whether it is responsible; who is both is responsible


def activity_actors(activities: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return core_activity_actors. `activities` is core_workplan_activities, `records` clean_records, `references` clean_references."""
    named = [
        links(question, records, references).assign(is_responsible=is_responsible) for question, is_responsible in ACTOR_QUESTIONS.items()
    ]
    return _linked(pd.concat(named), activities, "core_activity_actors", "actor_id")


def activity_initiatives(activities: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return core_activity_initiatives. Takes what `activity_actors` takes."""
    return _linked(links("linked_initiative_refs", records, references), activities, "core_activity_initiatives", "initiative_id")


def activity_practices(activities: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return core_activity_practices. Takes what `activity_actors` takes."""
    return _linked(links("linked_practice_refs", records, references), activities, "core_activity_practices", "practice_id")


def _linked(named: pd.DataFrame, activities: pd.DataFrame, name: str, target: str) -> pd.DataFrame:
    countries = activities.set_index("activity_id")["country_code"]
    renamed = named.rename(columns={"owner_id": "activity_id", "target_id": target})
    told = renamed.assign(country_code=renamed["activity_id"].map(countries)).drop_duplicates(["activity_id", target])
    return shape(told.sort_values(["activity_id", target]), table(name))
