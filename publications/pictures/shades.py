"""How numbers of initiatives are shaded: classes that suit the largest number, in one hue that grows darker."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

COLOURS = ("#eceae4", "#cfdbe3", "#a3bccc", "#7399b1", "#47728f")  # as the project for QGIS has them; the first is for none
# The last numbers of the classes; the first ladder is taken of which the open class stays within a few times the one before.
LADDERS = ((1, 3, 7), (4, 9, 19), (9, 24, 49), (24, 99, 249), (99, 249, 499), (249, 999, 2499), (999, 4999, 9999))
WITHIN = 2


class Shade(NamedTuple):
    """One class of numbers from `low` to `high`, both within it; the last is open and has None."""

    number: int
    low: int
    high: int | None
    colour: str


def shades(counts: Iterable[int]) -> tuple[Shade, ...]:
    """Return the classes for some numbers, none first."""
    largest = max(counts, default=0)
    ladder = next((one for one in LADDERS if largest < WITHIN * (one[-1] + 1)), LADDERS[-1])
    lows, highs = (0, 1, *(high + 1 for high in ladder)), (0, *ladder, None)
    return tuple(Shade(number, low, high, COLOURS[number]) for number, (low, high) in enumerate(zip(lows, highs, strict=True)))


def shade_of(count: int, classes: tuple[Shade, ...]) -> Shade:
    """Return the class that a number falls in."""
    return classes[bisect_left([one.high for one in classes if one.high is not None], count)]
