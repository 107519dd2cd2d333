"""Compares reports of initiatives level by level, with Splink: what agrees and what does not, each with its weight, and the sum.

The levels are Splink's own, so that the same settings run on DuckDB here and on Spark where a team outgrows one machine. Their weights are
`reference/identity/initiative_weights.csv`: reasoned, readable, not trained, since no country has enough labelled pairs to train on.

One rule stands above the sum: organisations, places and dates do not make two reports one, as one organisation often does several things in
one place in one year. Where nothing agrees of what the two are about, they are doubtful at most, whatever their weight. What agrees of it
are the levels of SAY_WHAT_IT_IS, and two words of the field in the titles as long as the contents share a word or say nothing. A title that
is common as a whole, as "Local development project", is none: very many have it.
"""

from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import splink.comparison_level_library as cll
from pandas.api.types import is_numeric_dtype
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison
from splink.internals.database_api import DatabaseAPI

from schemas.errors import BrokenReference
from schemas.initiative_weights import DOUBTFUL, FILE, Weights
from schemas.registry import table
from schemas.tables import shape

LISTS = (
    "title_names", "title_words", "telling_words", "content_words", "project_codes", "project_code_marks", "lead_actor_ids",
    "local_actor_ids", "wide_actor_ids", "actor_ids", "place_ids", "admin2_ids", "admin1_ids", "foreign_place_ids", "block_keys",
)  # fmt: skip
SIDES = ("report_number_l", "report_number_r")
NEAR_KM = 30
SIX_WEEKS = 1.5  # months
SAME_AMOUNT, NEAR_AMOUNT = 0.02, 0.2
LEFT_OUT = 4.0  # bits below the doubtful band from which a pair is not kept: nobody would look at it
REPORTS_AT_ONCE = 50_000  # compared with all others, as Splink holds all pairs of a part with everything that is compared
HALF = 0.5
SAY_WHAT_IT_IS = frozenset(
    {
        *(f"title.{level}" for level in ("whole", "equal", "name_more", "name", "contained")),
        *(f"title.{level}" for level in ("whole_field", "equal_field", "three", "two", "one")),
        "content.many", "content.some", "code.shared", "page.same", "money.equal",
    }
)  # fmt: skip
UNLESS_CONTENTS_DIFFER = ("title.field", "content.none")  # the first says what it is where the second was not found
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
    return {"title": _titles(), **_content_and_marks(), **_who_and_where(), **_when_and_how_much()}


def _titles() -> Comparison:
    shares, null, rest = cll.ArrayIntersectLevel, cll.NullLevel, cll.ElseLevel
    return Comparison(
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
    )


def _content_and_marks() -> dict[str, Comparison]:
    shares, null, rest = cll.ArrayIntersectLevel, cll.NullLevel, cll.ElseLevel
    return {
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
        unique_id_column_name="report_number",
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


def compare(
    descriptions: pd.DataFrame, weights: Weights, database: DatabaseAPI[Any] | None = None, *, keeps_all: bool = False
) -> pd.DataFrame:
    """Return clean_compared_pairs: the pairs of reports that share a block key, in the order of their ids.

    `descriptions` is clean_initiative_descriptions, `database` one of Splink's, DuckDB in memory when none is given. Pairs that are
    plainly two are left out unless it `keeps_all`.
    """
    blocked = descriptions[descriptions["block_keys"].notna()].sort_values("reported_id", ignore_index=True)
    if len(blocked) < 2:
        return shape([], table("clean_compared_pairs"))
    if database:
        return _compared(blocked, weights, database, keeps_all=keeps_all)
    with duckdb.connect() as connection:  # closed at once: its threads would go on until Python finds that nobody needs it
        return _compared(blocked, weights, DuckDBAPI(connection), keeps_all=keeps_all)


def _compared(blocked: pd.DataFrame, weights: Weights, database: DatabaseAPI[Any], *, keeps_all: bool) -> pd.DataFrame:
    # What Splink would look for in settings that people write, their columns, DuckDB finds in ours as soon as one is wrong.
    linker = Linker(database.register(comparable(blocked)), settings(weights), log_level=None, validate_settings=False)
    parts = 1 + len(blocked) // REPORTS_AT_ONCE
    least = None if keeps_all else weights.doubtful - LEFT_OUT
    found = [_told(_predicted(linker, (part, parts), least, weights), weights) for part in range(1, parts + 1)]
    return _in_order(pd.concat(found, ignore_index=True), blocked["reported_id"])


def _predicted(linker: Linker, part: tuple[int, int], least: float | None, weights: Weights) -> pd.DataFrame:
    """Return the pairs whose first report is in a part of the reports: the numbers of the two, weight, probability and levels found."""
    found = linker.inference.predict_chunk(left_chunk=part, threshold_match_weight=least, warning_mode="never")
    columns = [*SIDES, "match_weight", "match_probability", *(f"gamma_{code}" for code in weights.comparisons)]
    pairs = linker.misc.query_sql(f"select {', '.join(columns)} from {found.physical_name}", output_type="pandas")  # noqa: S608
    found.drop_table_from_database_and_remove_from_cache()
    return pairs


def comparable(descriptions: pd.DataFrame) -> pa.Table:
    """Return the descriptions as Splink compares them, in columns whose types every backend knows.

    `report_number` is the place of the row. Lists of codes joined by bars are lists of numbers, equal where the codes of the column are, as
    numbers compare faster.
    """
    every = descriptions["local_actor_ids"].fillna("") + "|" + descriptions["wide_actor_ids"].fillna("")
    told = descriptions.assign(actor_ids=every.str.strip("|").replace("", None))
    columns: dict[str, Any] = {"report_number": pa.array(range(len(told)), pa.int32())}
    for name in told.columns.drop(["reported_id", "country_code", "left_out_keys"]):
        if name in LISTS:
            columns[name] = _numbered(told[name])
        elif is_numeric_dtype(told[name]):
            columns[name] = pa.array(told[name].astype("Float64"), pa.float64())
        else:
            columns[name] = _texts(told[name])
    return pa.table(columns)


def _numbered(codes: pd.Series) -> pa.Array:
    """Return lists of numbers for codes joined by bars; missing where there are none."""
    lists = pc.split_pattern(_texts(codes), "|")
    numbers = lists.values.dictionary_encode().indices
    return pa.ListArray.from_arrays(lists.offsets, numbers, mask=lists.is_null())


def _texts(column: pd.Series) -> pa.Array:
    """Return a column of texts in one piece; put together from several frames, it comes in as many."""
    texts = pa.array(column, pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _told(found: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Return pairs that Splink found with their verdicts, and with the levels by their codes."""
    levels = pd.Series("", index=found.index, dtype="str")
    for code, known in weights.comparisons.items():
        # Splink numbers the levels from the last, 0; -1 is the one that says nothing.
        names = {-1: "", **{number: f"|{code}.{level}" for number, level in enumerate(reversed(known))}}
        levels += found[f"gamma_{code}"].map(names).astype("str")
    told = found[[*SIDES, "match_weight", "match_probability"]].assign(level_codes=levels.str.removeprefix("|").replace("", None))
    return told.assign(verdict_code=verdicts(told, weights))


def verdicts(pairs: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return what each of clean_compared_pairs is called: what its sum says, but doubtful at most where nothing says what the two are."""
    said = {weight: weights.verdict(weight) for weight in pairs["match_weight"].unique()}
    return pairs["match_weight"].map(said).astype("str").mask(is_held_back(pairs, weights), DOUBTFUL)


def is_held_back(pairs: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return whether each pair weighs enough to be one while nothing agrees of what the two are about (see the rule above)."""
    found = pairs["level_codes"].fillna("")
    says_nothing = {levels: not _says_what_it_is(levels.split("|")) for levels in found.unique()}
    return pairs["match_weight"].ge(weights.same) & found.map(says_nothing).astype(bool)


def _says_what_it_is(levels: list[str]) -> bool:
    weak, contrary = UNLESS_CONTENTS_DIFFER
    return not SAY_WHAT_IT_IS.isdisjoint(levels) or (weak in levels and contrary not in levels)


def _in_order(pairs: pd.DataFrame, reported_ids: pd.Series) -> pd.DataFrame:
    """Return clean_compared_pairs. `reported_ids` are those of the reports by their numbers, which follow the alphabet."""
    one, other = (pairs[side] for side in SIDES)
    first, second = one.where(one < other, other), other.where(one < other, one)
    ordered = pairs.assign(first=first, second=second).sort_values(["first", "second"])
    ids = {f"{side}_reported_id": reported_ids.take(ordered[side]).array for side in ("first", "second")}
    return shape(ordered.assign(**ids), table("clean_compared_pairs"))
