"""Counts how many shortest connections run through each organisation (betweenness), for graphs of tens of thousands.

Brandes' algorithm, level by level on whole arrays, from one organisation of every component at once, since components never meet.
"""

import numpy as np
import numpy.typing as npt

MOST_SOURCES = 256  # a component with no more organisations is counted exactly; of a larger one, as many are taken as starts
Numbers = npt.NDArray[np.int64]


def betweenness(actors: Numbers, ties: Numbers, components: Numbers) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return, for each organisation, the share of pairs whose shortest connections run through it, 0 to 1, and whether it is exact.

    `actors` and `ties` are the two ends of each membership, numbered from 0; `components` the component of each organisation. A path runs
    from organisation to organisation through what they have in common; two that have two things in common have two paths. A pair is
    two other organisations of the component.
    """
    count = len(components)
    starts, neighbours = _adjacency(actors, ties + count)
    is_actor = np.arange(len(starts) - 1) < count
    sources, sizes = _sources(components)
    through = np.zeros(count)
    for chosen in _passes(sources):
        through += _dependencies(chosen, starts, neighbours, is_actor)[:count]
    size = sizes[components]
    is_source = np.isin(np.arange(count), np.concatenate([*sources, np.empty(0, np.int64)]))
    pairs = (np.minimum(size, MOST_SOURCES) - is_source) * (size - 2)
    return np.divide(through, pairs, out=np.zeros(count), where=pairs > 0), size <= MOST_SOURCES


def _adjacency(ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """Return the neighbours of all nodes one after another, and where those of each node begin."""
    ends, neighbours = np.concatenate([ones, others]), np.concatenate([others, ones])
    order = np.lexsort((neighbours, ends))
    size = int(ends.max(initial=-1)) + 1
    return np.searchsorted(ends[order], np.arange(size + 1)), neighbours[order]


def _sources(components: Numbers) -> tuple[list[Numbers], Numbers]:
    """Return, for each component of three or more, the organisations to start from, spread evenly; and the size of every component."""
    order = np.argsort(components, kind="stable")
    sizes = np.bincount(components)
    members = np.split(order, np.cumsum(sizes)[:-1])
    spread = [one[np.arange(MOST_SOURCES) * len(one) // MOST_SOURCES] if len(one) > MOST_SOURCES else one for one in members]
    return [one for one in spread if len(one) > 2], sizes


def _passes(sources: list[Numbers]) -> list[Numbers]:
    """Return the starts of each pass: one of every component that has that many."""
    longest = max((len(one) for one in sources), default=0)
    return [np.array([one[number] for one in sources if len(one) > number]) for number in range(longest)]


def _dependencies(sources: Numbers, starts: Numbers, neighbours: Numbers, is_actor: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return how far the organisations that the sources reach depend on each node: the shares of their shortest paths that use it."""
    level, last_edge = np.full((2, len(is_actor)), -1)
    paths = np.zeros(len(is_actor))
    level[sources], paths[sources] = 0, 1
    frontier, steps = sources, []
    while len(frontier):
        here, there = _edges(frontier, starts, neighbours)
        is_onward = level[there] == -1
        here, there = here[is_onward], there[is_onward]
        np.add.at(paths, there, paths[here])
        steps.append((here, there))
        edges = np.arange(len(there))
        last_edge[there] = edges
        frontier = np.sort(there[last_edge[there] == edges])  # each node once
        level[frontier] = len(steps)
    depends = np.zeros(len(is_actor))
    for here, there in reversed(steps):
        np.add.at(depends, here, paths[here] / paths[there] * (is_actor[there] + depends[there]))
    depends[sources] = 0
    return depends


def _edges(nodes: Numbers, starts: Numbers, neighbours: Numbers) -> tuple[Numbers, Numbers]:
    """Return the edges that leave the nodes: their two ends."""
    degrees = starts[nodes + 1] - starts[nodes]
    shift = np.repeat(starts[nodes] - np.cumsum(degrees) + degrees, degrees)
    return np.repeat(nodes, degrees), neighbours[shift + np.arange(len(shift))]
