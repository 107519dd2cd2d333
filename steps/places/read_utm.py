"""Reads UTM coordinates: metres to the east and north, with a zone and its band or hemisphere."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from steps.places.read_point import UNREADABLE, CoordinateFault, ReadPoint

if TYPE_CHECKING:
    from pyproj import Transformer

LETTER = r"[^\W\d_]"
NORTH_WORDS, SOUTH_WORDS = "norte|north|nord|شمال", "sur|south|sud|جنوب"
ZONE_WORDS = "zona|zone|huso|fuseau|(?:ال)?منطقة|क्षेत्र|जोन"
BANDS = "CDEFGHJKLMNPQRSTUVWX"  # from 80° south, each 8° high; those of Antarctica are not read, since E is also the east
ZONE = re.compile(
    rf"(?<![\d.,])(?:(?:{ZONE_WORDS})\s*(?:utm)?\s*[:#]?\s*)?(?P<zone>0?[1-9]|[1-5]\d|60)\s*-?\s*"
    rf"(?P<letter>{NORTH_WORDS}|{SOUTH_WORDS}|[F-HJ-NP-X])(?!{LETTER})",
    re.IGNORECASE,
)
ZONE_ALONE = re.compile(rf"(?:{ZONE_WORDS})\s*(?:utm)?\s*[:#]?\s*(?P<zone>0?[1-9]|[1-5]\d|60)(?!\d)", re.IGNORECASE)
METRES = re.compile(r"(?<![\d.,])\d{5,}|\d{1,3}[.,]\d{3}[.,]\d{3}")
SYSTEM = re.compile(r"\butm\b|\bwgs[\s-]*(?:19)?84\b", re.IGNORECASE)
UNIT = re.compile(rf"(?<=\d)\s*m(?=[ens](?!{LETTER})|[\s,;/]|$)", re.IGNORECASE)
TOKENS = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*)|[\s,;/:=()|]+"
    rf"|(?P<east>(?:easting|este|east|est|e|x)(?!{LETTER}))"
    rf"|(?P<north>(?:northing|norte|north|nord|n|y)(?!{LETTER}))"
    rf"|(?P<south>(?:sur|south|sud|s)(?!{LETTER}))",
    re.IGNORECASE,
)
SAYS_SOUTH = re.compile(rf"(?<!{LETTER})m?(?:sur|south|sud|s)(?!{LETTER})", re.IGNORECASE)
AXES = {"south": "north"}  # Google Earth writes the metres to the north as "m S" in the south
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
EASTINGS, NORTHINGS = (100_000.0, 900_000.0), (1_000.0, 10_000_000.0)  # metres; nearer to the equator, a number is rather an altitude
HIGHEST_NORTH, LOWEST_SOUTH = 84.0, -80.0  # degrees that UTM reaches
BAND_HEIGHT, BAND_TOLERANCE = 8.0, 0.5  # degrees
SOUTH_OR_BAND = "S"  # the south, or the band from 32° to 40° north
DECIMALS = 7
LONGEST = 200
PAIR = 2


def read_utm(text: str) -> ReadPoint | CoordinateFault | None:
    """Return the point of UTM coordinates in a text whose marks are plain; None when it holds none.

    A hemisphere that is not said, an S that may be the south or a band, and metres in an order that is not said give all points that
    can be meant, when there are several.
    """
    zone = ZONE.search(text) or ZONE_ALONE.search(text) if len(text) <= LONGEST else None
    rest = SYSTEM.sub(" ", f"{text[: zone.start()]} {text[zone.end() :]}") if zone else ""
    if zone is None or not METRES.search(rest):
        return UNREADABLE if re.search(r"\butm\b", text, re.IGNORECASE) else None
    numbers = _numbers(re.sub(r",(?=\d{5})", " ; ", UNIT.sub(" ", rest)))
    if numbers is None:
        return UNREADABLE
    letter = str(zone.groupdict().get("letter") or "").upper()
    is_south = SAYS_SOUTH.search(rest) is not None
    readings = tuple(dict.fromkeys(one for one in _readings(int(zone["zone"]), letter, numbers) if one.latitude < 0 or not is_south))
    return readings[0] if len(readings) == 1 else CoordinateFault("coordinates-ambiguous", readings) if readings else UNREADABLE


def _numbers(text: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the two numbers of a text, each with the axis (east, north) that a letter before or after it says."""
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        token = TOKENS.match(text, position)
        if token is None:
            return None
        position = token.end()
        if token.lastgroup:
            tokens.append((AXES.get(token.lastgroup, token.lastgroup), token[0]))
    numbers = [token for kind, token in tokens if kind == "number"]
    axes = [kind for kind, _ in tokens if kind != "number"]
    alternate = all((kind == "number") != (other == "number") for (kind, _), (other, _) in pairwise(tokens))
    if len(numbers) != PAIR or len(set(axes)) != len(axes) or (axes and not (alternate and len(axes) == PAIR)):
        return None
    named = axes or [""] * PAIR
    return (named[0], numbers[0]), (named[1], numbers[1])


def _readings(zone: int, letter: str, numbers: tuple[tuple[str, str], tuple[str, str]]) -> Iterator[ReadPoint]:
    first, second = numbers
    orders = [(first, second), (second, first)]
    for (east_axis, east), (north_axis, north) in orders:
        if east_axis == "north" or north_axis == "east":
            continue
        decimals = min(_decimals(east), _decimals(north))
        for easting, northing, is_south in product(_values(east), _values(north), (False, True)):
            if EASTINGS[0] <= easting <= EASTINGS[1] and NORTHINGS[0] <= northing <= NORTHINGS[1]:
                longitude, latitude = _from_utm(zone, is_south).transform(easting, northing)
                if _fits(letter, latitude, is_south):
                    yield ReadPoint(round(latitude, DECIMALS), round(longitude, DECIMALS), "utm", 10.0**-decimals)


def _fits(letter: str, latitude: float, is_south: bool) -> bool:
    """Return whether a latitude lies in the hemisphere it was reckoned for and in the band or hemisphere that the letter says."""
    if is_south != (latitude < 0) or not LOWEST_SOUTH <= latitude <= HIGHEST_NORTH:
        return False
    if not letter or (letter == SOUTH_OR_BAND and is_south):
        return True
    if letter == "N" or len(letter) > 1:
        return is_south == (letter.casefold() in SOUTH_WORDS.split("|"))
    south = LOWEST_SOUTH + BAND_HEIGHT * BANDS.index(letter)
    return south - BAND_TOLERANCE <= latitude <= south + BAND_HEIGHT + BAND_TOLERANCE


def _values(number: str) -> set[float]:
    """Return what a number may be: its marks part thousands, or decimals."""
    values = set()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", number):
        values.add(float(number.replace(",", ".")))
    if THOUSANDS.fullmatch(number):
        mark = "." if number.find(".") < number.find(",") or "," not in number else ","
        mark = mark if mark in number else ","
        values.add(float(number.replace(mark, "").replace(",", ".")))
    return values


def _decimals(number: str) -> int:
    """Return how many decimals a number has at most."""
    whole, mark, decimals = number.rpartition("," if number.rfind(",") > number.rfind(".") else ".")
    return len(decimals) if mark and whole else 0


@cache
def _from_utm(zone: int, is_south: bool) -> "Transformer":
    from pyproj import Transformer  # most files have degrees, and need not wait for it

    return Transformer.from_crs((32700 if is_south else 32600) + zone, 4326, always_xy=True)
