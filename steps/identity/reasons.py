"""The reasons why two reports are one initiative or two: what each comparison found, what it weighs, and what the reports say."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
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
    first, second = (pairs[one].tolist() for one in IDS)
    return pairs.assign(pair_id=list(map(pair_id, first, second)))


def reasons_of(pairs: pd.DataFrame, descriptions: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Return core_pair_reasons of some pairs of clean_compared_pairs, the heaviest reason of each pair first.

    What is known before anything is compared is one of them, so that the weights of a pair add up to its sum.
    """
    said = with_pair_ids(pairs[pairs["level_codes"].notna()])[["pair_id", *IDS, "level_codes"]].sort_values("pair_id", kind="stable")
    levels = [[f"{START}.{ANY}", *codes.split("|")] for codes in said["level_codes"].tolist()]
    places = np.repeat(np.arange(len(said)), [len(one) for one in levels])  # of the pairs in `said`
    known = _known_levels(weights)
    numbers = _places_of(list(chain.from_iterable(levels)), known.index)
    order = np.lexsort((-known["weight"].abs().to_numpy()[numbers], places))
    places, told = places[order], known.take(numbers[order]).reset_index(drop=True)
    rows = said.take(places).reset_index(drop=True)
    for side in ("first", "second"):
        told[f"{side}_text"] = _texts(rows[f"{side}_reported_id"], told["comparison_code"], descriptions)
    return shape(told.assign(pair_id=rows["pair_id"]), table("core_pair_reasons"))


def _known_levels(weights: Weights) -> pd.DataFrame:
    """Return comparison_code, level_code, level_text and weight of every level, by its name in clean_compared_pairs."""
    known = {START: {ANY: weights.before}} | weights.comparisons
    rows = [(one, level, told.level_text, told.weight) for one, levels in known.items() for level, told in levels.items()]
    named = pd.DataFrame(rows, columns=["comparison_code", "level_code", "level_text", "weight"])
    return named.set_index(named["comparison_code"] + "." + named["level_code"])


def _texts(reports: pd.Series, codes: pd.Series, descriptions: pd.DataFrame) -> pd.Series:
    """Return, for each report and the code of a comparison beside it, what that comparison shows of the report."""
    places = _places_of(reports.tolist(), descriptions["reported_id"].tolist())
    texts = np.full(len(reports), None, dtype=object)
    for code, comparison in comparisons().items():
        asked = codes.eq(code).to_numpy()
        texts[asked] = _joined(descriptions[list(comparison.shown)]).to_numpy(dtype=object)[places[asked]]
    return pd.Series(texts, reports.index, dtype="str")


def _places_of(names: Iterable[str], known: Iterable[str]) -> "np.ndarray[Any, Any]":
    """Return where each name stands among those that are known. Raises KeyError for another: that is a fault of the program."""
    places = {name: place for place, name in enumerate(known)}
    return np.array([places[name] for name in names], dtype=int)


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
    for pair, comparison, text, weight in zip(*(weighing[column].tolist() for column in REASON), strict=True):
        told.setdefault(pair, []).append(_phrase(comparison, text, weight))
    return {pair: "; ".join(texts) + "." for pair, texts in told.items()}


@cache
def _phrase(comparison: str, text: str, weight: float) -> str:
    return f"{comparison}: {text} ({weight:+g})"


def conflicts_of(pairs: pd.DataFrame, descriptions: pd.DataFrame) -> pd.Series:
    """Return, for each pair of clean_compared_pairs, in what its reports contradict each other; missing when they do not."""
    may = pairs[pairs["level_codes"].str.contains("|".join(map(re.escape, CONFLICTS)), na=False)]
    own = descriptions[descriptions["reported_id"].isin({*may["first_reported_id"], *may["second_reported_id"]})]
    said = {column: dict(zip(own["reported_id"].tolist(), own[column].tolist(), strict=True)) for column, _ in CONFLICTS.values()}
    found = []
    for first, second, levels in zip(*(may[column].tolist() for column in (*IDS, "level_codes")), strict=True):
        agreed = str(levels).split("|")
        told = [
            f"{text}: {said[column][first]} and {said[column][second]}" for level, (column, text) in CONFLICTS.items() if level in agreed
        ]
        found.append("; ".join(told) or None)
    return pd.Series(found, may.index, dtype="str").reindex(pairs.index)


def held_back(pairs: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return, for each pair, why it is doubtful however much it weighs; missing where it is not."""
    return pd.Series(None, pairs.index, dtype="str").mask(is_held_back(pairs, weights), HELD_BACK)
