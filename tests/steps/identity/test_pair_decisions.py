"""People's decisions held against the reports: what is followed, what has lost a report, what names none."""

import pandas as pd
import pytest

from schemas.decided_pairs import DecidedPair
from schemas.errors import BrokenReference
from steps.identity.decide import checked, decisions_held, stale_findings
from tests.deliveries import shown

NOW, EARLIER = {"MAR-R041": "MAR-R041", "MAR-R042": "MAR-R041", "MAR-R051": "MAR-R051", "SEN-R050": "SEN-R050"}, {"MAR-R007"}
IDENTITIES = pd.DataFrame({"reported_id": list(NOW), "initiative_id": list(NOW.values())})


def decided(name: str, first: str, second: str, verdict: str) -> DecidedPair:
    return DecidedPair(name, first, second, verdict, "one programme", "JMDI data team", "2026-11-24")


def test_a_decision_about_a_report_that_nobody_ever_sent_stops_the_build_and_names_the_nearest():
    with pytest.raises(BrokenReference) as fault:
        checked([decided("D1", "MAR-R041", "MAR-R050", "same")], NOW, EARLIER)
    sentence = "reference/decisions/decided_pairs.csv, D1: no delivery ever had the report MAR-R050; the nearest is MAR-R051."
    assert str(fault.value) == sentence, "of its country: SEN-R050 is nearer"
    with pytest.raises(BrokenReference, match=r"no delivery ever had the report TUN-1\.$"):
        checked([decided("D1", "TUN-1", "TUN-2", "same")], NOW, EARLIER)


def test_each_decision_says_whether_this_build_follows_it_and_one_that_lost_a_report_is_told():
    decisions = checked(
        [
            decided("D1", "MAR-R042", "MAR-R041", "same"),
            decided("D2", "MAR-R041", "MAR-R051", "unsure"),
            decided("D3", "MAR-R041", "MAR-R007", "same"),
            decided("D4", "MAR-R042", "MAR-R051", "same"),
        ],
        NOW,
        EARLIER,
    )
    held = decisions_held(decisions, IDENTITIES)
    assert shown(held, "decision_id", "decision_code", "is_second_present", "is_stale", "is_followed") == [
        ("D1", "same", True, False, True),
        ("D2", "unsure", True, False, True),
        ("D3", "same", False, True, False),
        ("D4", "same", True, False, False),
    ]
    files = pd.DataFrame(
        [
            ("a", "MAR", "2015", "MAR/2015/a.xlsx"),
            ("c", "MAR", "2016", "MAR/2016/c.xlsx"),
            ("b", "SEN", "2017", "SEN/2017/b.xlsx"),
        ],
        columns=["submission_id", "country_code", "round_name", "file_name"],
    )
    told = pd.DataFrame(stale_findings(held, files))
    assert shown(told, "submission_id", "finding_code", "message_text") == [
        (
            "c", "pair-decision-stale",
            "La décision D3 sur deux déclarations n'est suivie par rien : aucun envoi ne contient plus MAR-R007.",
        )
    ]  # fmt: skip
    assert not list(stale_findings(held, files[files["country_code"] == "SEN"]))


def test_a_decision_written_by_hand_is_told_without_personal_data():
    by_hand = DecidedPair("D1", "MAR-R041", "MAR-R042", "same", "ask ana@example.org", "Data team, tel. 06 61 00 11 22", "2026-01-01")
    held = decisions_held([by_hand], IDENTITIES)
    assert shown(held, "reason_text", "author_name") == [("ask […]", "Data team, tel. […]")]
