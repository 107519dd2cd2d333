"""Describes each organisation's place in the graph of organisations: whom it is connected with, and what would fall apart without it.

The graph is kept in two modes, organisations on one side and what they have in common on the other: a network of a thousand members is
a thousand memberships, where pairs would be half a million. Components and cut points are the same in both.
"""

from collections.abc import Iterable

import networkx as nx
import numpy as np
import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.networks.betweenness import betweenness

KINDS = ("network", "partnership", "initiative")
LOCAL_AUTHORITY = "LA_"  # actor_types: all local authorities begin so
TIE = ["kind", "tie_id"]


def ties(members: pd.DataFrame, partnerships: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return who takes part in what with others: kind (a KIND), tie_id, actor_id and the country_code that reports it.

    `members` is core_network_members, `partnerships` core_partnerships, `parts` core_initiative_actors. An organisation that is its own
    partner, or alone in a network or initiative, has no tie by it.
    """
    sides = [partnerships.rename(columns={f"{side}_actor_id": "actor_id", "partnership_id": "tie_id"}) for side in ("first", "second")]
    frames = {
        "network": [members.rename(columns={"network_id": "tie_id"})],
        "partnership": sides,
        "initiative": [parts.rename(columns={"initiative_id": "tie_id"})],
    }
    columns = ["tie_id", "actor_id", "country_code"]
    told = pd.concat([frame[columns].assign(kind=kind) for kind, own in frames.items() for frame in own], ignore_index=True)
    each = told.drop_duplicates([*TIE, "actor_id"]).sort_values([*TIE, "actor_id"], kind="stable")
    return each[each.groupby(TIE)["actor_id"].transform("size") > 1].reset_index(drop=True)


def connections(
    actors: pd.DataFrame, shared: pd.DataFrame, parts: pd.DataFrame, initiatives: pd.DataFrame, actor_places: pd.DataFrame
) -> pd.DataFrame:
    """Return report_actor_connections.

    `actors` is core_actors, `shared` what `ties` returns, `parts` core_initiative_actors, `initiatives` core_initiatives, `actor_places`
    core_actor_places (actor_id and place_country_code count).
    """
    told = actors[["actor_id", "actor_name", "actor_type_code"]].sort_values("actor_id", kind="stable").reset_index(drop=True)
    number = pd.Series(told.index, index=told["actor_id"])
    one, other = number[shared["actor_id"]].to_numpy(), shared.groupby(TIE, sort=False).ngroup().to_numpy()
    components, cut = _components(one, other, len(told))
    through, is_exact = betweenness(one, other, components)
    reached = _countries(one, other, shared, actor_places, number)
    degrees, weighted = _degrees(one, other, len(told))
    for kind in KINDS:
        of_kind = one[(shared["kind"] == kind).to_numpy()]
        told[f"{kind}_count"] = np.bincount(of_kind, minlength=len(told))
    told = told.assign(
        degree_count=degrees, weighted_degree_count=weighted, component_number=components + 1,
        component_actor_count=np.bincount(components, minlength=1)[components] if len(told) else 0,
        betweenness_share=(100 * through).round(3), betweenness_method_code=np.where(is_exact, "exact", "sampled"),
        is_cut_point=np.isin(told.index, list(cut)), is_isolated=degrees == 0,
        country_codes=["|".join(sorted(codes)) or None for codes in reached],
        is_country_bridge=(degrees > 0) & (np.array([len(codes) for codes in reached], dtype=int) > 1),
        is_in_funded_initiative=told["actor_id"].isin(_funded(parts, initiatives)),
        is_isolated_local_authority=_stand_alone(told),
    )  # fmt: skip
    return shape(told, table("report_actor_connections"))


def _components(actors: np.ndarray, others: np.ndarray, count: int) -> tuple[np.ndarray, set[int]]:
    """Return the component of each organisation, the largest first, of equals the one with the first id; and the cut points."""
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(zip(actors.tolist(), (others + count).tolist(), strict=True))
    parted = [sorted(node for node in nodes if node < count) for nodes in nx.connected_components(graph)]
    components = np.empty(count, dtype=np.int64)
    for number, nodes in enumerate(sorted(parted, key=lambda own: (-len(own), own[0]))):
        components[nodes] = number
    # Whatever is shared has two organisations or more, so that without one of them each part that is left has another.
    return components, {node for node in nx.articulation_points(graph) if node < count}


def _degrees(actors: np.ndarray, others: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how many organisations each is connected with, once each, and as often as they have something in common."""
    members = _grouped(others, actors)
    connected: list[set[int]] = [set() for _ in range(count)]
    for own in members.values():
        for actor in own:
            connected[actor].update(own)
    sizes = np.bincount(others, minlength=1)
    weighted = np.bincount(actors, weights=sizes[others] - 1, minlength=count).astype(int)
    return np.array([max(len(own) - 1, 0) for own in connected], dtype=int), weighted


def _grouped(keys: Iterable[int], values: Iterable[int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for key, value in zip(keys, values, strict=True):
        groups.setdefault(int(key), []).append(int(value))
    return groups


def _countries(
    actors: np.ndarray, others: np.ndarray, shared: pd.DataFrame, actor_places: pd.DataFrame, number: pd.Series
) -> list[set[str]]:
    """Return the countries that each organisation is in, is reported by, or has a partner in.

    A member of a large network does not reach all countries of the others: of these, only partners count.
    """
    own: list[set[str]] = [set() for _ in range(len(number))]
    for actor, code in actor_places[["actor_id", "place_country_code"]].dropna().itertuples(index=False):
        if actor in number.index:
            own[number[actor]].add(str(code))
    of_tie: dict[int, set[str]] = {}
    for actor, tie, kind, code in zip(actors, others, shared["kind"], shared["country_code"], strict=True):
        of_tie.setdefault(int(tie), set()).update(own[actor] if kind == "partnership" else (), {str(code)})
    reached = [set(codes) for codes in own]
    for actor, tie in zip(actors, others, strict=True):
        reached[actor] |= of_tie[int(tie)]
    return reached


def _funded(parts: pd.DataFrame, initiatives: pd.DataFrame) -> pd.Series:
    supported = initiatives.loc[initiatives["is_jmdi_supported"].eq(True).fillna(False), "initiative_id"]
    return parts.loc[parts["initiative_id"].isin(supported), "actor_id"]


def _stand_alone(told: pd.DataFrame) -> pd.Series:
    is_local = told["actor_type_code"].str.startswith(LOCAL_AUTHORITY).fillna(False).astype(bool)
    return is_local & (told["network_count"] == 0) & (told["partnership_count"] == 0) & (told["initiative_count"] <= 1)
