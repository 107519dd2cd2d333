"""Tells whether a date is written in the Gregorian calendar or in Bikram Sambat, Nepal's own, and converts the latter."""

import re
from datetime import date

import nepali_datetime

from steps.answers.date_words import bikram_sambat_month_names, month_names
from steps.text import fold

GREGORIAN, BIKRAM_SAMBAT, UNCLEAR = "gregorian", "bs", ""  # codes of calendars; the last when nothing decides
# In Nepal such a year is certainly of its own calendar, 56 to 57 years ahead; one from 2045 on may be of either.
CERTAIN_YEARS = range(2060, 2091)
POSSIBLE_YEARS = range(2045, 2091)
FIRST_FISCAL_MONTH = 4  # Shrawan

# Marks of an era, in folded text: 2014 AD, सन् २०१४, 2071 BS, वि.सं. २०७१.
GREGORIAN_ERA = re.compile(
    rf"(?<![^\W\d_])(?:a\.? ?d|c\.?e)\b\.?|{fold('ई')}\. ?{fold('सं')}\.?|{fold('ईस्वी')}(?: {fold('संवत्')})?|{fold('सन्')}"
)
BIKRAM_SAMBAT_ERA = re.compile(
    rf"(?<![^\W\d_])(?:b\.? ?s|v\.? ?s|bikram samba[td]|bikram samvat|vikram samvat)\b\.?|(?:{fold('वि')}|{fold('बि')})\. ?{fold('सं')}\.?"
    rf"|{fold('विक्रम')} {fold('सम्वत्')}|{fold('विक्रम')} {fold('संवत्')}"
)


def calendar_of(plain: str, country_code: str, calendar_code: str) -> tuple[str, str]:
    """Return the calendar of a folded text, UNCLEAR when it may be either, and the text without the mark of its era.

    `calendar_code` is what the cover of the file says. What the date itself says comes first: an era, the name of a month.
    """
    if country_code != "NPL" and calendar_code == GREGORIAN:
        return (BIKRAM_SAMBAT if _has_month_of(plain, bikram_sambat_month_names()) else GREGORIAN), plain
    is_gregorian, is_bikram_sambat = (era.search(plain) is not None for era in (GREGORIAN_ERA, BIKRAM_SAMBAT_ERA))
    bare = " ".join(BIKRAM_SAMBAT_ERA.sub(" ", GREGORIAN_ERA.sub(" ", plain)).split())
    is_bikram_sambat |= _has_month_of(bare, bikram_sambat_month_names())
    is_gregorian |= _has_month_of(bare, month_names())
    if is_gregorian or is_bikram_sambat:
        return (UNCLEAR if is_gregorian and is_bikram_sambat else GREGORIAN if is_gregorian else BIKRAM_SAMBAT), bare
    years = [int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", bare)]
    return _calendar_of_years(years, calendar_code), bare


def _calendar_of_years(years: list[int], calendar_code: str) -> str:
    if any(year in CERTAIN_YEARS for year in years):
        return BIKRAM_SAMBAT
    if any(year in POSSIBLE_YEARS for year in years):
        return BIKRAM_SAMBAT if calendar_code == BIKRAM_SAMBAT else UNCLEAR
    # A year such as 2015 on a cover that says Bikram Sambat is Gregorian after all, or else 1958.
    return UNCLEAR if years and calendar_code == BIKRAM_SAMBAT else GREGORIAN


def _has_month_of(plain: str, names: dict[str, int]) -> bool:
    return any(token in names for token in re.split(r"[\s.,/\d'-]+", plain))


def gregorian_date(calendar: str, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a date in either calendar; None when its calendar has no such day."""
    try:
        if calendar == BIKRAM_SAMBAT:
            return nepali_datetime.date(year, month, day).to_datetime_date()
        return date(year, month, day)
    except ValueError:
        return None
