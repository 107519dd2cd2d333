"""Data quality: figures as the tables have them, what is unknown counted as unknown, and why something is left out."""

from publications.site.quality_page import WHY, pages, rounds, unknown_answers
from schemas.countries import countries
from steps.handing_on import leave_out
from tests.publications.small_site import Page, initiative, small_contents

COMPLETE = {"country_code": "MAR", "has_reported": True, "latest_round_name": "2017", "initiative_count": 4} | {
    "expected_answer_count": 40, "given_answer_count": 10, "place_count": 8, "matched_place_count": 6, "mapped_initiative_count": 3
}  # fmt: skip
FILE = {
    "submission_id": "a",
    "country_code": "MAR",
    "round_name": "2016",
    "outcome_code": "read",
    "accepted_count": 5,
    "held_back_count": 1,
}


def page_of(left_out=None, **tables):
    return Page(dict(pages(small_contents(tables, left_out=left_out)))["quality.html"])


def test_a_country_that_has_not_reported_has_no_noughts():
    text = page_of(report_completeness=[COMPLETE]).text
    assert "Morocco 2017 4 10 of 40 6 of 8 3 of 4" in text
    assert text.count("has not reported: nothing is known, which is no 0") == len(countries()) - 1


def test_rounds_are_counted_by_country_the_latest_first():
    files = [
        FILE | {"submission_date": "2016-12-01", "submission_date_precision_code": "day", "is_example": False},
        FILE | {"submission_date": "2016-11-01", "submission_date_precision_code": "month", "is_example": True},
        FILE | {"round_name": "2017", "is_example": True},
    ]
    told = rounds(small_contents({"core_submissions": files}).rows("core_submissions"))
    assert [(one.round_name, one.file_count, one.accepted_count, one.last_day, one.is_example) for one in told] == [
        ("2017", 1, 5, "", True),
        ("2016", 2, 10, "2016-12-01", False),
    ]


def test_unknown_answers_are_counted_question_by_question():
    contents = small_contents({"core_initiatives": [initiative(status_code="2"), initiative("MAR-2")]})
    told = dict(unknown_answers(contents))
    assert (told["Title"], told["Status"], told["Start date"]) == (0, 1, 2)


def test_open_places_are_told_apart():
    places = [
        {"initiative_id": "MAR-1", "country_code": "MAR", "status_code": status} for status in ("matched", "ambiguous", "none", "none")
    ]
    assert "Morocco 1 1 0 0 2 3" in page_of(core_initiative_places=places).text


def test_every_reason_for_leaving_out_has_its_words():
    reasons = (leave_out.CONSENT, leave_out.SECRET, leave_out.UNRELEASED, leave_out.REFERS, leave_out.WORK)
    text = page_of(left_out={reason: {"core_initiatives": 2, "core_lineage": 5} for reason in reasons}).text
    for reason in reasons:
        assert f"{WHY[reason]} 2 7" in text
    assert "Nothing had to be left out" in page_of().text
