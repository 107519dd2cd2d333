"""`jmdi explain`: why two reports are one initiative, or two, as the current build has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.decided_pairs import country_of, names_report, pair_id
from schemas.errors import ProductError
from steps.identity.decide import not_known
from steps.records.identify import as_reported_id
from warehouse.figures import (
    Build,
    Rows,
    joining_pairs,
    pair_decision,
    pair_figures,
    pair_reasons,
    reports_and_initiatives,
    reports_present,
)

NOT_LISTED = "no reasons are kept: they share too little to be compared, or the comparison says plainly that they are two"
BY_ITSELF = {"same": "the same", "doubtful": "doubtful", "different": "two"}  # pair_verdicts


class NotExplained(ProductError):
    """Two ids that are not two reports of which some delivery had each."""


@dataclass(frozen=True)
class PairExplained:
    """One pair in the order asked: a sentence on it, and what was compared: comparison, what was found, weight, what each says."""

    first: str
    second: str
    sentence: str
    reasons: Rows


@dataclass(frozen=True)
class Explanation:
    """A sentence on two reports, and the pairs that say why: the two themselves, then those that lead from one to the other."""

    sentence: str
    pairs: list[PairExplained]


def explain(build: Build, first: str, second: str) -> Explanation:
    """Return why two reports, named as people type them, are one initiative in a build, or two. Raises NotExplained."""
    initiatives = reports_and_initiatives(build)
    one, other = (_report(text, initiatives) for text in (first, second))
    if one == other:
        raise NotExplained(f"{one} was given twice; name two reports.")
    told = f"{initiatives[one]} and {initiatives[other]}"
    if country_of(one) != country_of(other):
        why = "they are of two countries, and only reports of one country are compared"
        return Explanation(f"{one} and {other} are two initiatives, {told}: {why}.", [])
    gone = [report for report in (one, other) if report not in reports_present(build)]
    if gone:
        why = f"no delivery has {' and '.join(gone)} any more, so the two are not compared; they were {told} when they were last seen"
        return Explanation(f"{one} and {other}: {why}.", _decided(build, one, other))
    if initiatives[one] != initiatives[other]:
        return Explanation(f"{one} and {other} are two initiatives, {told}.", [_pair(build, one, other)])
    return _explain_one(build, one, other, initiatives[one])


def _report(text: str, known: Mapping[str, str]) -> str:
    """Return the report that somebody typed. Raises NotExplained."""
    report = as_reported_id(text)
    if not names_report(report):
        raise NotExplained(f"'{text}' names no report; write country and own reference, as MAR-R042.")
    if report not in known:
        raise NotExplained(f"No build says anything of it: {not_known(report, known)}")
    return report


def _explain_one(build: Build, one: str, other: str, initiative_id: str) -> Explanation:
    told = f"{one} and {other} are one initiative, {initiative_id}"
    steps = _way(joining_pairs(build, country_of(one)), one, other)
    pairs = [_pair(build, *step) for step in steps]
    if len(steps) == 1:
        return Explanation(f"{told}.", pairs)
    return Explanation(f"{told}, but only through others: nothing joins the two themselves.", [_pair(build, one, other), *pairs])


def _pair(build: Build, first: str, second: str) -> PairExplained:
    both = pair_id(first, second)
    told = [NOT_LISTED]
    for is_merged, weight, probability, verdict, conflict in pair_figures(build, both):
        if weight is not None:
            told = [f"weight {weight:+g}, probability {float(str(probability)):.2f}: {BY_ITSELF[str(verdict)]} by themselves"]
        told += [f"{'one although' if is_merged else 'kept apart:'} {conflict}"] if conflict else []
    told += _decision(build, first, second)
    turned = first > second  # a build has the sides in alphabetical order
    rows = [(*row[:3], *(row[:2:-1] if turned else row[3:])) for row in pair_reasons(build, both)]
    return PairExplained(first, second, f"{first} and {second}: {'; '.join(told).rstrip('.')}.", rows)


def _decided(build: Build, first: str, second: str) -> list[PairExplained]:
    return [PairExplained(first, second, f"{first} and {second}: {told.rstrip('.')}.", []) for told in _decision(build, first, second)]


def _decision(build: Build, first: str, second: str) -> list[str]:
    return [f"decided {verdict} by {author} on {date}: {reason}" for verdict, author, date, reason in pair_decision(build, first, second)]


def _way(pairs: Sequence[tuple[object, ...]], start: str, end: str) -> list[tuple[str, str]]:
    """Return the fewest pairs that lead from one report to another, in order; none when none lead there."""
    beside: dict[str, list[str]] = {}
    for one, other in pairs:
        beside.setdefault(str(one), []).append(str(other))
        beside.setdefault(str(other), []).append(str(one))
    before = {start: start}
    waiting = [start]
    for report in waiting:
        new = [other for other in dict.fromkeys(beside.get(report, ())) if other not in before]
        before |= dict.fromkeys(new, report)
        waiting += new
    return _steps_back(before, start, end) if end in before else []


def _steps_back(before: Mapping[str, str], start: str, end: str) -> list[tuple[str, str]]:
    steps = []
    while end != start:
        steps.append((before[end], end))
        end = before[end]
    return steps[::-1]
