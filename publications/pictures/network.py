"""Networks as a picture: who is a member of which, and who are partners; the form of a sign tells what kind of organisation it is."""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple
from xml.etree.ElementTree import Element

import networkx as nx
import numpy as np
import numpy.typing as npt

from publications.pictures.drawing import add, number, picture, write, written
from publications.pictures.sheet import WIDTH

NAME = "networks"
SEED = 7  # the same layout each time
STEPS = 60
GAP, HUB, SIGN = 26.0, 13.0, 7.5  # units
ROOM = 46.0  # units of radius for each root of a node
MOST_NODES = 400  # more cannot be told apart; the table has all
FORMS = ("square", "circle", "triangle", "diamond")
LOCAL_AUTHORITY = "LA_"
NON_STATE = ("CSO", "INGO", "DIASP", "PRIV", "FIN", "ACAD", "TU", "FDN", "MED")  # actor_types, as report_networks counts them
STATE = ("NATGOV", "DON", "UN")
CORNERS = {  # of a sign of size 1: all look as large as the circle
    "square": ((-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92)),
    "triangle": ((0, -1.25), (1.2, 0.85), (-1.2, 0.85)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
}
COLOURS = {"square": "#1b5e8a", "circle": "#1d6b3f", "triangle": "#8a3b12", "diamond": "#6b6b6b"}


Points = npt.NDArray[np.float64]
Pair = tuple[str, str]  # ids of two actors
Node = tuple[str, str]  # "network" or "actor", and its id


class Member(NamedTuple):
    """An organisation: its name, which is its tip, the code of its type, and whether it is in a funded project (None: unknown)."""

    actor_id: str
    name: str
    type_code: str | None
    is_inside: bool | None


def form_of_type(type_code: object) -> str:
    """Return the form of a kind of organisation: square for local authorities, circle non-state, triangle state, diamond any other."""
    code = str(type_code)
    if code.startswith(LOCAL_AUTHORITY):
        return "square"
    return "circle" if code in NON_STATE else "triangle" if code in STATE else "diamond"


def network_map(
    networks: Mapping[str, Sequence[str]], partners: Iterable[Pair], members: Mapping[str, Member], *, title: str, description: str
) -> str:  # fmt: skip
    """Return the picture of networks as SVG; empty when no network names a member.

    `networks` are the actors of each, in the order of the table beside it, whose numbers the hubs bear; `partners` pairs of actors. An
    actor that is none of `members` is left out. Of very many organisations those in most networks are drawn, until there are `MOST_NODES`.
    """
    graph = _graph(networks, partners, members)
    if not graph:
        return ""
    spots, height = _spots(graph)
    root = picture(NAME, WIDTH, height, title, description)
    lines = add(root, "g", class_="ties", fill="none", stroke="#87949d")
    for first, second, kind in sorted(graph.edges(data="kind")):
        (x1, y1), (x2, y2) = spots[first], spots[second]
        dashes = {"stroke-dasharray": "5 4"} if kind == "partners" else {}
        add(lines, "line", dashes, class_=f"tie-{kind}", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width="1.4")
    for node in sorted(graph):
        _add_sign(root, node, spots[node], members)
    for count, network_id in enumerate(networks, 1):
        if ("network", network_id) in spots:
            _add_hub(root, str(count), spots["network", network_id])
    return written(root)


def _graph(
    networks: Mapping[str, Sequence[str]], partners: Iterable[Pair], members: Mapping[str, Member]
) -> "nx.Graph[Node]":  # fmt: skip
    """Return networks and their members as nodes, memberships and partnerships between members as edges."""
    known = {network: [actor for actor in actors if actor in members] for network, actors in networks.items()}
    shown = _most_connected(known)
    graph: nx.Graph[Node] = nx.Graph()
    for network, actors in known.items():
        graph.add_edges_from((("network", network), ("actor", actor), {"kind": "member"}) for actor in actors if actor in shown)
    for first, second in sorted(partners):
        if first != second and {first, second} <= shown:
            graph.add_edge(("actor", first), ("actor", second), kind="partners")
    return graph


def _most_connected(networks: Mapping[str, Sequence[str]]) -> set[str]:
    counts: dict[str, int] = {}
    for actors in networks.values():
        for actor in actors:
            counts[actor] = counts.get(actor, 0) + 1
    return set(sorted(counts, key=lambda actor: (-counts[actor], actor))[:MOST_NODES])


def _spots(graph: "nx.Graph[Node]") -> tuple[dict[Node, tuple[float, float]], float]:
    """Return where each node stands, and the height of the picture: groups that hang together beside each other, the largest first."""
    groups = sorted((sorted(group) for group in nx.connected_components(graph)), key=lambda group: (-len(group), group))
    spots: dict[Node, tuple[float, float]] = {}
    x = y = tallest = 0.0
    for group in groups:
        radius = min(ROOM * sqrt(len(group)), WIDTH / 2 - GAP)
        size = 2 * (radius + GAP)
        if x and x + size > WIDTH:
            x, y, tallest = 0.0, y + tallest, 0.0
        middle, across = np.array([x + size / 2, y + size / 2]), _layout(graph, group, radius)
        spots |= {node: (float(middle[0] + place[0]), float(middle[1] + place[1])) for node, place in across.items()}
        x, tallest = x + size, max(tallest, size)
    return spots, round(y + tallest, 1)


def _layout(graph: "nx.Graph[Node]", group: list[Node], radius: float) -> dict[Node, Points]:
    """Return the places of one group around its middle. Nodes are put in their order, so that a set's order changes nothing."""
    part: nx.Graph[Node] = nx.Graph()
    part.add_nodes_from(group)
    part.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(group).edges))
    found = nx.spring_layout(part, seed=SEED, iterations=STEPS, k=1.6 / sqrt(len(group)))
    points = np.array([found[node] for node in group])
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    reach = np.hypot(*points.T).max() or 1.0
    return dict(zip(group, points * (radius / reach), strict=True))


def _add_sign(root: Element, node: Node, spot: tuple[float, float], members: Mapping[str, Member]) -> None:
    if node[0] == "network":
        return
    member = members[node[1]]
    form = form_of_type(member.type_code)
    look = {"fill": COLOURS[form] if member.is_inside else "#ffffff", "stroke": COLOURS[form]}
    if member.is_inside is None:
        look["stroke-dasharray"] = "3 2"
    kind = "inside" if member.is_inside else "unknown" if member.is_inside is None else "beyond"
    sign = add(root, "path", look, class_=f"sign-{form} sign-{kind}", stroke_width="2.2", d=sign_path(form, *spot, SIGN))
    write(add(sign, "title"), member.name)


def sign_path(form: str, x: float, y: float, size: float) -> str:
    """Return the outline of a sign around a point."""
    if form == "circle":
        radius, across = number(size), number(2 * size)
        half = f"a{radius},{radius} 0 1 0 "
        return f"M{number(x - size)},{number(y)}{half}{across},0{half}-{across},0z"
    corners = [(x + size * across, y + size * down) for across, down in CORNERS[form]]
    return "M" + "L".join(f"{number(across)},{number(down)}" for across, down in corners) + "z"


def _add_hub(root: Element, text: str, spot: tuple[float, float]) -> None:
    """Add a network: a dark disc with its number in the table."""
    x, y = spot
    add(root, "circle", class_="hub", cx=x, cy=y, r=HUB, fill="#22313c")
    look = {"aria-hidden": "true", "font-size": "14", "text-anchor": "middle"}
    write(add(root, "text", look, class_="hub-number", x=x, y=y + 5, fill="#ffffff"), text)
