"""Reads the point of a link to a map: Google Maps, OpenStreetMap, or a geo: address."""

import re

from steps.places.read_point import AMBIGUOUS, METRES_PER_DEGREE, UNREADABLE, CoordinateFault, ReadPoint

LINK = re.compile(r"(?:https?://|www\.|geo:|maps\.|goo\.gl/)\S*", re.IGNORECASE)
NORTH, EAST = r"(?P<latitude>[-+]?\d{1,2}(?:\.\d+)?)", r"(?P<longitude>[-+]?\d{1,3}(?:\.\d+)?)"
PAIR = rf"{NORTH}\s*,\s*{EAST}(?![\d.])"
# What a link points at.
POINTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d{NORTH}!4d{EAST}",
        rf"geo:(?:0,0\?q=)?{PAIR}",
        rf"[?&](?:q|query|ll|sll|daddr|destination|center|cp)=(?:loc:)?{PAIR}",
        rf"[?&#]mlat={NORTH}&mlon={EAST}",
        rf"/(?:search|place)/(?:[^/]*/)?{PAIR}",
    )
)
# The middle of the map that it shows, with the scale: a zoom, or the metres that a view from above is wide; in a street, none.
MIDDLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"/@{PAIR},(?:(?P<zoom>\d{{1,2}})(?:\.\d+)?z|(?P<metres>\d{{1,8}})(?:\.\d+)?m|\d+a)",
        rf"#map=(?P<zoom>\d{{1,2}})(?:\.\d+)?(?P<metres>)/{NORTH}/{EAST}",
    )
)
WIDTH_OF_ALL = 40_000_000.0  # metres that a tile of zoom 0 shows
LIMITS = (90, 180)


def read_link(text: str) -> ReadPoint | CoordinateFault | None:
    """Return the point of a link; None when the text is none. A short link, which names no point, is a fault.

    Only the middle of the map may be known: its precision is then the width of what is shown.
    """
    found = LINK.search(text)
    if found is None:
        return None
    link = re.sub(r"%2c", ",", re.sub(r"%20|\+(?=[\s\d-])", "", found[0], flags=re.IGNORECASE), flags=re.IGNORECASE)
    for pattern in POINTS:
        points = {_point(match) for match in pattern.finditer(link)}
        if points:
            return points.pop() if len(points) == 1 else AMBIGUOUS
    return next((_point(match) for pattern in MIDDLES if (match := pattern.search(link))), UNREADABLE)


def _point(match: re.Match[str]) -> ReadPoint | CoordinateFault:
    latitude, longitude = match["latitude"], match["longitude"]
    if abs(float(latitude)) > LIMITS[0] or abs(float(longitude)) > LIMITS[1]:
        return UNREADABLE
    decimals = min(len(number.partition(".")[2]) for number in (latitude, longitude))
    return ReadPoint(float(latitude), float(longitude), "link", max(METRES_PER_DEGREE / 10**decimals, _width(match.groupdict())))


def _width(scale: dict[str, str]) -> float:
    if scale.get("zoom"):
        return WIDTH_OF_ALL / 2 ** int(scale["zoom"])
    return float(scale.get("metres") or 0)
