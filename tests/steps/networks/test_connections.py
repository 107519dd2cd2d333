"""Networks: who is connected with whom, what would fall apart without whom, and which local authorities stand alone."""

import networkx as nx
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.registry import table
from schemas.tables import shape
from steps.networks import betweenness as module
from steps.networks.betweenness import betweenness
from steps.networks.connections import connections, ties
from tests.deliveries import shown


def described(types: dict[str, str], shared: dict[str, str], supported: str = "", places: dict[str, str] | None = None) -> pd.DataFrame:
    """The connections of organisations of these types. `shared`: who shares what, a network N…, partnership P… or initiative I…."""
    rows = [(name, actor) for name, actors in shared.items() for actor in actors.split()]
    members = [{"network_id": name, "actor_id": actor, "country_code": "MAR"} for name, actor in rows if name[0] == "N"]
    parts = [{"initiative_id": name, "actor_id": actor, "country_code": "MAR"} for name, actor in rows if name[0] == "I"]
    pairs = [{"partnership_id": name, "country_code": "MAR", "first_actor_id": actors.split()[0], "second_actor_id": actors.split()[1]}
             for name, actors in shared.items() if name[0] == "P"]  # fmt: skip
    initiatives = [{"initiative_id": name, "is_jmdi_supported": name == supported} for name in shared if name[0] == "I"]
    actors = [{"actor_id": actor, "actor_name": actor.title(), "actor_type_code": kind} for actor, kind in types.items()]
    frames = {"core_network_members": members, "core_partnerships": pairs, "core_initiative_actors": parts}
    own = [shape(frame, table(name)) for name, frame in frames.items()]
    return connections(
        shape(actors, table("core_actors")), ties(*own), own[2], shape(initiatives, table("core_initiatives")),
        pd.DataFrame(list((places or {}).items()), columns=["actor_id", "place_country_code"]),
    )  # fmt: skip


TYPES = {"a": "LA_MUN", "b": "CSO", "c": "LA_MUN", "d": "LA_RES", "e": "LA_INT", "f": "UN", "g": "LA_MUN"}


def test_an_organisation_is_described_by_what_it_shares_with_others():
    told = described(
        TYPES, {"I1": "a b", "I2": "a b c", "N1": "c d", "P1": "c d", "P2": "g g", "I3": "e", "I4": "e"}, "I3", {"d": "FRA", "c": "MAR"}
    )
    counts = ("degree_count", "weighted_degree_count", "network_count", "partnership_count", "initiative_count")
    assert shown(told, "actor_id", *counts) == [
        ("a", 2, 3, 0, 0, 2),
        ("b", 2, 3, 0, 0, 2),
        ("c", 3, 4, 1, 1, 1),
        ("d", 1, 2, 1, 1, 0),
        ("e", 0, 0, 0, 0, 0),
        ("f", 0, 0, 0, 0, 0),
        ("g", 0, 0, 0, 0, 0),  # its own partner is no connection
    ]
    place = ("component_number", "component_actor_count", "betweenness_share", "is_cut_point", "country_codes", "is_country_bridge")
    assert shown(told.query("actor_id in ('a', 'c', 'd', 'e')"), *place) == [
        (1, 4, 0.0, False, "MAR", False),
        (1, 4, 66.667, True, "FRA|MAR", True),
        (1, 4, 0.0, False, "FRA|MAR", True),
        (2, 1, 0.0, False, None, False),
    ]
    assert list(told[told["is_isolated"]]["actor_id"]) == ["e", "f", "g"]


def test_local_authorities_stand_alone_whatever_stands_beside_them_in_their_own_initiative():
    told = described(TYPES, {"I1": "a b", "I2": "c b", "I3": "c d", "N1": "g", "N2": "d f"}, "I1")
    alone = told[told["is_isolated_local_authority"]]
    # c takes part in two initiatives with others; d is in a network; g's network has nobody else.
    assert shown(alone, "actor_id", "is_isolated", "is_in_funded_initiative") == [
        ("a", False, True),
        ("e", True, False),
        ("g", True, False),
    ]


def test_no_organisation_at_all_is_no_fault():
    assert described({}, {}).empty
    assert described({"a": "CSO"}, {})["component_number"].tolist() == [1]


MEMBERSHIPS = st.lists(st.sets(st.integers(0, 9), min_size=2, max_size=4), max_size=8)


@settings(max_examples=80, deadline=None)
@given(MEMBERSHIPS)
def test_betweenness_is_that_of_networkx_and_a_sample_of_all_is_exact(groups):
    actors, shared = (np.array([pair[side] for pair in _memberships(groups)], dtype=np.int64) for side in (0, 1))
    graph = nx.Graph([(int(actor), ("tie", int(tie))) for actor, tie in zip(actors, shared, strict=True)])
    graph.add_nodes_from(range(10))
    parted = list(nx.connected_components(graph))
    components = np.array([next(number for number, nodes in enumerate(parted) if actor in nodes) for actor in range(10)])
    known = nx.betweenness_centrality_subset(graph, range(10), range(10))
    sizes = np.bincount(components, minlength=len(parted))[components]
    pairs = np.maximum((sizes - 1) * (sizes - 2) / 2, 1)
    through, is_exact = betweenness(actors, shared, components)
    assert np.allclose(through, [known[actor] for actor in range(10)] / pairs)
    assert is_exact.all()


def _memberships(groups: list[set[int]]) -> list[tuple[int, int]]:
    return [(actor, tie) for tie, group in enumerate(groups) for actor in sorted(group)]


def test_of_a_large_component_a_sample_counts_and_says_so(monkeypatch):
    monkeypatch.setattr(module, "MOST_SOURCES", 5)
    hub = [(actor, tie) for tie, actor in enumerate(range(1, 20))] + [(0, tie) for tie in range(19)]  # a star around 0
    actors, shared = np.array(hub).T
    through, is_exact = betweenness(actors, shared, np.zeros(20, dtype=np.int64))
    assert not is_exact.any()
    assert np.allclose(through, [1] + [0] * 19)
