"""Contracts: each table refuses what its declaration forbids."""

from contextlib import nullcontext

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from schemas.contracts import check_contract, check_references, contract
from schemas.errors import BrokenContract
from schemas.form import LANGUAGES
from schemas.registry import TABLES, table
from schemas.tables import RANGES, Column, shape


@pytest.mark.parametrize("name", TABLES)
def test_a_contract_accepts_its_own_shape_and_refuses_a_lost_column_and_an_empty_key(name):
    empty = shape([], table(name))
    check_contract(empty, name)
    with pytest.raises(BrokenContract, match=name):
        check_contract(empty.drop(columns=[table(name).columns[-1].name]), name)
    with pytest.raises(BrokenContract, match=name):
        check_contract(shape([{}], table(name)), name)


def _good(column: Column) -> object:
    if column.kind in ("text", "url", "json"):
        return "x"
    if column.kind in ("code", "codes"):
        from schemas.code_lists import code_list

        return code_list(column.code_list).codes[0] if column.code_list else "x"
    return {"date": "2015-09-28", "flag": True, "cells": ()}.get(column.kind, 2000 if column.kind == "year" else 1)


def _row(name: str) -> dict[str, object]:
    return {column.name: _good(column) for column in table(name).columns}


SPOILED = [
    ("core_initiatives", "status_code", "9", "a code that the list does not have"),
    ("core_initiatives", "target_group_codes", "YTH|XXX", "one bad code among several"),
    ("core_initiatives", "start_date", "28/09/2015", "a date that is not ISO"),
    ("core_initiatives", "budget_amount", -1, "a negative amount"),
    ("core_initiative_places", "latitude", 91, "a latitude beyond the pole"),
    ("core_initiative_places", "budget_share", 101, "a share over 100"),
    ("core_results", "female_count", -1, "a negative count"),
    ("core_workplan_activities", "plan_year", 15, "a year without its century"),
    ("core_findings", "message_text", None, "a finding that says nothing"),
]


@pytest.mark.parametrize(("name", "column", "value"), [case[:3] for case in SPOILED], ids=[case[3] for case in SPOILED])
def test_a_contract_refuses_a_spoiled_value_without_quoting_it(name, column, value):
    check_contract(shape([_row(name)], table(name)), name)
    with pytest.raises(BrokenContract, match=column) as refusal:
        check_contract(shape([_row(name) | {column: value}], table(name)), name)
    assert "XXX" not in str(refusal.value)


ODD = {
    "code": ("9", "", "YTH|YTH"), "codes": ("YTH|XXX", "|", "YTH|", ""), "date": ("2015-9-28", "2015-09-28 ", "2015-09-28\n"),
    "year": (15, 2500),
    "count": (-1,), "amount": (-0.5,), "share": (100.1,), "latitude": (-91, 91), "longitude": (181,),
}  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_what_is_accepted_at_a_glance_pandera_accepts_too(data):
    name = data.draw(st.sampled_from(("core_initiatives", "core_initiative_places", "core_results", "core_workplan_activities")))
    rows = [
        {column.name: data.draw(st.sampled_from((_good(column), None, *ODD.get(column.kind, ())))) for column in columns}
        | {column.name: _good(column) for column in table(name).columns if column not in columns}
        for columns in data.draw(st.lists(st.sets(st.sampled_from(table(name).columns), max_size=2), max_size=2))
    ]
    frame = shape(rows, table(name))
    try:
        contract(name, is_as_declared=True).validate(frame, lazy=True)
        accepted = True
    except SchemaErrors:
        accepted = False
    with nullcontext() if accepted else pytest.raises(BrokenContract):
        check_contract(frame, name)


def test_a_sum_or_a_conversion_may_be_more_than_one_answer_may():
    largest = RANGES["amount"][1]
    check_contract(shape([_row("core_finance") | {"amount": largest, "amount_usd": 3 * largest}], table("core_finance")), "core_finance")
    many = {"people_count": 5 * RANGES["count"][1]}
    check_contract(shape([_row("report_scaling_reach") | many], table("report_scaling_reach")), "report_scaling_reach")


@pytest.mark.parametrize("name", TABLES)
def test_a_contract_refuses_a_row_that_stands_twice(name):
    if any(column.kind == "cells" for column in table(name).columns if column.name in table(name).key):
        pytest.skip("no table has cells in its key")
    with pytest.raises(BrokenContract, match=name):
        check_contract(shape([_row(name), _row(name)], table(name)), name)


def test_a_reference_to_a_row_that_is_not_there_is_refused():
    frames = {"core_places": pd.DataFrame({"place_id": ["MA-02"], "parent_place_id": ["MAR"]})}
    with pytest.raises(BrokenContract, match=r"core_places.parent_place_id refers to 1 rows that core_places does not have"):
        check_references(frames, (table("core_places"),))


def test_every_table_and_column_is_described_and_named_as_agreed():
    suffixes = (
        "_id", "_ids", "_code", "_codes", "_name", "_text", "_date", "_year", "_count", "_share", "_number", "_amount", "_url", "_usd",
        "_ref", "_refs", "_letter", "_hash", "_score", "_json", "_names", "_words", "_marks", "_key", "_keys", "_weight", "_probability",
        "_language", "_latitude", "_longitude", *(f"_{language}" for language in LANGUAGES),
    )  # fmt: skip
    plain = {"code", "weight", "iso2", "amount", "latitude", "longitude", "cells", "spans", "notes", "answers"}
    for one in TABLES.values():
        assert one.description.endswith("."), one.name
        assert one.grain.startswith("one row per"), one.name
        for column in one.columns:
            assert column.description.endswith((".", ".)")), f"{one.name}.{column.name}"
            is_flag = column.kind == "flag" and column.name.startswith(("is_", "has_"))
            named_well = column.name.endswith(suffixes) or column.name in plain or is_flag
            assert named_well, f"{one.name}.{column.name}"
            assert column.kind != "amount" or RANGES["amount"]


def test_an_empty_table_is_held_to_its_columns_and_types_each_time() -> None:
    empty = shape([], table("core_places"))
    for _ in range(2):
        check_contract(empty, "core_places")
        for broken in (empty.drop(columns="place_id"), empty.astype({"latitude": "str"}), empty[empty.columns[::-1]]):
            with pytest.raises(BrokenContract):
                check_contract(broken, "core_places")
    empty["note"] = "mine"
    assert "note" not in shape([], table("core_places"))  # nobody's columns reach another's table
