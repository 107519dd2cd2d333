"""Policy changes and where activities say they come from: the furthest change, its proof, and links that people reported."""

import pandas as pd

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.policy.policy_changes import policy_changes
from steps.policy.policy_influence import local_sources, policy_influence, reported_origins
from tests.deliveries import shown


def activities(*lines: str) -> pd.DataFrame:
    """core_workplan_activities of lines `policy level change document`, `-` where nothing is stated; a policy's id is its name."""
    rows = []
    for number, line in enumerate(lines):
        policy, level, change, document = (None if word == "-" else word for word in line.split())
        rows.append(
            {"activity_id": f"SEN-W{number}", "country_code": "SEN", "response_id": f"r{number}", "target_policy_id": policy,
             "target_policy_text": policy, "policy_level_code": level, "policy_change_code": change, "policy_document_text": document,
             "output_text": f"output {number}"}
        )  # fmt: skip
    return shape(rows, table("core_workplan_activities"))


def changed(made: pd.DataFrame) -> pd.DataFrame:
    """report_policy_changes of activities, by their policies."""
    named = made.dropna(subset=["target_policy_id"]).drop_duplicates("target_policy_id")
    told = policy_changes(made, shape(named.assign(activity_count=1), table("core_target_policies")))
    check_contract(told, "report_policy_changes")
    return told


def test_the_furthest_change_of_a_policy_counts_with_the_activities_outputs_and_documents_that_report_it():
    told = changed(activities(
        "law NAT AGD -", "law NAT ADP Act-7", "law NAT ADP Act-7", "law NAT - -", "plan LOC IMP -", "code REG NON -", "rule REG - -",
    ))  # fmt: skip
    columns = ("target_policy_text", "policy_level_code", "change_code", "is_changed", "is_documented", "policy_document_text",
               "reporting_activity_ids", "activity_count")  # fmt: skip
    assert shown(told.sort_values("policy_change_id"), *columns) == [
        ("code", "REG", "NON", False, None, None, "SEN-W5", 1),
        ("law", "NAT", "ADP", True, True, "Act-7", "SEN-W1|SEN-W2", 4),
        ("plan", "LOC", "IMP", True, False, None, "SEN-W4", 1),  # a change without a document is told apart
        ("rule", "REG", None, None, None, None, None, 1),  # nobody says: neither a change nor none
    ]
    assert shown(told.query("target_policy_text == 'law'"), "output_text") == [("output 1 | output 2",)]


def test_a_change_of_a_policy_without_a_name_is_not_lost_and_two_of_them_are_two():
    told = changed(activities("- NAT ADP Act-1", "- NAT DRF -", "- NAT NON -", "- NAT - -"))
    assert shown(told, "policy_change_id", "target_policy_id", "change_code") == [("SEN-W0", None, "ADP"), ("SEN-W1", None, "DRF")]


def influenced(made: pd.DataFrame, initiatives: str = "", practices: str = "") -> pd.DataFrame:
    """report_policy_influence of activities that build on initiatives and practices, in pairs such as `W0:R1` and `W0:G1`.

    R1 is led by a municipality and works in two places, one of them named twice; R2 by an NGO. The practice G1 codifies R1, the
    practice R2 an activity.
    """

    def pairs(text: str, name: str) -> list[dict[str, object]]:
        split = (pair.split(":") for pair in text.split())
        return [{"activity_id": f"SEN-{one}", name: f"SEN-{other}", "country_code": "SEN", "response_id": "r0"} for one, other in split]

    rows: dict[str, list[dict[str, object]]] = {
        "core_activity_initiatives": pairs(initiatives, "initiative_id"),
        "core_activity_practices": pairs(practices, "practice_id"),
        "core_practices": [{"practice_id": "SEN-G1", "initiative_id": "SEN-R1"}, {"practice_id": "SEN-R2", "activity_id": "SEN-W0"}],
        "core_initiatives": [{"initiative_id": "SEN-R1", "title_text": "Guichet"}, {"initiative_id": "SEN-R2", "title_text": "Cours"}],
        "core_initiative_actors": [{"initiative_id": f"SEN-R{number}", "actor_id": f"a{number}", "role_code": role}
                                   for number, role in ((1, "LEAD"), (1, "FUND"), (2, "LEAD"))],
        "core_actors": [{"actor_id": "a1", "actor_name": "Louga", "actor_type_code": "LA_MUN"}, {"actor_id": "a2", "actor_name": "ONG"}],
        "core_initiative_places": [{"initiative_id": "SEN-R1", "place_id": one, "place_name": one, "status_code": status}
                                   for one, status in (("Louga", "matched"), ("Louga", "matched"), ("Kébémer", "matched"), ("?", "none"))],
    }  # fmt: skip
    frames = {name: shape(own, table(name)) for name, own in rows.items()}
    origins = reported_origins(*(frames[name] for name in ("core_activity_initiatives", "core_activity_practices", "core_practices")))
    about = ("core_initiatives", "core_initiative_actors", "core_actors", "core_initiative_places")
    told = policy_influence(changed(made), made, origins, local_sources(*(frames[name] for name in about)))
    check_contract(told, "report_policy_influence")
    return told


LINK = ("activity_id", "initiative_id", "practice_ids", "has_reported_link", "is_linked_directly", "is_local")


def test_an_origin_named_directly_and_through_its_practice_stands_once_with_its_places_and_authorities():
    told = influenced(activities("law NAT ADP Act-7"), "W0:R1 W0:R2", "W0:G1 W0:R2")
    assert shown(told, *LINK) == [
        ("SEN-W0", "SEN-R1", "SEN-G1", True, True, True),
        ("SEN-W0", "SEN-R2", None, True, True, False),
        ("SEN-W0", None, "SEN-R2", True, None, None),  # a practice that codifies no initiative
    ]
    local = told.query("initiative_id == 'SEN-R1'")
    assert shown(local, "local_authorities_text", "place_ids", "change_code") == [("Louga", "Kébémer|Louga", "ADP")]


def test_only_changes_above_the_local_level_are_followed_and_one_without_a_link_is_told():
    made = activities(
        "law NAT ADP -", "law NAT AGD -", "law NAT NON -", "plan LOC IMP -", "code - DRF -", "rule REG NON -", "act INT DRF -"
    )
    told = influenced(made, "W1:R1 W2:R1 W3:R1 W4:R1 W5:R1", "W6:G1")
    assert shown(told, "policy_level_code", "change_code", "activity_change_code", *LINK) == [
        ("INT", "DRF", "DRF", "SEN-W6", "SEN-R1", "SEN-G1", True, False, True),
        ("NAT", "ADP", "ADP", "SEN-W0", None, None, False, None, None),
        ("NAT", "ADP", "AGD", "SEN-W1", "SEN-R1", None, True, True, True),  # it put on the agenda what was adopted later
    ]


def test_without_activities_nothing_has_changed_and_nothing_is_followed():
    assert len(changed(activities())) == len(influenced(activities())) == 0
