"""The reasons why two reports are one initiative or two: what each comparison found, what it weighs, and what the reports say."""

import pandas as pd

from schemas.decided_pairs import pair_id
from schemas.initiative_weights import ANY, START, Weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity.compare import comparisons

REASON = ("pair_id", "comparison_code", "level_text", "weight")
IDS = ["first_reported_id", "second_reported_id"]
# Levels that contradict: such two are never one, unless a person says so.
CONFLICTS = {"phase.different": ("phase_count", "their phases differ"), "code.different": ("project_codes", "their project numbers differ")}


def with_pair_ids(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs with `pair_id`, as core_initiative_pairs has it."""
    return pairs.assign(pair_id=[pair_id(*both) for both in pairs[IDS].itertuples(index=False, name=None)])


def reasons_of(pairs: pd.DataFrame, descriptions: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Return core_pair_reasons of some pairs of clean_compared_pairs, the heaviest reason of each pair first.

    What is known before anything is compared is one of them, so that the weights of a pair add up to its sum.
    """
    said = with_pair_ids(pairs[pairs["level_codes"].notna()])
    rows = said.assign(level=(f"{START}.{ANY}|" + said["level_codes"]).str.split("|")).explode("level")
    codes = pd.DataFrame([str(level).split(".") for level in rows["level"]], rows.index, ["comparison", "level"])
    known = {START: {ANY: weights.before}} | weights.comparisons
    levels = [known[one][other] for one, other in codes.itertuples(index=False, name=None)]
    texts = _texts(descriptions)
    told = rows.assign(
        comparison_code=codes["comparison"],
        level_code=codes["level"],
        level_text=[level.level_text for level in levels],
        weight=[level.weight for level in levels],
        **{
            f"{side}_text": [
                texts.get(code, {}).get(report) for code, report in zip(codes["comparison"], rows[f"{side}_reported_id"], strict=True)
            ]
            for side in ("first", "second")
        },
    )
    told["lightness"] = -told["weight"].abs()
    return shape(told.sort_values(["pair_id", "lightness"], kind="stable"), table("core_pair_reasons"))


def _texts(descriptions: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return, for each comparison, what it shows of each report."""
    found = {}
    for code, comparison in comparisons().items():
        shown = descriptions[list(comparison.shown)].astype("str")
        rows = zip(descriptions["reported_id"], *(shown[column] for column in comparison.shown), strict=True)
        told = ((report, [str(one).replace("|", ", ") for one in said if pd.notna(one)]) for report, *said in rows)
        found[code] = {report: ", ".join(texts) for report, texts in told if texts}
    return found


def sentences(reasons: pd.DataFrame) -> dict[str, str]:
    """Return, by pair, what agrees and what does not in one sentence. `reasons` is core_pair_reasons."""
    weighing = reasons[reasons["weight"].ne(0) & reasons["comparison_code"].ne(START)]
    told: dict[str, list[str]] = {}
    for pair, comparison, text, weight in zip(*(weighing[column] for column in REASON), strict=True):
        told.setdefault(pair, []).append(f"{comparison}: {text} ({weight:+g})")
    return {pair: "; ".join(texts) + "." for pair, texts in told.items()}


def conflicts_of(pairs: pd.DataFrame, descriptions: pd.DataFrame) -> list[str | None]:
    """Return, for each pair of clean_compared_pairs, in what its reports contradict each other; None when they do not."""
    said = {column: dict(zip(descriptions["reported_id"], descriptions[column], strict=True)) for column, _ in CONFLICTS.values()}
    found = []
    for first, second, levels in pairs[[*IDS, "level_codes"]].itertuples(index=False, name=None):
        own = str(levels).split("|")
        told = [f"{text}: {said[column][first]} and {said[column][second]}" for level, (column, text) in CONFLICTS.items() if level in own]
        found.append("; ".join(told) or None)
    return found
