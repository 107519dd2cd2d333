"""The funnel: how far initiatives have come by their logs, who went on, and after how many months."""

import pandas as pd

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.scaling.funnel import funnel_by_country, funnel_by_territory, funnel_by_theme
from tests.deliveries import shown
from tests.steps.scaling.scaling_logs import logs

COUNTS = ("stage_code", "declared_count", "highest_count", "reached_count", "logged_count", "ended_count")
TIMES = ("stage_code", "next_share", "median_months_number", "dated_count")
# 1 reached the tipping point; 2 lacks the owners' statement; 3 ended; 4 goes back without a reason; 5 has no log; 6 dates a stage twice.
MOROCCO = logs(
    """
    MAR-1 PIL 2010-01
    MAR-1 EXP 2012-01
    MAR-1 INS 2014-01 BUDGET|OWNERSHIP
    MAR-2 PIL 2011-01
    MAR-2 INT 2012-01 PLAN
    MAR-2 INS 2013-01 BUDGET
    MAR-3 ISO 2010
    MAR-3 DIS 2012
    MAR-4 EXP 2013
    MAR-4 PIL 2014
    MAR-4 REP 2015
    MAR-6 EXP 2012
    MAR-6 EXP 2013
    MAR-6 REP 2014
    NPL-1 PIL 2014""",
    "MAR-2 INS M1|M4\nMAR-5 PIL M4",
    covers="PHL",
)


def country(code: str, *columns: str) -> list[tuple[object, ...]]:
    told = funnel_by_country(MOROCCO.initiatives, MOROCCO.transitions, MOROCCO.tipping_points, MOROCCO.submissions)
    check_contract(told, "report_scaling_funnel_by_country")
    return shown(told[told["country_code"] == code], *columns)


def test_an_initiative_counts_once_at_its_highest_shown_stage_and_has_passed_all_below():
    assert country("MAR", *COUNTS) == [
        ("ISO", 0, 1, 5, 1, 1),
        ("PIL", 1, 0, 4, 3, 0),
        ("RNF", 0, 0, 4, 0, 0),
        ("EXP", 0, 0, 4, 3, 0),
        ("REP", 0, 2, 4, 2, 0),
        ("INT", 0, 1, 2, 1, 0),
        ("INS", 1, 1, 1, 1, 0),
        ("DIS", 0, None, None, None, 1),
        ("not_stated", 4, 1, None, None, 0),
    ]


def test_months_in_a_stage_are_those_of_dated_steps_up_in_logs_that_do_not_contradict_themselves():
    assert country("MAR", *TIMES) == [
        ("ISO", 80.0, None, 0),
        ("PIL", 100.0, 18.0, 2),  # 24 and 12; 4 went back
        ("RNF", 100.0, None, 0),
        ("EXP", 100.0, 24.0, 1),  # 6 dates it twice
        ("REP", 50.0, None, 0),
        ("INT", 50.0, None, 0),  # 2 has not shown that it went on
        ("INS", None, None, None),
        ("DIS", None, None, None),
        ("not_stated", None, None, None),
    ]


def test_a_single_initiative_is_a_funnel_a_cover_alone_makes_zeros_and_a_country_without_a_file_is_not_reported():
    assert country("NPL", "reached_count", "next_share") == [(1, 100.0), (1, 0.0), *[(0, None)] * 5, (None, None), (None, None)]
    zeros = country("PHL", *COUNTS[1:], *TIMES[1:])
    assert len(zeros) == 9 and {value for row in zeros for value in row} == {0, None}
    assert {row[0] for row in zeros} == {0}
    empty = country("SEN", *COUNTS[1:], *TIMES[1:])
    assert len(empty) == 9 and {value for row in empty for value in row} == {None}


def test_steps_without_a_date_are_reached_and_not_timed_and_a_stage_that_only_a_round_states_is_not_shown():
    told = logs("CRI-1 PIL 2012\nCRI-1 EXP -", "CRI-1 REP")
    funnel = funnel_by_country(told.initiatives, told.transitions, told.tipping_points, told.submissions)
    assert shown(funnel.query("country_code == 'CRI' and stage_code in ('PIL', 'EXP', 'REP')"), *COUNTS[:3], "dated_count") == [
        ("PIL", 0, 0, 0),
        ("EXP", 0, 1, 0),
        ("REP", 1, 0, 0),
    ]


def test_an_initiative_counts_in_each_of_its_themes():
    funnel = funnel_by_theme(MOROCCO.initiatives, MOROCCO.transitions, MOROCCO.tipping_points)
    check_contract(funnel, "report_scaling_funnel_by_theme")
    totals = funnel.groupby("theme_code")[["highest_count", "initiative_share_number"]].sum()
    assert shown(totals[totals["highest_count"] > 0].reset_index(), *totals.reset_index().columns) == [
        ("M1", 1, 0.5),
        ("M4", 2, 1.5),
        ("not_stated", 5, 5.0),
    ]
    assert funnel["initiative_share_number"].sum() == len(MOROCCO.initiatives)  # each once, whatever its themes
    assert shown(funnel.query("theme_code == 'M1' and stage_code == 'PIL'"), "reached_count", "median_months_number") == [(1, 12.0)]


def test_an_initiative_counts_once_in_each_first_level_unit_at_home():
    found = [
        ("MAR-1", "matched", "MA-02", 50.0), ("MAR-1", "matched", "MA-02", 10.0), ("MAR-1", "matched", "MA-09", 15.0),
        ("MAR-2", "matched", "FR-IDF", None), ("MAR-2", "ambiguous", "MA-02", None), ("MAR-3", "matched", "MA-02", 90.0),
        ("MAR-3", "matched", "MA-09", None), ("MAR-4", "matched", "MA-02", 0.0), ("NPL-1", "matched", "NP-P3", None),
    ]  # fmt: skip
    places = pd.DataFrame(found, columns=["initiative_id", "status_code", "admin1_place_id", "budget_share"])
    units = [
        {"place_id": code, "place_name": name, "country_code": land}
        for code, name, land in (
            ("MA-02", "Oriental", "MAR"),
            ("MA-09", "Souss-Massa", "MAR"),
            ("FR-IDF", "Île-de-France", "FRA"),
            ("NP-P3", "Bagmati", "NPL"),
        )
    ]
    frames = shape(places, table("core_initiative_places")), shape(units, table("core_places"))
    funnel = funnel_by_territory(MOROCCO.initiatives, *frames, MOROCCO.transitions, MOROCCO.tipping_points)
    check_contract(funnel, "report_scaling_funnel_by_territory")
    keys, sums = ["country_code", "territory_id", "territory_name"], ["highest_count", "initiative_share_number"]
    totals = funnel.groupby(keys, dropna=False, as_index=False)[sums].sum()
    assert shown(totals, *totals.columns) == [
        ("MAR", "MA-02", "Oriental", 3, 0.8 + 0.5 + 1.0),  # 60 of 75 percent; half, as one place of 3 states no share; the whole
        ("MAR", "MA-09", "Souss-Massa", 2, 0.2 + 0.5),
        ("MAR", "not_stated", None, 3, 3.0),
        ("NPL", "NP-P3", "Bagmati", 1, 1.0),
    ]
    assert totals["initiative_share_number"].sum() == len(MOROCCO.initiatives)


def test_nothing_at_all_is_no_fault():
    told = logs()
    frames = told.initiatives, told.transitions, told.tipping_points
    assert funnel_by_country(*frames, told.submissions)["highest_count"].isna().all()
    assert funnel_by_theme(*frames)["highest_count"].dropna().eq(0).all()
    places, units = (shape([], table(name)) for name in ("core_initiative_places", "core_places"))
    assert funnel_by_territory(told.initiatives, places, units, *frames[1:]).empty
