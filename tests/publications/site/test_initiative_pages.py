"""The page of an initiative: it says what is known, who said so and where, and nothing that nobody said."""

import pytest

from publications.site.initiative_pages import FACTS, MONEY_FACTS, pages
from publications.site.links import record_path
from tests.publications.small_site import HARM, Page, initiative, small_contents

NAME = "initiatives/MAR-1.html"
FILE = {"submission_id": "file", "country_code": "MAR", "round_name": "2016", "file_name": "MAR/2016/a.xlsx", "outcome_code": "read"}
ROW = {"response_id": "file/1/4", "submission_id": "file", "country_code": "MAR", "sheet_name": "Initiatives", "row_number": 4}
SAID = {"table_name": "core_initiatives", "record_id": "MAR-1", "response_id": "file/1/4"}
PLACE = {"initiative_id": "MAR-1", "country_code": "MAR", "response_id": "file/1/4", "geocode_method_code": "EXACT"}


def page_of(rows, name=NAME, **options):
    return Page(dict(pages(small_contents(rows, **options)))[name])


def test_it_says_what_is_known_as_far_as_it_is_known():
    rows = {
        "core_initiatives": [
            initiative(start_date="2012-03-01", start_date_precision_code="month", primary_theme_code="M1", sdg_target_codes="10.7|8.3")
        ],
        "core_finance": [
            {"finance_id": "f", "initiative_id": "MAR-1", "finance_kind_code": "budget", "amount": 1250000.5, "currency_code": "MAD",
             "amount_qualifier_code": "about", "amount_usd": 128000.0, "rate_year": 2015},
        ],
        "core_initiative_places": [
            PLACE | {"initiative_place_id": "1", "place_text": "Figuig ville", "place_name": "Figuig", "status_code": "matched",
                     "place_id": "p", "admin1_place_id": "r", "latitude": 32.1, "longitude": -1.2, "coordinate_precision_code": "seat"},
            PLACE | {"initiative_place_id": "2", "place_text": "Ain", "status_code": "ambiguous", "reason_text": "two of that name"},
        ],
        "core_places": [{"place_id": "r", "place_name": "Oriental", "place_level_code": "admin1", "country_code": "MAR"}],
        "core_submissions": [FILE | {"submission_date": "2016-12-01", "submission_date_precision_code": "day"}],
        "core_responses": [ROW],
        "core_lineage": [SAID],
    }  # fmt: skip
    text = page_of(rows).text
    for words in (
        "2012-03", "10.7", "1 250 000.5 MAD", "About", "128 000 USD", "average rate of 2015", "Figuig ville", "Oriental",
        "Town of the same name stands for the unit", "May be several places", "two of that name", "2016-12-01", "Initiatives 4",
    ):  # fmt: skip
        assert words in text
    assert "2012-03-01" not in text


def test_nothing_known_is_said_in_words_and_leaves_no_trace_of_none():
    page = page_of({"core_initiatives": [initiative()]})
    assert f"({len(FACTS) + len(MONEY_FACTS)})" in page.text
    assert "it is not on the map" in page.text
    assert "None" not in page.text.split() and "nan" not in page.text.casefold().split()


@pytest.mark.parametrize(
    ("told", "languages"),
    [
        ({}, {"fr", "en"}),
        ({"language_code": "ar"}, {"ar", "en"}),
        ({"language_code": "de"}, {"fr", "en", "de"}),
        ({"country_code": "PHL"}, {"en"}),
        ({"country_code": "XXX"}, {"en"}),
    ],
)
def test_labels_are_in_the_language_of_the_country_and_in_english(told, languages):
    page = page_of({"core_initiatives": [initiative(summary_text="…", **told)]})
    assert {attributes["lang"] for _, attributes in page.tags if "lang" in attributes} == languages
    assert ("Statut" in page.text, "Status" in page.text) == ("fr" in languages, True)
    assert all(
        attributes.get("dir") == "rtl" for _, attributes in page.tags if attributes.get("lang") == "ar" and "class" not in attributes
    )


def test_answers_that_differ_stand_side_by_side_with_the_one_that_counts():
    history = {"initiative_id": "MAR-1", "country_code": "MAR", "first_round_name": "2015", "last_round_name": "2016"}
    told = {"change_code": "first", "is_contradicted": True, "valid_from_date_precision_code": "year"}
    rows = [
        history
        | told
        | {"column_name": "start_date", "value_text": "2012-01-01", "is_current": False, "response_ids": "b", "value_number": 2},
        history
        | told
        | {"column_name": "start_date", "value_text": "2013-05-02", "is_current": True, "response_ids": "a", "value_number": 1},
        history | told | {"column_name": "start_date_precision_code", "value_text": "year", "response_ids": "b", "is_current": False},
        history | told | {"column_name": "is_locally_led", "value_text": "yes", "is_current": True, "response_ids": "a"},
        history | told | {"column_name": "title_text", "value_text": "said once", "is_current": True, "response_ids": "a"},
    ]
    page = page_of({"core_initiatives": [initiative(country_code="PHL")], "core_initiative_history": rows})
    table = page.text.partition("What was said")[2]
    assert "2012 2015–2016" in table and "2012-01-01" not in table
    assert "2013-05-02 2015–2016 – ✓ Yes" in table
    assert "said once" not in table


@pytest.mark.parametrize("text", HARM)
def test_texts_that_mean_harm_stay_texts(text):
    rows = {
        "core_initiatives": [initiative(title_text=text, local_title_text=text, summary_text=text, website_url=text, donors_text=text)],
        "core_initiative_places": [PLACE | {"initiative_place_id": "1", "place_text": text, "place_name": text, "status_code": "none"}],
        "core_results": [{"result_id": "r", "initiative_id": "MAR-1", "indicator_name": text, "is_suppressed": False}],
    }
    page = page_of(rows)
    plain = page_of({name: [{**row, **{key: "plain" for key in row if row[key] == text}} for row in told] for name, told in rows.items()})
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in plain.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [{"src": "../assets/site.js", "defer": None}]
    words = text.split()
    assert page.text.count(words[0]) >= 3 and words[-1] in page.text


def test_it_leads_to_the_map_by_what_the_map_calls_it():
    place = PLACE | {"initiative_place_id": "1", "place_text": "x", "status_code": "matched", "latitude": 1.0, "longitude": 1.0}
    for key in ("MAR-1", "mar/1 <x>"):
        path = record_path("initiatives", key)
        page = page_of({"core_initiatives": [initiative(key)], "core_initiative_places": [place | {"initiative_id": key}]}, path)
        assert f"../map.html#{path.removeprefix('initiatives/').removesuffix('.html')}" in page.addresses()


def test_only_addresses_of_the_web_are_links():
    page = page_of({"core_initiatives": [initiative(website_url="javascript:alert(1)")]})
    assert "javascript:alert(1)" in page.text
    assert not [address for address in page.addresses() if address.startswith("javascript")]


def test_an_invented_example_bears_its_badge():
    rows = {"core_initiatives": [initiative(), initiative("MAR-2")]}
    of = {"examples": frozenset({("core_initiatives", "MAR-1")})}
    assert "Invented example" in page_of(rows, **of).text
    assert "Invented example" not in page_of(rows, "initiatives/MAR-2.html", **of).text


def test_an_earlier_id_leads_to_the_initiative_of_today_and_overwrites_none():
    redirects = [
        {"old_id": "MAR-9", "country_code": "MAR", "initiative_id": "MAR-1", "reason_code": "merged"},
        {"old_id": "mar-1", "country_code": "MAR", "initiative_id": "MAR-1", "reason_code": "merged"},
        {"old_id": "MAR-8", "country_code": "MAR", "initiative_id": None, "reason_code": "gone"},
    ]
    made = dict(pages(small_contents({"core_initiatives": [initiative()], "core_initiative_redirects": redirects})))
    assert len({name.casefold() for name in made}) == 4
    assert "MAR-1.html" in Page(made["initiatives/MAR-9.html"]).addresses()
    assert "MAR-1.html" in Page(made[record_path("initiatives", "mar-1")]).addresses()
    assert "No longer reported" in Page(made["initiatives/MAR-8.html"]).text
    assert "MAR-9" in Page(made[NAME]).text
