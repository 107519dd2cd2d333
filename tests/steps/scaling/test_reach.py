"""Reach: people and territories by dimension, each initiative by its latest figure, and no small count of people."""

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.scaling.reach import scaling_reach
from tests.deliveries import shown


def reach(steps: str, initiatives: str, country: str) -> list[tuple[object, ...]]:
    """The rows of a country: dimension, initiatives, people (- when hidden), territories. `steps`: initiative, stage, date, dimensions,
    people, territories; what is not said is `-`.
    """
    rows = []
    for number, line in enumerate(line.split() for line in steps.strip().splitlines()):
        initiative, stage, date, dimensions, people, territories = [None if part == "-" else part for part in line]
        rows.append({"scaling_step_id": f"s{number}", "initiative_id": initiative, "country_code": initiative[:3], "stage_code": stage,
                     "stage_date": date and f"{date}-01-01", "stage_date_precision_code": date and "year", "dimension_codes": dimensions,
                     "reached_count": people and int(people), "territory_count": territories and int(territories),
                     "response_id": f"r{number}"})  # fmt: skip
    known = [{"initiative_id": one, "country_code": one[:3]} for one in initiatives.split()]
    told = scaling_reach(shape(rows, table("core_scaling_steps")), shape(known, table("core_initiatives")))
    check_contract(told, "report_scaling_reach")
    columns = ("dimension_code", "initiative_count", "people_count", "territory_count", "is_suppressed")
    return [(*row[:2], "-" if row[4] else row[2], row[3]) for row in shown(told[told["country_code"] == country], *columns)]


STEPS = """
    MAR-1 PIL 2010 outreach 40 1
    MAR-1 EXP 2013 impact|outreach 120 -
    MAR-1 REP 2015 sustainability - 3
    MAR-2 PIL 2012 outreach 30 2
    MAR-2 EXP - - 50 -
    NPL-1 PIL 2014 impact 6 0
    NPL-1 EXP 2015 outreach 80 4
    NPL-2 PIL 2014 sustainability 0 -"""
INITIATIVES = "MAR-1 MAR-2 MAR-3 NPL-1 NPL-2 TUN-1"


def test_the_latest_figure_of_each_initiative_counts_and_steps_are_never_added_up():
    assert reach(STEPS, INITIATIVES, "MAR") == [
        ("all", 2, 170, 5),  # 120 and 50 people, 3 and 2 territories
        ("impact", 1, 120, None),
        ("outreach", 2, 150, 3),
        ("sustainability", 1, None, 3),  # no figure is no zero
        ("not_stated", 1, 50, None),
    ]


def test_a_small_count_of_people_is_hidden_with_one_that_would_give_it_away():
    assert reach(STEPS, INITIATIVES, "NPL") == [
        ("all", 2, 80, 4),
        ("impact", 1, "-", 0),
        ("outreach", 1, "-", 4),
        ("sustainability", 1, 0, None),
        ("not_stated", 0, None, None),
    ]


def test_a_country_without_a_log_has_zeros_and_one_without_initiatives_is_not_reported():
    assert {row[1:] for row in reach(STEPS, INITIATIVES, "TUN")} == {(0, None, None)}
    assert {row[1:] for row in reach("", "", "TUN")} == {(None, None, None)}
