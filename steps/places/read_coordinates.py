"""Reads coordinates as people write them in a latitude cell and a longitude cell, both in one of them, or in the cell of the place.

Never a guess: what can be read in two ways is a fault that names both. Whether a point lies where it should is asked in `check_point`.
"""

from steps.places.read_degrees import Angle, point_of_cells, read_angles
from steps.places.read_links import read_link
from steps.places.read_point import CoordinateFault, ReadPoint, plain_marks
from steps.places.read_utm import read_utm

LEAST_DECIMALS = 2  # of coordinates in the cell of the place, where "12, 14" may be two districts


def read_coordinates(latitude: str, longitude: str, text: str = "") -> ReadPoint | CoordinateFault | None:
    """Return the point that two cells give, or the reason why they give none; None when both are empty.

    When both are empty, `text`, the name of the place, is read if it holds coordinates and nothing else.
    """
    cells = plain_marks(latitude), plain_marks(longitude)
    if not any(cells):
        return _in_text(text)
    joined = " ".join(cell for cell in cells if cell)
    found = read_link(joined) or read_utm(joined)
    if found is not None:
        return found
    angles: list[list[Angle]] = []
    for cell in cells:
        read = read_angles(cell) if cell else []
        if isinstance(read, CoordinateFault):
            return read
        angles.append(read)
    return point_of_cells(*angles)


def says_coordinates(text: str) -> bool:
    """Whether the name of a place holds coordinates instead of a name."""
    return _in_text(text) is not None


def _in_text(text: str) -> ReadPoint | CoordinateFault | None:
    """Return the point of a text that holds one and nothing else, or the fault with the points that it may be."""
    if not any(mark.isdecimal() for mark in text):
        return None
    plain = plain_marks(text)
    found = read_link(plain) or read_utm(plain)
    if found is None:
        angles = read_angles(plain)
        if isinstance(angles, CoordinateFault) or not all(map(_is_exact, angles[:2])):
            return None
        found = point_of_cells(angles, [])
    return found if isinstance(found, ReadPoint) or found.readings else None


def _is_exact(angle: Angle) -> bool:
    return len(angle.numbers) > 1 or any(angle.marks) or angle.decimals >= LEAST_DECIMALS
