"""The Philippine Standard Geographic Code (Philippine Statistics Authority, first quarter of 2026) as the package psgc holds it.

Units are dicts as in its files: psgc_code (10 digits), name, correspondence_code (the 9 digits of before 2021), coordinate, population.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from scripts.gazetteer.nearby import Nearby

Unit = dict[str, Any]
# After its split Maguindanao's municipalities got other codes than those by which the package found some of its points.
RECODED, FOUND_BY_CODE = ("19087", "19088"), "hdx_exact_2023"
UNVERIFIED = "fallback_unverified"  # what the package says of a barangay whose point it made up


@cache
def psgc(level: str) -> list[Unit]:
    """Return the units of a level: regions, provinces, cities or barangays."""
    found: list[Unit] = json.loads((files("psgc") / "data" / "core" / f"{level}.json").read_text("utf-8"))
    return found


@cache
def barangays_on_the_map() -> Nearby[Unit]:
    """Return the 42,000 barangays by their points, without those whose point is made up."""
    return Nearby((*point(barangay), barangay) for barangay in psgc("barangays") if is_on_the_map(barangay))


def is_on_the_map(barangay: Unit) -> bool:
    """Whether the point of a barangay was taken from a map, and is its own."""
    is_another = barangay["psgc_code"].startswith(RECODED) and barangay["coordinate_source"] == FOUND_BY_CODE
    return barangay["coordinate_source"] != UNVERIFIED and not is_another


def point(unit: Unit) -> tuple[float, float]:
    """Return latitude and longitude as the package has them: for larger units the mean of their barangays, be it on land or not."""
    return unit["coordinate"]["latitude"], unit["coordinate"]["longitude"]
