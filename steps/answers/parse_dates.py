"""Reads dates as people write them: in numbers, or with month names in the survey languages, Gregorian or Bikram Sambat.

A date that lacks its year, or can be read in two ways, is a problem and not a date.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from steps.answers.calendars import BIKRAM_SAMBAT, FIRST_FISCAL_MONTH, GREGORIAN, UNCLEAR, calendar_of, gregorian_date
from steps.answers.date_words import FILLERS, FISCAL_YEAR_WORDS, bikram_sambat_month_names, month_names, weekday_names
from steps.text import REMEMBERED, fold, has_other_numerals, latin_digits

YEARS = range(1950, 2060)
EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))  # day 0 of a workbook's serial numbers, by the two systems of Excel
LEAP_YEAR = 2000  # a day that no leap year has is no day at all
ERA_REMARK = re.compile(r"(?:[abv]\. ?[dsc]\.?|ad|bs|ce)")
REMARK = re.compile(r"\s*\(([^()]*)\)$")
TIME = re.compile(r"(?<=\d)(?:t| )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")
YEAR_FIRST = re.compile(r"(\d{4})(?:([./-])(\d{1,2})(?:\2(\d{1,2}))?)?")
YEAR_LAST = re.compile(r"(?:(\d{1,2})([./ -]))?(\d{1,2})(?(2)\2|[./-])(\d{4})")
FISCAL_YEAR = re.compile(r"(\d{4}) ?[/-] ?(\d{2,4})")
COMPACT = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)")
SERIAL = re.compile(r"\d{5}")
SHORT_YEAR = re.compile(r"\d{1,2}([./ -])\d{1,2}\1\d{2}")
NO_YEAR = re.compile(r"(\d{1,2})[./-](\d{1,2})")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ere|e|eme|ro|o|a|°)?")
NUMERIC_DAY = re.compile(r"(?<![\d./-])(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d)")
# What stands where: D a number of one or two digits, M the name of a month, Y a number of four digits.
DATED_SHAPES = ("DMY", "MDY", "MY", "YM", "YMD")
NO_YEAR_SHAPES = ("M", "DM", "MD")
SHORT_YEAR_SHAPES = ("DMD", "MDD")


@dataclass(frozen=True)
class ParsedDate:
    """A date: ISO text of the first day of the period named, and its precision, day, month or year; or else a problem.

    `problem` is empty or one of date-unreadable, date-without-year, date-ambiguous, date-order-unclear, date-calendar, date-serial;
    then `candidates` are the dates that may be meant. `is_converted` says that it was written in Bikram Sambat; `needs_order` that
    only the order of the column tells day from month.
    """

    date: str = ""
    precision: str = ""
    problem: str = ""
    candidates: tuple[str, ...] = ()
    is_converted: bool = False
    needs_order: bool = False


UNREADABLE = ParsedDate(problem="date-unreadable")
WITHOUT_YEAR = ParsedDate(problem="date-without-year")
AMBIGUOUS = ParsedDate(problem="date-ambiguous")
CALENDAR_UNCLEAR = ParsedDate(problem="date-calendar")


@dataclass(frozen=True)
class _Writing:
    """How a date is written: order of day and month (empty when unknown), calendar, and the weekdays that stand beside it."""

    date_order: str
    calendar: str
    weekdays: frozenset[int] | None = None


@lru_cache(maxsize=REMEMBERED)
def parse_date(
    text: str, date_order: str, country_code: str, is_native: bool = False, calendar_code: str = GREGORIAN
) -> ParsedDate:  # fmt: skip
    """Return the date that the text names.

    `date_order` is DMY or MDY, the order of numbers in the column, or empty when the column contradicts itself; `is_native` says that
    the workbook held a date; `calendar_code` is the calendar that the cover of the file names.
    """
    if has_other_numerals(text):
        return UNREADABLE
    plain = plain_date(text)
    calendar, plain = calendar_of(plain, country_code, GREGORIAN if is_native else calendar_code)
    if calendar == UNCLEAR:
        return CALENDAR_UNCLEAR
    plain = TIME.sub("", plain)
    writing = _Writing(date_order, calendar)
    if is_native:
        return _from_iso(plain, writing)
    words = _words(plain)
    weekdays, words = _without_weekday(words)
    writing = replace(writing, weekdays=weekdays)
    fillers = FILLERS | FISCAL_YEAR_WORDS if calendar == BIKRAM_SAMBAT else FILLERS
    while words and words[0].strip(".-:") in fillers:
        words = words[1:]
    numbers = re.sub(r" ?([./-]) ?", r"\1", " ".join(words)).rstrip(".")
    is_numeric = re.fullmatch(r"[\d ./-]+", numbers) is not None
    return _from_numbers(numbers, writing) if is_numeric else _from_words(words, writing)


def plain_date(text: str) -> str:
    """Return the text of a date folded, in Latin digits, without a trailing remark; a day or era named there moves ahead."""
    plain = fold(latin_digits(text)).replace("،", ",")
    remark = REMARK.search(plain)
    if not remark:
        return plain
    rest, said = plain[: remark.start()], remark[1].strip(" .")
    if said in weekday_names():
        return f"{said} {rest}"
    return f"{rest} {said}" if ERA_REMARK.fullmatch(remark[1].strip()) else rest


def _words(plain: str) -> list[str]:
    return [word for word in re.split(r"\s+|,(?!\d)", plain) if word]


def proven_orders(texts: Iterable[str]) -> frozenset[str]:
    """Return the orders, DMY or MDY, that days in numbers prove: by a number above 12, or by the weekday beside."""
    return frozenset(order for text in texts if (order := _proven_order(text)))


def _proven_order(text: str) -> str:
    plain = plain_date(text)
    found = NUMERIC_DAY.search(plain)
    if not found:
        return ""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first > 12 or second > 12:
        return "" if min(first, second) > 12 else "DMY" if first > 12 else "MDY"
    weekdays, _ = _without_weekday(_words(plain))
    if weekdays is None:
        return ""
    writing = _Writing("", GREGORIAN, weekdays)
    orders = {"DMY": _dated(writing, year, second, first), "MDY": _dated(writing, year, first, second)}
    fitting = [order for order, read in orders.items() if not read.problem]
    return fitting[0] if len(fitting) == 1 else ""


def _without_weekday(words: list[str]) -> tuple[frozenset[int] | None, list[str]]:
    """Return the weekdays (0 is Monday) that a leading day name may mean, None without one, and the other words.

    "mar" is a Tuesday only when the month is named elsewhere: in "mar 3 2014" it is March.
    """
    first, others = (words[0].strip("."), words[1:]) if words else ("", [])
    weekdays = weekday_names().get(first)
    has_month = any(part in month_names() for word in others for part in re.split("[.,/-]", word))
    is_month = first in month_names() and not has_month and not re.search(r"\d[./-]\d+[./-]\d", " ".join(others))
    return (None, words) if weekdays is None or is_month else (frozenset(weekdays), others)


def _from_iso(plain: str, writing: _Writing) -> ParsedDate:
    whole = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", plain)
    return _dated(writing, *(int(part) for part in whole.groups())) if whole else UNREADABLE


def _from_numbers(numbers: str, writing: _Writing) -> ParsedDate:
    """Return the date of digits and marks alone."""
    if (span := FISCAL_YEAR.fullmatch(numbers)) and (fiscal := _fiscal_year(span, writing)):
        return fiscal
    if whole := YEAR_FIRST.fullmatch(numbers):
        year, month, day = (int(part) if part else None for part in whole.group(1, 3, 4))
        # 2010/11 may be November, or the year that runs from 2010 into 2011.
        is_span = whole[2] == "/" and day is None and int(whole[1]) % 100 + 1 == month
        read = _dated(writing, year or 0, month, day)
        return AMBIGUOUS if is_span and not read.problem else read
    if whole := YEAR_LAST.fullmatch(numbers):
        first, second, year = (int(part) if part else 0 for part in whole.group(1, 3, 4))
        return _ordered(writing, first, second, year) if whole[1] else _dated(writing, year, second)
    if compact := COMPACT.fullmatch(numbers):
        return _from_compact([int(part) for part in compact.groups()], writing)
    if SERIAL.fullmatch(numbers) and (days := serial_days(int(numbers))):
        return ParsedDate(problem="date-serial", candidates=days)
    if SHORT_YEAR.fullmatch(numbers):
        return AMBIGUOUS
    return _from_two_numbers(int(two[1]), int(two[2])) if (two := NO_YEAR.fullmatch(numbers)) else UNREADABLE


def _fiscal_year(span: re.Match[str], writing: _Writing) -> ParsedDate | None:
    """Return the fiscal year of Nepal that 2071/72, 2071-072 or 2071/2072 names; None when it is another thing."""
    year, last = int(span[1]), int(span[2])
    if writing.calendar != BIKRAM_SAMBAT or last != (year + 1) % 10 ** len(span[2]) or 1 <= last <= 12:
        return None
    return replace(_dated(writing, year, FIRST_FISCAL_MONTH), precision="year")


def _from_compact(pairs: list[int], writing: _Writing) -> ParsedDate:
    """Return the date of eight digits, 20150928, in pairs; a problem when they may also be 28092015."""
    first, second, third, fourth = pairs
    readings = [
        _dated(writing, 100 * first + second, third, fourth),
        _dated(writing, 100 * third + fourth, second, first),
        _dated(writing, 100 * third + fourth, first, second),
    ]
    found = {read.date: read for read in readings if not read.problem}
    if readings[0].problem:
        return ParsedDate(problem="date-ambiguous", candidates=tuple(found)) if found else UNREADABLE
    return readings[0] if len(found) == 1 else AMBIGUOUS


def serial_days(number: int) -> tuple[str, ...]:
    """Return the ISO days that a serial number of a workbook stands for, in its usual epoch and in that of 1904."""
    days = [epoch + timedelta(days=number) for epoch in EPOCHS]
    return tuple(day.isoformat() for day in days if day.year in YEARS)


def _from_two_numbers(first: int, second: int) -> ParsedDate:
    """Return what is wrong with 24/6 (no year) or with 12/99 (which century)."""
    leap = _Writing("", GREGORIAN)
    if any(not _dated(leap, LEAP_YEAR, *order).problem for order in ((first, second), (second, first))):
        return WITHOUT_YEAR
    return AMBIGUOUS if 1 <= first <= 12 else UNREADABLE


def _ordered(writing: _Writing, first: int, second: int, year: int) -> ParsedDate:
    """Return the date in the column's order, or in the other when only that one is possible or fits the weekday."""
    orders = {"DMY": _dated(writing, year, second, first), "MDY": _dated(writing, year, first, second)}
    found = {order: read for order, read in orders.items() if not read.problem}
    if len({read.date for read in found.values()}) < 2:
        return next(iter(found.values()), UNREADABLE)
    if not writing.date_order:
        return ParsedDate(problem="date-order-unclear", candidates=tuple(read.date for read in found.values()))
    return replace(found[writing.date_order], needs_order=True)


def _dated(writing: _Writing, year: int, month: int | None = None, day: int | None = None) -> ParsedDate:
    """Return the date of its parts; it must exist, lie in the years expected, and fall on the weekday written."""
    found = gregorian_date(writing.calendar, year, 1 if month is None else month, 1 if day is None else day)
    weekdays = writing.weekdays
    if found is None or found.year not in YEARS or (weekdays is not None and (day is None or found.weekday() not in weekdays)):
        return UNREADABLE
    precision = "year" if month is None else "month" if day is None else "day"
    return ParsedDate(found.isoformat(), precision, is_converted=writing.calendar == BIKRAM_SAMBAT)


def _from_words(words: list[str], writing: _Writing) -> ParsedDate:
    """Return the date of words and numbers, from the order in which day, month and year stand."""
    names = bikram_sambat_month_names() if writing.calendar == BIKRAM_SAMBAT else month_names()
    tokens = [token for token in re.split(r"[\s.,/'-]+", " ".join(words)) if token and token not in FILLERS]
    parts = [_part(token, names) for token in tokens]
    shape = "".join(kind for kind, _ in parts)
    by_kind = dict(parts)
    month, day = by_kind.get("M"), by_kind.get("D")
    if shape in DATED_SHAPES or shape == "Y":
        return _dated(writing, by_kind["Y"], month, day)
    if shape in SHORT_YEAR_SHAPES:
        return AMBIGUOUS
    if shape not in NO_YEAR_SHAPES:
        return UNREADABLE
    longest = 32 if writing.calendar == BIKRAM_SAMBAT else 31
    if day is None or not _dated(_Writing("", GREGORIAN), LEAP_YEAR, month, day).problem or 31 < day <= longest:
        return WITHOUT_YEAR
    return AMBIGUOUS if day > longest else UNREADABLE  # Sept 98


def _part(token: str, month_names: dict[str, int]) -> tuple[str, int]:
    """Return what a word of a date is, D, M or Y, and its number; ? when it is none of them."""
    if token in month_names:
        return "M", month_names[token]
    if re.fullmatch(r"\d{4}", token):
        return "Y", int(token)
    day = DAY.fullmatch(token)
    return ("D", int(day[1])) if day else ("?", 0)
