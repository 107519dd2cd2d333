"""Survey rounds: how their names are ordered, and whether a round lies within a span of rounds."""

import re


def round_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return what orders survey rounds by name: numbers in it count as numbers, so that round 10 follows round 9."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part)


def is_within(name: str, first: str, last: str) -> bool:
    """Return whether a round lies between two others, both included; an empty end is open."""
    return (not first or round_order(first) <= round_order(name)) and (not last or round_order(name) <= round_order(last))
