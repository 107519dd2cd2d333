"""What was reached: `result`, one for each indicator, with a period for each figure."""

import re
from collections.abc import Iterator

from publications.iati.elements import Element, add, clean, clean_line, last_day, narrative, number_text
from publications.iati.left_out import RESULT_NO_FIGURE, RESULT_NO_PERIOD
from publications.iati.reported import Reported, Row

RESULT_TYPES = {"output": "1", "outcome": "2", "impact": "3", None: "9"}
UNIT, PERCENTAGE = "1", "2"
PERCENT_WORDS = frozenset({"%", "percent", "per cent", "percentage", "porcentaje", "por ciento", "pourcentage", "pour cent"})
ONE_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
PERIOD = re.compile(rf"({ONE_DATE})(?:\s*(?:[-–—/]|\bto\b)\s*({ONE_DATE}))?")
PRECISIONS = {4: "year", 7: "month", 10: "day"}
FURTHEST_TARGET = 30  # years from the build; beyond it lies another calendar, such as Bikram Sambat, 57 years ahead

Period = tuple[str, str]


def add_results(activity: Element, told: Reported) -> None:
    """Add the results whose figure and period are known."""
    groups: dict[tuple[object, ...], list[tuple[Period, Row]]] = {}
    for period, row in _dated(told):
        key = (row["level_code"], clean_line(row["indicator_name"]), clean_line(row["unit_name"]))
        groups.setdefault(key, []).append((period, row))
    for (level, name, unit), dated in groups.items():
        result = add(activity, "result", type=RESULT_TYPES[level])  # type: ignore[index]
        narrative(add(result, "title"), str(name))
        indicator = add(result, "indicator", measure=PERCENTAGE if str(unit).casefold() in PERCENT_WORDS else UNIT)
        narrative(add(indicator, "title"), str(name))
        if unit:
            narrative(add(indicator, "description"), str(unit))
        for period, row in sorted(dated, key=lambda one: one[0]):
            _add_period(indicator, period, row)


def period_of(text: object, year: int) -> Period | None:
    """Return the first and the last day of a period written in digits, as 2013-2015 or 2014-03; None for any other."""
    found = PERIOD.fullmatch(clean_line(text))
    if not found:
        return None
    first, last = found[1], found[2] or found[1]
    try:
        start, end = _first_day(first), last_day(_first_day(last), PRECISIONS[len(last)])
        last_day(start, PRECISIONS[len(first)])
    except ValueError:  # no such month or day
        return None
    return (start, end) if start <= end and int(end[:4]) <= year + FURTHEST_TARGET else None


def _dated(told: Reported) -> Iterator[tuple[Period, Row]]:
    for row in told.results:
        period = period_of(row["period_text"], told.year)
        if not clean_line(row["indicator_name"]) or (row["target_number"] is None and row["result_number"] is None):
            told.lacks.append(RESULT_NO_FIGURE)
        elif not period:
            told.lacks.append(RESULT_NO_PERIOD)
        else:
            yield period, row


def _add_period(indicator: Element, when: Period, row: Row) -> None:
    """Add a figure with its target; those of women and men beside it, as parts of it."""
    period = add(indicator, "period")
    add(period, "period-start", iso_date=when[0])
    add(period, "period-end", iso_date=when[1])
    if row["target_number"] is not None:
        add(period, "target", value=number_text(row["target_number"]))
    if row["result_number"] is None:
        return
    actual = add(period, "actual", value=number_text(row["result_number"]))
    _add_comment(actual, row)
    for sex, column in (("female", "female_count"), ("male", "male_count")):
        if row[column] is not None:
            add(add(period, "actual", value=number_text(row[column])), "dimension", name="sex", value=sex)


def _add_comment(actual: Element, row: Row) -> None:
    evidence = clean(row["evidence_text"])
    if row["is_estimate"]:
        narrative(add(actual, "comment"), "An estimate.", "en")
    elif evidence:
        narrative(add(actual, "comment"), evidence)


def _first_day(text: str) -> str:
    return text + "-01" * ((10 - len(text)) // 3)
