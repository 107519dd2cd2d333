"""Knowledge: the pyramid is as the table counts, and a figure that nobody reported is no nought."""

from publications.site.knowledge_page import WIDTH, pages, tiers
from publications.site.records import anchor
from tests.publications.small_site import HARM, Page, small_contents

TIER = {"country_code": "MAR", "tier_code": "responses", "tier_number": 1, "record_count": 40, "linked_count": 40}
PILLAR = {"country_code": "MAR", "pillar_code": "P1", "indicator_name": "Members", "unit_name": "not_stated", "period_text": "2017"} | {
    "disaggregation_text": "not_stated", "is_latest": True, "is_suppressed": False
}  # fmt: skip
PRODUCT = {"product_id": "K-1", "country_code": "MAR", "title_text": "Guide", "is_suppressed": False} | dict.fromkeys(
    ("practice_count", "reviewed_practice_count", "initiative_count", "activity_count"), 0
)


def page_of(**tables):
    return Page(dict(pages(small_contents(tables)))["knowledge.html"])


def test_a_tier_is_added_up_over_who_reported_and_as_wide_as_it_has_records():
    silent = {"record_count": None, "linked_count": None}
    practices = TIER | {"tier_code": "practices", "tier_number": 3}
    rows = [
        *(TIER, TIER | {"country_code": "TUN", "record_count": 60}, TIER | {"country_code": "SEN"} | silent),
        *(practices | {"record_count": 5}, practices | {"country_code": "TUN", "record_count": 20}),
        TIER | {"tier_code": "lessons", "tier_number": 4} | silent,
    ]
    made = tiers(rows)
    assert [(tier.code, tier.record_count) for tier in made] == [("lessons", None), ("practices", 25), ("responses", 100)]
    assert [tier.width for tier in made] == [0, WIDTH / 4, WIDTH]
    assert tiers([]) == [] and tiers([TIER | {"record_count": 0}])[0].width == 0


def test_the_picture_says_in_words_what_it_shows():
    page = page_of(report_knowledge_pyramid=[TIER, TIER | {"tier_code": "lessons", "tier_number": 4, "record_count": None}])
    picture = next(told for tag, told in page.tags if tag == "svg" and told.get("role") == "img")
    assert set(picture["aria-labelledby"].split()) <= set(page.ids)
    assert "Responses: 40; Validated lessons: not reported." in page.text


def test_a_figure_has_outset_target_and_reach_where_they_are_given():
    told = PILLAR | {
        "basis_code": "reported",
        "baseline_number": 3.0,
        "target_number": 8.0,
        "indicator_number": 6.0,
        "progress_number": 60.0,
    }
    earlier = PILLAR | {"basis_code": "reported", "period_text": "2015", "is_latest": False, "period_year": 2015}
    hidden = PILLAR | {"basis_code": "reported", "indicator_name": "Few", "is_suppressed": True}
    text = page_of(report_knowledge_pillars=[told, earlier, hidden]).text
    assert "Members Morocco 2017 3 8 6 60 %" in text
    assert "Members Morocco 2015 earlier – – – –" in text
    assert "left out, to protect small groups" in text


def test_what_no_country_reports_is_said():
    text = page_of().text
    assert "No country reports figures of its own" in text and "holds no knowledge products" in text


def test_products_have_places_links_and_texts_that_stay_texts():
    for text in (*HARM, "https://example.org/a"):
        stored = [{"product_id": "K-1", "country_code": "MAR", "title_text": text, "product_url": text, "is_suppressed": False}]
        page = page_of(report_knowledge_products=[PRODUCT | {"title_text": text}], core_knowledge_products=stored)
        assert anchor("K-1") in page.ids and "img" not in {tag for tag, _ in page.tags}
        assert (text in page.addresses()) == text.startswith("https")
