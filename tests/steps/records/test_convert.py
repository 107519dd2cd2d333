"""Amounts in US dollars: by the year in which the initiative starts, by the round without one; never without a rate."""

from decimal import Decimal

import pytest

from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape
from steps.records.assemble import finance
from steps.records.convert import in_dollars, rates
from tests.deliveries import COVER, shown, tables_of


def test_an_amount_is_converted_at_the_rate_of_its_start_or_of_its_round(tmp_path):
    text = COVER.format(country="Morocco") + (
        """
        ## Initiatives
        | Own reference | Title | Start date | Total budget | Currency |
        | R1 | Oasis | 2012 | 862844 | MAD |
        | R2 | Argan | | 976435 | MAD |
        | R3 | Atlas | 2012 | 500 | USD |
        | R4 | Rif | 1999 | 500 | MAD |
        | R5 | Souss | 2012 | 500 | |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": text}, "core_finance", "core_findings", "report_funding")
    assert shown(tables["core_finance"], "initiative_id", "amount_usd", "amount_usd_method_text", "rate_year") == [
        ("MAR-R1", 100000.0, "start_year", 2012),
        ("MAR-R2", 100000.0, "round_year", 2015),
        ("MAR-R3", 500.0, "stated", None),
        ("MAR-R4", None, None, None),
        ("MAR-R5", None, None, None),
    ]
    missing = tables["core_findings"].query("finding_code == 'rate-missing'")
    assert shown(missing, "cell_name", "message_text") == [
        ("D5", "There is no yearly rate to the US dollar for MAD 1999; the amount stays in its currency.")
    ]
    report = shown(tables["report_funding"], "currency_code", "budget_count", "converted_count", "budget_usd")
    assert report == [("MAD", 3, 2, 200000.0), ("USD", 1, 1, 500.0), ("not_stated", 1, 0, None)]


def test_a_budget_is_that_of_the_initiative_where_an_activity_has_the_same_reference():
    initiative = {"initiative_id": "MAR-R1", "country_code": "MAR", "budget_amount": 500.0, "currency_code": "MAD", "response_id": "new"}
    records = [
        {"table_name": name, "record_id": "MAR-R1", "response_id": row, "rank_count": rank, "column_names": columns}
        for name, rows in (("core_initiatives", ("new", "old")), ("core_workplan_activities", ("w-new", "w-old")))
        for rank, (row, columns) in enumerate(zip(rows, ("title_text", "budget_amount|currency_code"), strict=True))
    ]
    frames = {"core_initiatives": [initiative], "core_initiative_actors": [], "clean_records": records}
    amounts = finance(*(shape(rows, table(name)) for name, rows in frames.items()))
    assert shown(amounts, "finance_id", "amount", "response_id") == [("MAR-R1/budget", 500.0, "old")]


def test_rates_agree_with_what_is_fixed_between_them():
    """The CFA franc is fixed to the euro and the Nepalese rupee to the Indian one, at 1.6."""
    for year in range(2009, 2025):
        assert abs(rates()["NPR", year] / rates()["INR", year] - Decimal("1.6")) < Decimal("0.02")
        assert abs(rates()["XOF", year] / rates()["EUR", year] - Decimal("655.957")) < Decimal("0.01")


def test_every_country_has_a_rate_in_every_year_of_the_programme():
    assert {(code, year) for code in ("CRC", "MAD", "NPR", "PHP", "XOF", "TND", "EUR") for year in range(2000, 2025)} <= set(rates())
    assert {code for code, _ in rates()} <= set(code_list("currencies").codes)


@pytest.mark.parametrize(("currency", "year"), [("MAD", 1999), ("MAD", None), ("AED", 2014)])
def test_without_a_rate_there_is_no_amount(currency, year):
    assert in_dollars(100.0, currency, year) is None
