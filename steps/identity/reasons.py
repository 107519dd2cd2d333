"""The reasons why two reports are one initiative or two: what each comparison found, what it weighs, and what the reports say."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from schemas.decided_pairs import pair_id
from schemas.initiative_weights import ANY, START, Weights
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.identity.compare import comparisons, is_held_back

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
    known = _known_levels(weights)
    found = _heaviest_first(said["level_codes"], known)
    levels = [found[codes] for codes in said["level_codes"].tolist()]
    numbers = np.fromiter(chain.from_iterable(levels), int)
    places = np.repeat(np.arange(len(said)), [len(one) for one in levels])  # of the pairs in `said`
    told = known.take(numbers).reset_index(drop=True)
    texts, begin = _texts(descriptions), _places_of(known["comparison_code"], (START, *comparisons())) * len(descriptions)
    for side in ("first", "second"):
        reports = _places_of(said[f"{side}_reported_id"].tolist(), descriptions["reported_id"].tolist())
        told[f"{side}_text"] = texts.array.take(begin[numbers] + reports[places])
    return shape(told.assign(pair_id=said["pair_id"].array.take(places)), table("core_pair_reasons"))


def _known_levels(weights: Weights) -> pd.DataFrame:
    """Return comparison_code, level_code, level_text and weight of every level, by its name in clean_compared_pairs."""
    known = {START: {ANY: weights.before}} | weights.comparisons
    rows = [(one, level, told.level_text, told.weight) for one, levels in known.items() for level, told in levels.items()]
    named = pd.DataFrame(rows, columns=["comparison_code", "level_code", "level_text", "weight"])
    return named.set_index(named["comparison_code"] + "." + named["level_code"])


def _heaviest_first(level_codes: pd.Series, known: pd.DataFrame) -> dict[str, list[int]]:
    """Return, by what was found of a pair, the places of these levels among those known, the heaviest first.

    Of very many pairs the same was found. Raises KeyError for a level that is not known: that is a fault of the program.
    """
    places, weighs = {name: place for place, name in enumerate(known.index)}, known["weight"].abs().tolist()
    told = {codes: [places[name] for name in (f"{START}.{ANY}", *codes.split("|"))] for codes in level_codes.dropna().unique()}
    return {codes: sorted(levels, key=lambda level: -weighs[level]) for codes, levels in told.items()}


def _texts(descriptions: pd.DataFrame) -> pd.Series:
    """Return what is shown of each report: first nothing, for the start, then what each comparison shows, one after the other."""
    nothing = pd.Series(None, descriptions.index, dtype="str")
    return pd.concat([nothing, *(_joined(descriptions[list(one.shown)]) for one in comparisons().values())], ignore_index=True)


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


def sentences(pairs: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return, for each pair of clean_compared_pairs, what agrees and what does not in one sentence; missing where nothing weighs."""
    known = _known_levels(weights)
    rows = list(known[["comparison_code", "level_text", "weight"]].itertuples(index=False, name=None))
    told = {}
    for codes, levels in _heaviest_first(pairs["level_codes"], known).items():
        phrases = [f"{code}: {text} ({weight:+g})" for code, text, weight in map(rows.__getitem__, levels) if weight and code != START]
        told[codes] = "; ".join(phrases) + "." if phrases else None
    return pd.Series([told.get(codes) for codes in values_of(pairs["level_codes"])], pairs.index, dtype="str")


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
