"""Counts the pyramid of knowledge: how many responses become initiatives, practices, lessons, products and policy uses."""

from collections.abc import Set

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.registry import table
from schemas.tables import shape

RETIRED = "RETIRED"


def pyramid(
    reports: pd.DataFrame,
    practices: pd.DataFrame,
    scores: pd.DataFrame,
    lessons: pd.DataFrame,
    products: pd.DataFrame,
    drawn: pd.DataFrame,
    activity_practices: pd.DataFrame,
    reporting: Set[str],
) -> pd.DataFrame:
    """Return report_knowledge_pyramid.

    `reports` is what `answers_on_initiatives` returns, `practices` core_practices, `scores` report_practices, `lessons` core_lessons,
    `products` core_knowledge_products, `drawn` core_product_practices, `activity_practices` core_activity_practices with their country,
    `reporting` the countries that sent a file that could be read. A practice that was retired is not knowledge any more, nor are its
    lessons.
    """
    kept = practices[practices["review_status_code"].ne(RETIRED).fillna(True)]
    validated = lessons[lessons["practice_id"].isin(scores.loc[scores["is_validated"], "practice_id"])]
    has_subject = kept[["initiative_id", "activity_id", "plan_id"]].notna().any(axis=1)
    in_products = activity_practices["practice_id"].isin(drawn["practice_id"])
    tiers = {
        "responses": (_of(reports, "response_id"), _of(reports, "response_id")),
        "initiatives": (_of(reports, "record_id"), _of(reports, "record_id")),
        "practices": (_of(kept, "practice_id"), _of(kept[has_subject], "practice_id")),
        "lessons": (_of(validated, "lesson_id"), _of(validated, "lesson_id")),
        "products": (_of(products, "product_id"), _of(drawn, "product_id")),
        "policy_uses": (_of(activity_practices, "activity_id"), _of(activity_practices[in_products], "activity_id")),
    }
    rows = []
    for country in countries():
        below: int | None = None
        for number, tier in enumerate(code_list("pyramid_tiers").codes, start=1):
            count, linked = (int(counts.get(country, 0)) if country in reporting else None for counts in tiers[tier])
            ratio = round(count / below, 3) if count is not None and below else None
            found = {"record_count": count, "linked_count": linked, "drop_ratio_number": ratio}
            rows.append({"country_code": country, "tier_code": tier, "tier_number": number} | found)
            below = count
    return shape(rows, table("report_knowledge_pyramid"))


def _of(frame: pd.DataFrame, key: str) -> pd.Series:
    return frame.groupby("country_code")[key].nunique()
