"""Setbacks: which initiatives went back or ended, when and why, and whether that was made good."""

from schemas.contracts import check_contract
from steps.scaling.setbacks import setbacks
from tests.deliveries import shown
from tests.steps.scaling.scaling_logs import logs

COLUMNS = ("initiative_id", "setback_code", "from_stage_code", "to_stage_code", "setback_date", "months_before_count")
WHY = ("reason_text", "is_unexplained", "has_lost_tipping_point", "has_recovered")


def test_setbacks_have_date_reason_and_outcome():
    told = logs(
        """
        MAR-1 INS 2012-01 BUDGET|OWNERSHIP
        MAR-1 EXP 2013-07 - the budget was cut
        NPL-1 EXP 2010
        NPL-1 PIL 2011
        NPL-1 REP 2012
        NPL-1 DIS 2013 - the earthquake
        NPL-1 RNF 2015
        SEN-1 PIL 2010
        TUN-1 PIL 2010
        TUN-1 DIS -""",
        "SEN-1 DIS",
    )
    found = setbacks(told.transitions, told.tipping_points)
    check_contract(found, "report_setbacks")
    assert shown(found, *COLUMNS) == [
        ("MAR-1", "back", "INS", "EXP", "2013-07-01", 18),
        ("NPL-1", "back", "EXP", "PIL", "2011-01-01", 12),
        ("NPL-1", "ended", "REP", "DIS", "2013-01-01", 12),
        ("SEN-1", "ended", "PIL", "DIS", None, None),  # only a round says so
        ("TUN-1", "ended", "PIL", "DIS", None, None),
    ]
    assert shown(found, *WHY) == [
        ("the budget was cut", False, True, False),
        (None, True, False, True),
        ("the earthquake", False, False, True),
        (None, False, False, False),
        (None, False, False, False),
    ]


def test_an_end_is_told_where_no_stage_before_is_known():
    told = logs("ECU-1 DIS 2015-01 - no money\nECU-3 DIS 2015-01\nECU-3 PIL 2015-06", "ECU-2 DIS")
    found = setbacks(told.transitions, told.tipping_points)
    check_contract(found, "report_setbacks")
    assert shown(found, *COLUMNS, "reason_text", "has_recovered") == [
        ("ECU-1", "ended", None, "DIS", "2015-01-01", None, "no money", False),
        ("ECU-2", "ended", None, "DIS", None, None, None, False),  # only a round says so
        ("ECU-3", "ended", None, "DIS", "2015-01-01", None, None, True),
    ]


def test_who_only_climbs_has_no_setback():
    told = logs("MAR-1 PIL 2010\nMAR-1 EXP 2012\nMAR-1 EXP 2013")
    assert setbacks(told.transitions, told.tipping_points).empty
