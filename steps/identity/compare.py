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
    "title_parts", "title_words", "telling_words", "name_words", "content_words", "project_codes", "project_code_marks", "lead_actor_ids",
    "local_actor_ids", "wide_actor_ids", "actor_ids", "place_ids", "admin2_ids", "admin1_ids", "foreign_place_ids", "block_keys",
)  # fmt: skip
NEAR_KM = 30
SIX_WEEKS = 1.5  # months
SAME_AMOUNT, NEAR_AMOUNT = 0.02, 0.2
LEFT_OUT = 8.0  # bits below the doubtful band from which a pair is not kept: nobody would look at it
HALF = 0.5
Levels = dict[str, Any]


class Comparison(NamedTuple):
    """One comparison: when it says nothing, its levels in the order in which they are tried, and what it shows of a report.

    The last level holds for whatever is left.
    """

    silent: Any
    levels: Levels
    shown: tuple[str, ...]


class Compared(NamedTuple):
    """Pairs that were compared and are worth keeping, and why.

    `pairs` has first_reported_id, second_reported_id, match_weight, match_probability and verdict_code; `reasons` has these two ids and the
    columns of core_pair_reasons after its key.
    """

    pairs: pd.DataFrame
    reasons: pd.DataFrame


def comparisons() -> dict[str, Comparison]:
    """Return the comparisons by code. Levels are tried from the first to the last."""
    shares, null, rest = cll.ArrayIntersectLevel, cll.NullLevel, cll.ElseLevel
    return {
        "title": Comparison(
            null("title_words"),
            {
                "whole": cll.ExactMatchLevel("title_whole_text"),
                "equal": cll.ExactMatchLevel("title_key"),
                "name_more": cll.And(cll.Or(shares("name_words"), shares("title_parts")), shares("telling_words", 3)),
                "name": cll.Or(shares("name_words"), shares("title_parts")),
                "contained": cll.And(cll.ArraySubsetLevel("telling_words"), shares("telling_words", 2)),
                "three": shares("telling_words", 3),
                "two": shares("telling_words", 2),
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


def compare(descriptions: pd.DataFrame, weights: Weights, *, keeps_all: bool = False) -> Compared:
    """Return the pairs of reports that share a block key, with their weights and reasons (see Compared), in the order of their ids.

    `descriptions` is clean_initiative_descriptions. Pairs that are plainly two are left out unless it `keeps_all`.
    """
    blocked = descriptions[descriptions["block_keys"].notna()]
    if len(blocked) < 2:
        return _compared(pd.DataFrame(), descriptions, weights)
    linker = Linker(DuckDBAPI().register(_as_lists(blocked)), settings(weights), log_level=None)
    least = None if keeps_all else weights.doubtful - LEFT_OUT
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    return _compared(found.as_pandas_dataframe(), descriptions, weights)


def _as_lists(descriptions: pd.DataFrame) -> pd.DataFrame:
    """Return the descriptions as Splink compares them: lists instead of codes joined by bars."""
    every = descriptions["local_actor_ids"].fillna("") + "|" + descriptions["wide_actor_ids"].fillna("")
    told = descriptions.assign(actor_ids=every.str.strip("|").replace("", None))
    lists = {name: [text.split("|") if isinstance(text, str) else None for text in told[name]] for name in LISTS}
    numbers = {name: told[name].astype("float64") for name in told.columns if str(told[name].dtype) in ("Int64", "Float64")}
    return told.drop(columns=["country_code"]).assign(**numbers, **lists)


def _compared(found: pd.DataFrame, descriptions: pd.DataFrame, weights: Weights) -> Compared:
    """Return what Splink found, sides and pairs in alphabetical order, and each level that it found as a reason."""
    if found.empty:
        return Compared(shape([], table("clean_compared_pairs")), shape([], table("clean_pair_reasons")))
    sides = found[["reported_id_l", "reported_id_r"]]
    pairs = found.assign(
        first_reported_id=sides.min(axis=1),
        second_reported_id=sides.max(axis=1),
        verdict_code=[weights.verdict(weight) for weight in found["match_weight"]],
    ).sort_values(["first_reported_id", "second_reported_id"], ignore_index=True)
    return Compared(shape(pairs, table("clean_compared_pairs")), _reasons(pairs, descriptions, weights))


def _reasons(pairs: pd.DataFrame, descriptions: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Return one row for each pair and comparison that said something, the heaviest first."""
    about = descriptions.set_index("reported_id")
    told = []
    for code, comparison in comparisons().items():
        # Splink numbers the levels from the last, 0; -1 is the one that says nothing.
        levels = dict(enumerate(reversed(weights.comparisons[code].values())))
        said = pairs[pairs[f"gamma_{code}"] >= 0]
        found = said[f"gamma_{code}"].map(levels)
        shown = about[list(comparison.shown)].astype(object)
        texts = shown.where(shown.notna(), None).apply(
            lambda row: ", ".join(str(one).replace("|", ", ") for one in row if one is not None), axis=1
        )
        told.append(
            said[["first_reported_id", "second_reported_id"]].assign(
                comparison_code=code,
                level_code=[level.level_code for level in found],
                level_text=[level.level_text for level in found],
                weight=[level.weight for level in found],
                first_text=said["first_reported_id"].map(texts),
                second_text=said["second_reported_id"].map(texts),
            )
        )
    every = pd.concat(told, ignore_index=True)
    order = every.assign(heaviness=-every["weight"].abs()).sort_values(
        ["first_reported_id", "second_reported_id", "heaviness"], kind="stable"
    )
    return shape(order, table("clean_pair_reasons"))
