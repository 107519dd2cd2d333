"""The first page: its figures are those of the tables, and who is silent is never a zero."""

import re

import pytest

from publications.site import overview
from tests.publications.small_site import HARM, Page, reported, small_contents

MOROCCO = reported(
    "MAR", 12, mapped_initiative_count=9, place_count=20, matched_place_count=18, given_answer_share=80.0, latest_round_name="2016"
)


def page(examples=(), **given):
    contents = small_contents(given, examples=frozenset(examples))
    return next(text for path, text in overview.pages(contents) if path == "index.html")


def by_country(text):
    return {row[0]: row[1:] for row in Page(text).tables[0][1:]}


def figures(text):
    return dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", text.decode()))


def test_a_country_that_did_not_report_has_no_number():
    told = by_country(page(report_completeness=[MOROCCO, reported("NPL", has_reported=False)]))
    assert told["Morocco"] == ["12", "9", "90 %", "80 %", "●●● largely complete", "2016", "–"]
    assert told["Nepal"] == told["Tunisia"] == ["No report received"]


def test_a_country_that_reported_nothing_has_a_zero_and_no_judgement():
    assert by_country(page(report_completeness=[reported("SEN")]))["Senegal"][:5] == ["0", "0", "–", "–", "–"]


def test_completeness_goes_by_the_lower_share():
    lacking = MOROCCO | {"matched_place_count": 6}
    assert "many gaps" in by_country(page(report_completeness=[lacking]))["Morocco"][4]
    assert "partly complete" in by_country(page(report_completeness=[MOROCCO | {"given_answer_share": 74.9}]))["Morocco"][4]


def test_figures_count_what_countries_share_once_and_say_what_is_not_listed():
    places = [{"initiative_place_id": f"p{number}", "country_code": "MAR", "place_id": place, "latitude": latitude}
              for number, (place, latitude) in enumerate([("A", 34.0), ("A", 34.0), ("B", 33.0), ("C", None)])]  # fmt: skip
    ends = {"first_place_id": "A", "second_place_id": "X"}
    turned = {"first_place_id": "X", "second_place_id": "A"}
    corridors = [{"corridor_id": "1", "country_code": "MAR", **ends}, {"corridor_id": "2", "country_code": "TUN", **turned}]
    text = page(
        report_completeness=[MOROCCO, reported("TUN", 3)], core_initiative_places=places, core_corridors=corridors,
        core_initiatives=[{"initiative_id": "MAR-1", "country_code": "MAR"}], core_actors=[{"actor_id": "a"}],
    )  # fmt: skip
    told = figures(text)
    assert told["Initiatives"] == "15"
    assert told["Countries that reported"] == "2 of 8"
    assert (told["Places on the map"], told["Organisations"], told["Corridors between localities"]) == ("2", "1", "1")
    assert "may not be published: 14." in text.decode()


def test_corridors_are_told_in_words_with_why_an_end_is_open():
    open_end = {"first_place_name": "Figuig", "first_country_code": "MAR", "second_actor_id": "a", "second_gap_code": "unit_unknown"}
    row = {"corridor_id": "1", "country_code": "MAR", "first_place_id": "F", **open_end}
    told = Page(page(core_corridors=[row], core_actors=[{"actor_id": "a", "actor_name": "Ville de Lille"}]))
    assert "Figuig (Morocco) ↔ Ville de Lille" in told.text
    assert "with both ends found: 0" in told.text


def test_examples_are_announced_where_there_are_some():
    notice = "invented examples that show how"
    assert notice in page(examples=[("core_initiatives", "MAR-1")]).decode()
    assert notice not in page().decode()


def test_every_language_has_the_page_and_its_direction():
    made = dict(overview.pages(small_contents({"report_completeness": [MOROCCO]})))
    assert sorted(made) == ["index.ar.html", "index.es.html", "index.fr.html", "index.html", "index.ne.html"]
    assert b'<html lang="ar" dir="rtl">' in made["index.ar.html"]
    assert b"<title>Locally led migration and development initiatives</title>" in made["index.html"]
    assert all(by_country(text).popitem()[1] for text in made.values())


@pytest.mark.parametrize("harm", HARM)
def test_what_is_hostile_in_the_tables_stays_words(harm):
    told = Page(page(report_completeness=[MOROCCO | {"latest_round_name": harm}]))
    assert " ".join(harm.split()) in told.text
    assert [tag for tag, _ in told.tags].count("script") == 1
