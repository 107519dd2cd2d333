"""What only shows when answers of a row are seen together: the currency of an amount, the order of two dates, the country of the cover."""

from functools import cache

from schemas.countries import Country
from schemas.form import form
from steps.answers.habits import Habits
from steps.answers.parse_amounts import currency_of
from steps.answers.read_cells import CURRENCY_BESIDE
from steps.answers.readings import Problem
from steps.answers.said_words import says_nothing
from steps.answers.told import Told
from steps.answers.typed_sheet import Places, TypedSheet
from steps.text import clean_text

DATE_PAIRS = (("start_date", "end_date"), ("planned_start_date", "planned_end_date"), ("period_start_date", "period_end_date"))
PRECISION_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of ISO text
AMOUNT_CURRENCIES = {"budget_amount": "currency_code", "contribution_amount": "currency_code"}


def settle_rows(sheet: TypedSheet, habits: dict[str, Habits], told: Told) -> None:
    """Fill in the currencies of a sheet that stand beside their amounts, take out those that contradict them, and tell what is at odds."""
    for file, places in sheet.files.items():
        for amount, currency in AMOUNT_CURRENCIES.items():
            if amount in sheet.values:
                _settle_currencies(sheet, file, places, (amount, currency), habits[file], told)
        for start, end in DATE_PAIRS:
            if start in sheet.values and end in sheet.values:
                _tell_wrong_order(sheet, file, places, (start, end), told)
        if sheet.sheet_code == "cover" and "country_name" in sheet.values:
            _tell_other_country(sheet, file, places, habits[file].country, told)


def _settle_currencies(
    sheet: TypedSheet, file: str, places: Places, columns: tuple[str, str], habits: Habits, told: Told
) -> None:  # fmt: skip
    """Fill in the currency written beside each amount, or the cover's default; take a currency out that contradicts its amount."""
    amount, currency = (form()[sheet.sheet_code].question(code) for code in columns)
    amounts, beside = sheet.values[columns[0]], sheet.values[f"{columns[0]}{CURRENCY_BESIDE}"]
    currencies = sheet.column(columns[1])
    for place in places.tolist():
        if amounts[place] is None:
            continue
        words, stated = str(beside[place] or ""), currencies[place]
        named = currency_of(words, habits.country.country_code, habits.country.currency_code) if words else None
        if stated and named and stated != named:
            told.tell(file, sheet.responses[place], currency, Problem("currency-conflict", str(stated), words))
            currencies[place] = None
        cell = sheet.answers[place].get(currency.question_code)
        if stated or (cell is not None and not says_nothing(cell, currency)):
            continue
        # The default stands for a currency that nobody named, never for one that was named and is not certain.
        currencies[place] = named or ("" if words else habits.currency_code) or None
        if currencies[place] is None:
            told.tell(file, sheet.responses[place], amount, Problem("currency-missing", f"{amounts[place]:,.10g}"))


def _tell_wrong_order(sheet: TypedSheet, file: str, places: Places, pair: tuple[str, str], told: Told) -> None:
    """Tell each end that lies before its start, as far as both are known."""
    starts, ends = (sheet.values[code] for code in pair)
    of_start, of_end = (sheet.values[f"{code}_precision_code"] for code in pair)
    question = form()[sheet.sheet_code].question(pair[1])
    for place in places.tolist():
        start, end = starts[place], ends[place]
        if start is None or end is None or str(end) >= str(start):
            continue
        known = min(PRECISION_LENGTHS[str(precision)] for precision in (of_start[place], of_end[place]))
        if str(end)[:known] < str(start)[:known]:
            told.tell(file, sheet.responses[place], question, Problem("date-order", str(end)))


def _tell_other_country(sheet: TypedSheet, file: str, places: Places, country: Country, told: Told) -> None:
    question = form()[sheet.sheet_code].question("country_name")
    for place in places.tolist():
        name = sheet.values["country_name"][place]
        if name is not None and not _is_country(str(name), country):
            told.tell(file, sheet.responses[place], question, Problem("country-conflict", str(name), country.name_en))


@cache
def _is_country(text: str, country: Country) -> bool:
    names = (country.country_code, country.iso2, country.name_en, country.name_es, country.name_fr)
    return clean_text(text).casefold() in {name.casefold() for name in names}
