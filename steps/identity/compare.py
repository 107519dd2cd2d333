"""Compares reports of initiatives level by level, with Splink: what agrees and what does not, each with its weight, and the sum.

The levels are Splink's own, so that the same settings run on DuckDB here and on Spark where a team outgrows one machine. Their weights are
`reference/identity/initiative_weights.csv`: reasoned, readable, not trained, since no country has enough labelled pairs to train on.
"""

from typing import Any, NamedTuple

import pandas as pd
import splink.comparison_level_library as cll
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from schemas.errors import BrokenReference
from schemas.initiative_weights import FILE, Weights
from schemas.registry import table
from schemas.tables import shape

LISTS = (
    "title_names", "title_words", "telling_words", "content_words", "project_codes", "project_code_marks", "lead_actor_ids",
    "local_actor_ids", "wide_actor_ids", "actor_ids", "place_ids", "admin2_ids", "admin1_ids", "foreign_place_ids", "block_keys",
)  # fmt: skip
SIDES = ("reported_id_l", "reported_id_r")
NEAR_KM = 30
SIX_WEEKS = 1.5  # months
SAME_AMOUNT, NEAR_AMOUNT = 0.02, 0.2
LEFT_OUT = 4.0  # bits below the doubtful band from which a pair is not kept: nobody would look at it
HALF = 0.5
Levels = dict[str, Any]


class Comparison(NamedTuple):
    """One comparison: when it says nothing, its levels in the order in which they are tried, and what it shows of a report.

    The last level holds for whatever is left.
    """

    silent: Any
    levels: Levels
    shown: tuple[str, ...]


def comparisons() -> dict[str, Comparison]:
    """Return the comparisons by code. Levels are tried from the first to the last."""
    shares, null, rest = cll.ArrayIntersectLevel, cll.NullLevel, cll.ElseLevel
    return {
        "title": Comparison(
            null("title_words"),
            {
                "whole": cll.And(cll.ExactMatchLevel("title_whole_text"), shares("telling_words")),
                "equal": cll.ExactMatchLevel("title_key"),
                "name_more": cll.And(shares("title_names"), shares("telling_words", 3)),
                "name": shares("title_names"),
                "contained": cll.And(cll.ArraySubsetLevel("telling_words"), shares("telling_words", 2)),
                "whole_field": cll.ExactMatchLevel("title_whole_text"),
                "equal_field": cll.ExactMatchLevel("field_key"),
                "three": shares("telling_words", 3),
                "two": shares("telling_words", 2),
                "common": cll.ExactMatchLevel("common_title_text"),
                "one": shares("telling_words"),
                "field": shares("title_words", 2),
                "none": rest(),
            },
            ("title_words",),
        ),
        "content": Comparison(
            null("content_words"),
            {
                "many": shares("content_words", 5),
                "some": shares("content_words", 3),
                "few": shares("content_words"),
                "none": rest(),
            },
            ("content_words",),
        ),
        "code": Comparison(
            null("project_codes"),
            {"shared": shares("project_codes"), "exchanged": shares("project_code_marks"), "different": rest()},
            ("project_codes",),
        ),
        "phase": Comparison(
            cll.LiteralMatchLevel("phase_count", "1", "int"),
            {"same": cll.ExactMatchLevel("phase_count"), "different": rest()},
            ("phase_count",),
        ),
        "page": Comparison(null("web_page_text"), {"same": cll.ExactMatchLevel("web_page_text"), "other": rest()}, ("web_page_text",)),
        **_who_and_where(),
        **_when_and_how_much(),
    }


def _who_and_where() -> dict[str, Comparison]:
    shares, null, rest = cll.ArrayIntersectLevel, cll.NullLevel, cll.ElseLevel
    return {
        "actor": Comparison(
            null("actor_ids"),
            {
                "lead": shares("lead_actor_ids"),
                "local": shares("local_actor_ids"),
                "wide_three": shares("wide_actor_ids", 3),
                "wide_two": shares("wide_actor_ids", 2),
                "wide_one": shares("wide_actor_ids"),
                "none": rest(),
            },
            ("local_actor_ids", "wide_actor_ids"),
        ),
        "place": Comparison(
            null("place_ids"),
            {
                "all": cll.And(cll.ArraySubsetLevel("place_ids"), shares("place_ids", 2)),
                "one": shares("place_ids"),
                "unit": shares("admin2_ids"),
                "near": cll.DistanceInKMLevel("latitude", "longitude", NEAR_KM, not_null=True),
                "region": shares("admin1_ids"),
                "none": rest(),
            },
            ("place_ids",),
        ),
        "abroad": Comparison(null("foreign_place_ids"), {"shared": shares("foreign_place_ids"), "none": rest()}, ("foreign_place_ids",)),
    }


def _when_and_how_much() -> dict[str, Comparison]:
    null, rest = cll.NullLevel, cll.ElseLevel
    return {
        "begin": Comparison(
            null("start_year"),
            {
                "day": cll.ExactMatchLevel("start_day_number"),
                "month": cll.AbsoluteDifferenceLevel("start_month_number", SIX_WEEKS),
                "year": cll.And(null("start_month_number"), cll.ExactMatchLevel("start_year")),
                "next": cll.AbsoluteDifferenceLevel("start_year", 1),
                "far": rest(),
            },
            ("start_year", "start_month_number"),
        ),
        "end": Comparison(
            null("end_year"),
            {
                "month": cll.AbsoluteDifferenceLevel("end_month_number", SIX_WEEKS),
                "year": cll.ExactMatchLevel("end_year"),
                "far": rest(),
            },
            ("end_year", "end_month_number"),
        ),
        "money": Comparison(
            null("budget_usd"),
            {
                "equal": cll.PercentageDifferenceLevel("budget_usd", SAME_AMOUNT),
                "near": cll.PercentageDifferenceLevel("budget_usd", NEAR_AMOUNT),
                "far": rest(),
            },
            ("budget_usd",),
        ),
    }


def settings(weights: Weights) -> SettingsCreator:
    """Return Splink's settings, for any of its backends. Raises BrokenReference when the weights have other levels than the comparisons."""
    known = {code: list(one.levels) for code, one in comparisons().items()}
    given = {code: list(levels) for code, levels in weights.comparisons.items()}
    for code in dict.fromkeys((*known, *given)):
        if known.get(code) != given.get(code):
            raise BrokenReference(
                f"reference/{FILE}: the comparison {code} has the levels {', '.join(known.get(code, [])) or 'none'}, in this order."
            )
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="reported_id",
        probability_two_random_records_match=1 / (1 + 2**-weights.start),
        comparisons=[_weighted(code, one, weights) for code, one in comparisons().items()],
        blocking_rules_to_generate_predictions=[block_on("block_keys", arrays_to_explode=["block_keys"])],
        retain_matching_columns=True,  # with them come the levels found, which the reasons tell
    )


def _weighted(code: str, comparison: Comparison, weights: Weights) -> CustomComparison:
    levels = [comparison.silent.configure(is_null_level=True)]
    for level_code, level in comparison.levels.items():
        told = weights.comparisons[code][level_code]
        # Splink takes the share of pairs that are one (m) and that are two (u) of which a level holds; the weight is their ratio.
        m, u = HALF * 2 ** min(told.weight, 0.0), HALF * 2 ** -max(told.weight, 0.0)
        levels.append(level.configure(m_probability=m, u_probability=u, label_for_charts=told.level_text))
    return CustomComparison(comparison_levels=levels, output_column_name=code)


def compare(descriptions: pd.DataFrame, weights: Weights, *, keeps_all: bool = False) -> pd.DataFrame:
    """Return clean_compared_pairs: the pairs of reports that share a block key, in the order of their ids.

    `descriptions` is clean_initiative_descriptions. Pairs that are plainly two are left out unless it `keeps_all`.
    """
    blocked = descriptions[descriptions["block_keys"].notna()]
    if len(blocked) < 2:
        return shape([], table("clean_compared_pairs"))
    database = DuckDBAPI()
    linker = Linker(database.register(_as_lists(blocked)), settings(weights), log_level=None)
    least = None if keeps_all else weights.doubtful - LEFT_OUT
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    columns = [*SIDES, "match_weight", "match_probability", *(f"gamma_{code}" for code in weights.comparisons)]
    return _in_order(database.duckdb_con.table(found.physical_name).select(*columns).df(), weights)


def _as_lists(descriptions: pd.DataFrame) -> pd.DataFrame:
    """Return the descriptions as Splink compares them: lists of numbers instead of codes joined by bars, as numbers compare faster."""
    every = descriptions["local_actor_ids"].fillna("") + "|" + descriptions["wide_actor_ids"].fillna("")
    told = descriptions.assign(actor_ids=every.str.strip("|").replace("", None))
    numbers: dict[str, int] = {}
    lists = {
        name: [[numbers.setdefault(one, len(numbers)) for one in text.split("|")] if isinstance(text, str) else None for text in told[name]]
        for name in LISTS
    }
    figures = {name: told[name].astype("float64") for name in told.columns if str(told[name].dtype) in ("Int64", "Float64")}
    return told.drop(columns=["country_code"]).assign(**figures, **lists)


def _in_order(found: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Return what Splink found as clean_compared_pairs: sides and pairs in alphabetical order, levels by their codes."""
    one, other = (found[side] for side in SIDES)
    levels = pd.Series("", index=found.index)
    for code, known in weights.comparisons.items():
        # Splink numbers the levels from the last, 0; -1 is the one that says nothing.
        names = {-1: "", **{number: f"|{code}.{level}" for number, level in enumerate(reversed(known))}}
        levels += found[f"gamma_{code}"].map(names)
    pairs = found.assign(
        first_reported_id=one.where(one < other, other),
        second_reported_id=other.where(one < other, one),
        verdict_code=[weights.verdict(weight) for weight in found["match_weight"]],
        level_codes=levels.str.removeprefix("|").replace("", None),
    )
    return shape(pairs.sort_values(["first_reported_id", "second_reported_id"]), table("clean_compared_pairs"))
