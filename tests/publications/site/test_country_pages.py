"""The page of a country: figures as in the tables, plain words where there is nothing, and lists that stay light."""

import pytest
from shapely import MultiPolygon, box

from publications.site import country_pages
from tests.publications.small_site import HARM, Page, reported, small_contents

INITIATIVES = [
    {"initiative_id": "MAR-1", "country_code": "MAR", "title_text": "Oasis", "primary_theme_code": "M4", "scaling_stage_code": "PIL"},
    {"initiative_id": "MAR-2", "country_code": "MAR", "local_title_text": "واحة"},
    {"initiative_id": "MAR-3", "country_code": "MAR"},
]
PLACES = [
    {
        "initiative_place_id": "p1",
        "initiative_id": "MAR-1",
        "country_code": "MAR",
        "place_name": "Figuig",
        "latitude": 32.1,
        "place_id": "F",
    },
    {"initiative_place_id": "p2", "initiative_id": "MAR-2", "country_code": "MAR", "place_text": "nowhere"},
]
UNIT = {"country_code": "MAR", "place_level_code": "admin1", "parent_place_id": "MAR"}
TERRITORIES = [
    UNIT | {"place_id": "MA-02", "place_name": "L'Oriental", "is_mapped": True, "initiative_count": 1},
    UNIT | {"place_id": "MA-12", "place_name": "Dakhla", "is_mapped": False, "initiative_count": 0},
]
DISPUTED = {"place_id": "MA-12", "country_code": "MAR", "is_disputed_area": True}
MOROCCO = {"report_completeness": [reported("MAR", 3)], "core_initiatives": INITIATIVES, "core_initiative_places": PLACES,
           "report_territories": TERRITORIES, "core_places": [DISPUTED]}  # fmt: skip


def pages(examples=(), downloads=None, **given):
    return country_pages.pages(small_contents(given, examples=frozenset(examples), downloads=downloads))


def page(name="countries/MAR.html", **given):
    return Page(next(text for path, text in pages(**given) if path == name))


def test_each_country_has_its_page_in_english_and_the_languages_of_its_survey():
    made = {path for path, _ in pages()}
    assert {"countries/MAR.html", "countries/MAR.fr.html", "countries/MAR.ar.html", "countries/NPL.ne.html", "countries/PHL.html"} <= made
    assert len([path for path in made if "PHL" in path]) == 1


def test_a_country_without_a_report_says_so_and_shows_no_number():
    text = page("countries/NPL.html", **MOROCCO)
    assert "That is no zero" in text.text
    assert text.tables == []


def test_a_country_that_reported_no_initiative_says_so():
    text = page(report_completeness=[reported("MAR")]).text
    assert "no initiative was accepted from what it sent" in text
    assert "That is no zero" not in text


def test_initiatives_are_listed_with_what_is_known_and_what_nobody_stated():
    text = page(**MOROCCO, examples=[("core_initiatives", "MAR-1")])
    assert text.rows("Main theme") == [
        ["MAR-3", "not stated", "not stated", "not stated", "–"],
        ["Oasis Invented example", "Jobs & economic opportunity", "Pilot", "not stated", "Figuig"],
        ["واحة", "not stated", "not stated", "not stated", "–"],
    ]
    assert "../initiatives/MAR-1.html" in text.addresses()


def test_what_is_missing_is_counted():
    missing = {row[0]: row[1] for row in page(**MOROCCO).rows("Initiatives without it")}
    assert missing == {"Status": "3 of 3", "Start date": "3 of 3", "Title": "2 of 3", "Main theme": "2 of 3", "Scaling stage": "2 of 3",
                       "A place found without doubt": "2 of 3"}  # fmt: skip


def test_territories_are_counted_and_a_disputed_one_is_marked():
    text = page(**MOROCCO)
    assert text.rows("Units")[0][1:] == ["2", "1", "1"]
    assert text.rows("Unit") == [["L'Oriental", "1"], ["Dakhla *", "None reported"]]
    assert "* Western Sahara, a non-self-governing territory" in text.text


def test_plans_count_the_activities_of_all_levels_together():
    plan = {"country_code": "MAR", "plan_id": "P", "plan_title_text": "Plan", "plan_year": 2016, "overdue_count": 1}
    progress = [plan | {"policy_level_code": "LOC", "activity_count": 2, "completed_count": 1},
                plan | {"policy_level_code": "NAT", "activity_count": 3, "completed_count": 0}]  # fmt: skip
    text = page(**MOROCCO, report_work_plan_progress=progress)
    assert text.rows("Overdue") == [["Plan", "2016", "5", "1", "2"]]


def test_a_plan_and_a_corridor_that_rest_on_invented_examples_alone_bear_their_badge():
    activity, names = {"country_code": "MAR", "activity_text": "t"}, ("invented", "mixed")
    plan = {"country_code": "MAR", "policy_level_code": "LOC", "activity_count": 1}
    tables = {
        "core_workplan_activities": [activity | {"activity_id": f"{name}-{one}", "plan_id": name} for name in names for one in (1, 2)],
        "report_work_plan_progress": [plan | {"plan_id": name, "plan_title_text": name} for name in names],
        "core_corridors": [
            {"corridor_id": one, "country_code": "MAR", "initiative_id": f"MAR-{one}", "first_place_id": one, "first_place_name": one}
            for one in ("1", "2")
        ],
    }
    examples = {("core_workplan_activities", one) for one in ("invented-1", "invented-2", "mixed-1")} | {("core_initiatives", "MAR-1")}
    told = page(**MOROCCO | tables, examples=examples)
    assert [row[0] for row in told.rows("Overdue")] == ["invented Invented example", "mixed"]
    assert "1 ↔ – Invented example 2 ↔ – " in told.text


def test_a_funnel_that_nobody_states_is_no_table_of_zeros():
    stage = {"country_code": "MAR", "stage_code": "PIL", "stage_number": 2, "ended_count": 0}
    silent = page(**MOROCCO, report_scaling_funnel_by_country=[stage | {"declared_count": 0, "reached_count": 0}])
    told = page(**MOROCCO, report_scaling_funnel_by_country=[stage | {"declared_count": 1, "reached_count": 2}])
    assert not any("Came at least this far" in rows[0] for rows in silent.tables)
    assert told.rows("Came at least this far") == [["Pilot", "1", "2", "0"]]


def test_the_report_workbook_is_offered_where_the_build_has_it():
    given = MOROCCO | {"downloads": {"reports/MAR.fr.xlsx": b""}}
    text = page("countries/MAR.fr.html", **given)
    assert [address for address in text.addresses() if address.endswith("xlsx")] == ["../downloads/reports/MAR.fr.xlsx"]
    assert "../map.fr.html#country=MAR" in text.addresses()


def test_many_initiatives_go_on_on_further_pages_in_the_same_language(monkeypatch):
    monkeypatch.setattr(country_pages, "LONGEST_LIST", 2)
    made = dict(pages(**MOROCCO))
    assert b'href="MAR-2.fr.html" rel="next"' in made["countries/MAR.fr.html"]
    assert b'href="MAR.fr.html" rel="prev"' in made["countries/MAR-2.fr.html"]
    listed = [row[0] for path in ("countries/MAR.fr.html", "countries/MAR-2.fr.html") for row in Page(made[path]).rows("Thème principal")]
    assert listed == ["MAR-3", "Oasis", "واحة"]


@pytest.mark.parametrize("harm", [*HARM, None])
def test_a_page_stays_whole_whatever_a_title_is(harm):
    area = {"country_code": "MAR", "place_name": harm, "initiative_count": 1, "geometry": MultiPolygon([box(-6, 30, -2, 34)])}
    lone = {"initiative_id": "MAR-1", "country_code": "MAR", "title_text": harm}
    told = page(report_completeness=[reported("MAR", 1)], core_initiatives=[lone], map_territories_admin1=[area])
    assert " ".join((harm or "MAR-1").split())[:100] in told.rows("Main theme")[0][0]
    assert [tag for tag, _ in told.tags].count("script") == 1


def test_a_page_with_as_many_initiatives_as_it_may_list_stays_light():
    many = [{"initiative_id": f"MAR-{n}", "country_code": "MAR", "title_text": "long " * 1_000} for n in range(country_pages.LONGEST_LIST)]
    made = next(text for path, text in pages(report_completeness=[reported("MAR", 1)], core_initiatives=many) if "MAR" in path)
    assert len(made) < 1_000_000
