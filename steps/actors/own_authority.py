"""Tells which rows on initiatives come from the initiative's own local authority: what it says of its work counts most."""

from collections import defaultdict

import pandas as pd

from steps.actors.local_authorities import local_authority
from steps.places.gazetteer import Gazetteer

UNIT = "reporting_unit_name"


def rows_of_own_authority(
    cover: pd.DataFrame,
    initiatives: pd.DataFrame,
    records: pd.DataFrame,
    descriptions: pd.DataFrame,
    identities: pd.DataFrame,
    actors: pd.DataFrame,
    gazetteer: Gazetteer,
) -> set[str]:
    """Return the response_ids of rows whose sender governs the unit of a local authority that leads the initiative or takes part.

    `cover` and `initiatives` are clean_cover and clean_initiatives, `records` clean_reported_records, `descriptions`
    clean_initiative_descriptions, `identities` clean_initiative_identities, `actors` clean_actor_identities. What one report says of an
    initiative's organisations holds for all reports of it.
    """
    initiative = dict(zip(identities["reported_id"], identities["initiative_id"], strict=True))
    governed = _units_of_initiatives(descriptions, initiative, actors)
    senders = _units_of_senders(cover, gazetteer)
    own = records[records["table_name"] == "core_initiatives"].merge(initiatives[["response_id", "submission_id"]], on="response_id")
    return {
        response
        for response, report, submission in zip(own["response_id"], own["record_id"], own["submission_id"], strict=True)
        if senders.get(submission) in governed[initiative[report]]
    }


def _units_of_initiatives(descriptions: pd.DataFrame, initiative: dict[str, str], actors: pd.DataFrame) -> dict[str, set[str]]:
    """Return, by initiative, the units that its local authorities govern."""
    governing = actors.dropna(subset=["governed_place_id"])
    unit = dict(zip(governing["actor_id"], governing["governed_place_id"], strict=True))
    units: dict[str, set[str]] = defaultdict(set)
    named = descriptions.dropna(subset=["local_actor_ids"])
    for report, ids in zip(named["reported_id"], named["local_actor_ids"], strict=True):
        units[initiative[report]].update(unit[one] for one in ids.split("|") if one in unit)
    return units


def _units_of_senders(cover: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, str]:
    """Return, by file, the unit that its sender governs; a file whose sender is no local authority, or not for certain, is left out."""
    units = {}
    for row in cover.dropna(subset=[UNIT]).drop_duplicates("submission_id").to_dict("records"):
        authority = local_authority(row[UNIT], "", row["country_code"], ("", ""), gazetteer)
        if authority and authority.place:
            units[row["submission_id"]] = authority.place.place_id
    return units
