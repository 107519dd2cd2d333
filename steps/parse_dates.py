"""Reads dates as people write them: in numbers, or with month names in the survey languages. A date that lacks its year, or can be
read in two ways, is a problem and not a date.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from steps.text import clean_text, fold, latin_digits

NAME_LANGUAGES = ("en", "es", "fr", "it")
EXTRA_MONTH_NAMES = {"setiembre": 9, "sept": 9, "set": 9}  # spellings that CLDR does not list
YEARS = range(1950, 2060)
BIKRAM_SAMBAT_YEARS = range(2060, 2091)  # in Nepal such a year is of its own calendar, 56 to 57 years ahead
# Words that say which part of a month or year is meant, or that stand between day, month and year.
FILLERS = {
    "of", "the", "de", "del", "el", "la", "le", "du", "d", "di",
    "beginning", "early", "mid", "middle", "end", "late",
    "principios", "inicios", "mediados", "fines", "finales", "comienzos", "a", "en",
    "debut", "mi", "milieu", "fin", "courant", "au",
}  # fmt: skip
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|ro|o|º|°|ª)?")


@dataclass(frozen=True)
class ParsedDate:
    """A date: ISO text of the first day of the period named, and its precision, day, month or year; or else a problem.

    `problem` is empty or one of date-unreadable, date-without-year, date-ambiguous, date-bikram-sambat.
    """

    date: str = ""
    precision: str = ""
    problem: str = ""


UNREADABLE = ParsedDate(problem="date-unreadable")


@cache
def parse_date(text: str, date_order: str, country_code: str, is_native: bool = False) -> ParsedDate:
    """Return the date that the text names.

    `date_order` is DMY or MDY, the country's habit for numbers; `is_native` says that the workbook itself held a date.
    """
    plain = fold(latin_digits(clean_text(text)))
    plain = re.sub(r"\s*\([^)]*\)\s*$", "", plain)
    if is_native:
        plain = plain[:10]
    if country_code == "NPL" and any(int(year) in BIKRAM_SAMBAT_YEARS for year in re.findall(r"(?<!\d)\d{4}(?!\d)", plain)):
        return ParsedDate(problem="date-bikram-sambat")
    weekdays, words = _without_weekday(plain)
    if re.fullmatch(r"[\d\s./-]+", words):
        return _from_numbers([part for part in re.split(r"[\s./-]+", words) if part], date_order, weekdays)
    return _from_words(words, weekdays)


def _from_numbers(parts: list[str], date_order: str, weekdays: set[int]) -> ParsedDate:
    lengths = [len(part) for part in parts]
    numbers = [int(part) for part in parts]
    if lengths == [4]:
        return _year(numbers[0])
    if lengths[0] == 4 and max(lengths[1:]) <= 2 and len(parts) <= 3:
        return _day_or_month(weekdays, *numbers)
    if lengths[-1] == 4 and max(lengths[:-1]) <= 2 and len(parts) == 2:
        return _day_or_month(weekdays, numbers[1], numbers[0])
    if lengths[-1] == 4 and max(lengths[:-1]) <= 2 and len(parts) == 3:
        return _ordered(weekdays, date_order, *numbers)
    if len(parts) == 2 and max(lengths) <= 2:
        return ParsedDate(problem="date-without-year")
    return ParsedDate(problem="date-ambiguous") if len(parts) == 3 and max(lengths) <= 2 else UNREADABLE


def _ordered(weekdays: set[int], date_order: str, first: int, second: int, year: int) -> ParsedDate:
    """Read day and month in the country's order, or in the other when only that one is possible, or fits the weekday written."""
    orders = [(second, first), (first, second)] if date_order == "DMY" else [(first, second), (second, first)]
    for month, day in orders:
        read = _day_or_month(weekdays, year, month, day)
        if not read.problem:
            return read
    return UNREADABLE


def _year(year: int) -> ParsedDate:
    return ParsedDate(f"{year:04d}-01-01", "year") if year in YEARS else UNREADABLE


def _day_or_month(weekdays: set[int], year: int, month: int, day: int | None = None) -> ParsedDate:
    try:
        found = date(year, month, day or 1)
    except ValueError:
        return UNREADABLE
    if year not in YEARS or day == 0 or (weekdays and (day is None or found.weekday() not in weekdays)):
        return UNREADABLE
    return ParsedDate(found.isoformat(), "month" if day is None else "day")


def _from_words(words: str, weekdays: set[int]) -> ParsedDate:
    tokens = [token for token in re.split(r"[\s.,/'-]+", words) if token and token not in FILLERS]
    months = [_month_names()[token] for token in tokens if token in _month_names()]
    others = [token for token in tokens if token not in _month_names()]
    numbers = [int(match[1]) for token in others if (match := ORDINAL.fullmatch(token))]
    if len(numbers) != len(others) or len(months) > 1 or len(numbers) > 2:
        return UNREADABLE
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if not months:
        return _year(years[0]) if len(years) == 1 and not days else UNREADABLE
    if not years:
        return ParsedDate(problem="date-without-year") if len(days) <= 1 else ParsedDate(problem="date-ambiguous")
    if len(years) > 1:
        return UNREADABLE
    return _day_or_month(weekdays, years[0], months[0], *days)


def _without_weekday(text: str) -> tuple[set[int], str]:
    """Return the weekdays (0 is Monday) that a leading day name may mean, and the text without it."""
    match = re.match(r"([^\W\d]+)\.?,?\s+(?=.*\d)", text)
    weekdays = _weekday_names().get(match[1], set()) if match else set()
    return (weekdays, text[match.end() :]) if match and weekdays else (set(), text)


@cache
def _month_names() -> dict[str, int]:
    names = dict(EXTRA_MONTH_NAMES)
    for language in NAME_LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {fold(name).strip("."): number for number, name in months[context][width].items()}
    return names


@cache
def _weekday_names() -> dict[str, set[int]]:
    names: dict[str, set[int]] = {}
    for language in NAME_LANGUAGES:
        days = Locale(language).days
        for width in ("wide", "abbreviated"):
            for number, name in days["format"][width].items():
                names.setdefault(fold(name).strip("."), set()).add(number)
    return names
