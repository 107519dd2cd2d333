"""Converts the amounts of core_finance to US dollars, at yearly average rates from `reference/currency_rates.csv`.

The year of the rate is that in which the contribution or initiative starts; without one, the year of the survey round that reports it.
An amount without a rate keeps its currency and has none in dollars.
"""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pandas as pd

from schemas.errors import BrokenReference
from schemas.findings import finding, numbered
from schemas.reference_files import read_reference
from schemas.registry import table
from schemas.tables import shape
from steps.spots import Spots

DOLLAR = "USD"
CENT = Decimal("0.01")
QUESTIONS = {"budget": "budget_amount", "contribution": "contribution_amount"}
RATE_COLUMNS = ("currency_code", "rate_year", "units_per_usd", "source", "retrieved_date")


class Converted(NamedTuple):
    """The frames core_finance and clean_finance_findings."""

    finance: pd.DataFrame
    findings: pd.DataFrame


@cache
def rates() -> dict[tuple[str, int], Decimal]:
    """Return the units of a currency that one US dollar bought on average, by currency and year. Raises BrokenReference."""
    rows = read_reference("currency_rates.csv", RATE_COLUMNS, ("currency_code", "rate_year"))
    try:
        found = {(row["currency_code"], int(row["rate_year"])): Decimal(row["units_per_usd"]) for row in rows}
    except (ArithmeticError, ValueError):
        raise BrokenReference("reference/currency_rates.csv has a year or a rate that is no number.") from None
    if any(rate <= 0 for rate in found.values()):
        raise BrokenReference("reference/currency_rates.csv has a rate that is not above zero.")
    return found


def convert(
    finance: pd.DataFrame, initiatives: pd.DataFrame, initiative_actors: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame
) -> Converted:
    """Return the amounts with their value in US dollars, and a finding for each currency and year that has no rate.

    `rows` is clean_rows and `columns` core_received_columns: they tell the round of a row, and where the finding stands.
    """
    years, methods = _years(finance, initiatives, initiative_actors, rows)
    spots = Spots(rows, columns)
    amounts: list[float | None] = []
    findings = []
    for amount, currency, year, kind, response in zip(
        finance["amount"], finance["currency_code"], years, finance["finance_kind_code"], finance["response_id"], strict=True
    ):
        converted = in_dollars(amount, currency, year) if pd.notna(currency) else None
        amounts.append(converted)
        if converted is None and pd.notna(currency):
            detail = f"{currency} {year}" if year else str(currency)
            findings.append(finding("rate-missing", spots.spot(response, QUESTIONS[kind]), detail=detail))
    is_converted = pd.Series(amounts, finance.index, dtype="object").notna()
    is_dollar = finance["currency_code"].eq(DOLLAR).fillna(False).astype(bool)
    told = finance.assign(
        amount_usd=pd.Series(amounts, finance.index, dtype="object"),
        rate_year=pd.Series(years, finance.index, dtype="object").where(is_converted & ~is_dollar),
        amount_usd_method_text=pd.Series(methods, finance.index, dtype="object").where(is_converted).mask(is_dollar, "stated"),
    )
    return Converted(shape(told, table("core_finance")), numbered(findings, table("clean_finance_findings")))


def in_dollars(amount: float, currency: str, year: int | None) -> float | None:
    """Return an amount in US dollars, to the cent, at the average rate of a year; None without a rate."""
    rate = Decimal(1) if currency == DOLLAR else rates().get((currency, year)) if year else None
    return None if rate is None else float((Decimal(repr(float(amount))) / rate).quantize(CENT))


def _years(
    finance: pd.DataFrame, initiatives: pd.DataFrame, initiative_actors: pd.DataFrame, rows: pd.DataFrame
) -> tuple[list[int | None], list[str]]:
    """Return, for each amount, the year whose rate counts, None without one, and how it was found: start_year or round_year."""
    of_initiative = initiatives.set_index("initiative_id")["start_date"]
    of_part = initiative_actors.set_index("initiative_actor_id")["start_date"]
    rounds = rows.set_index("response_id")["round_name"]
    own = finance["finance_id"].str.removesuffix("/contribution").map(of_part).astype("object")
    starts = own.where(own.notna(), finance["initiative_id"].map(of_initiative).astype("object"))
    named = [re.search(r"(?<!\d)\d{4}(?!\d)", str(name)) for name in finance["response_id"].map(rounds)]
    found = [
        (int(str(start)[:4]), "start_year") if pd.notna(start) else (int(year[0]) if year else None, "round_year")
        for start, year in zip(starts, named, strict=True)
    ]
    return [year for year, _ in found], [method for _, method in found]
