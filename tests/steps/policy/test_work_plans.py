"""Work plans as one connected thing: what activities name, by words and never by row, and what a practice can codify."""

import pytest

from schemas.registry import table
from schemas.tables import shape
from steps.policy.near_plans import named_plan, near_plans
from steps.policy.work_plans import objectives, target_policies, work_plans
from steps.records.identify import work_plan_id
from tests.deliveries import COVER, shown, tables_of

SEN = COVER.format(country="Senegal")


def test_titles_that_fold_equal_are_one_plan_and_a_near_spelling_is_two_and_a_note(tables):
    assert sorted(shown(tables["core_work_plans"], "plan_title_text", "plan_year", "activity_count")) == [
        ("PLAN migration", 2015, 2), ("Plan migration", 2016, 1), ("Plan migratoin", 2015, 1),
    ]  # fmt: skip
    told = tables["core_findings"].query("finding_code == 'plan-alike'")
    assert shown(told, "severity_code", "cell_name", "value_text") == [("note", "B4", "Plan migratoin (2015)")]


def test_an_objective_lies_within_its_plan_and_a_policy_within_its_level(tables):
    plans = dict(shown(tables["core_work_plans"], "plan_id", "plan_year"))
    within = [(plans[plan], text, count) for plan, text, count in shown(
        tables["core_work_plan_objectives"], "plan_id", "objective_text", "activity_count")]  # fmt: skip
    assert sorted(within) == [(2015, "Former", 1), (2015, "Intégrer", 2), (2016, "Intégrer", 1)]
    policies = shown(tables["core_target_policies"], "policy_level_code", "target_policy_text", "activity_count")
    assert sorted(policies) == [("LOC", "Loi sur la diaspora", 1), ("NAT", "Loi sur la diaspora", 2)]
    without = tables["core_workplan_activities"].query("activity_id == 'SEN-W5'")
    assert shown(without, "plan_id", "objective_id", "objective_text", "target_policy_id") == [(None, None, "Sans plan", None)]


def test_an_activity_is_linked_to_who_acts_and_to_what_it_builds_on(tables):
    responsible = shown(tables["core_activity_actors"], "activity_id", "is_responsible")
    assert responsible.count(("SEN-W1", True)) == 1  # the commune, which is named as a partner too
    assert sorted(responsible) == [("SEN-W1", False), ("SEN-W1", True), ("SEN-W2", True)]
    assert shown(tables["core_activity_initiatives"], "activity_id", "initiative_id") == [("SEN-W1", "SEN-R1"), ("SEN-W3", "SEN-R1")]
    practices = [("SEN-W1", "SEN-G1"), ("SEN-W2", "SEN-G2")]
    assert shown(tables["core_activity_practices"], "activity_id", "practice_id") == practices
    unknown = tables["core_findings"].query("finding_code == 'reference-unknown' and sheet_name == 'Policy work plan'")
    assert shown(unknown, "cell_name", "value_text") == [("M2", "G9")]
    assert "SEN-W1" in set(tables["core_workplan_activities"]["activity_id"])  # a lost link holds no activity back


def test_a_practice_may_codify_a_whole_plan_named_by_its_title(tables):
    plans = {plan: (title, year) for plan, title, year in shown(tables["core_work_plans"], "plan_id", "plan_title_text", "plan_year")}
    codified = shown(tables["core_practices"], "practice_id", "initiative_id", "activity_id", "plan_id")
    assert [(practice, initiative, activity, plans.get(plan)) for practice, initiative, activity, plan in codified] == [
        ("SEN-G1", "SEN-R1", None, None),
        ("SEN-G2", None, None, ("PLAN migration", 2015)),
        ("SEN-G3", None, None, ("Plan migratoin", 2015)),
    ]
    held = tables["core_findings"].query("sheet_name == 'Codification' and severity_code == 'must_fix'")
    assert shown(held, "cell_name", "finding_code", "value_text") == [
        ("C5", "reference-ambiguous", "Plan migration"),
        ("C6", "reference-unknown", "Plan santé"),
    ]


def test_a_corrected_title_is_still_found_by_the_old_one(tmp_path):
    header = "## Policy work plan\n| Activity reference | Title of the plan | Year of the plan | Activity |\n"
    practice = "\n## Codification\n| Practice reference | Subject type | Subject | Title |\n| G1 | Work plan | Plan migratoin | Le plan |\n"
    books = {
        "SEN/2015/a.xlsx": SEN + header + "| W1 | Plan migratoin | 2015 | Plaidoyer |\n" + practice,
        "SEN/2016/a.xlsx": SEN + header + "| W1 | Plan migration | 2015 | Plaidoyer |\n",
    }
    tables = tables_of(tmp_path, books, "core_work_plans", "core_practices")
    ((plan, title),) = shown(tables["core_work_plans"], "plan_id", "plan_title_text")
    assert (title, plan) == ("Plan migration", work_plan_id("SEN", "PLAN  MIGRATION", 2015))
    assert shown(tables["core_practices"], "plan_id") == [(plan,)]


def test_the_words_that_most_activities_use_are_shown_and_no_activity_makes_no_plan():
    rows = [{"activity_id": f"SEN-W{number}", "country_code": "SEN", "plan_id": "p", "plan_title_text": title, "response_id": f"r{number}"}
            for number, title in enumerate(["B", "a", "A", "a", "B"])]  # fmt: skip
    made = work_plans(shape(rows, table("core_workplan_activities")))
    assert shown(made, "plan_title_text", "activity_count", "response_id") == [("B", 5, "r0")]
    nothing = shape([], table("core_workplan_activities"))
    assert [len(make(nothing)) for make in (work_plans, objectives, target_policies)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        (("SEN", "Plan migration", 2015), ("SEN", "Plan migratoin", 2015), True),
        (("SEN", "Plan: migration", 2015), ("SEN", "Plan (migration)", 2015), True),
        (("SEN", "Plan migration", 2015), ("SEN", "Plan migration", None), True),
        (("SEN", "Plan migration", 2015), ("SEN", "Plan migration", 2016), False),
        (("SEN", "Plan migration", 2015), ("MAR", "Plan migratoin", 2015), False),
        (("SEN", "Plan de Louga", 2015), ("SEN", "Plan de Thiès", 2015), False),
    ],
)
def test_plans_that_may_be_one_are_told(one, other, is_near):
    plans = [plan for plan in (named_plan(*one), named_plan(*other)) if plan]
    assert bool(near_plans(plans)) is is_near
