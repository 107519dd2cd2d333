"""Reads the coordinates of a row from its two cells together, or from the cell of the place: either may hold both, in any notation."""

from schemas.form import form
from steps.answers.read_cells import AS_WRITTEN
from steps.answers.readings import Problem, short
from steps.answers.told import Told
from steps.answers.typed_sheet import Part, TypedSheet
from steps.places.check_point import CheckedPoint, check_point, told
from steps.places.read_coordinates import read_coordinates
from steps.places.read_point import CoordinateFault, ReadPoint
from steps.places.territories import territories

PAIR = ("latitude", "longitude")


def settle_coordinates(sheet: TypedSheet, part: Part, told_so_far: Told) -> None:
    """Fill in latitude and longitude in degrees where they are not written as two decimal numbers, and tell what cannot be read."""
    typed = [sheet.column(code) for code in PAIR]
    written = [sheet.column(f"{code}{AS_WRITTEN}") for code in PAIR]
    names = sheet.column("place_text")
    for place in part.places.tolist():
        if all(values[place] is not None for values in typed):
            continue
        cells = [str(texts[place] or "") for texts in written]
        name = "" if names[place] is None else str(names[place])
        read = read_coordinates(cells[0], cells[1], name)
        if read is None:
            continue
        point = _point(read, sheet, part, place)
        asked = _question(read, cells)
        text = dict(zip(PAIR, cells, strict=True)).get(read.question_code if isinstance(read, CoordinateFault) else "")
        for problem in _problems(read, point, short(text or ", ".join(filter(None, cells)) or name)):
            told_so_far.tell(part, sheet.responses[place], form()[sheet.sheet_code].question(asked), problem)
        if point is not None:
            for values, degrees in zip(typed, (point.latitude, point.longitude), strict=True):
                values[place] = degrees


def _point(read: ReadPoint | CoordinateFault, sheet: TypedSheet, part: Part, place: int) -> ReadPoint | CheckedPoint | None:
    """Return the point read, or the one of several that lies in the country; a country that the row names is not known here yet."""
    if isinstance(read, ReadPoint):
        return read
    if not read.readings or sheet.column("country_text")[place] is not None:
        return None
    checked = check_point(read, part.habits.country.country_code, (), territories())
    return checked if checked.latitude is not None else None


def _question(read: ReadPoint | CoordinateFault, cells: list[str]) -> str:
    """Return the question whose cell a finding is about."""
    if isinstance(read, CoordinateFault) and read.question_code:
        return read.question_code
    return next((code for code, text in zip(PAIR, cells, strict=True) if text), "place_text")


def _problems(read: ReadPoint | CoordinateFault, point: ReadPoint | CheckedPoint | None, text: str) -> list[Problem]:
    if isinstance(read, CoordinateFault):
        if point is None:
            return [Problem(read.finding_code, text, None, read.accepted, "; ".join(map(told, read.readings)))]
        return [Problem("coordinates-converted", text, told(point))]
    if read.is_exchanged:
        return [Problem("coordinates-swapped", text, told(read))]
    return [] if read.notation == "decimal" else [Problem("coordinates-converted", text, told(read))]
