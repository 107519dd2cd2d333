"""Follows policy changes above the local level back to the initiatives and practices that the activities behind them say they build on.

What is followed are links that people reported. That a change came from there, nobody has tested, and no word here says so.
"""

from collections.abc import Iterable

import pandas as pd

from schemas.registry import table
from schemas.rows import filled_or_none, values_of
from schemas.tables import shape
from steps.networks.connections import LOCAL_AUTHORITY
from steps.policy.policy_changes import NO_CHANGE, OR, aiming_activities

LOCAL_LEVEL = "LOC"  # policy_levels; a change at any other level that is stated lies above it

Texts = dict[str, tuple[str, ...]]


def policy_influence(changes: pd.DataFrame, activities: pd.DataFrame, origins: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return report_policy_influence.

    `changes` is report_policy_changes, `activities` core_workplan_activities, `origins` what `reported_origins` returns, `sources` what
    `local_sources` does.
    """
    is_above = changes["policy_level_code"].notna() & changes["policy_level_code"].ne(LOCAL_LEVEL)
    above = changes.loc[is_above & changes["is_changed"].fillna(False), [
        "policy_change_id", "country_code", "target_policy_text", "policy_level_code", "change_code", "is_documented",
    ]]  # fmt: skip
    aimed = aiming_activities(activities)[["policy_change_id", "activity_id", "policy_change_code"]]
    behind = aimed[aimed["policy_change_code"].notna() & aimed["policy_change_code"].ne(NO_CHANGE)]
    linked = above.merge(behind, on="policy_change_id").merge(origins, on="activity_id", how="left").merge(
        sources, on="initiative_id", how="left"
    )  # fmt: skip
    # An initiative and a practice may have one own reference, and so one id.
    origin = ("initiative/" + linked["initiative_id"]).fillna("practice/" + linked["practice_ids"]).fillna("none")
    told = linked.assign(
        influence_id=linked["policy_change_id"] + "/" + linked["activity_id"] + "/" + origin,
        activity_change_code=linked["policy_change_code"],
        has_reported_link=linked["initiative_id"].notna() | linked["practice_ids"].notna(),
    )
    return shape(told.sort_values("influence_id"), table("report_policy_influence"))


def reported_origins(activity_initiatives: pd.DataFrame, activity_practices: pd.DataFrame, practices: pd.DataFrame) -> pd.DataFrame:
    """Return what each activity says it builds on: activity_id, initiative_id, practice_ids, is_linked_directly, each initiative once.

    Takes core_activity_initiatives, core_activity_practices and core_practices. A practice stands for the initiative that it codifies; one
    that codifies no initiative is an origin of its own, without an initiative.
    """
    direct = activity_initiatives[["activity_id", "initiative_id"]].assign(is_linked_directly=True)
    by_practice = activity_practices[["activity_id", "practice_id"]].merge(practices[["practice_id", "initiative_id"]], on="practice_id")
    has_initiative = by_practice["initiative_id"].notna()
    link = ["activity_id", "initiative_id"]
    through = by_practice[has_initiative].groupby(link)["practice_id"].agg(_bars).reset_index(name="practice_ids")
    known = direct.merge(through, on=link, how="outer")
    alone = by_practice.loc[~has_initiative, ["activity_id", "initiative_id"]].assign(
        practice_ids=by_practice.loc[~has_initiative, "practice_id"]
    )
    known = known.assign(is_linked_directly=known["is_linked_directly"].eq(True).astype("boolean"))
    return pd.concat([known, alone.assign(is_linked_directly=pd.array([None] * len(alone), dtype="boolean"))], ignore_index=True)


def local_sources(initiatives: pd.DataFrame, parts: pd.DataFrame, actors: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return, a row an initiative, its title, whether it is local, its local authorities and the places of it that were found.

    Takes core_initiatives, core_initiative_actors, core_actors and core_initiative_places.
    """
    is_authority = actors["actor_type_code"].str.startswith(LOCAL_AUTHORITY).fillna(False).astype(bool)
    authorities = parts[["initiative_id", "actor_id"]].merge(actors.loc[is_authority, ["actor_id", "actor_name"]], on="actor_id")
    found = places[places["status_code"] == "matched"]
    ids = initiatives["initiative_id"]
    actor_ids, place_ids = (_each_once(frame, name, "|") for frame, name in ((authorities, "actor_id"), (found, "place_id")))
    return pd.DataFrame(
        {
            "initiative_id": ids,
            "initiative_title_text": initiatives["title_text"],
            "is_local": initiatives["is_locally_led"].eq(True).fillna(False) | ids.isin(authorities["initiative_id"]),
            "local_authority_actor_ids": ids.map(actor_ids),
            "local_authorities_text": ids.map(_each_once(authorities, "actor_name", OR)),
            "place_ids": ids.map(place_ids),
            "places_text": ids.map(_each_once(found, "place_name", OR)),
        }
    )


def _each_once(frame: pd.DataFrame, column: str, sign: str) -> pd.Series:
    """Return, by initiative_id, the values of a column joined by a sign, each once, in alphabetical order; empty where it has none."""
    values: dict[str, set[str]] = {}
    for initiative, value in zip(values_of(frame["initiative_id"]), filled_or_none(frame[column]), strict=True):
        values.setdefault(initiative, set()).update([] if value is None else [value])
    return pd.Series({initiative: sign.join(sorted(own)) for initiative, own in values.items()}, dtype=object)


def _bars(values: Iterable[str]) -> str:
    return "|".join(sorted(set(values)))
