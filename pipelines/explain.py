"""`jmdi explain`: why two reports are one initiative, or two, as the current build has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.decided_pairs import pair_id
from schemas.errors import ProductError
from steps.identity.decide import not_known
from steps.records.identify import as_reported_id
from warehouse.figures import Rows, pair_figures, pair_reasons, pairs_of_initiative, reports_and_initiatives

NEVER_COMPARED = "they share nothing that would have them compared, or were plainly two"


class UnknownReport(ProductError):
    """An id that no delivery ever had."""


@dataclass(frozen=True)
class PairExplained:
    """One pair: a sentence on it, and the rows of `pair_reasons`."""

    sentence: str
    reasons: Rows


@dataclass(frozen=True)
class Explanation:
    """A sentence on two reports, and the pairs that say why: the two themselves, or those that lead from one to the other."""

    sentence: str
    pairs: list[PairExplained]


def explain(build: Path, first: str, second: str) -> Explanation:
    """Return why two reports, named as people type them, are one initiative in a build, or two. Raises UnknownReport."""
    one, other = as_reported_id(first), as_reported_id(second)
    initiatives = reports_and_initiatives(build)
    for report in (one, other):
        if report not in initiatives:
            raise UnknownReport(f"No build says anything of it: {not_known(report, initiatives)}")
    if initiatives[one] != initiatives[other]:
        told = f"{one} and {other} are two initiatives, {initiatives[one]} and {initiatives[other]}."
        return Explanation(told, [_pair(build, one, other)])
    told = f"{one} and {other} are one initiative, {initiatives[one]}."
    steps = _way(pairs_of_initiative(build, initiatives[one]), one, other)
    return Explanation(told, [_pair(build, *step) for step in steps or [(one, other)]])


def _pair(build: Path, first: str, second: str) -> PairExplained:
    both = pair_id(first, second)
    rows = pair_figures(build, both)
    if not rows:
        return PairExplained(f"{both}: {NEVER_COMPARED}.", [])
    is_merged, weight, probability, conflict, verdict, author, date, reason = rows[0]
    told = [f"weight {weight:+g}, probability {float(str(probability)):.2f}" if weight is not None else NEVER_COMPARED]
    told += [f"kept apart: {conflict}"] if conflict and not is_merged else []
    told += [f"decided {verdict} by {author} on {date}: {reason}"] if verdict else []
    return PairExplained(f"{both}: {'; '.join(told).rstrip('.')}.", pair_reasons(build, both))


def _way(pairs: Sequence[tuple[object, ...]], start: str, end: str) -> list[tuple[str, str]]:
    """Return the fewest pairs that lead from one report to another, in order; none when none lead there."""
    beside: dict[str, list[str]] = {}
    for one, other in pairs:
        beside.setdefault(str(one), []).append(str(other))
        beside.setdefault(str(other), []).append(str(one))
    before = {start: start}
    waiting = [start]
    for report in waiting:
        new = [other for other in beside.get(report, ()) if other not in before]
        before |= dict.fromkeys(new, report)
        waiting += new
    return _steps_back(before, start, end) if end in before else []


def _steps_back(before: Mapping[str, str], start: str, end: str) -> list[tuple[str, str]]:
    steps = []
    while end != start:
        steps.append((before[end], end))
        end = before[end]
    return steps[::-1]
