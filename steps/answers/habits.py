"""How answers are written: the habits of a country, what the cover of a file says otherwise, and what a column proves by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from schemas.countries import Country, countries
from schemas.form import Question, form
from steps.answers.calendars import BIKRAM_SAMBAT, GREGORIAN
from steps.answers.parse_dates import proven_orders
from steps.answers.read_codes import read_code
from steps.files.read_workbook import Cell

STATED_ON_COVER = ("number_format_code", "default_currency_code", "calendar_code")
WHOLE_AS_DECIMAL = re.compile(r"\d+\.0")
DECIMAL = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Habits:
    """How the cells of a column are written.

    `language` is the one in which the sender is answered. `date_order` is DMY, MDY, or empty when the column proves both;
    `is_order_proven` says that the column itself tells it, against the country's habit. `native_days` are the first and last native
    date of a column that holds no other dates than those and bare numbers. `has_decimal_zeros` says that all whole numbers of the
    column are written as 12.0.
    """

    country: Country
    language: str
    number_format: str
    currency_code: str = ""
    calendar_code: str = GREGORIAN
    date_order: str = ""
    is_order_proven: bool = False
    native_days: tuple[str, str] | None = None
    has_decimal_zeros: bool = False


def country_habits(country_code: str, language: str = "") -> Habits:
    """Return how people of a country write as a rule; `language` is the one in which the sender is answered, else the country's."""
    country = countries()[country_code]
    return Habits(country, language or country.survey_language, country.number_format, date_order=country.date_order)


def stated_habits(cover: dict[str, Cell], habits: Habits) -> Habits:
    """Return the habits of a file: its country's, less what its cover says otherwise."""
    questions = [form()["cover"].question(code) for code in STATED_ON_COVER]
    said = {
        one.question_code: read_code(one, cover[one.question_code], habits.country, habits.language).values
        for one in questions
        if cover.get(one.question_code)
    }
    stated = {code: values[code] for code, values in said.items() if code in values}
    return replace(
        habits,
        number_format=str(stated.get("number_format_code") or habits.number_format),
        currency_code=str(stated.get("default_currency_code") or ""),
        calendar_code=str(stated.get("calendar_code") or habits.calendar_code),
    )


def column_habits(question: Question, cells: Iterable[Cell], habits: Habits) -> Habits:
    """Return the habits with what the different cells of one column prove."""
    if question.kind == "date":
        return _date_habits(list(cells), habits)
    if question.kind in ("reference", "references", "code", "codes") or question.question_code.endswith("_ref"):
        decimals = [cell.text for cell in cells if DECIMAL.fullmatch(cell.text.strip())]
        return replace(habits, has_decimal_zeros=bool(decimals) and all(WHOLE_AS_DECIMAL.fullmatch(text.strip()) for text in decimals))
    return habits


def _date_habits(cells: list[Cell], habits: Habits) -> Habits:
    orders = proven_orders(cell.text for cell in cells if cell.kind == "t")
    native = [cell.text[:10] for cell in cells if cell.kind == "d"]
    has_others = any(cell.kind == "t" for cell in cells)
    return replace(
        habits,
        date_order="" if len(orders) == 2 else next(iter(orders), habits.date_order),
        is_order_proven=len(orders) == 1 and habits.date_order not in orders,
        native_days=(min(native), max(native)) if native and not has_others else None,
    )


def is_of_nepal(habits: Habits) -> bool:
    """Whether years may be of the Bikram Sambat calendar."""
    return habits.country.country_code == "NPL" or habits.calendar_code == BIKRAM_SAMBAT
