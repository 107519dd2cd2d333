"""Reads the point of a link to a map: Google Maps, OpenStreetMap, or a geo: address."""

import re

from steps.places.read_point import AMBIGUOUS, METRES_PER_DEGREE, UNREADABLE, CoordinateFault, ReadPoint

LINK = re.compile(r"(?:https?://|www\.|geo:|maps\.|goo\.gl/)\S*", re.IGNORECASE)
NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
PAIR = rf"{NUMBER}\s*,\s*{NUMBER}"
# The place that a link points at comes first, the middle of the map that it shows last.
POINTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d{NUMBER}!4d{NUMBER}",
        rf"geo:(?:0,0\?q=)?{PAIR}",
        rf"[?&](?:q|query|ll|sll|daddr|destination|center|cp)=(?:loc:)?{PAIR}",
        rf"[?&#]mlat={NUMBER}&mlon={NUMBER}",
        rf"/(?:search|place|dir)/(?:[^/]*/)?{PAIR}",
    )
)
MIDDLES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (rf"/@{PAIR},(?P<zoom>\d+)", rf"#map=(?P<zoom>\d+)/{NUMBER}/{NUMBER}"))
WIDTH_OF_ALL = 40_000_000.0  # metres that a tile of zoom 0 shows
METRES = re.compile(r"/@[^/]*,\d+m")  # a satellite view tells its height in metres instead of a zoom
LIMITS = (90, 180)


def read_link(text: str) -> ReadPoint | CoordinateFault | None:
    """Return the point of a link; None when the text is none. A short link, which names no point, is a fault."""
    found = LINK.search(text)
    if found is None:
        return None
    link = re.sub(r"%2c", ",", re.sub(r"%20|\+(?=[\s\d-])", "", found[0], flags=re.IGNORECASE), flags=re.IGNORECASE)
    for pattern in POINTS:
        pairs = {(one[0], one[1]) for one in pattern.findall(link)}
        if pairs:
            return _point(*pairs.pop()) if len(pairs) == 1 else AMBIGUOUS
    return next((_middle(match) for pattern in MIDDLES if (match := pattern.search(link))), UNREADABLE)


def _point(latitude: str, longitude: str, width: float = 0.0) -> ReadPoint | CoordinateFault:
    if abs(float(latitude)) > LIMITS[0] or abs(float(longitude)) > LIMITS[1]:
        return UNREADABLE
    decimals = min(len(number.partition(".")[2]) for number in (latitude, longitude))
    return ReadPoint(float(latitude), float(longitude), "link", max(METRES_PER_DEGREE / 10**decimals, width))


def _middle(match: re.Match[str]) -> ReadPoint | CoordinateFault:
    """Return the middle of the map shown, as precise as the map is wide."""
    latitude, longitude = [one for one in match.groups() if one != match["zoom"] or one.find(".") > 0][:2]
    return _point(latitude, longitude, WIDTH_OF_ALL / 2 ** int(match["zoom"]))
