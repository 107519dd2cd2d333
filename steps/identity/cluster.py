"""Puts reports together into initiatives: groups of reports, none of which contradicts itself.

Only what follows from the compared pairs and from people's decisions belongs here; ids are `ledger.py`. The rules, in this order:

1. What somebody decided to be the same is one group, whatever it looks like. What somebody decided to be different, or was unsure about,
   is never in one group, not even through others.
2. Two reports that contradict each other (their phases or project codes differ) are never in one group, nor are the groups they are in.
3. The pairs judged the same are taken from the heaviest down. The groups of their two reports are joined when the pairs between the
   groups speak for it on the whole: the sum of their weights is above zero. Weights are bits, so this asks whether it is likelier that
   all of them are one than that they are two. A pair that was never compared adds nothing; one judged different counts a bit against
   at least. So a chain of look-alikes does not pull in a stranger, and where a group cannot hold two, the weakest link is the one given up.

Pairs are taken in an order of their own (weight, then ids), so that neither the order of rows nor that of sides matters.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd

from schemas.rows import values_of

LEAST_AGAINST = -1.0  # bits that a pair judged different counts at most
NOT_JOINED = {"different": "decided different", "unsure": "left open by a decision"}

Tie = TypeVar("Tie")


class Clusters(NamedTuple):
    """Which reports are one initiative.

    `keys` maps each reported id to the key of its group, the first of its reported ids in the alphabet. `unused` maps each pair
    judged the same whose reports are in two groups (their ids in alphabetical order) to the reason in one sentence.
    """

    keys: dict[str, str]
    unused: dict[tuple[str, str], str]


class _Reason(NamedTuple):
    """What keeps two groups apart: a decision (rank 0) or a contradiction (rank 1), and of which two reports."""

    rank: int
    first: str
    second: str
    text: str


class _Link(NamedTuple):
    """What the pairs between two groups say: the sum of their weights in bits, and the pair that speaks most against."""

    weight: float
    least: tuple[float, str, str]


def cluster(reported_ids: Iterable[str], pairs: pd.DataFrame, decisions: Mapping[frozenset[str], str]) -> Clusters:
    """Return the groups of reports that are one initiative each (see Clusters).

    `pairs` holds two reports at most once, in either order: first_reported_id, second_reported_id, match_weight (bits), verdict_code
    (same, doubtful, different), conflict_text (filled when they contradict each other). `decisions` maps two reports to same,
    different or unsure; those that contradict each other are refused where they are read.
    """
    rows = _in_order(_within_reach(pairs, decisions))
    undecided = [row for row in rows if frozenset((row.first, row.second)) not in decisions]
    groups = _Groups()
    for one, other in _decided(decisions, "same"):
        groups.join(one, other)
    for word, text in NOT_JOINED.items():
        for one, other in _decided(decisions, word):
            groups.keep_apart(_Reason(0, one, other, text))
    for row in undecided:
        if row.conflict:
            groups.keep_apart(_Reason(1, row.first, row.second, row.conflict))
        groups.link(row.first, row.second, min(row.weight, LEAST_AGAINST) if row.verdict == "different" else row.weight)
    _join_linked(groups, [(row.first, row.second) for row in undecided if row.verdict == "same"])
    members: dict[str, str] = {}
    keys = {report: members.setdefault(groups.of(report), report) for report in sorted(set(reported_ids))}
    return Clusters(keys, _unused(rows, groups, decisions))


def _decided(decisions: Mapping[frozenset[str], str], word: str) -> list[tuple[str, str]]:
    return sorted((min(two), max(two)) for two, decision in decisions.items() if decision == word)


def _within_reach(pairs: pd.DataFrame, decisions: Mapping[frozenset[str], str]) -> pd.DataFrame:
    """Return the pairs whose reports could come into one group at all, as pairs judged or decided the same lead from one to the other.

    The other pairs, which are nearly all, can neither join nor part anything.
    """
    alike = pairs[pairs["verdict_code"] == "same"]
    links = [*zip(values_of(alike["first_reported_id"]), values_of(alike["second_reported_id"]), strict=True), *_decided(decisions, "same")]
    groups = _Groups()
    for one, other in links:
        groups.join(one, other)
    reached = {report: groups.of(report) for both in links for report in both}
    near = pairs[pairs["first_reported_id"].isin(reached) & pairs["second_reported_id"].isin(reached)]
    sides = zip(values_of(near["first_reported_id"]), values_of(near["second_reported_id"]), strict=True)
    return near[pd.Series([reached[one] == reached[other] for one, other in sides], near.index, dtype=bool)]


def _in_order(pairs: pd.DataFrame) -> list[Any]:
    """Return the pairs as rows (first, second, weight, verdict, conflict), the heaviest first, their sides in alphabetical order."""
    one, other = pairs["first_reported_id"], pairs["second_reported_id"]
    is_turned = one > other
    rows = pd.DataFrame(
        {
            "first": one.mask(is_turned, other),
            "second": other.mask(is_turned, one),
            "weight": pairs["match_weight"].astype(float),
            "verdict": pairs["verdict_code"],
            "conflict": pairs["conflict_text"].fillna(""),
        }
    )
    ordered = rows.sort_values(["weight", "first", "second"], ascending=[False, True, True])
    return list(ordered.itertuples(index=False))


def _unused(rows: list[Any], groups: "_Groups", decisions: Mapping[frozenset[str], str]) -> dict[tuple[str, str], str]:
    """Return why pairs judged the same are not joined: what is said of the two themselves, else of their groups."""
    unused = {}
    for row in rows:
        if row.verdict == "same" and groups.of(row.first) != groups.of(row.second):
            decided = NOT_JOINED.get(decisions.get(frozenset((row.first, row.second)), ""))
            unused[row.first, row.second] = decided or row.conflict or groups.reason(row.first, row.second)
    return unused


def _join_linked(groups: "_Groups", links: list[tuple[str, str]]) -> None:
    """Join the groups of linked reports as far as rules 2 and 3 allow.

    A link that other pairs outweigh may hold once the groups have grown, so what is left is tried again until nothing changes.
    """
    is_joining = True
    while is_joining:
        is_joining, waiting = False, []
        for one, other in links:
            if groups.may_join(one, other):
                groups.join(one, other)
                is_joining = True
            elif groups.is_outweighed(one, other):
                waiting.append((one, other))
        links = waiting


class _Ties(Generic[Tie]):
    """What there is between any two groups; of two ties between the same groups `combine` makes one."""

    def __init__(self, combine: Callable[[Tie, Tie], Tie]) -> None:
        self._combine = combine
        self._ties: dict[str, dict[str, Tie]] = {}

    def between(self, one: str, other: str) -> Tie | None:
        return self._ties.get(one, {}).get(other)

    def count(self, group: str) -> int:
        return len(self._ties.get(group, ()))

    def add(self, one: str, other: str, tie: Tie) -> None:
        known = self.between(one, other)
        both = tie if known is None else self._combine(known, tie)
        self._ties.setdefault(one, {})[other] = both
        self._ties.setdefault(other, {})[one] = both

    def hand_over(self, given: str, kept: str) -> None:
        """Let the group `kept` have the ties of `given`, which is one with it from now on."""
        for other, tie in self._ties.pop(given, {}).items():
            del self._ties[other][given]
            if other != kept:
                self.add(kept, other, tie)


class _Groups:
    """Groups of reports (union-find), and what there is between them. The smaller half moves, so the work stays near-linear."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._links: _Ties[_Link] = _Ties(lambda one, other: _Link(one.weight + other.weight, min(one.least, other.least)))
        self._apart: _Ties[_Reason] = _Ties(min)

    def of(self, report: str) -> str:
        """Return the group of a report: the report at its root."""
        root = report
        while root in self._above:
            root = self._above[root]
        while report != root:
            self._above[report], report = root, self._above[report]
        return root

    def link(self, one: str, other: str, weight: float) -> None:
        """Note the weight of a compared pair."""
        roots = self.of(one), self.of(other)
        if roots[0] != roots[1]:
            self._links.add(*roots, _Link(weight, (weight, one, other)))

    def keep_apart(self, reason: _Reason) -> None:
        """Note that the groups of two reports must not be joined; a decision that they are one has been followed before."""
        roots = self.of(reason.first), self.of(reason.second)
        if roots[0] != roots[1]:
            self._apart.add(*roots, reason)

    def may_join(self, one: str, other: str) -> bool:
        """Whether two reports are in two groups that nothing keeps apart and whose pairs speak for joining them."""
        roots = self.of(one), self.of(other)
        link = self._links.between(*roots)
        return link is not None and link.weight > 0 and self._apart.between(*roots) is None

    def is_outweighed(self, one: str, other: str) -> bool:
        """Whether only the weights of other pairs keep two reports apart."""
        roots = self.of(one), self.of(other)
        return roots[0] != roots[1] and self._apart.between(*roots) is None

    def join(self, one: str, other: str) -> None:
        """Make the groups of two reports one."""
        if self.of(one) == self.of(other):
            return
        given, kept = sorted((self.of(one), self.of(other)), key=self._ties_of)
        self._above[given] = kept
        self._links.hand_over(given, kept)
        self._apart.hand_over(given, kept)

    def _ties_of(self, group: str) -> tuple[int, str]:
        return self._links.count(group) + self._apart.count(group), group

    def reason(self, one: str, other: str) -> str:
        """Return what keeps the groups of two reports apart: two members of which that is known, or the pair most against it."""
        roots = self.of(one), self.of(other)
        kept_apart = self._apart.between(*roots)
        if kept_apart:
            return f"{kept_apart.first} + {kept_apart.second}: {kept_apart.text}"
        link = self._links.between(*roots)
        if link is None:
            raise AssertionError("a pair judged the same links its two groups")
        weight, first, second = link.least
        return f"other pairs outweigh it: {first} + {second} {weight:+.1f}"
