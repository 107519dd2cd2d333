"""What reading coordinates gives: a point, or the reason why there is none; and their marks in one writing."""

import re
from dataclasses import dataclass

from steps.places.distance import KM_PER_DEGREE
from steps.text import clean_text, latin_digits

METRES_PER_DEGREE = 1000 * KM_PER_DEGREE
_SAME = {
    "-": "−‐‑‒–—﹣－", "°": "º˚⁰ᵒ", '"': "”“″ʺ˝„", "'": "’‘′ʹ´`ʼʾ", ".": "٫．", ",": "،，", ";": "؛\n",
}  # fmt: skip
_WRITTEN = {ord(other): mark for mark, others in _SAME.items() for other in others}
_VOWEL_SIGNS = re.compile("[\u064b-\u0652]")  # of Arabic: they change no word here


@dataclass(frozen=True)
class ReadPoint:
    """A point in degrees (WGS 84) and how it was written: `notation` is decimal, dms, utm or link.

    `precision_metres` is the size of the last place written. `is_exchanged` says that latitude and longitude stood in each other's cell
    beyond doubt: by their letters, or because one of them can be no latitude.
    """

    latitude: float
    longitude: float
    notation: str
    precision_metres: float
    is_exchanged: bool = False


@dataclass(frozen=True)
class CoordinateFault:
    """Why coordinates give no point: the finding code, and the points that they may be where there are several.

    `question_code` is the cell in question where it is one of the two, `accepted` the range that it may have.
    """

    finding_code: str
    readings: tuple[ReadPoint, ...] = ()
    question_code: str = ""
    accepted: str = ""


UNREADABLE = CoordinateFault("coordinates-unreadable")
AMBIGUOUS = CoordinateFault("coordinates-ambiguous")


def plain_marks(text: str) -> str:
    """Return coordinates with the digits and marks of any script and typewriter written in one way; a line break parts them."""
    if not any(mark.isalnum() for mark in text):
        return ""
    return _VOWEL_SIGNS.sub("", latin_digits(clean_text(text))).translate(_WRITTEN).replace("''", '"')
