"""Near the tipping point: who is one step short of it, and what is missing."""

from schemas.contracts import check_contract
from steps.scaling.near_tipping_points import near_tipping_points
from tests.deliveries import shown
from tests.steps.scaling.scaling_logs import logs

COLUMNS = ("near_reason_code", "stage_code", "stage_date", "evidence_codes", "missing_codes")
OWNED, DEED, STEP, DATE = "institution-is-owned", "institution-by-deed", "institution-is-logged", "institution-is-dated"
CASES = [
    # declared: the step to INS must prove it by its own evidence
    ("PIL 2010\nINS 2014 BUDGET", "INS", ("declared", "INS", "2014-01-01", "BUDGET", OWNED)),
    ("INT 2012 PLAN\nINS 2014 OWNERSHIP", "-", ("declared", "INS", "2014-01-01", "PLAN|OWNERSHIP", DEED)),
    ("INS - BUDGET|OWNERSHIP", "INS", ("declared", "INS", None, "BUDGET|OWNERSHIP", DATE)),
    ("INT 2012 PLAN", "INS", ("declared", "INS", None, "PLAN", f"{STEP}|{OWNED}")),
    ("", "INS", ("declared", "INS", None, None, f"{STEP}|{DEED}|{OWNED}")),
    # in a local plan, the last stage before it
    ("INT 2012-05 PLAN\nINT 2013 -", "INT", ("integrated", "INT", "2012-05-01", "PLAN", f"{STEP}|{OWNED}")),
    ("", "INT", ("integrated", "INT", None, None, f"{STEP}|{DEED}|{OWNED}")),
    # proved at another stage
    ("PIL 2010 RESOLUTION\nREP 2013 OWNERSHIP", "REP", ("proved", "REP", "2013-01-01", "RESOLUTION|OWNERSHIP", STEP)),
    # not near: reached, ended, or more than one step short
    ("INS 2014 BUDGET|OWNERSHIP", "INS", None),
    ("INS 2014 BUDGET|OWNERSHIP\nEXP 2015 - the budget was cut", "EXP", None),
    ("INT 2012 PLAN\nDIS 2014", "DIS", None),
    ("INT 2012 PLAN\nPIL 2014 - a new council", "PIL", None),
    ("REP 2013 OWNERSHIP", "REP", None),
]


def test_who_is_one_step_short_says_what_is_missing():
    log = "\n".join(f"MAR-{number:02} {line}" for number, (steps, _, _) in enumerate(CASES) for line in steps.splitlines())
    told = logs(log, "\n".join(f"MAR-{number:02} {stage}" for number, (_, stage, _) in enumerate(CASES)))
    near = near_tipping_points(told.transitions, told.tipping_points)
    check_contract(near, "report_near_tipping_points")
    found = dict(zip(near["initiative_id"], shown(near, *COLUMNS), strict=True))
    assert found == {f"MAR-{number:02}": row for number, (_, _, row) in enumerate(CASES) if row}


def test_what_is_missing_is_told_in_words_with_the_proof_there_is():
    told = logs("TUN-1 EXP 2010 BUDGET\nTUN-1 INT 2012 PLAN")
    near = near_tipping_points(told.transitions, told.tipping_points)
    words = "The step to the stage INS in the log, with its date; The stakeholders' statement that they own it"
    assert shown(near, "missing_text", "missing_count", "evidence_ref_text") == [(words, 2, "proof 0 | proof 1")]
