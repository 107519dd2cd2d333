"""HXL tags (hxlstandard.org, 1.1): what a tag says, and whether it fits a pattern such as `#org +name -type`.

A tag's attributes may stand in any order, with or without blanks; a pattern fits when the tag is the same, the column has every
attribute with a plus sign and none with a minus sign.
"""

import re
from functools import cache
from typing import NamedTuple

TAG = re.compile(r"\s*#\s*([A-Za-z][\w]*)((?:\s*\+\s*[A-Za-z][\w]*)*)\s*")
PATTERN = re.compile(r"\s*#\s*([A-Za-z][\w]*)((?:\s*[+-]\s*[A-Za-z][\w]*)*)\s*")
ATTRIBUTE = re.compile(r"([+-])\s*(\w+)")


class Pattern(NamedTuple):
    """A tag, the attributes that a column must have, and those it must not have."""

    tag: str
    required: frozenset[str]
    excluded: frozenset[str]


@cache
def read_tag(text: str) -> tuple[str, frozenset[str]] | None:
    """Return the tag and attributes of a cell of a tag row, or None when it holds no tag."""
    match = TAG.fullmatch(text)
    return (match[1].lower(), frozenset(name.lower() for _, name in ATTRIBUTE.findall(match[2]))) if match else None


@cache
def read_pattern(text: str) -> Pattern | None:
    """Return a pattern, or None when the text is none."""
    match = PATTERN.fullmatch(text)
    if not match:
        return None
    attributes = [(sign, name.lower()) for sign, name in ATTRIBUTE.findall(match[2])]
    return Pattern(
        match[1].lower(),
        frozenset(name for sign, name in attributes if sign == "+"),
        frozenset(name for sign, name in attributes if sign == "-"),
    )


def fits(pattern: Pattern, tag_text: str) -> bool:
    """Return whether the tag of a column fits a pattern."""
    tag = read_tag(tag_text)
    return tag is not None and tag[0] == pattern.tag and pattern.required <= tag[1] and not pattern.excluded & tag[1]
