"""A figure over time, drawn small: a line for what is a state, strokes for what came in. It begins at nought; pages say the numbers."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publications.pictures.drawing import add, number, picture, written

WIDTH, HEIGHT, EDGE = 240.0, 56.0, 5.0
MOST_DOTS = 30  # of more points a line alone is told apart
COLOUR, GROUND = "#2f5673", "#87949d"
Point = tuple[float, int]  # when (any number that grows with time), and how many


def trend_line(name: str, points: Sequence[Point], *, title: str, description: str) -> str:
    """Return a state over time as SVG: a line through its points, each of them a dot where they are few; at least one point."""
    root, spots = _drawn(name, points, title, description)
    path = "M" + "L".join(f"{number(x)},{number(y)}" for x, y in spots)
    add(root, "path", class_="trend-line", d=path, fill="none", stroke=COLOUR, stroke_width="2", stroke_linejoin="round")
    for x, y in spots if len(spots) <= MOST_DOTS else spots[-1:]:
        add(root, "circle", class_="trend-dot", cx=x, cy=y, r=2.8, fill=COLOUR)
    return written(root)


def trend_strokes(name: str, points: Sequence[Point], *, title: str, description: str) -> str:
    """Return what came in over time as SVG: a stroke for each point at which anything did; at least one point."""
    root, spots = _drawn(name, points, title, description)
    foot = number(HEIGHT - EDGE)
    path = "".join(f"M{number(x)},{foot}V{number(y)}" for (x, y), (_, count) in zip(spots, points, strict=True) if count)
    if path:
        add(root, "path", class_="trend-line", d=path, fill="none", stroke=COLOUR, stroke_width=4.0 if len(points) <= MOST_DOTS else 1.5)
    return written(root)


def _drawn(name: str, points: Sequence[Point], title: str, description: str) -> tuple[Element, list[tuple[float, float]]]:
    """Return the picture with its ground line, and where the points lie in it."""
    root = picture(name, WIDTH, HEIGHT, title, description)
    foot = HEIGHT - EDGE
    add(root, "path", class_="trend-ground", d=f"M0,{number(foot)}H{number(WIDTH)}", fill="none", stroke=GROUND, stroke_width="1")
    times, most = [when for when, _ in points], max(1, *(count for _, count in points))
    begin, span = min(times), max(times) - min(times)
    across = [EDGE + (WIDTH - 2 * EDGE) * ((when - begin) / span if span else 0.5) for when in times]
    return root, [(x, foot - (HEIGHT - 2 * EDGE) * count / most) for x, (_, count) in zip(across, points, strict=True)]
