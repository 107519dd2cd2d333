"""What only shows when answers of a row are seen together.

The currency of an amount, the order of two dates, the point of two coordinates, the country of the cover.
"""

from schemas.code_lists import code_list
from schemas.countries import Country
from schemas.form import form
from steps.answers.read_cells import CURRENCY_BESIDE
from steps.answers.readings import Problem
from steps.answers.said_words import says_nothing
from steps.answers.settle_coordinates import settle_coordinates
from steps.answers.told import Told
from steps.answers.typed_sheet import Part, TypedSheet

DATE_PAIRS = (("start_date", "end_date"), ("planned_start_date", "planned_end_date"), ("period_start_date", "period_end_date"))
PRECISION_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of ISO text
AMOUNT_CURRENCIES = {"budget_amount": "currency_code", "contribution_amount": "currency_code"}


def settle_rows(sheet: TypedSheet, told: Told) -> None:
    """Fill in the currencies of a sheet that stand beside their amounts, take out those that contradict them, and tell what is at odds."""
    for part in sheet.parts:
        for amount, currency in AMOUNT_CURRENCIES.items():
            if amount in sheet.values:
                _settle_currencies(sheet, part, (amount, currency), told)
        for start, end in DATE_PAIRS:
            if start in sheet.values and end in sheet.values:
                _tell_wrong_order(sheet, part, (start, end), told)
        if sheet.sheet_code == "cover" and "country_name" in sheet.values:
            _tell_other_country(sheet, part, part.habits.country, told)
        if sheet.sheet_code == "locations":
            settle_coordinates(sheet, part, told)


def _settle_currencies(sheet: TypedSheet, part: Part, columns: tuple[str, str], told: Told) -> None:
    """Fill in the currency written beside each amount, or the cover's default; take a currency out that contradicts its amount."""
    amount, currency = (form()[sheet.sheet_code].question(code) for code in columns)
    amounts, beside = sheet.values[columns[0]], sheet.values[f"{columns[0]}{CURRENCY_BESIDE}"]
    currencies = sheet.column(columns[1])
    for place in part.places.tolist():
        if amounts[place] is None:
            continue
        words, stated = str(beside[place] or ""), currencies[place]
        named = code_list("currencies").code_of(words, part.habits.country.country_code) if words else None
        if stated and named and stated != named:
            told.tell(part, sheet.responses[place], currency, Problem("currency-conflict", str(stated), words))
            currencies[place] = None
        cell = sheet.answers[place].get(currency.question_code)
        if stated or (cell is not None and not says_nothing(cell, currency)):
            continue
        # The default stands for a currency that nobody named, never for one that was named and is not certain.
        currencies[place] = named or ("" if words else part.habits.currency_code) or None
        if currencies[place] is None:
            told.tell(part, sheet.responses[place], amount, Problem("currency-missing", f"{amounts[place]:,.10g}"))


def _tell_wrong_order(sheet: TypedSheet, part: Part, pair: tuple[str, str], told: Told) -> None:
    """Tell each end that lies before its start, as far as both are known."""
    starts, ends = (sheet.values[code] for code in pair)
    of_start, of_end = (sheet.values[f"{code}_precision_code"] for code in pair)
    question = form()[sheet.sheet_code].question(pair[1])
    for place in part.places.tolist():
        start, end = starts[place], ends[place]
        if start is None or end is None or str(end) >= str(start):
            continue
        known = min(PRECISION_LENGTHS[str(precision)] for precision in (of_start[place], of_end[place]))
        if str(end)[:known] < str(start)[:known]:
            told.tell(part, sheet.responses[place], question, Problem("date-order", str(end)))


def _tell_other_country(sheet: TypedSheet, part: Part, country: Country, told: Told) -> None:
    question = form()[sheet.sheet_code].question("country_name")
    for place in part.places.tolist():
        name = sheet.values["country_name"][place]
        if name is not None and not country.is_called(str(name)):
            told.tell(part, sheet.responses[place], question, Problem("country-conflict", str(name), country.name_en))
