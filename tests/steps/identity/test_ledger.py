"""The ids of initiatives stay, whatever is moved, added, put together, split or sent no longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.registry import table
from schemas.tables import shape
from steps.identity.ledger import assign_ids
from tests.deliveries import shown

EMPTY = shape([], table("core_identity_ledger"))
REPORTS = [f"MAR-{letter}" for letter in "ABCDEFG"]


def clusters_of(groups):
    """Return the clusters written as `AB C`: A and B are one initiative, C is another."""
    return {f"MAR-{report}": f"MAR-{group[0]}" for group in groups.split() for report in group}


def build(clusters, ledger=EMPTY, rounds=None):
    return assign_ids(clusters, ledger, {report: (rounds or {}).get(report[4:], "2015") for report in clusters})


def ids_of(ids):
    groups = {}
    for report, initiative in shown(ids.identities, "reported_id", "initiative_id"):
        groups[initiative[4:]] = groups.get(initiative[4:], "") + report[4:]
    return " ".join(f"{initiative}:{reports}" for initiative, reports in sorted(groups.items()))


def redirects_of(ids):
    return " ".join(f"{old[4:]}>{(new or '    ')[4:]}" for old, new in shown(ids.redirects, "old_id", "initiative_id")).strip()


@pytest.mark.parametrize(
    "builds",  # each: clusters, then the ids they have, then the redirects
    [
        [("BC D", "B:BC D:D", "C>B"), ("ABC D", "B:ABC D:D", "A>B C>B")],  # c: a new report, though first in the alphabet
        [("A B C", "A:A B:B C:C", ""), ("AC B", "A:AC B:B", "C>A"), ("A B C", "A:A B:B C:C", "")],  # d, f: together and apart again
        [("B", "B:B", ""), ("A B", "A:A B:B", ""), ("AB", "B:AB", "A>B")],  # d: not the alphabet, but who was first
        [("ABC", "A:ABC", "B>A C>A"), ("A BC", "A:A B:BC", "C>B"), ("ABC", "A:ABC", "B>A C>A")],  # e: the part with the bearer
        [("AB C", "A:AB C:C", "B>A"), ("B C", "A:B C:C", "B>A"), ("AB C", "A:AB C:C", "B>A")],  # g: the bearer's report is gone, and back
        # g: the heir keeps the id apart from one who was first seen before it, and the bearer takes it back.
        [
            ("AC B", "A:AC B:B", "C>A"),
            ("C B", "A:C B:B", "C>A"),
            ("BC", "A:BC", "B>A C>A"),
            ("C B", "A:C B:B", "C>A"),
            ("A C B", "A:A B:B C:C", ""),
        ],
        [("AB", "A:AB", "B>A"), ("C", "C:C", "A> B>"), ("B C", "A:B C:C", "B>A")],  # h: all gone, one comes back
        # h: who is gone leads to what its initiative has become.
        [
            ("A BC", "A:A B:BC", "C>B"),
            ("A B", "A:A B:B", "C>B"),
            ("AB", "A:AB", "B>A C>A"),
            ("A", "A:A", "B>A C>A"),
            ("D", "D:D", "A> B> C>"),
        ],
        # The heir is gone too, while the initiative was part of another.
        [("A BC", "A:A B:BC", "C>B"), ("A C", "A:A B:C", "C>B"), ("AC", "A:AC", "B>A C>A"), ("A", "A:A", "B>A C>A")],
    ],
)
def test_ids_stay_from_build_to_build(builds):
    ledger = EMPTY
    for groups, expected, redirects in builds:
        ids = build(clusters_of(groups), ledger)
        assert (ids_of(ids), redirects_of(ids)) == (expected, redirects)
        ledger = ids.ledger


def test_the_first_build_takes_the_earliest_round_then_the_alphabet():
    ids = build(clusters_of("ABC D"), rounds={"A": "round 10", "B": "round 9", "C": "round 9"})
    assert ids_of(ids) == "B:ABC D:D"
    assert shown(ids.redirects, "old_id", "country_code", "reason_code")[0] == ("MAR-A", "MAR", "merged")


def test_a_ledger_of_other_deliveries_does_no_harm():
    foreign = build({"SEN-1": "SEN-1", "SEN-2": "SEN-1"}).ledger
    ids = build(clusters_of("AB C"), foreign)
    assert ids.identities.equals(build(clusters_of("AB C")).identities)
    assert shown(ids.redirects, "old_id", "initiative_id", "reason_code") == [
        ("MAR-B", "MAR-A", "merged"),
        ("SEN-1", None, "gone"),
        ("SEN-2", None, "gone"),
    ]
    assert shown(ids.ledger, "reported_id", "entry_number", "is_present")[1:3] == [("SEN-2", 2, False), ("MAR-A", 3, True)]


partitions = st.dictionaries(st.sampled_from(REPORTS), st.integers(0, 3), max_size=7)


@st.composite
def histories(draw):
    """Return the last of several builds, with its clusters."""
    ids, clusters = None, {}
    for clusters in draw(st.lists(partitions, min_size=1, max_size=4)):
        ids = build(clusters, EMPTY if ids is None else ids.ledger)
    return ids, clusters


def bearers(ids):
    return dict(shown(ids.identities, "reported_id", "initiative_id"))


@given(histories())
def test_an_initiative_has_one_id_and_every_other_id_leads_to_it(history):
    ids, clusters = history
    named = bearers(ids)
    assert {(clusters[report], initiative) for report, initiative in named.items()} == {
        (key, named[report]) for report, key in clusters.items()
    }
    assert len(set(named.values())) == len(set(clusters.values()))
    for report, initiative in named.items():
        assert named.get(initiative, initiative) == initiative, "an id is borne by a report of the initiative, or by one that is gone"
        assert report in named
    redirects = dict(shown(ids.redirects, "old_id", "initiative_id"))
    assert set(redirects) == set(ids.ledger["reported_id"]) - set(named.values())
    assert {target for target in redirects.values() if target} <= set(named.values())
    assert all(redirects[report] == initiative for report, initiative in named.items() if report in redirects)


@given(histories(), st.randoms(use_true_random=False), partitions)
def test_what_changes_no_cluster_changes_no_id(history, chance, added):
    ids, clusters = history
    again = build(clusters, ids.ledger)
    assert all(one.equals(other) for one, other in zip(again, ids, strict=True)), "running again changes nothing"
    shuffled = build(dict(chance.sample(list(clusters.items()), len(clusters))), ids.ledger.sample(frac=1, random_state=1))
    assert all(one.equals(other) for one, other in zip(shuffled, ids, strict=True))
    new = {report.replace("MAR-", "MAR-0"): key for report, key in added.items()}  # before all others in the alphabet
    grown = build(clusters | new, ids.ledger)
    assert bearers(grown) | bearers(ids) == bearers(grown)
    numbers, later = (dict(shown(one.ledger, "reported_id", "entry_number")) for one in (ids, grown))
    assert numbers | later == later, "numbers stay"


@given(histories(), st.integers(0, 3), st.integers(0, 3), st.sets(st.sampled_from(REPORTS)))
def test_put_together_and_split_or_gone_and_back_an_initiative_has_its_id_again(history, kept, given_up, gone):
    ids, clusters = history
    together = build({report: kept if key == given_up else key for report, key in clusters.items()}, ids.ledger)
    first = dict(shown(ids.ledger, "reported_id", "entry_number"))
    for report, initiative in bearers(together).items():
        before = {bearers(ids)[other] for other in clusters if bearers(together)[other] == initiative}
        assert initiative == min(before, key=first.__getitem__), report
    assert bearers(build(clusters, together.ledger)) == bearers(ids)
    without = build({report: key for report, key in clusters.items() if report not in gone}, ids.ledger)
    assert bearers(without) == {report: initiative for report, initiative in bearers(ids).items() if report not in gone}
    assert bearers(build(clusters, without.ledger)) == bearers(ids)
