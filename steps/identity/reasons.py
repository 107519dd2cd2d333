"""The reasons why two reports are one initiative or two: what each comparison found, what it weighs, and what the reports say."""

import re

import pandas as pd

from schemas.decided_pairs import pair_id
from schemas.initiative_weights import ANY, START, Weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity.compare import comparisons, is_held_back

REASON = ("pair_id", "comparison_code", "level_text", "weight")
IDS = ["first_reported_id", "second_reported_id"]
# Levels that contradict: such two are never one, unless a person says so.
CONFLICTS = {"phase.different": ("phase_count", "their phases differ"), "code.different": ("project_codes", "their project numbers differ")}

HELD_BACK = "nothing agrees of what they are about (title, content, project number, web page, exact budget), so they are doubtful at most"


def with_pair_ids(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs with `pair_id`, as core_initiative_pairs has it."""
    return pairs.assign(pair_id=[pair_id(*both) for both in pairs[IDS].itertuples(index=False, name=None)])


def reasons_of(pairs: pd.DataFrame, descriptions: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Return core_pair_reasons of some pairs of clean_compared_pairs, the heaviest reason of each pair first.

    What is known before anything is compared is one of them, so that the weights of a pair add up to its sum.
    """
    said = with_pair_ids(pairs[pairs["level_codes"].notna()])
    rows = said.assign(level=(f"{START}.{ANY}|" + said["level_codes"]).str.split("|")).explode("level", ignore_index=True)
    codes = pd.DataFrame([str(level).split(".") for level in rows["level"]], rows.index, ["comparison_code", "level_code"])
    known = {START: {ANY: weights.before}} | weights.comparisons
    levels = [known[one][other] for one, other in codes.itertuples(index=False, name=None)]
    told = rows.assign(
        **{name: codes[name] for name in codes},
        level_text=[level.level_text for level in levels],
        weight=[level.weight for level in levels],
        **{f"{side}_text": _texts(rows[f"{side}_reported_id"], codes["comparison_code"], descriptions) for side in ("first", "second")},
    )
    told["lightness"] = -told["weight"].abs()
    return shape(told.sort_values(["pair_id", "lightness"], kind="stable"), table("core_pair_reasons"))


def _texts(reports: pd.Series, codes: pd.Series, descriptions: pd.DataFrame) -> pd.Series:
    """Return, for each report and the code of a comparison beside it, what that comparison shows of the report."""
    described = descriptions.set_index("reported_id")
    texts = pd.Series(None, reports.index, dtype="str")
    for code, comparison in comparisons().items():
        asked = reports[codes == code]
        shown = described.loc[asked.unique(), list(comparison.shown)]
        texts[asked.index] = asked.map(_joined(shown)).astype("str")
    return texts


def _joined(shown: pd.DataFrame) -> pd.Series:
    """Return the columns as one text a row, in a form to be read; missing where all are."""
    first, *others = (shown[column].astype("str").str.replace("|", ", ", regex=False) for column in shown)
    for other in others:
        first = (first + ", " + other).fillna(first).fillna(other)
    return first


def sentences(reasons: pd.DataFrame) -> dict[str, str]:
    """Return, by pair, what agrees and what does not in one sentence. `reasons` is core_pair_reasons."""
    weighing = reasons[reasons["weight"].ne(0) & reasons["comparison_code"].ne(START)]
    told: dict[str, list[str]] = {}
    for pair, comparison, text, weight in zip(*(weighing[column] for column in REASON), strict=True):
        told.setdefault(pair, []).append(f"{comparison}: {text} ({weight:+g})")
    return {pair: "; ".join(texts) + "." for pair, texts in told.items()}


def conflicts_of(pairs: pd.DataFrame, descriptions: pd.DataFrame) -> pd.Series:
    """Return, for each pair of clean_compared_pairs, in what its reports contradict each other; missing when they do not."""
    may = pairs[pairs["level_codes"].str.contains("|".join(map(re.escape, CONFLICTS)), na=False)]
    own = descriptions[descriptions["reported_id"].isin({*may["first_reported_id"], *may["second_reported_id"]})]
    said = {column: dict(zip(own["reported_id"], own[column], strict=True)) for column, _ in CONFLICTS.values()}
    found = []
    for first, second, levels in may[[*IDS, "level_codes"]].itertuples(index=False, name=None):
        agreed = str(levels).split("|")
        told = [
            f"{text}: {said[column][first]} and {said[column][second]}" for level, (column, text) in CONFLICTS.items() if level in agreed
        ]
        found.append("; ".join(told) or None)
    return pd.Series(found, may.index, dtype="str").reindex(pairs.index)


def held_back(pairs: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return, for each pair, why it is doubtful however much it weighs; missing where it is not."""
    return pd.Series(None, pairs.index, dtype="str").mask(is_held_back(pairs, weights), HELD_BACK)
