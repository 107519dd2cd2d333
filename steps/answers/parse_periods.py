"""Reads periods, such as "2013-2015" or "enero a marzo 2014", into the date on which they begin and the one on which they end."""

import re
from typing import NamedTuple

from steps.answers.parse_dates import ParsedDate, parse_date, plain_date

BETWEEN = re.compile(r"^(?:entre|between|بين)\s+")
LEAD = re.compile(r"^(?:entre|between|بين|de|del|desde|from|du|depuis|من)\s+(?:(?:el|le|la|the|l')\s*)?")
SEPARATORS = re.compile(
    r"\s*[–—]\s*|\s+-+\s+|(?<=\d{4})\s*[-/]\s*(?=\d{4}$)"
    r"|\s+(?:a|al|hasta|to|till|until|through|au|jusqu'au|jusqu'en|jusqu'a|الى|حتى|देखि)\s+(?:(?:el|le|la|the)\s+)?"
)
AND = re.compile(r"\s+(?:et|y|e|and)\s+(?:(?:el|le|la|the)\s+)?|\s+و\s*")
TRAIL = re.compile(r"\s+सम्म$")
SHORT_SPAN = re.compile(r"(\d\d)(\d\d)\s*[-–/]\s*(\d\d)")
LONGEST_PERIOD = 300  # characters; every mark of a longer text would be tried in turn, and it is prose or a line of dashes
DAY_ALONE = re.compile(r"\d{1,2}")


class Period(NamedTuple):
    """The date on which a period begins and the one on which it ends."""

    start: ParsedDate
    end: ParsedDate


def parse_period(text: str, date_order: str, country_code: str, calendar_code: str) -> Period | None:
    """Return the period that the text names; None when it names none, or may name several."""
    if len(text) > LONGEST_PERIOD:
        return None
    plain = TRAIL.sub("", plain_date(text))
    if (short := SHORT_SPAN.fullmatch(plain)) and int(short[3]) > max(12, int(short[2])):
        plain = f"{short[1]}{short[2]}-{short[1]}{short[3]}"  # 2013-15: there is no month 15
    marks = [*SEPARATORS.finditer(plain), *(AND.finditer(plain) if BETWEEN.match(plain) else ())]
    found: list[Period] = []
    for mark in marks:
        first, last = LEAD.sub("", plain[: mark.start()]), plain[mark.end() :]
        end = parse_date(last, date_order, country_code, calendar_code=calendar_code)
        start = _start(first, last, end, (date_order, country_code, False, calendar_code))
        if not start.problem and not end.problem and start.date <= end.date:
            found.append(Period(start, end))
    return found[0] if len(set(found)) == 1 else None


def _start(first: str, last: str, end: ParsedDate, how: tuple[str, str, bool, str]) -> ParsedDate:
    """Return the beginning of a period; it takes the year, or month and year, that only its end names."""
    start = parse_date(first, *how)
    if start.problem == "date-without-year" and (year := re.search(r"\d{4}", last)):
        return parse_date(f"{first} {year[0]}", *how)
    if DAY_ALONE.fullmatch(first) and end.precision == "day" and not end.is_converted:
        return parse_date(f"{end.date[:8]}{int(first):02}", *how)
    return start
