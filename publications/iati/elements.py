"""Parts that all elements are made of: text that XML can hold, narratives, numbers, dates of periods, shares that total 100."""

import math
import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from lxml import etree
from lxml.etree import _Element as Element

LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold, controls of the second row that it advises against, and code points that are no characters.
FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|["
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
WHOLE = 10_000  # hundredths of a percent: shares are divided in whole numbers, so that they total 100 to the last digit


def clean(text: object) -> str:
    """Return a text as XML can hold it, without spaces around it; empty when nothing is left, or nothing was stated."""
    if text is None:
        return ""
    if isinstance(text, str) and text.isprintable():  # nearly every text: it has none of them, and no end of a line
        return text.strip()
    return FORBIDDEN.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def clean_line(text: object) -> str:
    """Return a text as one line."""
    return " ".join(clean(text).split())


def add(parent: Element, tag: str, **attributes: str | None) -> Element:
    """Add an element with the attributes that are filled; `_` in their names stands for a hyphen."""
    filled = {name.replace("_", "-"): value for name, value in attributes.items() if value}
    return etree.SubElement(parent, tag, filled)


def narrative(parent: Element, text: str, language: str | None = None) -> None:
    """Add a text to an element; without a language it is in that of the activity."""
    element = etree.SubElement(parent, "narrative", {LANGUAGE_ATTRIBUTE: language} if language else {})
    element.text = text


def number_text(value: float) -> str:
    """Return a number in full, without an exponent and without needless zeros."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.6f}".rstrip("0").rstrip(".")


def percentage(hundredths: int) -> str:
    """Return a share as the standard writes it."""
    return number_text(hundredths / 100)


def divided(weights: Sequence[float]) -> list[int]:
    """Return shares in hundredths of a percent that total 100 percent exactly, the remainder to whoever lost most by rounding down."""
    exact = [weight * WHOLE / math.fsum(weights) for weight in weights]
    shares = [math.floor(share) for share in exact]
    most_lost = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in most_lost[: WHOLE - sum(shares)]:
        shares[place] += 1
    return shares


def last_day(first_day: str, precision: str | None) -> str:
    """Return the last day of the period, a day, month or year, whose first day is given."""
    day = date.fromisoformat(first_day)
    if precision == "year":
        return day.replace(month=12, day=31).isoformat()
    return day.replace(day=monthrange(day.year, day.month)[1]).isoformat() if precision == "month" else first_day
