"""Tells of knowledge products: the practices that they draw on, and how often they are used."""

import pandas as pd

from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.tables import shape
from steps.records.summarise import SHARE_PLACES
from steps.small_counts import without_small_counts


def product_practices(products: pd.DataFrame) -> pd.DataFrame:
    """Return core_product_practices. `products` is core_knowledge_products."""
    drawn = products.dropna(subset=["source_practice_ids"])
    each = drawn.assign(practice_id=drawn["source_practice_ids"].str.split("|")).explode("practice_id")
    return shape(each.sort_values(["product_id", "practice_id"]), table("core_product_practices"))


def product_uses(
    products: pd.DataFrame, drawn: pd.DataFrame, practices: pd.DataFrame, scores: pd.DataFrame, activity_practices: pd.DataFrame
) -> pd.DataFrame:
    """Return report_knowledge_products.

    `products` is core_knowledge_products, `drawn` core_product_practices, `practices` core_practices, `scores`
    report_practices, `activity_practices` core_activity_practices.
    """
    about = practices[["practice_id", "initiative_id"]]
    based = drawn[["product_id", "practice_id"]].merge(about, on="practice_id")
    reviewed = based[based["practice_id"].isin(scores.loc[scores["is_validated"], "practice_id"])]
    built_on = based.merge(activity_practices[["practice_id", "activity_id"]], on="practice_id")
    counts = {
        "practice_count": _distinct(based, "practice_id"),
        "reviewed_practice_count": _distinct(reviewed, "practice_id"),
        "initiative_count": _distinct(based, "initiative_id"),
        "activity_count": _distinct(built_on, "activity_id"),
    }
    told = products.assign(**{name: products["product_id"].map(count).fillna(0) for name, count in counts.items()})
    shown = without_small_counts(told, ["participant_count"], within=["country_code"])
    return shape(shown.sort_values("product_id"), table("report_knowledge_products"))


def _distinct(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows.groupby("product_id")[column].nunique()


def product_channels(products: pd.DataFrame) -> pd.DataFrame:
    """Return report_product_channels. `products` is core_knowledge_products."""
    channels = products["channel_codes"].fillna(NOT_STATED).str.split("|")
    is_measured = products[["download_count", "participant_count"]].notna().any(axis=1)
    each = products.assign(channel_code=channels, part=1 / channels.str.len(), is_measured=is_measured).explode("channel_code")
    counts = each.groupby(["country_code", "channel_code"]).agg(
        product_count=("product_id", "nunique"), product_share_number=("part", "sum"), measured_product_count=("is_measured", "sum")
    )
    return shape(counts.round({"product_share_number": SHARE_PLACES}).reset_index(), table("report_product_channels"))
