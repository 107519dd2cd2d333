"""How complete a codification is, what it teaches, whether its texts may be released, and what all of it comes to by country."""

import pytest

from schemas.contracts import check_contract
from schemas.countries import countries
from schemas.registry import table
from schemas.tables import shape
from steps.codification.counts import codification, lesson_counts
from steps.codification.scores import consents_of_practices, practice_scores
from tests.deliveries import shown
from tests.steps.codification.practices import complete, consents, initiatives, lessons, practices

NO_REVIEWS = shape([], table("core_practice_reviews"))


def test_sections_are_filled_by_all_their_columns_and_a_policy_plan_needs_others():
    told = practices({
        "MAR-FULL": complete(),
        "MAR-HALF": complete(evidence_level_code=None, migration_context_text=None, links_text=None, replicability_text="a budget"),
        "MAR-PLAN": complete("policy_plan", development_context_text=None, replicability_score=None),
        "MAR-PROJ": complete("policy_plan", subject_type_code="initiative", replicability_score=2),
        "MAR-BARE": {},
    })  # fmt: skip
    taught = lessons("MAR-FULL design works -", "MAR-FULL data avoid report", "MAR-HALF - - -", "MAR-PLAN rights works -")
    scores = practice_scores(told, taught, NO_REVIEWS, initiatives(), consents())
    check_contract(scores, "report_practices")
    columns = ("practice_id", "sheet_code", "filled_section_count", "needed_section_count", "completeness_share", "missing_section_codes")
    assert shown(scores, *columns) == [
        ("MAR-FULL", "project", 13, 13, 100.0, None),
        ("MAR-HALF", "project", 11, 13, 84.6, "migration_context|results"),
        ("MAR-PLAN", "policy_plan", 16, 16, 100.0, None),
        ("MAR-PROJ", "project", 11, 13, 84.6, "development_context|lessons"),
        ("MAR-BARE", "project", 0, 13, 0.0, "|".join(MISSING_OF_BARE)),
    ]
    assert shown(scores.head(2), "lesson_count", "works_lesson_count", "avoid_lesson_count", "has_replicability_conditions") == [
        (2, 1, 1, False),
        (1, 0, 0, True),
    ]
    assert scores.loc[1, "missing_sections_text"] == "Migration context; Results and evidence"


def test_a_review_that_was_moved_against_the_rules_has_validated_nothing():
    made = practices({one: complete(review_status_code="PUBLISHED") for one in ("MAR-A", "MAR-B", "MAR-C")})
    moves = [("MAR-A", 1, False), ("MAR-A", 2, True), ("MAR-B", 1, True), ("MAR-B", 2, False)]
    reviews = shape(
        [dict(zip(("practice_id", "move_number", "is_allowed"), move, strict=True)) for move in moves], table("core_practice_reviews")
    )
    scores = practice_scores(made, lessons(), reviews, initiatives(), consents())
    assert shown(scores, "practice_id", "is_validated") == [("MAR-A", True), ("MAR-B", False), ("MAR-C", True)]


MISSING_OF_BARE = (
    "introduction", "migration_context", "development_context", "policy_context", "problem", "overview", "results", "success_factors",
    "lessons", "recommendations", "sustainability", "replicability", "sdg",
)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "consent", "barriers"),
    [
        ({"is_publishable": True}, "PUB", None),
        ({}, "", None),  # what nobody said forbids nothing
        ({"is_publishable": False}, "PUB", "not_released"),
        ({"initiative_id": "MAR-R9"}, "AGG", "consent|confidential"),
        ({"is_publishable": False}, "NO", "not_released|consent"),
    ],
)
def test_texts_are_kept_back_where_anybody_forbids_their_release(answers, consent, barriers):
    scores = practice_scores(
        practices({"MAR-GP": complete(**answers)}),
        lessons(),
        NO_REVIEWS,
        initiatives("MAR-R9"),
        consents(**({"GP": consent} if consent else {})),
    )
    assert shown(scores, "barrier_codes") == [(barriers,)]


def test_of_several_covers_the_strictest_consent_counts():
    rows = [{"response_id": f"{kind}{one}", "filling_id": one} for kind in ("row", "cover") for one in "ab"]
    records = [{"response_id": f"row{one}", "table_name": "core_practices", "record_id": "MAR-GP"} for one in "ab"]
    cover = [{"response_id": "covera", "consent_code": "PUB"}, {"response_id": "coverb", "consent_code": "INT"}]
    found = consents_of_practices(*(shape(frame, table(name)) for name, frame in
                                    (("clean_records", records), ("clean_rows", rows), ("clean_cover", cover))))  # fmt: skip
    scores = practice_scores(practices({"MAR-GP": complete()}), lessons(), NO_REVIEWS, initiatives(), found)
    assert shown(scores, "barrier_codes") == [("consent",)]


def test_countries_are_counted_once_a_practice_and_one_that_sent_nothing_is_no_zero():
    told = practices({
        "MAR-1": complete(),
        "MAR-2": complete(introduction_text=None),
        "MAR-3": {"practice_kind_code": "LL"},
        "NPL-1": complete(review_status_code="DRAFT"),
    })  # fmt: skip
    taught = lessons("MAR-1 design works report", "MAR-1 design works -", "MAR-2 design works -", "MAR-3 - avoid -", "NPL-1 data works -")
    files = shape([{"country_code": one, "outcome_code": "read"} for one in ("MAR", "NPL", "PHL")], table("core_submissions"))
    scores = practice_scores(told, taught, NO_REVIEWS, initiatives(), consents())
    counted, of_lessons = codification(scores, files), lesson_counts(taught, scores, files)
    for name, frame in (("report_codification", counted), ("report_lessons", of_lessons)):
        check_contract(frame, name)
        assert set(frame["country_code"]) == set(countries())
    assert shown(counted[counted["country_code"].isin(["MAR", "NPL", "PHL", "TUN"])], *table("report_codification").column_names) == [
        ("MAR", "GP", "VALIDATED", "E2", 2, 26, 25, 96.2, 2, 3),
        ("MAR", "LL", "not_stated", "not_stated", 1, 13, 1, 7.7, 0, 1),
        ("NPL", "GP", "DRAFT", "E2", 1, 13, 13, 100.0, 1, 1),
        ("PHL", "not_stated", "not_stated", "not_stated", 0, 0, 0, None, 0, 0),
        ("TUN", "not_stated", "not_stated", "not_stated", None, None, None, None, None, None),
    ]
    assert shown(of_lessons[of_lessons["country_code"].isin(["MAR", "NPL", "PHL", "TUN"])], *table("report_lessons").column_names) == [
        ("MAR", "design", "works", 3, 3, 1, 2),
        ("MAR", "not_stated", "avoid", 1, 0, 0, 1),
        ("NPL", "data", "works", 1, 0, 0, 1),
        ("PHL", "not_stated", "not_stated", 0, 0, 0, 0),
        ("TUN", "not_stated", "not_stated", None, None, None, None),
    ]


def test_without_any_practice_every_country_still_has_its_row():
    nothing = practice_scores(practices({}), lessons(), NO_REVIEWS, initiatives(), consents())
    files = shape([{"country_code": "MAR", "outcome_code": "refused"}], table("core_submissions"))
    for frame in (codification(nothing, files), lesson_counts(lessons(), nothing, files)):
        assert (len(frame), frame["lesson_count"].notna().sum()) == (8, 0)
