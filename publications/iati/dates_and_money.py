"""When and for how much: `activity-date` and `budget`. Status and delivery say whether a date is a plan, never the clock."""

from datetime import date
from typing import NamedTuple

from publications.iati.code_maps import date_types
from publications.iati.elements import Element, add, last_day, narrative, number_text
from publications.iati.left_out import (
    BUDGET_NO_CURRENCY,
    BUDGET_NO_END,
    BUDGET_NOT_EXACT,
    BUDGET_TOO_LONG,
    CONTRIBUTION_UNDATED,
    END_BEFORE_START,
    Lack,
)  # fmt: skip
from publications.iati.reported import Reported, Row

PLANNED = {"2": "1", "4": "3"}  # the planned date of each actual one
EXACT = "exact"


class Span(NamedTuple):
    """The first day of an activity, and its last when that is known: of a month or year that alone is known, its first or last day."""

    start: str
    end: str | None


def span(told: Reported) -> Span:
    """Return from when until when an activity goes; an end before the start is none."""
    row = told.initiative
    end = last_day(row["end_date"], row["end_date_precision_code"]) if row["end_date"] else None
    return Span(row["start_date"], end if end and end >= row["start_date"] else None)


def add_dates(activity: Element, told: Reported) -> None:
    """Add start and end; a date after what was known when it was reported is a plan."""
    row, when = told.initiative, span(told)
    start_type, end_type = date_types()[row["status_code"]]
    _add_date(activity, _type(start_type, when.start, told), when.start, row["start_date_precision_code"])
    if when.end:
        _add_date(activity, _type(end_type, when.end, told), when.end, row["end_date_precision_code"])
    elif row["end_date"]:
        told.lacks.append(END_BEFORE_START)


def add_budget(activity: Element, told: Reported) -> None:
    """Add the budget where all that the standard asks is known: an exact amount, its currency, and a period of a year at most.

    The value is dated by the first day of its period. Contributions have no day of payment, and so are no transactions.
    """
    told.lacks += [CONTRIBUTION_UNDATED] * len(told.contributions)
    when = span(told)
    for row in told.budgets:
        lack = _budget_lack(row, when)
        if lack:
            told.lacks.append(lack)
            continue
        budget = add(activity, "budget")
        add(budget, "period-start", iso_date=when.start)
        add(budget, "period-end", iso_date=when.end)
        add(budget, "value", currency=row["currency_code"], value_date=when.start).text = number_text(row["amount"])


def _budget_lack(row: Row, when: Span) -> Lack | None:
    if row["amount_qualifier_code"] != EXACT:
        return BUDGET_NOT_EXACT
    if not row["currency_code"]:
        return BUDGET_NO_CURRENCY
    if not when.end:
        return BUDGET_NO_END
    days = (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days
    return BUDGET_TOO_LONG if days > 366 else None


def _add_date(activity: Element, date_type: str, day: str, precision: str | None) -> None:
    element = add(activity, "activity-date", type=date_type, iso_date=day)
    if precision in ("month", "year"):
        known = day[:4] if precision == "year" else day[:7]
        narrative(element, f"Only the {precision} is known: {known}.", "en")


def _type(stated: str, day: str, told: Reported) -> str:
    return PLANNED.get(stated, stated) if day > told.known_until else stated
