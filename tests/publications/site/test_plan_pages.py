"""Policy work plans: activities against their own dates, and policies that changed, of which nobody says why."""

from publications.site import initiative_pages
from publications.site.initiative_records import ACTIVITIES_OF_A_PAGE
from publications.site.plan_pages import pages
from publications.site.records import anchor
from tests.publications.small_site import HARM, Page, initiative, small_contents

ACTIVITY = {"activity_id": "A-1", "country_code": "MAR", "activity_text": "train", "response_id": "r"}
JUDGED = {"activity_id": "A-1", "country_code": "MAR", "is_contradictory": False, "response_id": "r"}
PROGRESS = {"country_code": "MAR", "plan_id": "not_stated", "policy_level_code": "not_stated", "is_reported": True}
CHANGE = {"policy_change_id": "C", "country_code": "MAR", "target_policy_text": "Law", "policy_level_code": "NAT", "activity_ids": "A-1"}


def made(**tables):
    return {name: Page(content) for name, content in pages(small_contents(tables))}


def test_what_is_overdue_says_so_in_words_and_by_how_much():
    activity = ACTIVITY | {"status_code": "ONG", "planned_end_date": "2017-09-01", "planned_end_date_precision_code": "month"}
    judged = JUDGED | {"is_overdue": True, "delay_month_count": 3, "progress_share": 60.0, "reference_date": "2017-12-15"}
    text = made(core_workplan_activities=[activity], report_activity_progress=[judged])["plans/MAR.html"].text
    for words in ("⚠ Overdue by 3 months", "Ongoing as of 2017-12-15", "… – 2017-09", "60 %", "Activities that name no plan"):
        assert words in text
    on_time = made(core_workplan_activities=[activity], report_activity_progress=[JUDGED])["plans/MAR.html"].text
    assert "Overdue" not in on_time and "Progress not stated" in on_time


def test_the_index_counts_and_tells_no_report_from_none():
    told = PROGRESS | {"activity_count": 2, "completed_count": 1, "overdue_count": 1}
    silent = PROGRESS | {"country_code": "TUN", "is_reported": False, "activity_count": 0}
    page = made(report_work_plan_progress=[told, told | {"plan_id": "p"}, silent])["plans.html"]
    assert "Morocco 4 – – 2 – – 2 " in page.text
    assert "Tunisia no activity reported" in page.text
    assert "plans/MAR.html" not in page.addresses(), "activities that are counted but not shown have no page"


def test_figures_that_rest_on_invented_examples_say_so():
    tables = {"core_workplan_activities": [ACTIVITY], "report_work_plan_progress": [PROGRESS | {"activity_count": 1}]}
    told = [
        "rest wholly or partly on invented examples" in Page(dict(pages(small_contents(tables, examples=examples)))["plans.html"]).text
        for examples in (frozenset({("core_workplan_activities", "A-1")}), frozenset())
    ]
    assert told == [True, False]


def test_reported_links_are_never_called_causes():
    link = {
        "influence_id": "I", "policy_change_id": "C", "country_code": "MAR", "target_policy_text": "Law", "policy_level_code": "NAT",
        "change_code": "ADP", "is_documented": True, "activity_id": "A-1", "activity_change_code": "ADP", "has_reported_link": True,
        "is_linked_directly": True, "initiative_id": "MAR-1", "initiative_title_text": "title", "places_text": "Figuig | Rabat",
    }  # fmt: skip
    change = CHANGE | {
        "change_code": "ADP",
        "is_changed": True,
        "is_documented": True,
        "policy_document_text": "Journal",
        "activity_count": 1,
    }
    site = made(
        core_initiatives=[initiative()],
        core_workplan_activities=[ACTIVITY | {"linked_initiative_ids": "MAR-1|gone"}],
        report_policy_changes=[change],
        report_policy_influence=[link],
    )
    page = site["plans/MAR.html"]
    assert "Nobody has tested whether a policy changed because of an initiative." in page.text
    assert "✓ Journal" in page.text and "Figuig; Rabat" in page.text
    assert list(page.addresses()).count("../initiatives/MAR-1.html") == 2
    assert "National Adopted 1 1" in site["plans.html"].text


def test_every_activity_has_a_place_of_its_own_whatever_its_id():
    keys = ["A-1", "a-1", 'x" onclick="y', "ü"]
    page = made(core_workplan_activities=[ACTIVITY | {"activity_id": key} for key in keys])["plans/MAR.html"]
    assert {anchor(key) for key in keys} <= set(page.ids)
    assert len(page.ids) == len({one.casefold() for one in page.ids})


def test_a_page_of_many_activities_goes_on_and_links_lead_to_the_right_one():
    many = [ACTIVITY | {"activity_id": f"A-{number:03}", "objective_text": f"{number:03}"} for number in range(ACTIVITIES_OF_A_PAGE + 1)]
    link = {"activity_id": many[-1]["activity_id"], "initiative_id": "MAR-1", "country_code": "MAR"}
    contents = small_contents({"core_workplan_activities": many, "core_initiatives": [initiative()], "core_activity_initiatives": [link]})
    assert [name for name, _ in pages(contents)] == ["plans.html", "plans/MAR.html", "plans/MAR-2.html"]
    shown = Page(dict(initiative_pages.pages(contents))["initiatives/MAR-1.html"])
    assert f"../plans/MAR-2.html#{anchor(link['activity_id'])}" in shown.addresses()


def test_texts_that_mean_harm_stay_texts():
    for text in HARM:
        told = dict.fromkeys(("activity_text", "objective_text", "target_policy_text", "output_text", "policy_document_text"), text)
        page = made(core_workplan_activities=[ACTIVITY | told], report_policy_changes=[CHANGE | {"target_policy_text": text}])[
            "plans/MAR.html"
        ]
        assert "img" not in {tag for tag, _ in page.tags}
        assert [told for tag, told in page.tags if tag == "script"] == [{"src": "../assets/site.js", "defer": None}]
