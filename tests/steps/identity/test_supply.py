"""Rows of one record: which counts, which supplies each column, what is told and what is not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steps.identity.supply import in_order, supply

NAMES = ("initiative_ref",)


def rows_of(*said):
    """Return rows of the sheet of initiatives with the same columns; what one leaves out is missing."""
    columns = list(dict.fromkeys(column for row in said for column in row))
    return [{"response_id": f"r{number}"} | {column: row.get(column) for column in columns} for number, row in enumerate(said)]


def date(text):
    precision = {4: "year", 7: "month", 10: "day"}[len(text)]
    return {"start_date": text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text, "start_date_precision_code": precision}


def budget(amount, qualifier="exact", currency="USD"):
    return {"budget_amount": amount, "budget_amount_qualifier_code": qualifier, "currency_code": currency}


def test_the_own_authority_counts_most_then_the_newest_round_then_the_fullest_row_then_the_alphabet():
    rows = rows_of(*({"title_text": title} for title in "AFCDE"))
    rows[2]["acronym_text"] = "C"
    rounds = {"r0": "round 10", "r1": "round 9", "r2": "round 9", "r3": "round 8", "r4": "round 9"}
    assert [row["title_text"] for row in in_order(rows, rounds, {"r3"})] == ["D", "A", "C", "E", "F"]


@pytest.mark.parametrize(
    ("said", "supplied", "told"),
    [
        ([{"status_code": None}, {"status_code": "2"}, {"status_code": "3"}], {"status_code": [1]}, [("status_code", "2", {"3": [2]})]),
        # A year gives way to a day within it, and the day is no contradiction; another year is one.
        ([date("2015"), date("2015-03-31"), date("2014")], {"start_date": [1]}, [("start_date", "2015-03-31", {"2014": [2]})]),
        ([date("2015"), date("2014-03-31"), date("2015-06")], {"start_date": [2]}, [("start_date", "2015-06", {"2014-03-31": [1]})]),
        ([date("2015-03-31"), date("2015")], {"start_date": [0]}, []),
        ([budget(7e6, "about"), budget(6.95e6)], {"budget_amount": [1], "currency_code": [1]}, []),
        ([budget(7e6, "about"), budget(6.3e6)], {"budget_amount": [0]}, [("budget_amount", "7000000.0", {"6300000.0": [1]})]),
        (
            [budget(7e6, "about"), budget(6.95e6, currency="EUR")],
            {"budget_amount": [0], "budget_amount_qualifier_code": [0], "currency_code": [0]},
            [("budget_amount", "7000000.0", {"6950000.0": [1]}), ("currency_code", "USD", {"EUR": [1]})],
        ),
        # An amount never takes the currency of another row.
        ([budget(700.0, currency=None), budget(500.0)], {"currency_code": [0]}, [("budget_amount", "700.0", {"500.0": [1]})]),
        # Each value is named once, with all rows that say it.
        (
            [{"scaling_stage_code": code} for code in ("PIL", "INS", "EXP", "INS")],
            {},
            [("scaling_stage_code", "PIL", {"INS": [1, 3], "EXP": [2]})],
        ),
        ([{"initiative_ref": "r-1"}, {"initiative_ref": "R-1"}], {"initiative_ref": [0]}, []),
    ],
)
def test_each_column_has_the_first_and_most_precise_answer_and_what_contradicts_it_is_told(said, supplied, told):
    found = supply(rows_of(*said), "initiatives", list(range(len(said))), ["2015"] * len(said), NAMES)
    of_column = {column: [place for place, names in enumerate(found.columns) if column in names.split("|")] for column in supplied}
    assert of_column == supplied
    assert [(one.column, one.kept, one.others) for one in found.contradictions] == told


def test_reports_differ_in_their_own_words_and_lists_but_one_report_does_not():
    said = rows_of(
        {"title_text": "Guichet", "theme_codes": "M3"},
        {"title_text": "Le guichet", "theme_codes": "M4"},
        {"title_text": "One-stop shop", "theme_codes": "M3|M5"},
    )
    found = supply(said, "initiatives", ["town", "town", "ngo"], ["2016", "2015", "2015"], NAMES)
    assert found.columns == ["title_text|theme_codes", "", "theme_codes"]
    assert [(one.column, one.others) for one in found.contradictions] == [("title_text", {"Le guichet": [1]}), ("theme_codes", {"M4": [1]})]


@pytest.mark.parametrize(
    ("report", "round_name", "told"),
    [("town", "2015", []), ("town", "2016", ["status_code"]), ("ngo", "2015", ["status_code"])],
)
def test_what_changes_by_nature_is_no_contradiction_when_one_report_says_it_in_another_round(report, round_name, told):
    said = rows_of({"status_code": "4", "gender_marker_code": "1"}, {"status_code": "2", "gender_marker_code": "0"})
    found = supply(said, "initiatives", ["town", report], ["2016", round_name], NAMES)
    assert [one.column for one in found.contradictions] == [*told, "gender_marker_code"]  # a marker does not move by itself


answers = st.fixed_dictionaries(
    {},
    optional={
        "title_text": st.sampled_from(["A", "B"]),
        "status_code": st.sampled_from(["1", "2"]),
        "theme_codes": st.sampled_from(["M1", "M1|M2"]),
        "lead_actor_refs": st.sampled_from(["A1", "A2"]),
    },
)
stated = st.tuples(
    st.sampled_from([{}, date("2015"), date("2015-03"), date("2015-03-31"), date("2016")]),
    st.sampled_from([{}, budget(7e6), budget(7e6, "about"), budget(6.9e6), budget(7e6, currency=None)]),
    answers,
)


@given(st.lists(stated, min_size=2, max_size=4).flatmap(lambda said: st.tuples(st.just(said), st.permutations(range(len(said))))))
def test_where_rows_stand_in_a_file_changes_nothing_that_is_kept_or_told(drawn):
    said, moved = drawn
    rows = rows_of(*(first | second | third for first, second, third in said))

    def kept(received):
        ordered = in_order(received, dict.fromkeys(("r0", "r1", "r2", "r3"), "2015"), ())
        reports = [str(list(row.values())[1:]) for row in ordered]
        found = supply(ordered, "initiatives", reports, ["2015"] * len(ordered), NAMES)
        supplied = zip(ordered, found.columns, strict=True)
        return [{column: row[column] for column in names.split("|") if column} for row, names in supplied], found.contradictions

    # A row bears its place in the file, which no answer may depend on.
    renumbered = [rows[old] | {"response_id": f"r{new}"} for new, old in enumerate(moved)]
    assert kept(renumbered) == kept(rows)


@given(st.lists(stated, min_size=2, max_size=5), st.lists(st.integers(0, 1), min_size=5, max_size=5))
def test_no_answer_is_lost_and_what_belongs_together_comes_from_one_row(said, reports):
    rows = rows_of(*(first | second | third for first, second, third in said))
    found = supply(rows, "initiatives", reports[: len(rows)], ["2015"] * len(rows), NAMES)
    supplied = [set(names.split("|")) - {""} for names in found.columns]
    for column in rows[0].keys() - {"response_id"}:
        filled = [place for place, row in enumerate(rows) if row[column] is not None]
        from_rows = [place for place, names in enumerate(supplied) if column in names]
        is_list = column in ("theme_codes", "lead_actor_refs")
        assert len(from_rows) == (len({reports[place] for place in filled}) if is_list else bool(filled))
    for together in (("start_date", "start_date_precision_code"), ("budget_amount", "budget_amount_qualifier_code")):
        assert all(len(names & set(together)) != 1 for names in supplied)
    for one in found.contradictions:
        assert all(str(one.kept) != other for other in one.others)
        assert one.column in supplied[one.kept_place]
        assert pd.notna(rows[one.kept_place][one.column])
