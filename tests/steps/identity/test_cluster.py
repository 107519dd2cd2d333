"""Which reports are put together: no group contradicts itself, people's decisions win, order makes no difference."""

from itertools import combinations

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steps.identity.cluster import cluster

COLUMNS = ["first_reported_id", "second_reported_id", "match_weight", "verdict_code", "conflict_text"]
REPORTS = "ABCDEFGH"


def pairs_of(text):
    """Return the pairs written as `A B 12 same`, one a line, a contradiction behind the verdict."""
    rows = [line.split(None, 4) for line in text.strip().splitlines()]
    return pd.DataFrame([[*row[:2], float(row[2]), row[3], (row[4:] or [None])[0]] for row in rows], columns=COLUMNS)


def groups_of(clusters):
    groups = {}
    for report, key in clusters.keys.items():
        groups[key] = groups.get(key, "") + report
    return " ".join(sorted(groups.values()))


def decided(**words):
    return {frozenset(two): word for two, word in words.items()}


@pytest.mark.parametrize(
    ("pairs", "decisions", "groups", "unused"),
    [
        ("A B 10 same\nB C 8 same", {}, "ABC D", {}),  # A and C were never compared: nothing speaks against it
        ("A B 10 same\nB C 8 same\nA C -12 different", {}, "AB C D", {"BC": "other pairs outweigh it: A + C -12.0"}),
        ("A B 10 same\nB C 8 same\nA C 2 doubtful\nC D 1 doubtful", {}, "ABC D", {}),
        # B and C alone would be one, but A is one with C by more.
        ("A C 9 same\nB C 8 same\nA B 3 doubtful 2 phases", {}, "AC B D", {"BC": "A + B: 2 phases"}),
        ("A B 20 same 2 codes", {}, "A B C D", {"AB": "2 codes"}),
        ("A B 20 same 2 codes", decided(AB="same"), "AB C D", {}),
        ("A B -20 different", decided(AB="same", BC="same"), "ABC D", {}),
        # A is in reach of C by a decision alone.
        ("B C 8 same\nA C -12 different 2 phases", decided(AB="same"), "AB C D", {"BC": "A + C: 2 phases"}),
        ("A B 20 same", decided(AB="different"), "A B C D", {"AB": "decided different"}),
        ("A B 20 same", decided(AB="unsure"), "A B C D", {"AB": "left open by a decision"}),
        # The weakest link of the chain is the one given up.
        ("A B 9 same\nB C 6 same\nC D 8 same", decided(AD="different"), "AB CD", {"BC": "A + D: decided different"}),
        ("A B 9 same\nB C 6 same", decided(AC="different", CD="same"), "AB CD", {"BC": "A + C: decided different"}),
        # What outweighed a link is itself outweighed once D is there.
        ("A B 9 same\nA C 5 same\nB C -6 different\nC D 4 same\nA D 3 same", {}, "ABCD", {}),
    ],
)
def test_what_is_put_together_and_why_the_rest_is_not(pairs, decisions, groups, unused):
    found = cluster("ABCD", pairs_of(pairs), decisions)
    assert groups_of(found) == groups
    assert {first + second: reason for (first, second), reason in found.unused.items()} == unused


@st.composite
def cases(draw):
    """Return pairs of eight reports, and decisions that do not contradict each other."""
    verdicts = st.tuples(
        st.integers(-20, 20), st.sampled_from(["same", "same", "doubtful", "different"]), st.sampled_from([None] * 4 + ["!"])
    )
    found = draw(st.dictionaries(st.sampled_from(list(combinations(REPORTS, 2))), verdicts, max_size=20))
    rows = [(*two, abs(weight) if verdict == "same" else weight, verdict, conflict) for two, (weight, verdict, conflict) in found.items()]
    teams = draw(st.lists(st.integers(0, 5), min_size=8, max_size=8))
    words = draw(st.dictionaries(st.sampled_from(list(combinations(range(8), 2))), st.sampled_from(["different", "unsure"]), max_size=6))
    decisions = {
        frozenset((REPORTS[one], REPORTS[other])): "same" if teams[one] == teams[other] and teams[one] < 2 else word
        for (one, other), word in words.items()
        if teams[one] != teams[other] or teams[one] < 2
    }
    return pd.DataFrame(rows, columns=COLUMNS), decisions


@given(cases(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_that_of_sides_makes_a_difference(case, chance):
    pairs, decisions = case
    rows = [
        ((two[::-1] if chance.random() < 0.5 else two) + rest)
        for two, rest in ((row[:2], row[2:]) for row in pairs.itertuples(False, None))
    ]
    chance.shuffle(rows)
    reports = chance.sample(REPORTS, len(REPORTS))
    turned = cluster(reports, pd.DataFrame(rows, columns=COLUMNS), dict(reversed(decisions.items())))
    assert turned == cluster(REPORTS, pairs, decisions)


@given(cases())
def test_no_group_contradicts_itself_or_a_decision_and_each_hangs_together(case):
    pairs, decisions = case
    found = cluster(REPORTS, pairs, decisions)
    same = {two for two, word in decisions.items() if word == "same"}
    by_decision = nx.Graph(tuple(two) for two in same)
    for two, word in decisions.items():
        assert (len({found.keys[report] for report in two}) == 1) == (word == "same")
    links = nx.Graph(by_decision)
    links.add_nodes_from(REPORTS)
    for first, second, _, verdict, conflict in pairs.itertuples(index=False, name=None):
        is_one = found.keys[first] == found.keys[second]
        is_decided = {first, second} <= set(by_decision) and nx.has_path(by_decision, first, second)
        assert not (conflict == "!" and is_one) or is_decided
        if verdict == "same":
            assert is_one != ((first, second) in found.unused)
            links.add_edge(first, second)
    for key in set(found.keys.values()):
        assert nx.is_connected(links.subgraph(report for report in REPORTS if found.keys[report] == key))
