"""Reads degrees: decimal or with minutes and seconds, with the marks, letters and words of the survey's languages, one or two in a cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from steps.places.read_point import AMBIGUOUS, METRES_PER_DEGREE, UNREADABLE, CoordinateFault, ReadPoint

LETTER = r"[^\W\d_]"
HEMISPHERES = {
    "N": "n|north|norte|nord|(?:ال)?شمال(?:ا|ي|ية)?|ش|उत्तर|उ",
    "S": "s|south|sur|sud|(?:ال)?جنوب(?:ا|ي|ية)?|ج|दक्षिण|द",
    "E": "e|east|este|est|(?:ال)?شرق(?:ا|ي|ية)?|ق|पूर्व|पू",
    "W": "w|o|west|oeste|ouest|(?:ال)?غرب(?:ا|ي|ية)?|غ|पश्चिम|प",  # O is west in Spanish and French
}
AXIS_WORDS = {
    "latitude": "latitude|latitud|lat|(?:خط|دائرة) ?(?:ال)?عرض|(?:ال)?عرض|अक्षांश",
    "longitude": "longitude|longitud|long|lon|lng|خط ?(?:ال)?طول|(?:ال)?طول|देशान्तर|देशांतर",
}
# "de latitud norte", behind its number: the word for the axis adds nothing to the one for the hemisphere.
AXIS_BESIDE = (
    r"(?:de\s+)?latitude?\s+(?=north|norte|nord|south|sur|sud)",
    r"(?:de\s+)?longitude?\s+(?=east|este|est|west|oeste|ouest)",
)
UNIT_WORDS = {
    "°": "degrees?|degr[ée]s?|degs?|grados?|درجات|درجة|डिग्री",
    "'": "minutes?|minutos?|mins?|mn|دقائق|دقيقة|मिनेट",
    '"': "secondes?|seconds?|segundos?|secs?|segs?|ثواني|ثوان|ثانية|सेकेन्ड",
}
AXIS_OF = {"N": "latitude", "S": "latitude", "E": "longitude", "W": "longitude"}
LIMITS = {"latitude": 90, "longitude": 180}
RANGES_TOLD = {"latitude": "-90 – 90", "longitude": "-180 – 180"}
NUMBER = r"\d+(?:[.,]\d+)?"
COMBINING = r"[\u0900-\u0903\u093a-\u094f]"  # a sign of Devanagari that would make another letter of the one before
# 12s or 12S may be seconds or the south, when the letter differs in its kind from the marks before it.
OPEN_S = re.compile(rf"'\s*{NUMBER}\s*s(?!{LETTER})|(?i:d)\s*{NUMBER}\s*(?i:m)\s*{NUMBER}\s*S(?!{LETTER})")
LETTER_UNITS = re.compile(rf"(\d)\s*d\s*({NUMBER})\s*m(?:\s*({NUMBER})(?:\s*s(?!{LETTER}))?)?(?!{LETTER})", re.IGNORECASE)
COLONS = re.compile(rf"(\d+):(?:(\d+):)?({NUMBER})(?![:.,]?\d)")
GROUPED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){2,}|[-+]?\d{1,3}(?:,\d{3}){2,}")
FOUR_PARTS = re.compile(r"([-+]?\d+),(\d+),([-+]?\d+),(\d+)")
TOKENS = re.compile(
    rf"(?P<number>(?<![\d.])[-+]?{NUMBER})(?![.,]?\d)|(?P<mark>[°'\"])|(?P<letter>[NSEW])|(?P<axis>[<>])|(?P<part>[,;/|-])|\s+"
)
MOST_OF_A_UNIT = 60
LONGEST = 200  # no coordinates are longer
SEVERAL = 2
WITHOUT_POINT = 1000  # a whole number of so many degrees has lost its decimal mark
GEOPOINT = (3, 4)  # latitude, longitude, altitude, accuracy: as survey tools write a point


@dataclass
class Angle:
    """One angle while it is read: its numbers from degrees to seconds as written, and what else says what it is."""

    numbers: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # after each number, or nothing
    letter: str = ""
    is_letter_last: bool = False
    axis: str = ""  # by a word
    is_closed: bool = False

    @property
    def axis_named(self) -> str:
        """Which axis its letter or word says it is of; empty when nothing does."""
        return AXIS_OF.get(self.letter, "") or self.axis

    @property
    def decimals(self) -> int:
        """How many decimals its last number has."""
        return len(self.numbers[-1].partition(".")[2])

    @property
    def is_plain(self) -> bool:
        """Whether it is a bare decimal number."""
        return len(self.numbers) == 1 and not self.marks[0] and not self.axis_named

    @property
    def precision_metres(self) -> float:
        """The size of its last place, in metres."""
        return METRES_PER_DEGREE / MOST_OF_A_UNIT ** (len(self.numbers) - 1) / 10**self.decimals

    def degrees(self) -> float:
        """Return the angle in degrees, negative to the south and west."""
        sign = -1 if self.numbers[0].startswith("-") or self.letter in ("S", "W") else 1
        parts = [float(number.lstrip("+-")) / MOST_OF_A_UNIT**power for power, number in enumerate(self.numbers)]
        return sign * (parts[0] if len(parts) == 1 else round(sum(parts), 9))

    def fault(self) -> CoordinateFault | None:
        """Return what is wrong with the angle in itself."""
        *whole, _ = self.numbers
        if len(self.numbers) > len("dms") or any("." in number for number in whole) or not self._has_its_marks():
            return UNREADABLE
        if any(float(number) >= MOST_OF_A_UNIT for number in self.numbers[1:]):
            return UNREADABLE
        if len(self.numbers) == 1 and "." not in self.numbers[0] and abs(float(self.numbers[0])) >= WITHOUT_POINT:
            return CoordinateFault("coordinates-decimal-lost")
        sign = self.numbers[0][0]
        is_contradicted = (sign == "-" and self.letter in ("N", "E")) or (sign == "+" and self.letter in ("S", "W"))
        # 14 40 may be 14°40' or 14.40.
        is_bare = len(self.numbers) == SEVERAL and not any(self.marks) and not self.letter and "." not in self.numbers[1]
        return AMBIGUOUS if is_contradicted or is_bare else None

    def _has_its_marks(self) -> bool:
        fitting = ("°", "'", "\"'")  # seconds are often closed by the mark of minutes
        return all(not mark or mark in fitting[place] for place, mark in enumerate(self.marks))


def read_angles(text: str) -> list[Angle] | CoordinateFault:
    """Return the angles in a text whose marks are plain (`plain_marks`), in their order, each sound in itself; or why there are none."""
    if len(text) > LONGEST:
        return UNREADABLE
    if GROUPED.fullmatch(text):
        return CoordinateFault("coordinates-decimal-lost")
    if any(not re.match(r"(?:\s*[NSEW])", _in_letters(text[found.end() :])) for found in OPEN_S.finditer(text)):
        return AMBIGUOUS
    return _parsed(_in_letters(_with_marks(text)))


def _with_marks(text: str) -> str:
    """Return the text with marks for units written as words, letters or colons, and decimal points."""
    text = LETTER_UNITS.sub(lambda found: f"{found[1]}°{found[2]}'" + (f'{found[3]}"' if found[3] else ""), text.strip("()[] "))
    text = re.sub(rf"('\s*{NUMBER})\s*s(?!{LETTER})", r'\1"', text)  # a letter follows, or it would be open
    text = COLONS.sub(lambda found: f"{found[1]}°" + (f"{found[2]}'" if found[2] else "") + found[3], text)
    text = FOUR_PARTS.sub(r"\1.\2;\3.\4", text) if FOUR_PARTS.fullmatch(text) else text
    for mark, words in UNIT_WORDS.items():
        text = re.sub(rf"(?<=\d)\s*(?:{words})\.?(?!{LETTER}|{COMBINING})", mark, text, flags=re.IGNORECASE)
    has_points = re.search(r"\d\.\d", text)  # then a comma parts the numbers
    return re.sub(r"(?<=\d),(?=\d)", ";" if has_points else ".", text)


def _in_letters(text: str) -> str:
    """Return the text with one letter for a hemisphere, and < or > for a word that says latitude or longitude."""
    text = re.sub(rf"(?<!{LETTER})(?:{'|'.join(AXIS_BESIDE)})", "", text, flags=re.IGNORECASE)
    for sign, words in zip("<>", AXIS_WORDS.values(), strict=True):
        text = re.sub(rf"(?<!{LETTER})(?:{words})(?!{LETTER}|{COMBINING})\s*[.:=]*", f" {sign} ", text, flags=re.IGNORECASE)
    for letter, words in HEMISPHERES.items():
        text = re.sub(rf"(?<!{LETTER})(?:{words})(?!{LETTER}|{COMBINING})\.?", letter, text, flags=re.IGNORECASE)
    return text


def _parsed(text: str) -> list[Angle] | CoordinateFault:
    """Return the angles that the tokens of a text make up."""
    angles = [Angle()]
    position = 0
    parts = ""
    while position < len(text):
        token = TOKENS.match(text, position)
        if token is None:
            return UNREADABLE
        position = token.end()
        kind = token.lastgroup
        if kind == "part":
            parts += token[0]
            if angles[-1].numbers:
                _next(angles)
        elif kind and not _take(angles, kind, token[0].replace(",", ".")):
            return UNREADABLE
    found = [angle for angle in angles if angle.numbers]
    if not angles[-1].numbers and angles[-1].axis_named:
        return UNREADABLE  # a letter without a number
    letters = [angle.letter for angle in found]
    # Between two numbers, a dash may be a sign, and a letter belong to either.
    is_open = ("-" in parts and not all(letters)) or (len(found) > 1 and found[0].is_letter_last and not letters[1] and not parts)
    fault = next((fault for angle in found if (fault := angle.fault())), None)
    return fault or (AMBIGUOUS if is_open else found or UNREADABLE)


def _take(angles: list[Angle], kind: str, sign: str) -> bool:
    """Add a token to the last angle, or begin the next one with it; return whether it makes sense there."""
    last = angles[-1]
    if kind == "number":
        is_next = last.is_closed or (last.numbers and (sign[0] in "+-" or "." in last.numbers[-1] or len(last.numbers) == len("dms")))
        angle = _next(angles) if is_next else last
        angle.numbers.append(sign)
        angle.marks.append("")
    elif kind == "mark":
        return _mark(angles, sign)
    elif kind == "letter" and last.numbers and not last.letter:
        last.letter, last.is_letter_last, last.is_closed = sign, True, True
    else:
        return _begin(_next(angles) if last.numbers else last, kind, sign)
    return True


def _mark(angles: list[Angle], mark: str) -> bool:
    """Put a mark behind the last number; return whether it can stand there."""
    last = angles[-1]
    if not last.numbers or last.marks[-1]:
        return False
    if mark == "°" and len(last.numbers) > 1:  # the number before it begins the next angle
        number = last.numbers.pop()
        last.marks.pop()
        last = _next(angles)
        last.numbers, last.marks = [number], [""]
    last.marks[-1] = mark
    last.is_closed = mark == '"'  # to numbers; its letter may follow
    return True


def _next(angles: list[Angle]) -> Angle:
    angles.append(Angle())
    return angles[-1]


def _begin(angle: Angle, kind: str, sign: str) -> bool:
    """Let an angle begin with a letter or a word for its axis; return whether it has none of the kind yet."""
    if (kind == "letter" and angle.letter) or (kind == "axis" and angle.axis):
        return False
    if kind == "letter":
        angle.letter = sign
    else:
        angle.axis = {"<": "latitude", ">": "longitude"}[sign]
    return True


def point_of_cells(first: Sequence[Angle], second: Sequence[Angle]) -> ReadPoint | CoordinateFault:
    """Return the point of a latitude cell and a longitude cell; either may hold both, and both may say the same."""
    if len(first) == 1 and len(second) == 1:
        return _paired(first[0], second[0], are_in_columns=True)
    readings = {_pair_in(angles) for angles in (first, second) if len(angles) > 1}
    singles = [angles[0] for angles in (first, second) if len(angles) == 1]
    only = next(iter(readings), CoordinateFault("coordinates-incomplete"))
    if len(readings) > 1 or (readings and isinstance(only, ReadPoint) and not all(_agrees(only, one) for one in singles)):
        return AMBIGUOUS
    return only


def _agrees(point: ReadPoint, angle: Angle) -> bool:
    return angle.degrees() in (point.latitude, point.longitude)


def _pair_in(angles: Sequence[Angle]) -> ReadPoint | CoordinateFault:
    """Return the point of the angles in one cell: two, or a point as survey tools write it, with altitude and accuracy."""
    is_geopoint = len(angles) in GEOPOINT and all(one.is_plain for one in angles) and all(one.decimals > 1 for one in angles[:2])
    if len(angles) != SEVERAL and not is_geopoint:
        return UNREADABLE
    return _paired(angles[0], angles[1], are_in_columns=False)


def _paired(first: Angle, second: Angle, *, are_in_columns: bool) -> ReadPoint | CoordinateFault:
    """Return the point of two angles, the latitude first unless their letters or sizes say otherwise."""
    named = first.axis_named, second.axis_named
    if any(one.axis and one.letter and AXIS_OF[one.letter] != one.axis for one in (first, second)) or (named[0] and named[0] == named[1]):
        return AMBIGUOUS
    is_named_so = named[0] == "longitude" or named[1] == "latitude"
    first_size, second_size = abs(first.degrees()), abs(second.degrees())
    is_only_so = not any(named) and first_size > LIMITS["latitude"] >= second_size and first_size <= LIMITS["longitude"]
    latitude, longitude = (second, first) if is_named_so or is_only_so else (first, second)
    for axis, angle in (("latitude", latitude), ("longitude", longitude)):
        if abs(angle.degrees()) > LIMITS[axis]:
            return CoordinateFault("number-out-of-range", question_code=axis, accepted=RANGES_TOLD[axis])
    notation = "decimal" if len(first.numbers) == len(second.numbers) == 1 else "dms"
    precision = max(first.precision_metres, second.precision_metres)
    return ReadPoint(latitude.degrees(), longitude.degrees(), notation, precision, is_only_so or (is_named_so and are_in_columns))
