"""Measures how reports are put together: `python -m benchmarks.duplicates [--records CSV --same CSV] [--sizes 10000,100000]`.

First against labelled reports: records on real initiatives and the groups that describe the same one, by default those of the sample
deliveries and `same_initiative.csv` beside this file; other files of the same columns may be named. The records become deliveries and go
down the path. Precision and recall count pairs; every wrong and missed pair is printed with its reasons. Then the same with a random half
of the groups left out, and with the threshold chosen on one half and measured on the other, many times. The weights are reasoned and
nothing is trained: a half shows how far the figures depend on which groups are there, no more. Records that nobody saw when the weights and
words were written are a stricter test: name them with --records and --same.

With sizes, generated reports are resolved, a fifth of them copies, in a process of its own for each size: seconds and peak memory.
"""

import argparse
import csv
import random
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from benchmarks.copies import measure_sizes
from schemas.countries import countries
from schemas.decided_pairs import pair_id
from schemas.initiative_weights import initiative_weights
from schemas.registry import table
from schemas.tables import shape
from scripts.make_sample_deliveries import FACTS, survey_answers, write_workbook
from steps.answers.parse_answers import parse_answers
from steps.files.receive import receive
from steps.form.apply_form import apply_form
from steps.identity.compare import compare, verdicts
from steps.identity.describe import describe
from steps.identity.from_answers import Reports, reports_of
from steps.identity.reasons import IDS, sentences
from steps.identity.resolve import Resolved, resolve_initiatives
from steps.places.decide import decisions

SAME = Path(__file__).parent / "same_initiative.csv"
HALVES = 20
THRESHOLDS = tuple(range(-1, 9))
Pairs = set[str]


class Score(NamedTuple):
    """Pairs that are one and were put together, were put together wrongly, were missed."""

    right: Pairs
    wrong: Pairs
    missed: Pairs

    @property
    def precision(self) -> float:
        """The share of the pairs put together that are one."""
        return len(self.right) / max(len(self.right | self.wrong), 1)

    @property
    def recall(self) -> float:
        """The share of the pairs that are one that were put together."""
        return len(self.right) / max(len(self.right | self.missed), 1)


def main(records: Path, same: Path, sizes: list[int]) -> None:
    """Print the score against the labelled records, its stability, and what sizes take."""
    with records.open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    reports = _reports(facts)
    groups = _groups(same, {fact["record_id"]: f"{fact['country']}-{fact['record_id']}" for fact in facts})
    descriptions = describe(reports, decisions().gazetteer)
    compared = compare(descriptions, initiative_weights())
    score = _score(_resolve(compared, descriptions, initiative_weights().same), groups.values())
    grouped = sum(map(len, groups.values()))
    print(f"{len(facts)} records, {len(groups)} groups of {grouped}: precision {score.precision:.3f}, recall {score.recall:.3f}")
    _tell("wrong", score.wrong, descriptions)
    _tell("missed", score.missed, descriptions)
    _tell_halves(descriptions, compared, groups)
    if sizes:
        measure_sizes(sizes)


def _reports(facts: list[dict[str, str]]) -> Reports:
    """Send the records down the path as deliveries, up to what reports are described from."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder)
        for code, country in countries().items():
            own = [fact for fact in facts if fact["country"] == code]
            (raw / code / "2015").mkdir(parents=True)
            write_workbook(raw / code / "2015" / f"{code.lower()}.xlsx", country, survey_answers(own, country))
        applied = apply_form(pd.concat([receive(raw, code) for code in countries()], ignore_index=True))
    return reports_of(parse_answers(applied.rows, applied.columns).sheets, applied.rows, applied.columns, decisions())


def _groups(same: Path, reported: dict[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    with same.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups[row["group"]].append(reported[row["record_id"]])
    return groups


def _resolve(compared: pd.DataFrame, descriptions: pd.DataFrame, same: float) -> Resolved:
    """Return the initiatives when reports are one from a number of bits on."""
    weights = replace(initiative_weights(), same=same, doubtful=min(initiative_weights().doubtful, same))
    rounds, no_ledger = dict.fromkeys(descriptions["reported_id"], "2015"), shape([], table("core_identity_ledger"))
    return resolve_initiatives(descriptions, compared.assign(verdict_code=verdicts(compared, weights)), rounds, (), no_ledger, weights)


def _pairs(groups: Iterable[Iterable[str]]) -> Pairs:
    return {pair_id(*both) for group in groups for both in combinations(group, 2)}


def _score(resolved: Resolved, groups: Iterable[Iterable[str]]) -> Score:
    found = _pairs(resolved.identities.groupby("initiative_id")["reported_id"].agg(list))
    true = _pairs(groups)
    return Score(found & true, found - true, true - found)


def _tell(what: str, pairs: Pairs, descriptions: pd.DataFrame) -> None:
    """Print pairs with their reasons; what is not compared, since it shares no block key, is compared here all the same."""
    for one in sorted(pairs):
        both = descriptions[descriptions["reported_id"].isin(one.split(" + "))]
        told = compare(both.assign(block_keys="asked"), initiative_weights(), keeps_all=True)
        reasons = sentences(told, initiative_weights()).fillna("nothing weighs").iloc[0]
        shared = set(_keys(both, 0)) & set(_keys(both, 1))
        print(f"{what} {one}: {told['match_weight'].iloc[0]:+.1f} bits{'' if shared else ', not compared: no key in common'}; {reasons}")


def _keys(both: pd.DataFrame, place: int) -> list[str]:
    keys = both["block_keys"].iloc[place]
    return keys.split("|") if isinstance(keys, str) else []


def _tell_halves(descriptions: pd.DataFrame, compared: pd.DataFrame, groups: dict[str, list[str]]) -> None:
    chance, names, written = random.Random(7), sorted(groups), initiative_weights().same
    kept, others, chosen = [], [], []
    for _ in range(HALVES):
        drawn = set(chance.sample(names, len(names) // 2))
        one, other = (_Half(descriptions, compared, groups, half) for half in (drawn, set(names) - drawn))
        kept.append(one.score(written))
        chosen.append(max(THRESHOLDS, key=lambda bits: (_f1(one.score(bits)), -bits)))
        others.append(other.score(chosen[-1]))
    print("The weights are reasoned, not trained: the halves show how far the figures depend on which groups are there.")
    print(f"a random half of the groups left out, {HALVES} times: {_spread(kept)}")
    print(f"threshold chosen on one half ({_range(chosen)} bits, written: {written:g}), the other half: {_spread(others)}")


class _Half:
    """The records without those of the other half of the groups."""

    def __init__(self, descriptions: pd.DataFrame, compared: pd.DataFrame, groups: dict[str, list[str]], names: set[str]) -> None:
        self.groups = [groups[name] for name in sorted(names)]
        others = {report for name, group in groups.items() if name not in names for report in group}
        self.descriptions = descriptions[~descriptions["reported_id"].isin(others)]
        self.compared = compared[~compared[IDS].isin(others).any(axis="columns")]  # a pair weighs the same whoever else is there

    def score(self, same: float) -> Score:
        """Return the score when reports are one from a number of bits on."""
        return _score(_resolve(self.compared, self.descriptions, same), self.groups)


def _f1(score: Score) -> float:
    return 2 * len(score.right) / max(2 * len(score.right) + len(score.wrong) + len(score.missed), 1)


def _spread(scores: list[Score]) -> str:
    return ", ".join(f"{name} {_range([getattr(score, name) for score in scores])}" for name in ("precision", "recall"))


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.3g} to {max(values):.3g} (median {statistics.median(values):.3g})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=Path, default=FACTS)
    parser.add_argument("--same", type=Path, default=SAME)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[])
    asked = parser.parse_args()
    main(asked.records, asked.same, asked.sizes)
