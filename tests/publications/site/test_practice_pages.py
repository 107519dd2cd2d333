"""The catalogue of practices: what is released, how strong and complete it is, and every text that its author wrote."""

from publications.site.practice_pages import pages
from schemas.form import form
from tests.publications.small_site import HARM, Page, initiative, small_contents

PRACTICE = {"practice_id": "P-1", "country_code": "MAR", "title_text": "Guichet", "subject_ref": "EX", "response_id": "r"}
REPORT = {
    "practice_id": "P-1", "country_code": "MAR", "title_text": "Guichet", "sheet_code": "project", "needed_section_count": 13,
    "filled_section_count": 4, "completeness_share": 30.8, "missing_sections_text": "Lessons; Results and evidence", "is_validated": False,
    "has_replicability_conditions": False, "lesson_count": 0, "works_lesson_count": 0, "avoid_lesson_count": 0,
}  # fmt: skip
TEXTS = [one.question_code for one in form()["practices"].questions if one.kind == "text" and one.question_code.endswith("_text")]


def made(practice, report=REPORT, **tables):
    return dict(pages(small_contents({"core_practices": [practice], "report_practices": [report] if report else []} | tables)))


def test_a_page_holds_every_text_whatever_its_sheet():
    for sheet in ("project", "policy_plan"):
        told = {column: f"«{column}»" for column in TEXTS}
        page = Page(made(PRACTICE | told, REPORT | {"sheet_code": sheet})["practices/P-1.html"])
        assert [column for column in TEXTS if page.text.count(f"«{column}»") == 0] == []


def test_a_page_says_how_strong_and_complete_it_is_and_leads_to_what_it_is_about():
    told = {"initiative_id": "MAR-1", "subject_type_code": "initiative", "evidence_level_code": "E2", "replicability_score": 4}
    lessons = [{"lesson_id": "l", "practice_id": "P-1", "country_code": "MAR", "lesson_text": "ask first", "polarity_code": "avoid"}]
    reviews = [
        {
            "practice_id": "P-1",
            "move_number": 1,
            "round_name": "2016",
            "to_status_code": "VALIDATED",
            "is_allowed": False,
            "fault_codes": "skipped",
        }
    ]
    tables = {"core_initiatives": [initiative()], "core_lessons": lessons, "core_practice_reviews": reviews}
    page = Page(made(PRACTICE | told, **tables)["practices/P-1.html"])
    for words in (
        "4 of 13 sections are filled; not yet: Lessons; Results and evidence", "Monitored vs baseline", "4 of 5", "not validated yet",
        "✗ Avoid ask first", "2016: Validated", "a move that the rules do not allow",
    ):  # fmt: skip
        assert words in page.text
    assert "../initiatives/MAR-1.html" in page.addresses()
    every = Page(made(PRACTICE, **tables)["lessons.html"])
    assert "ask first ✗ Avoid" in every.text and "practices/P-1.html" in every.addresses()


def test_a_lesson_of_an_invented_example_bears_its_badge():
    lesson = {"practice_id": "P-1", "country_code": "MAR", "polarity_code": "works"}
    lessons = [lesson | {"lesson_id": "l", "lesson_text": "invented"}, lesson | {"lesson_id": "m", "lesson_text": "met"}]
    tables = {"core_practices": [PRACTICE], "core_lessons": lessons}
    page = Page(dict(pages(small_contents(tables, examples=frozenset({("core_lessons", "l")}))))["lessons.html"])
    assert [row[0] for row in page.rows("Lesson")] == ["invented Invented example", "met"]


def test_the_list_can_be_filtered_by_all_that_it_shows():
    practices = [
        PRACTICE | {"practice_kind_code": "GP", "sdg_target_codes": "10.7|8.3|10.2", "replicability_score": 4, "evidence_level_code": "E2"},
        PRACTICE | {"practice_id": "P-2", "country_code": "TUN", "practice_kind_code": "FL", "sdg_target_codes": "8.5"},
    ]
    page = Page(dict(pages(small_contents({"core_practices": practices})))["practices.html"])
    first = next(told for tag, told in page.tags if told.get("data-country") == "MAR")
    assert (first["data-kind"], first["data-goal"], first["data-score"], first["data-evidence"]) == ("GP", "8|10", "4", "E2")
    assert {told["data-field"] for tag, told in page.tags if tag == "select"} == {"country", "kind", "goal"}, "a field of one value is none"


def test_no_practice_and_none_that_is_judged_are_whole_pages():
    assert "This edition holds no practices." in Page(dict(pages(small_contents({})))["practices.html"]).text
    assert "not stated" in Page(made(PRACTICE, None)["practices/P-1.html"]).text


def test_texts_that_mean_harm_stay_texts():
    for text in HARM:
        site = made(PRACTICE | dict.fromkeys((*TEXTS, "title_text", "subject_ref"), text))
        for content in site.values():
            assert {tag for tag, _ in Page(content).tags}.isdisjoint({"img"}) and b"<script>" not in content
