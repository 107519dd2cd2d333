"""Finds what contains itself: a network that is its own member, or networks that are members of each other in a circle."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from steps.text import fold

if TYPE_CHECKING:
    import networkx as nx


def circles(members: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return one circle of each knot of `members` (what each contains), from the first in the alphabet on; the shortest through it."""
    if not members:
        return []
    import networkx as nx  # a check of one file, which has no networks most often, need not wait for it

    graph = nx.DiGraph((one, other) for one in sorted(members) for other in sorted(members[one]))
    knots = (sorted(knot) for knot in nx.strongly_connected_components(graph))
    return [_circle(graph, knot[0]) for knot in sorted(knots) if len(knot) > 1 or graph.has_edge(knot[0], knot[0])]


def is_itself(members: pd.DataFrame, networks: pd.DataFrame, names: pd.DataFrame) -> pd.Series:
    """Return which of the members, rows of network_id and actor_id, are their network itself: an organisation that bears its name.

    `networks` is core_networks, `names` core_actor_names.
    """
    called = networks.set_index("network_id")["network_name"].map(fold)
    concerned = names[names["actor_id"].isin(members["actor_id"])]
    known = set(zip(concerned["actor_id"], concerned["name_text"].map(fold), strict=True))
    pairs = zip(members["actor_id"], members["network_id"], strict=True)
    return pd.Series([(actor, called.get(network)) in known for actor, network in pairs], members.index, dtype=bool)


def _circle(graph: "nx.DiGraph[str]", start: str) -> list[str]:
    import networkx as nx

    ways = [nx.shortest_path(graph, after, start) for after in graph.successors(start) if nx.has_path(graph, after, start)]
    shortest = min(ways, key=lambda way: (len(way), way))
    return [start, *shortest[:-1]]
