"""Progress against plan: each activity as of the day it was reported, and what the dates leave open stays open."""

import pandas as pd
import pytest

from schemas.code_lists import code_list
from schemas.contracts import check_contract
from schemas.countries import countries
from schemas.registry import table
from schemas.tables import shape
from steps.policy.activity_progress import activity_progress
from steps.policy.plan_progress import STATUS_COUNTS, work_plan_progress
from tests.deliveries import shown

PRECISIONS = {4: "year", 7: "month", 10: "day"}
SENT = "2015-09-28"


def date(name: str, text: str) -> dict[str, object]:
    """A date and its precision, as tables hold them; `-` is none."""
    return {} if text == "-" else {name: f"{text}-01-01"[:10], f"{name}_precision_code": PRECISIONS[len(text)]}


def activities(*lines: str) -> pd.DataFrame:
    """core_workplan_activities of lines `country plan level status start end progress`, `-` where nothing is stated."""
    rows = []
    for number, line in enumerate(lines):
        country, plan, level, status, start, end, progress = line.split()
        stated = {"plan_id": plan, "policy_level_code": level, "status_code": status}
        rows.append(
            {"activity_id": f"{country}-W{number}", "country_code": country, "response_id": f"r{number}",
             **{name: value for name, value in stated.items() if value != "-"},
             **date("planned_start_date", start), **date("planned_end_date", end),
             "progress_share": None if progress == "-" else float(progress)}
        )  # fmt: skip
    return shape(rows, table("core_workplan_activities"))


def judged(made: pd.DataFrame, sent: str = SENT, round_name: str = "2015") -> pd.DataFrame:
    """report_activity_progress when all activities stand in one file, sent on a day."""
    responses = made["response_id"].tolist()
    records = [{"response_id": row, "table_name": "core_workplan_activities", "record_id": activity, "rank_count": 0}
               for row, activity in zip(responses, made["activity_id"], strict=True)]  # fmt: skip
    rows = [{"response_id": row, "filling_id": "f", "round_name": round_name} for row in [*responses, "cover"]]
    cover = [{"response_id": "cover", "submission_id": "f", **date("submission_date", sent)}]
    frames = {"clean_records": records, "clean_rows": rows, "clean_cover": cover}
    progress = activity_progress(made, *(shape(frame, table(name)) for name, frame in frames.items()))
    check_contract(progress, "report_activity_progress")
    return progress


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # status start end progress → planned status, overdue, late start, days and months of delay, contradictory
        ("ONG 2015-01-10 2015-08-28 60", ("CMP", True, False, 31, 1, False)),
        ("ONG 2015-01-10 2015-09-28 60", ("ONG", False, False, None, None, False)),  # its last day is not over
        ("ONG 2015-01 2015-07 -", ("CMP", True, False, None, 2, False)),
        ("ONG 2014 2014 -", ("CMP", True, False, None, None, False)),  # late, but nobody knows by how many months
        ("ONG 2015 2015 -", (None, None, False, None, None, False)),  # the year is not over
        ("PLN 2015-09-01 2016-03-01 -", ("ONG", False, True, None, None, False)),
        ("PLN 2016-01 2016-03 0", ("PLN", False, False, None, None, False)),
        ("DLY 2015-01-10 2015-09-27 -", ("CMP", True, False, 1, 0, False)),
        ("CMP 2015-01-10 2015-03-01 100", ("CMP", False, False, None, None, False)),
        ("CAN 2015-01-10 2015-03-01 -", ("CMP", False, False, None, None, False)),
        ("- 2015-01-10 2015-03-01 -", ("CMP", None, None, None, None, False)),  # without a status nobody says that it is late
        ("ONG - - 20", (None, None, False, None, None, False)),
        # contradictory rows
        ("ONG 2015-08-01 2015-03-01 -", (None, None, False, None, None, True)),  # ends before it starts
        ("CMP 2016-01-01 2016-03-01 100", ("PLN", False, False, None, None, True)),  # completed before it starts
        ("PLN 2016-01-01 2016-03-01 100", ("PLN", False, False, None, None, True)),
        ("CAN 2015-01-01 2015-03-01 40", ("CMP", False, False, None, None, True)),
    ],
)
def test_an_activity_is_held_against_its_own_dates(line, expected):
    columns = ("planned_status_code", "is_overdue", "has_late_start", "delay_day_count", "delay_month_count", "is_contradictory")
    assert shown(judged(activities(f"SEN p NAT {line}")), *columns) == [expected]


def test_the_day_is_that_of_the_cover_or_the_year_of_the_round_and_never_today():
    made = activities("SEN p NAT ONG 2013 2014-06 -", "SEN p NAT ONG 2013 2015-06 -")
    columns = ("reference_date", "reference_date_precision_code", "is_overdue", "delay_month_count")
    assert shown(judged(made), *columns) == [("2015-09-28", "day", True, 15), ("2015-09-28", "day", True, 3)]
    assert shown(judged(made, "-"), *columns) == [("2015-01-01", "year", True, None), ("2015-01-01", "year", None, None)]
    assert shown(judged(made, "-", "pilot"), *columns) == [(None, None, None, None)] * 2


def test_the_day_is_that_of_the_file_that_states_the_status():
    made = activities("SEN p NAT ONG 2013 2015-06 -")
    about = {"table_name": "core_workplan_activities", "record_id": "SEN-W0"}
    records = [about | {"response_id": row, "rank_count": rank, "column_names": names}
               for rank, (row, names) in enumerate([("r0", "activity_text|planned_end_date"), ("old", "status_code")])]  # fmt: skip
    rows = [{"response_id": row, "filling_id": row.removeprefix("c/"), "round_name": "pilot"} for row in ("r0", "old", "c/r0", "c/old")]
    cover = [{"response_id": f"c/{row}", **date("submission_date", sent)} for row, sent in (("r0", "2016-09-28"), ("old", "2015-07-30"))]
    frames = {"clean_records": records, "clean_rows": rows, "clean_cover": cover}
    progress = activity_progress(made, *(shape(frame, table(name)) for name, frame in frames.items()))
    assert shown(progress, "reference_date", "delay_month_count") == [("2015-07-30", 1)]


def counted(*lines: str) -> pd.DataFrame:
    """report_work_plan_progress of activities; plan `p` is known as Plan 2015. Senegal and Tunisia sent files that could be read."""
    made = activities(*lines)
    plan = {"plan_id": "p", "country_code": "SEN", "plan_title_text": "Plan", "plan_year": 2015, "activity_count": 1, "response_id": "r0"}
    files = [{"country_code": one, "outcome_code": "read"} for one in ("SEN", "TUN")]
    progress = work_plan_progress(made, judged(made), shape([plan], table("core_work_plans")), shape(files, table("core_submissions")))
    check_contract(progress, "report_work_plan_progress")
    return progress


def test_progress_is_counted_by_plan_and_level_and_averaged_only_where_it_is_stated():
    progress = counted(
        "SEN p NAT CMP 2015-01 2015-03 100",
        "SEN p NAT ONG 2015-01 2015-07 45",
        "SEN p NAT ONG 2015-01 2015-03 -",
        "SEN p NAT CAN 2015-01 2015-03 -",
        "SEN p NAT - 2015-01 2015-03 -",
        "SEN p LOC PLN 2015-01 2016-03 -",
        "SEN - - PLN 2016-01 2016-03 100",
    ).query("is_reported")
    columns = ("plan_title_text", "policy_level_code", "activity_count", "completed_count", "completed_share", "progress_stated_count",
               "mean_progress_share", "contradictory_count")  # fmt: skip
    assert shown(progress, *columns) == [
        (None, "not_stated", 1, 0, 0.0, 1, 100.0, 1),
        ("Plan", "LOC", 1, 0, 0.0, 0, None, 0),
        ("Plan", "NAT", 5, 1, 25.0, 2, 72.5, 0),
    ]
    delays = ("due_count", "overdue_count", "overdue_unknown_count", "late_start_count", "delay_known_count",
              "median_delay_month_number", "longest_delay_month_count")  # fmt: skip
    assert shown(progress, *delays) == [(0, 0, 0, 0, 0, None, None), (0, 0, 0, 1, 0, None, None), (5, 2, 1, 0, 2, 4.0, 6)]


def test_a_country_without_activities_has_zeros_if_it_has_reported_and_a_single_activity_counts_once():
    progress = counted("SEN p NAT ONG 2015-01 2016-07 -")
    told = {"SEN": (True, 1, 0), "TUN": (False, 0, 0)}
    assert shown(progress, "country_code", "is_reported", "activity_count", "overdue_count") == [
        (code, *told.get(code, (False, None, None))) for code in sorted(countries())
    ]
    assert progress["longest_delay_month_count"].isna().all()
    assert len(counted()) == len(countries())


def test_every_status_has_its_count():
    names = [f"{STATUS_COUNTS[code]}_count" for code in code_list("workplan_statuses").codes]
    row = counted(*(f"SEN p NAT {code} - - -" for code in code_list("workplan_statuses").codes), "SEN p NAT - - - -").query("is_reported")
    assert shown(row, *names, "status_not_stated_count", "activity_count") == [(*[1] * len(names), 1, len(names) + 1)]
