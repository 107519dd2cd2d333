"""Scaling: how initiatives moved from stage to stage, and which reached the tipping point by the evidence."""

import pandas as pd
import pytest

from schemas.answer_rules import answer_rules
from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape
from steps.history.stage_transitions import stage_transitions
from steps.history.tipping_points import rules, tipping_points
from steps.scaling.near_tipping_points import NO_STEP
from tests.deliveries import shown

PATH = ("from_stage_code", "to_stage_code", "direction_code")
PRECISIONS = {4: "year", 7: "month", 10: "day"}
DEED_AND_OWNERS = "BUDGET|OWNERSHIP"


def moved(log: str = "", stated: str = "") -> pd.DataFrame:
    """The transitions of one initiative: `log` as lines `stage date evidence trigger`, `stated` as `round stage`, the newest round last."""
    steps, answers, records, rows = [], [], [], []
    for number, line in enumerate(log.strip().splitlines()):
        stage, date, evidence, *trigger = line.split(maxsplit=3)
        known = None if date == "-" else f"{date}-01-01"[:10]
        steps.append({"scaling_step_id": f"s{number}", "country_code": "MAR", "initiative_id": "MAR-R1", "stage_code": stage,
                      "stage_date": known, "stage_date_precision_code": PRECISIONS.get(len(date)),
                      "trigger_text": trigger[0] if trigger else None,
                      "evidence_codes": None if evidence == "-" else evidence, "response_id": f"log{number}"})  # fmt: skip
        records.append({"response_id": f"log{number}", "table_name": "core_scaling_steps", "record_id": f"s{number}", "rank_count": 0})
        rows.append({"response_id": f"log{number}", "filling_id": "f", "round_name": "2015"})
    for number, line in enumerate(stated.strip().splitlines()):
        name, stage = line.split()
        answers.append({"response_id": f"row{number}", "submission_id": f"f{number}", "country_code": "MAR", "scaling_stage_code": stage})
        records.append({"response_id": f"row{number}", "table_name": "core_initiatives", "record_id": "MAR-R1", "rank_count": -number})
        rows.append({"response_id": f"row{number}", "filling_id": f"f{number}", "round_name": name, "sheet_name": "I", "table_number": 1})
    frames = {"core_scaling_steps": steps, "clean_initiatives": answers, "clean_records": records, "clean_rows": rows, "clean_cover": []}
    return stage_transitions(*(shape(frame, table(name)) for name, frame in frames.items()))


def test_a_log_tells_each_step_with_its_months_and_what_goes_back_unexplained():
    path = moved("""
        PIL 2010-03 -
        EXP 2011-09-15 -
        EXP 2012 -
        PIL 2013 - the donor left
        ISO 2014-06 -
        DIS 2015 -
        REP 2016 -""")
    assert shown(path, *PATH, "months_before_count", "is_unexplained") == [
        (None, "PIL", "start", None, False),
        ("PIL", "EXP", "forward", 18, False),
        ("EXP", "EXP", "same", 12, False),
        ("EXP", "PIL", "back", 24, False),
        ("PIL", "ISO", "back", 12, True),
        ("ISO", "DIS", "ended", 12, False),
        ("DIS", "REP", "resumed", 12, False),
    ]


def test_nobody_goes_back_by_dates_that_leave_the_order_open_and_one_step_said_twice_is_one():
    path = moved("EXP 2014 RESOLUTION\nPIL 2014-05 -\nPIL 2014 BUDGET\nRNF - -")
    columns = ("to_stage_code", "direction_code", "transition_date", "evidence_codes", "date_method_code", "scaling_step_ids")
    assert shown(path, *columns) == [
        ("PIL", "start", "2014-05-01", "BUDGET", "log", "s1|s2"),
        ("RNF", "forward", None, None, "round", "s3"),
        ("EXP", "forward", "2014-01-01", "RESOLUTION", "log", "s0"),
    ]


def test_where_the_log_is_silent_rounds_tell_the_stage_and_no_date_is_made_up():
    path = moved("PIL 2012 -", stated="2013 PIL\n2014 EXP\n2015 EXP\n2016 RNF")
    columns = (*PATH[1:], "transition_date", "round_name", "date_method_code", "is_unexplained", "response_ids")
    assert shown(path, *columns) == [
        ("PIL", "start", "2012-01-01", "2015", "log", False, "log0|row0"),
        ("EXP", "forward", None, "2014", "round", False, "row1|row2"),
        ("RNF", "back", None, "2016", "round", True, "row3"),
    ]
    # Rounds without a year are in the order of their names.
    assert shown(moved(stated="baseline-1 EXP\nbaseline-2 PIL"), *PATH) == [(None, "EXP", "start"), ("EXP", "PIL", "back")]


POINTS = [
    (f"INS 2014 {DEED_AND_OWNERS}", "2015 INS", (True, True, "2014-01-01", True, None)),
    (f"INS 2014 {DEED_AND_OWNERS}\nEXP 2015 - lost", "2015 EXP", (False, True, "2014-01-01", False, None)),
    ("INS 2014 BUDGET", "2015 INS", (True, False, None, None, "institution-is-owned")),
    ("INS 2014 REPLICATION|OWNERSHIP", "", (False, False, None, None, "institution-by-deed")),
    (f"INS - {DEED_AND_OWNERS}", "2015 INS", (True, False, None, None, "institution-is-dated")),
    ("", "2015 INS", (True, False, None, None, "institution-by-deed|institution-is-owned|institution-is-dated")),
    ("INS 2013 -\nINS 2014 PLAN|OWNERSHIP", "2015 INS", (True, True, "2014-01-01", True, None)),
]


@pytest.mark.parametrize(("log", "stated", "expected"), POINTS)
def test_the_tipping_point_is_what_deed_owners_and_date_prove_and_not_what_is_declared(log, stated, expected):
    today = stated.split()[-1] if stated else None
    initiative = {"initiative_id": "MAR-R1", "country_code": "MAR", "scaling_stage_code": today, "response_id": "row0"}
    points = tipping_points(moved(log, stated), shape([initiative], table("core_initiatives")))
    assert shown(points, "is_declared", "is_derived", "tipping_date", "has_lasted", "missing_codes") == [expected]


def test_an_initiative_at_another_stage_has_no_tipping_point_and_every_rule_has_its_words():
    initiative = {"initiative_id": "MAR-R1", "country_code": "MAR", "scaling_stage_code": "PIL", "response_id": "row0"}
    assert tipping_points(moved("PIL 2014 BUDGET|OWNERSHIP", "2015 PIL"), shape([initiative], table("core_initiatives"))).empty
    assert {rule.rule_code for rule in rules()} | {NO_STEP} == set(code_list("tipping_point_rules").codes)
    assert {rule.finding_code for rule in answer_rules() if rule in rules()} == {"stage-unproved", "stage-undated"}
