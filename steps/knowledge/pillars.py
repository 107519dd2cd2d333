"""Makes the scorecard of the pillars: the figures that countries report, and one for each pillar that is counted here."""

import re
from collections.abc import Mapping, Set

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.people_units import counts_people
from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.tables import shape
from steps.small_counts import SMALLEST_SHOWN, tells_few_people, without_figures
from steps.text import fold

REPORTED, COUNTED = "reported", "counted"  # pillar_bases
FIGURES = ["baseline_number", "indicator_number"]  # of people; a target is nobody yet
STATED = ("unit_name", "period_text", "disaggregation_text")
NAMED_BY = ("indicator_name", "unit_name", "disaggregation_text")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
COUNTED_INDICATORS = {
    "P1": "network_members", "P2": "reports", "P3": "products_of_practices", "P4": "products_in_use", "P5": "measured_indicators",
}  # fmt: skip


def pillars(indicators: pd.DataFrame, counted: Mapping[str, pd.Series], reporting: Set[str]) -> pd.DataFrame:
    """Return report_knowledge_pillars.

    `indicators` is core_indicators, `counted` what `counted_figures` returns, `reporting` the countries that sent a file that could be
    read: of others nothing is known, which is no 0.
    """
    told = pd.concat([_reported(indicators), _counted(counted, reporting)], ignore_index=True)
    order = [
        "country_code",
        "pillar_code",
        "basis_code",
        "indicator_name",
        "unit_name",
        "disaggregation_text",
        "period_year",
        "period_text",
    ]
    return shape(told.sort_values(order, na_position="first"), table("report_knowledge_pillars"))


def answers_on_initiatives(lineage: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return one row per initiative and accepted answer on it: record_id, response_id, country_code.

    `lineage` is core_lineage, `initiatives` core_initiatives.
    """
    rows = lineage.loc[lineage["table_name"] == "core_initiatives", ["record_id", "response_id"]]
    return rows.merge(initiatives[["initiative_id", "country_code"]], left_on="record_id", right_on="initiative_id")


def counted_figures(
    network_members: pd.DataFrame, reports: pd.DataFrame, products: pd.DataFrame, drawn: pd.DataFrame, indicators: pd.DataFrame
) -> dict[str, pd.Series]:
    """Return, by counted indicator, a figure for each country (see the code list counted_indicators).

    `network_members` is core_network_members, `reports` what `answers_on_initiatives` returns, `products` core_knowledge_products,
    `drawn` core_product_practices, `indicators` core_indicators.
    """
    is_used = products[["download_count", "participant_count"]].gt(0).any(axis=1)
    is_measured = indicators[["indicator_number", "target_number"]].notna().all(axis=1)
    names = indicators["indicator_name"].map(fold)
    return {
        "network_members": network_members.groupby("country_code")["actor_id"].nunique(),
        "reports": reports.groupby("country_code")["response_id"].nunique(),
        "products_of_practices": drawn.groupby("country_code")["product_id"].nunique(),
        "products_in_use": products[is_used].groupby("country_code")["product_id"].nunique(),
        "measured_indicators": names[is_measured].groupby(indicators["country_code"]).nunique(),
    }


def _reported(indicators: pd.DataFrame) -> pd.DataFrame:
    stated = indicators.fillna(dict.fromkeys(STATED, NOT_STATED))
    years = stated["period_text"].map(_last_year).astype("Int64")
    name = [stated["country_code"], stated["pillar_code"], *(stated[column].map(fold) for column in NAMED_BY)]
    latest = years.groupby(name).transform("max")
    is_only = years.groupby(name).transform("size") == 1
    way = stated["target_number"] - stated["baseline_number"]
    progress = 100 * (stated["indicator_number"] - stated["baseline_number"]) / way.mask(way == 0)
    told = stated.assign(
        basis_code=REPORTED, period_year=years, is_latest=years.eq(latest).fillna(False) | is_only, progress_number=progress.round(1)
    )
    return _without_few_people(told, indicators["unit_name"])


def _without_few_people(told: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """Return the rows without figures of 1 to 9 people, what would give them away, and figures in their breakdown."""
    units_and_names = zip(units, told["indicator_name"], strict=True)
    is_people = pd.Series([counts_people(unit, name) for unit, name in units_and_names], told.index, dtype=bool)
    is_small = told[FIGURES].gt(0) & told[FIGURES].lt(SMALLEST_SHOWN)
    hidden = is_small.any(axis=1).fillna(False).astype(bool) & is_people
    figures = {name: told[name].mask(hidden) for name in (*FIGURES, "progress_number")}
    in_words = tells_few_people(told, is_people, hidden)
    return told.assign(**figures, disaggregation_text=without_figures(told, in_words), is_suppressed=hidden | in_words)


def _last_year(period: str) -> int | None:
    years = [int(year) for year in YEAR.findall(period)]
    return max(years) if years else None


def _counted(counted: Mapping[str, pd.Series], reporting: Set[str]) -> pd.DataFrame:
    labels = code_list("counted_indicators").labels
    rows = [
        {
            "country_code": country, "pillar_code": pillar, "basis_code": COUNTED, "counted_indicator_code": code,
            "indicator_name": labels[code]["en"], "is_latest": True, "is_suppressed": False, **dict.fromkeys(STATED, NOT_STATED),
            "indicator_number": counted[code].get(country, 0) if country in reporting else None,
        }
        for country in countries()
        for pillar, code in COUNTED_INDICATORS.items()
    ]  # fmt: skip
    return shape(rows, table("report_knowledge_pillars"))
