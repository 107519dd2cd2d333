"""Reads dates as people write them: in numbers, or with month names in the survey languages.

A date that lacks its year, or can be read in two ways, is a problem and not a date.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from steps.text import fold, has_other_numerals, latin_digits

NAME_LANGUAGES = ("en", "es", "fr", "it")
EXTRA_MONTH_NAMES = {"setiembre": 9, "sept": 9}  # spellings that CLDR does not list, or only with a dot
YEARS = range(1950, 2060)
BIKRAM_SAMBAT_YEARS = range(2045, 2091)  # in Nepal such a year is of its own calendar, 56 to 57 years ahead
LEAP_YEAR = 2000  # a day that no leap year has is no day at all
# Words that say which part of a month or year is meant, or that stand between day, month and year. Words that would
# make another date of it (before, since, until) are not here: they leave the text unread.
FILLERS = {
    "of", "the", "on", "in", "de", "del", "el", "la", "le", "du", "d", "di", "a", "en",
    "beginning", "start", "early", "mid", "middle", "end", "late",
    "principio", "principios", "inicio", "inicios", "comienzo", "comienzos", "mediados", "fines", "finales", "final",
    "debut", "mi", "milieu", "fin", "courant",
}  # fmt: skip
REMARK = re.compile(r"\s*\(([^()]*)\)$")
TIME = re.compile(r"(?<=\d)(?:t| )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")
YEAR_FIRST = re.compile(r"(\d{4})(?:([./-])(\d{1,2})(?:\2(\d{1,2}))?)?")
YEAR_LAST = re.compile(r"(?:(\d{1,2})([./ -]))?(\d{1,2})(?(2)\2|[./-])(\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}([./ -])\d{1,2}\1\d{2}")
NO_YEAR = re.compile(r"(\d{1,2})[./-](\d{1,2})")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ere|e|eme|ro|o|a|°)?")
# What stands where: D a number of one or two digits, M the name of a month, Y a number of four digits.
DATED_SHAPES = ("DMY", "MDY", "MY", "YM", "YMD")
NO_YEAR_SHAPES = ("M", "DM", "MD")
SHORT_YEAR_SHAPES = ("DMD", "MDD")


@dataclass(frozen=True)
class ParsedDate:
    """A date: ISO text of the first day of the period named, and its precision, day, month or year; or else a problem.

    `problem` is empty or one of date-unreadable, date-without-year, date-ambiguous, date-bikram-sambat.
    """

    date: str = ""
    precision: str = ""
    problem: str = ""


UNREADABLE = ParsedDate(problem="date-unreadable")
WITHOUT_YEAR = ParsedDate(problem="date-without-year")
AMBIGUOUS = ParsedDate(problem="date-ambiguous")


@cache
def parse_date(text: str, date_order: str, country_code: str, is_native: bool = False) -> ParsedDate:
    """Return the date that the text names.

    `date_order` is DMY or MDY, the country's habit for numbers; `is_native` says that the workbook held a date.
    """
    if has_other_numerals(text):
        return UNREADABLE
    plain = _without_remark(fold(latin_digits(text)))
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", plain)
    if country_code == "NPL" and any(int(year) in BIKRAM_SAMBAT_YEARS for year in years):
        return ParsedDate(problem="date-bikram-sambat")
    plain = TIME.sub("", plain)
    if is_native:
        return _from_iso(plain)
    words = [word for word in re.split(r"\s+|,(?!\d)", plain) if word]
    weekdays, words = _without_weekday(words)
    while words and words[0].strip(".") in FILLERS:
        words = words[1:]
    numbers = re.sub(r" ?([./-]) ?", r"\1", " ".join(words)).rstrip(".")
    is_numeric = re.fullmatch(r"[\d ./-]+", numbers) is not None
    return _from_numbers(numbers, date_order, weekdays) if is_numeric else _from_words(words, weekdays)


def _without_remark(plain: str) -> str:
    """Return the text without its trailing remark; a day name there, as in "3/4/2014 (Thu)", moves ahead."""
    remark = REMARK.search(plain)
    if not remark:
        return plain
    rest = plain[: remark.start()]
    return f"{remark[1]} {rest}" if remark[1].strip(" .") in _weekday_names() else rest


def _without_weekday(words: list[str]) -> tuple[set[int] | None, list[str]]:
    """Return the weekdays (0 is Monday) that a leading day name may mean, None without one, and the other words.

    "mar" is a Tuesday only when the month is named elsewhere: in "mar 3 2014" it is March.
    """
    first, others = (words[0].strip("."), words[1:]) if words else ("", [])
    weekdays = _weekday_names().get(first)
    has_month = any(part in _month_names() for word in others for part in re.split("[.,/-]", word))
    is_month = first in _month_names() and not has_month and not re.search(r"\d[./-]\d+[./-]\d", " ".join(others))
    return (None, words) if weekdays is None or is_month else (weekdays, others)


def _from_iso(plain: str) -> ParsedDate:
    whole = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", plain)
    return _dated(None, *(int(part) for part in whole.groups())) if whole else UNREADABLE


def _from_numbers(numbers: str, date_order: str, weekdays: set[int] | None) -> ParsedDate:
    """Return the date of digits and marks alone."""
    if whole := YEAR_FIRST.fullmatch(numbers):
        year, month, day = (int(part) if part else None for part in whole.group(1, 3, 4))
        # 2010/11 may be November, or the year that runs from 2010 into 2011.
        is_span = whole[2] == "/" and day is None and int(whole[1]) % 100 + 1 == month
        read = _dated(weekdays, year or 0, month, day)
        return AMBIGUOUS if is_span and not read.problem else read
    if whole := YEAR_LAST.fullmatch(numbers):
        first, second, year = (int(part) if part else 0 for part in whole.group(1, 3, 4))
        return _ordered(weekdays, date_order, first, second, year) if whole[1] else _dated(weekdays, year, second)
    if SHORT_YEAR.fullmatch(numbers):
        return AMBIGUOUS
    return _from_two_numbers(int(two[1]), int(two[2])) if (two := NO_YEAR.fullmatch(numbers)) else UNREADABLE


def _from_two_numbers(first: int, second: int) -> ParsedDate:
    """Return what is wrong with 24/6 (no year) or with 12/99 (which century)."""
    if any(not _dated(None, LEAP_YEAR, *order).problem for order in ((first, second), (second, first))):
        return WITHOUT_YEAR
    return AMBIGUOUS if 1 <= first <= 12 else UNREADABLE


def _ordered(weekdays: set[int] | None, date_order: str, first: int, second: int, year: int) -> ParsedDate:
    """Return the date in the country's order, or in the other when only that one is possible or fits the weekday."""
    orders = [(second, first), (first, second)] if date_order == "DMY" else [(first, second), (second, first)]
    read = (_dated(weekdays, year, month, day) for month, day in orders)
    return next((found for found in read if not found.problem), UNREADABLE)


def _dated(weekdays: set[int] | None, year: int, month: int | None = None, day: int | None = None) -> ParsedDate:
    """Return the date of its parts; it must exist, lie in the years expected, and fall on the weekday written."""
    try:
        found = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return UNREADABLE
    if year not in YEARS or (weekdays is not None and (day is None or found.weekday() not in weekdays)):
        return UNREADABLE
    return ParsedDate(found.isoformat(), "year" if month is None else "month" if day is None else "day")


def _from_words(words: list[str], weekdays: set[int] | None) -> ParsedDate:
    """Return the date of words and numbers, from the order in which day, month and year stand."""
    tokens = [token for token in re.split(r"[\s.,/'-]+", " ".join(words)) if token and token not in FILLERS]
    parts = [_part(token) for token in tokens]
    shape = "".join(kind for kind, _ in parts)
    by_kind = dict(parts)
    month, day = by_kind.get("M"), by_kind.get("D")
    if shape in DATED_SHAPES or shape == "Y":
        return _dated(weekdays, by_kind["Y"], month, day)
    if shape in SHORT_YEAR_SHAPES:
        return AMBIGUOUS
    if shape not in NO_YEAR_SHAPES:
        return UNREADABLE
    if not _dated(None, LEAP_YEAR, month, day).problem:
        return WITHOUT_YEAR
    return AMBIGUOUS if day is not None and day > 31 else UNREADABLE  # Sept 98


def _part(token: str) -> tuple[str, int]:
    """Return what a word of a date is, D, M or Y, and its number; ? when it is none of them."""
    if token in _month_names():
        return "M", _month_names()[token]
    if re.fullmatch(r"\d{4}", token):
        return "Y", int(token)
    day = DAY.fullmatch(token)
    return ("D", int(day[1])) if day else ("?", 0)


@cache
def _month_names() -> dict[str, int]:
    contexts = ("format", "stand-alone")
    months = (Locale(language).months[context] for language in NAME_LANGUAGES for context in contexts)
    return {name: number for number, name in _folded_names(months)} | EXTRA_MONTH_NAMES


@cache
def _weekday_names() -> dict[str, set[int]]:
    names: dict[str, set[int]] = {}
    for number, name in _folded_names(Locale(language).days["format"] for language in NAME_LANGUAGES):
        names.setdefault(name, set()).add(number)
    return names


def _folded_names(calendars: Iterable[dict[str, dict[int, str]]]) -> Iterable[tuple[int, str]]:
    """Return number and name, wide and abbreviated, of the months or days of CLDR."""
    for names in calendars:
        for width in ("wide", "abbreviated"):
            yield from ((number, fold(name).strip(".")) for number, name in names[width].items())
