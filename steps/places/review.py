"""The places that people should decide on: each text and context left unresolved, once, the most frequent first."""

import hashlib

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.places.gazetteer import Gazetteer
from steps.places.spelling import key

SETTLED = ("matched", "national")
ASKED_BY = ["country_code", "text_key", "context_key"]
BETWEEN_CANDIDATES = "|"


def review_list(places: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Return report_places_to_review from core_initiative_places; what a person decided to be no place is not asked again."""
    open_ones = places[~places["status_code"].isin(SETTLED) & places["decision_id"].isna()]
    keyed = open_ones.assign(text_key=open_ones["place_text"].map(key), context_key=open_ones["context_text"].fillna("").map(key))
    rows = [_question(asked, group, gazetteer) for asked, group in keyed.groupby(ASKED_BY, sort=True)]
    frame = shape(rows, table("report_places_to_review"))
    return frame.sort_values(["mention_count", "initiative_count", "review_id"], ascending=[False, False, True], ignore_index=True)


def review_id(country_code: str, text_key: str, context_key: str) -> str:
    """Return the id of a question: the same as long as text and context mean the same."""
    digest = hashlib.sha256("\x1f".join((text_key, context_key)).encode()).hexdigest()
    return f"{country_code}-{digest[:8]}"


def _question(asked: tuple[str, str, str], group: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, object]:
    first = group.iloc[0]
    candidates = str(first["candidate_place_ids"] or "").split("|") if pd.notna(first["candidate_place_ids"]) else []
    return {
        "review_id": review_id(*asked),
        "country_code": asked[0],
        "place_text": group["place_text"].mode().iloc[0],
        "context_text": first["context_text"],
        "status_code": first["status_code"],
        "reason_text": first["reason_text"],
        "mention_count": len(group),
        "initiative_count": group["initiative_id"].nunique(),
        "candidate_place_ids": "|".join(candidates) or None,
        "candidates_text": BETWEEN_CANDIDATES.join(gazetteer.told(gazetteer.by_id[place_id]) for place_id in candidates) or None,
    }
