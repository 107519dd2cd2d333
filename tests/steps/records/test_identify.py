"""Records and references: what is one thing, what its id is, what it refers to."""

from hypothesis import given
from hypothesis import strategies as st

from steps.records.identify import own_id
from tests.deliveries import COVER, shown, tables_of

SEN = COVER.format(country="Senegal")
LESSON = """
## Codification
| Practice reference | Subject type | Subject | Title |
| G1 | Initiative | K-1 | Le guichet |
## Lessons
| Practice reference | Number | Lesson |
| G1 | 1 | {text} |
"""


def test_two_rounds_of_one_reference_are_one_initiative_and_the_newest_answer_counts(tmp_path):
    tables = tables_of(
        tmp_path,
        {
            "SEN/2015/a.xlsx": SEN
            + "\n## Initiatives\n| Own reference | Title | Status | Total budget | Currency |\n| k-1 | Titre ancien | 2 | 500 | EUR |\n"
            + LESSON.format(text="Write an agreement"),
            "SEN/2016/a.xlsx": SEN
            + "\n## Initiatives\n| Own reference | Title | Status | Total budget | Currency |\n|  K-1  | Titre nouveau | | 700 | |\n",
            "SEN/2017/a.xlsx": SEN
            + "\n## Initiatives\n| Own reference | Title |\n| K-1 | Titre nouveau |\n"
            + LESSON.format(text="Write an agreement first"),
        },
        "core_initiatives",
        "core_lessons",
        "core_finance",
        "core_lineage",
        "core_findings",
    )
    columns = ("initiative_id", "title_text", "status_code", "budget_amount", "currency_code", "response_count")
    # The status comes from the older round; the currency does not, since it belongs to another amount.
    assert shown(tables["core_initiatives"], *columns) == [("SEN-K-1", "Titre nouveau", "2", 700.0, None, 3)]
    contradictions = tables["core_findings"].query("finding_code == 'values-contradict'")
    assert shown(contradictions, "file_name", "cell_name", "value_text") == [
        ("SEN/2015/a.xlsx", "B2", "Titre ancien"),
        ("SEN/2015/a.xlsx", "D2", "500"),
        ("SEN/2015/a.xlsx", "C2", "Write an agreement"),
    ]
    assert shown(tables["core_lessons"], "practice_id", "lesson_text") == [("SEN-G1", "Write an agreement first")]
    lineage = tables["core_lineage"].query("table_name == 'core_initiatives'")
    supplied = {names.split("|")[-1]: response[4:8] for response, names in shown(lineage, "response_id", "column_names")}
    assert supplied == {"status_code": "2015", "currency_code": "2016", "title_text": "2017"}
    assert [response[4:8] for (response,) in shown(tables["core_finance"], "response_id")] == ["2016"]


def test_references_are_followed_within_the_file_or_by_name_and_unknown_ones_hold_their_row_back(tmp_path):
    tables = tables_of(
        tmp_path,
        {
            "SEN/2015/a.xlsx": SEN
            + """
            ## Initiatives
            | Own reference | Title | Lead actor |
            | R1 | Daara | A1 / A9 |
            ## Actors
            | Actor reference | Name | Type of actor |
            | A1 | Commune de Louga | Municipality |
            | A2 | ONG Yakaar | NGO |
            ## Roles of actors
            | Initiative | Actor | Role |
            | r1 | ONG Yakaar | |
            | R1 | A7 | Funder |
            | R2 | A1 | Funder |
            """
        },
        "core_initiative_actors",
        "core_actors",
        "core_findings",
        "core_responses",
    )
    names = dict(shown(tables["core_actors"], "actor_id", "actor_name"))
    parts = shown(tables["core_initiative_actors"], "initiative_id", "actor_id", "role_code")
    assert sorted((initiative, names[actor], role) for initiative, actor, role in parts) == [
        ("SEN-R1", "Commune de Louga", "LEAD"),
        ("SEN-R1", "ONG Yakaar", "PAR"),
    ]
    unknown = tables["core_findings"].query("finding_code == 'reference-unknown'")
    assert shown(unknown, "sheet_name", "cell_name", "value_text") == [
        ("Initiatives", "C2", "A9"),
        ("Roles of actors", "B3", "A7"),
        ("Roles of actors", "A4", "R2"),
    ]
    held = tables["core_responses"].query("outcome_code == 'held_back'")
    assert shown(held, "sheet_name", "row_number") == [("Roles of actors", 3), ("Roles of actors", 4)]


def test_a_workbook_sent_again_in_a_later_round_changes_nothing_but_is_told(tmp_path):
    text = (
        SEN
        + """
    ## Initiatives
    | Own reference | Title |
    | R1 | Daara |
    ## Actors
    | Actor reference | Name |
    | A1 | Commune de Louga |
    | A1 | ONG Yakaar |
    | A2 | Ministère; Emploi |
    ## Roles of actors
    | Initiative | Actor | Role |
    | R1 | Commune de Louga | |
    | R1 | A1 | Funder |
    | R1 | Ministère; Emploi | Funder |
    ## Locations
    | Initiative | Place |
    | R1 | Louga |
    ## Codification
    | Practice reference | Subject type | Subject | Title |
    | G1 | Initiative | R1 | Le guichet |
    """
    )
    again = text.replace("| G1 | Initiative | R1 |", "| G1 | | R1 |") + "\n"
    names = ["core_initiatives", "core_initiative_actors", "core_initiative_places", "core_practices", "core_responses", "core_findings"]
    once = tables_of(tmp_path / "once", {"SEN/2015/a.xlsx": text}, *names)
    twice = tables_of(tmp_path / "twice", {"SEN/round 9/a.xlsx": text, "SEN/round 10/a.xlsx": again}, *names)
    for name in names[:4]:
        # A subject's type is that of the row that names the subject, so it is blank where that row leaves it out.
        changing = [column for column in ("response_id", "response_count", "subject_type_code") if column in once[name]]
        assert twice[name].drop(columns=changing).equals(once[name].drop(columns=changing)), name
    # One reference for two organisations is a guess that nobody makes.
    ambiguous = once["core_findings"].query("finding_code == 'reference-ambiguous'")
    assert shown(ambiguous, "sheet_name", "cell_name", "value_text") == [("Roles of actors", "B3", "A1")]
    assert shown(twice["core_responses"].query("outcome_code == 'held_back'"), "row_number") == [(3,), (3,)]


def test_the_three_outputs_are_one_chain_of_records(tmp_path):
    text = (
        SEN
        + """
    ## Initiatives
    | Own reference | Title |
    | R1 | Daara |
    ## Actors
    | Actor reference | Name |
    | A1 | Commune de Louga |
    | A2 | ONG Yakaar |
    | A9 | Réseau des Communes |
    ## Partnerships
    | Actor A | Actor B | Type of partnership |
    | A1 | A2 | Twinning |
    ## Results
    | Initiative | Indicator | Value | Unit |
    | R1 | Jeunes formés | 120 | personnes |
    ## Scaling log
    | Initiative | Stage | Date of the stage | Evidence |
    | R1 | Pilote | 2013 | |
    | R1 | INS | 2015-09 | Budget line; OWNERSHIP |
    ## Networks
    | Network reference | Name | Members |
    | N1 | Réseau des communes | A1; ONG Yakaar; A3; A9 |
    ## Policy work plan
    | Activity reference | Activity | Responsible actor | Linked initiatives | Progress (%) |
    | P1 | Plaidoyer | A1 | R1 | 40 % |
    ## Codification
    | Practice reference | Subject type | Subject | Title |
    | G1 | Initiative | R1 | Le guichet |
    | G2 | Work-plan activity | P1 | Le plaidoyer |
    | G3 | Initiative | R8 | Sans objet |
    ## Lessons
    | Practice reference | Lesson |
    | G1 | Commencer petit |
    | G3 | Perdue |
    ## Knowledge products
    | Product reference | Title | Practices used |
    | K1 | Manuel | G1; G2 |
    ## Indicators
    | Pillar | Indicator | Value |
    | P5 | Pratiques codifiées | 2 |
    """
    )
    names = [
        "core_partnerships", "core_results", "core_scaling_steps", "core_network_members", "core_workplan_activities", "core_practices",
        "core_lessons", "core_knowledge_products", "core_indicators", "core_responses",
    ]  # fmt: skip
    tables = tables_of(tmp_path, {"SEN/2015/a.xlsx": text}, *names)
    assert shown(tables["core_partnerships"], "partnership_type_code") == [("TWN",)]
    assert shown(tables["core_results"], "initiative_id", "result_number") == [("SEN-R1", 120.0)]
    steps = shown(tables["core_scaling_steps"], "initiative_id", "stage_code", "stage_date", "evidence_codes")
    assert sorted(steps, key=str) == [("SEN-R1", "INS", "2015-09-01", "BUDGET|OWNERSHIP"), ("SEN-R1", "PIL", "2013-01-01", None)]
    assert len(tables["core_network_members"]) == 2  # the network is no member of itself
    activities = shown(tables["core_workplan_activities"], "activity_id", "linked_initiative_ids", "progress_share")
    assert activities == [("SEN-P1", "SEN-R1", 40.0)]
    assert shown(tables["core_practices"], "practice_id", "initiative_id", "activity_id") == [
        ("SEN-G1", "SEN-R1", None),
        ("SEN-G2", None, "SEN-P1"),
    ]
    assert shown(tables["core_lessons"], "practice_id", "lesson_text") == [("SEN-G1", "Commencer petit")]
    assert shown(tables["core_knowledge_products"], "source_practice_ids") == [("SEN-G1|SEN-G2",)]
    assert shown(tables["core_indicators"], "pillar_code", "indicator_number") == [("P5", 2.0)]
    held = tables["core_responses"].query("outcome_code == 'held_back'")
    assert shown(held, "sheet_name", "row_number") == [("Codification", 4), ("Lessons", 3)]


@given(st.text(min_size=1))
def test_case_and_blanks_make_no_other_reference(reference):
    assert own_id("SEN", reference) == own_id("SEN", f"  {reference} ")
    assert own_id("SEN", reference) != own_id("SEN", reference + "x")
