"""Reach: people and territories by dimension, each initiative by its latest figure, and no small count of people."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.scaling.reach import scaling_reach
from tests.deliveries import shown
from tests.steps.scaling.scaling_logs import files


def reached(steps: str, reporting: str) -> pd.DataFrame:
    """The whole table. `steps`: initiative, stage, date, dimensions, people, territories; what is not said is `-`.

    `reporting` are the countries that sent a file.
    """
    rows = []
    for number, line in enumerate(line.split() for line in steps.strip().splitlines()):
        initiative, stage, date, dimensions, people, territories = [None if part == "-" else part for part in line]
        rows.append({"scaling_step_id": f"s{number}", "initiative_id": initiative, "country_code": initiative[:3], "stage_code": stage,
                     "stage_date": date and f"{date}-01-01", "stage_date_precision_code": date and "year", "dimension_codes": dimensions,
                     "reached_count": people and int(people), "territory_count": territories and int(territories),
                     "response_id": f"r{number}"})  # fmt: skip
    return scaling_reach(shape(rows, table("core_scaling_steps")), files(reporting.split()))


def reach(steps: str, reporting: str, country: str) -> list[tuple[object, ...]]:
    """The rows of a country: dimension, initiatives, people, territories, whether people were left out."""
    told = reached(steps, reporting)
    check_contract(told, "report_scaling_reach")
    columns = ("dimension_code", "initiative_count", "people_count", "territory_count", "is_suppressed")
    return shown(told[told["country_code"] == country], *columns)


STEPS = """
    MAR-1 PIL 2010 outreach 40 1
    MAR-1 EXP 2013 impact|outreach 120 -
    MAR-1 REP 2015 sustainability - 3
    MAR-2 PIL 2012 outreach 30 2
    MAR-2 EXP - - 50 -
    NPL-1 PIL 2014 impact 6 0
    NPL-1 EXP 2015 outreach 80 4
    NPL-2 PIL 2014 sustainability 0 -"""
REPORTING = "MAR NPL TUN"


def test_the_latest_figure_of_each_initiative_counts_and_steps_are_never_added_up():
    assert reach(STEPS, REPORTING, "MAR") == [
        ("all", 2, 170, 5, False),  # 120 and 50 people, 3 and 2 territories
        ("impact", 1, 120, None, False),
        ("outreach", 2, 150, 3, False),
        ("sustainability", 1, None, 3, False),  # no figure is no zero
        ("not_stated", 1, 50, None, False),
    ]


def test_an_initiative_that_reaches_few_people_is_in_no_sum():
    assert reach(STEPS, REPORTING, "NPL") == [
        ("all", 2, 80, 4, False),  # its latest figure of all is none of 6
        ("impact", 1, None, 0, True),
        ("outreach", 1, 80, 4, False),
        ("sustainability", 1, 0, None, False),
        ("not_stated", 0, None, None, False),
    ]
    overlapping = "MAR-1 PIL - impact|outreach 260 -\nMAR-2 PIL - impact 8 -\nMAR-3 PIL - sustainability 4 -"
    assert reach(overlapping, "MAR", "MAR") == [
        ("all", 3, 260, None, True),
        ("impact", 2, 260, None, True),
        ("outreach", 1, 260, None, False),
        ("sustainability", 1, None, None, True),
        ("not_stated", 0, None, None, False),
    ]


DIMENSIONS = st.sampled_from(["impact", "outreach", "sustainability", "impact|outreach", "outreach|sustainability", "-"])
FIGURES = st.lists(st.tuples(DIMENSIONS, st.integers(0, 14), st.integers(1, 9)), max_size=6)


@given(FIGURES)
def test_no_figure_below_ten_can_be_worked_out(figures):
    def told(people) -> pd.DataFrame:
        lines = [f"MAR-{number} PIL - {one[0]} {people(one)} -" for number, one in enumerate(figures)]
        return reached("\n".join(lines), "MAR")

    report = told(lambda one: one[1])
    # The table would be the same with any other figures of 1 to 9 in their place: it says nothing of them.
    pd.testing.assert_frame_equal(report, told(lambda one: one[2] if 0 < one[1] < 10 else one[1]))
    people = report[report["country_code"] == "MAR"].set_index("dimension_code")["people_count"]
    left = (people["all"] - people).dropna() if pd.notna(people["all"]) else people.dropna()
    assert not left.between(1, 9).any()


def test_a_country_without_a_log_has_zeros_and_one_without_a_file_is_not_reported():
    assert {row[1:] for row in reach(STEPS, REPORTING, "TUN")} == {(0, None, None, False)}
    assert {row[1:] for row in reach("", "", "TUN")} == {(None, None, None, False)}
