"""The elements of a picture: an SVG with title and description, shapes as paths; no styles, so that a page of any policy may hold it."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape

import numpy as np
import shapely

from publications.xml_text import xml_text

NAMESPACE = "http://www.w3.org/2000/svg"
DECIMALS = 1
HATCHING = "#6b6b6b"


def picture(name: str, width: float, height: float, title: str, description: str) -> Element:
    """Return an empty picture. `name` begins the ids in it, so that several stand in one page."""
    root = Element(
        "svg",
        {
            "xmlns": NAMESPACE, "class": f"picture picture-{name}", "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": number(width), "height": number(height), "role": "img", "aria-labelledby": f"{name}-title {name}-description",
        },
    )  # fmt: skip
    for tag, text, part in (("title", title, "title"), ("desc", description, "description")):
        write(add(root, tag, id=f"{name}-{part}"), text)
    return root


def add(parent: Element, tag: str, attributes: Mapping[str, str] | None = None, /, **more: object) -> Element:
    """Add an element; `class_` and names with `_` are written as SVG has them, and numbers rounded."""
    named = {key.rstrip("_").replace("_", "-"): number(value) if isinstance(value, float) else str(value) for key, value in more.items()}
    return SubElement(parent, tag, {**(attributes or {}), **named})


def hatching(root: Element, name: str, step: float = 6.0) -> str:
    """Add a pattern of slanted lines, `step` units apart, and return what an attribute `fill` says to use it."""
    size = {"width": number(step), "height": number(step)}
    pattern = add(add(root, "defs"), "pattern", size, id=f"{name}-hatching", patternUnits="userSpaceOnUse", patternTransform="rotate(45)")
    add(pattern, "rect", size, class_="hatch-ground", fill="#f7f5f0")
    add(pattern, "line", class_="hatch", x1="0", y1="0", x2="0", y2=step, stroke=HATCHING, stroke_width=step / 4)
    return f"url(#{name}-hatching)"


def outline(geometries: Iterable[shapely.Geometry]) -> str:
    """Return areas and lines as one path."""
    parts = [part for geometry in geometries for part in shapely.get_parts(geometry)]
    rings = [ring for part in parts for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])]
    return "".join(_steps(shapely.get_coordinates(ring), ring.geom_type != "LineString") for ring in rings)


def entitled(svg: str, title: str, description: str) -> str:
    """Return a picture with another title and description, such as those of another language; the rest stays as it is drawn."""
    for tag, text in (("title", title), ("desc", description)):
        before, _, rest = svg.partition(f"<{tag} ")
        opening, _, rest = rest.partition(">")
        after = rest.partition(f"</{tag}>")[2]
        svg = f"{before}<{tag} {opening}>{escape(xml_text(text))}</{tag}>{after}"
    return svg


def written(root: Element) -> str:
    """Return the picture as text."""
    return tostring(root, encoding="unicode")


def write(element: Element, text: str) -> None:
    """Write words into an element, without characters that no XML may hold."""
    element.text = xml_text(text)


def number(value: float) -> str:
    """Return a number as short as a picture needs it."""
    return f"{round(float(value), DECIMALS):g}" if abs(value) < 1e5 else str(round(value))


def _steps(points: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", is_closed: bool) -> str:
    """Return a path through points in steps from one to the next, in tenths of a unit, without steps that stay in place."""
    grid = np.rint(points * 10**DECIMALS).astype(int)
    steps = np.diff(grid, axis=0)
    steps = steps[steps.any(axis=1)]
    if not len(steps):
        return ""
    if is_closed:
        steps = steps[:-1]  # the closing mark takes the last one
    x, y = (_tenths(one) for one in grid[0].tolist())
    return f"M{x},{y}l" + " ".join(f"{_tenths(across)},{_tenths(down)}" for across, down in steps.tolist()) + ("z" if is_closed else "")


def _tenths(value: int) -> str:
    return f"{value / 10**DECIMALS:g}"
