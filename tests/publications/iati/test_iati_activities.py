"""Facts of the tables become elements of the standard, and nothing that nobody reported."""

import pytest

from tests.publications.iati.made_tables import (
    CITY,
    COTACACHI,
    IMBABURA,
    ITALY,
    LAAYOUNE,
    MURCIA,
    UNDP,
    attributes,
    initiative,
    lacks,
    made,
    only_activity,
    place,
)  # fmt: skip


def texts(activity, path):
    return [(one.get("{http://www.w3.org/XML/1998/namespace}lang"), one.text) for one in activity.findall(f"{path}/narrative")]


def test_an_activity_says_what_it_is_in_the_language_of_its_report():
    activity = only_activity(
        core_initiatives=[initiative(target_group_codes="FAM|RTN", results_text="Se formaron 30 familias.", currency_code="USD")],
        core_initiative_redirects=[{"old_id": "ECU-R7", "country_code": "ECU", "initiative_id": "ECU-R1", "reason_code": "merged"}],
    )
    assert activity.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "es", "default-currency": "USD", "hierarchy": "1"}
    assert activity.findtext("iati-identifier") == "JMDI-MAPPING-ECU-R1"
    assert attributes(activity, "reporting-org") == [{"ref": "JMDI-MAPPING", "type": "90", "secondary-reporter": "true"}]
    assert texts(activity, "title") == [(None, "Escuela de emprendimiento")]
    assert texts(activity, "description[@type='1']") == [(None, "Forma a familias.")]
    assert texts(activity, "description[@type='3']") == [("en", "Families of migrants; Returnees")]
    assert texts(activity, "description[@type='4']") == [(None, "Se formaron 30 familias.")]
    assert attributes(activity, "other-identifier") == [{"ref": "ECU-R1", "type": "A1"}, {"ref": "ECU-R7", "type": "A9"}]


def test_a_lead_is_accountable_and_implements_and_a_partner_without_a_role_is_left_out():
    roles = [("ECU-aa", "LEAD"), ("ORG-UNDP", "FUND"), ("ORG-UNDP", "PAR"), ("ORG-UNDP", "BEN"), ("ECU-aa", "IMPL")]
    rows = [{"initiative_id": "ECU-R1", "actor_id": actor, "role_code": role} for actor, role in roles]
    assert attributes(only_activity(core_initiative_actors=rows), "participating-org") == [
        {"ref": "XM-DAC-41114", "type": "40", "role": "1"},
        {"type": "11", "role": "2"},
        {"type": "11", "role": "4"},
    ]
    assert lacks(made(core_initiative_actors=rows)) == [("ECU-R1", True, "organisation", "Roles of actors: Role")]


def test_an_organisations_own_reference_is_told_only_when_it_can_be_an_identifier():
    actors = [CITY | {"iati_org_ref": "XM-DAC-41114 / XM-DAC-47066"}]
    assert "ref" not in attributes(only_activity(core_actors=actors), "participating-org")[0]
    assert lacks(made(core_actors=actors)) == [("ECU-R1", True, "identifier of an organisation", "Actors: IATI organisation id")]


DELIVERY = {
    "core_lineage": [{"table_name": "core_initiatives", "record_id": "ECU-R1", "response_id": "ECU-2015-a/2/4"}],
    "core_responses": [{"response_id": "ECU-2015-a/2/4", "submission_id": "ECU-2015-a"}],
    "core_submissions": [
        {"submission_id": "ECU-2015-a", "submission_date": "2015-12-15", "submission_date_precision_code": "day", "language_code": "es"}
    ],
}


@pytest.mark.parametrize(
    ("status", "start", "end", "dates"),
    [
        ("1", "2015-01-01", "2015-06-30", [("1", "2015-01-01"), ("3", "2015-06-30")]),  # the pipeline has plans
        ("2", "2015-01-01", "2015-06-30", [("2", "2015-01-01"), ("3", "2015-06-30")]),  # under way, so its end is a plan
        ("4", "2015-01-01", "2015-06-30", [("2", "2015-01-01"), ("4", "2015-06-30")]),
        ("4", "2015-01-01", "2016-06-30", [("2", "2015-01-01"), ("3", "2016-06-30")]),  # after the delivery
        ("5", "2015-01-01", "2015-06-30", [("1", "2015-01-01"), ("3", "2015-06-30")]),  # cancelled: nobody says that it began
        ("2", "2016-01-01", "2016-06-30", [("1", "2016-01-01"), ("3", "2016-06-30")]),  # begins after the delivery
        ("4", "2015-01-01", "2014-06-30", [("2", "2015-01-01")]),  # ends before it begins
    ],
)
def test_a_date_is_actual_when_status_and_delivery_say_so(status, start, end, dates):
    facts = {"status_code": status, "start_date": start, "end_date": end, "end_date_precision_code": "day"}
    activity = only_activity(core_initiatives=[initiative(**facts)], **DELIVERY)
    assert [(one["type"], one["iso-date"]) for one in attributes(activity, "activity-date")] == dates
    assert activity.get("last-updated-datetime") == "2015-12-15T00:00:00"


def test_of_a_year_or_month_the_first_day_is_the_start_the_last_the_end_and_it_says_so():
    facts = {"status_code": "4", "start_date": "2012-01-01", "start_date_precision_code": "year"}
    facts |= {"end_date": "2016-02-01", "end_date_precision_code": "month"}
    activity = only_activity(core_initiatives=[initiative(**facts)])
    assert attributes(activity, "activity-date") == [{"type": "2", "iso-date": "2012-01-01"}, {"type": "4", "iso-date": "2016-02-29"}]
    assert texts(activity, "activity-date") == [("en", "Only the year is known: 2012."), ("en", "Only the month is known: 2016-02.")]


def test_a_location_has_its_codes_point_exactness_class_and_reach():
    location = only_activity(core_initiative_places=[place(COTACACHI, territory_role_code="IMPL")]).find("location")
    assert location.get("ref") == "EC1003"
    assert [(child.tag, dict(child.attrib)) for child in location] == [
        ("location-reach", {"code": "1"}),
        ("location-id", {"code": "3658780", "vocabulary": "G1"}),
        ("name", {}),
        ("administrative", {"vocabulary": "A4", "code": "EC", "level": "0"}),
        ("administrative", {"vocabulary": "G1", "code": "3655635", "level": "1"}),
        ("administrative", {"vocabulary": "G1", "code": "3658780", "level": "2"}),
        ("point", {"srsName": "http://www.opengis.net/def/crs/EPSG/0/4326"}),
        ("exactness", {"code": "2"}),
        ("location-class", {"code": "1"}),
        ("feature-designation", {"code": "ADM2"}),
    ]
    assert location.findtext("point/pos") == "0.29947 -78.26565"


def test_a_place_in_doubt_is_no_location_and_a_place_named_twice_is_one():
    places = [place(COTACACHI), place(COTACACHI), place(COTACACHI, status_code="ambiguous", place_id=None)]
    assert len(only_activity(core_initiative_places=places).findall("location")) == 1
    assert lacks(made(core_initiative_places=places)) == [("ECU-R1", True, "place", "Locations: Place")]


IN_ITALY = place(ITALY, status_code="national", territory_role_code="RES")


@pytest.mark.parametrize(
    ("places", "recipients"),
    [
        ([], {"EC": "100"}),
        ([place(COTACACHI), IN_ITALY], {"EC": "100"}),  # no shares are stated
        ([place(COTACACHI, budget_share=66.7), IN_ITALY | {"budget_share": 33.3}], {"EC": "66.7", "IT": "33.3"}),
        ([place(COTACACHI, budget_share=60.0), IN_ITALY | {"budget_share": 30.0}], {"EC": "100"}),  # not 100 together
        ([place(COTACACHI, budget_share=50.0), place(MURCIA, status_code="none", place_id=None, budget_share=50.0)], {"EC": "100"}),
        ([place(LAAYOUNE)], {"189": "100"}),
        ([place(LAAYOUNE, budget_share=25.0), place(COTACACHI, budget_share=75.0)], {"189": "25", "EC": "75"}),
    ],
)
def test_recipients_follow_stated_shares_and_total_100(places, recipients):
    activity = only_activity(core_initiative_places=places)
    found = [*attributes(activity, "recipient-country"), *attributes(activity, "recipient-region")]
    assert {one["code"]: one["percentage"] for one in found} == recipients


def test_a_place_in_western_sahara_names_no_country():
    location = only_activity(core_initiative_places=[place(LAAYOUNE)]).find("location")
    assert location.findall("administrative") == []
    assert "non-self-governing territory" in location.findtext("description/narrative")


@pytest.mark.parametrize(
    ("places", "scope"),
    [
        ([place(COTACACHI)], "7"),
        ([place(IMBABURA), place(COTACACHI)], "6"),
        ([place(COTACACHI), IN_ITALY], "7"),  # where migrants live is not where it happens
        ([place(COTACACHI), IN_ITALY | {"territory_role_code": None}], "3"),
        ([place(COTACACHI), place(COTACACHI, status_code="none", place_id=None)], None),
        ([], None),
    ],
)
def test_the_scope_is_told_when_every_place_is_known(places, scope):
    assert [one["code"] for one in attributes(only_activity(core_initiative_places=places), "activity-scope")] == ([scope] if scope else [])


def test_sectors_are_divided_in_equal_parts_that_total_100_in_each_vocabulary():
    facts = {"dac_purpose_codes": "15190|16020|43040", "primary_theme_code": "M4", "theme_codes": "M1|M4"}
    sectors = attributes(only_activity(core_initiatives=[initiative(**facts)]), "sector")
    assert [(one["vocabulary"], one["code"], one["percentage"]) for one in sectors] == [
        ("1", "15190", "33.34"),
        ("1", "16020", "33.33"),
        ("1", "43040", "33.33"),
        ("99", "M4", "50"),
        ("99", "M1", "50"),
    ]


def test_an_activity_whose_sector_nobody_stated_says_that_it_is_not_specified():
    assert attributes(only_activity(), "sector") == [{"vocabulary": "1", "code": "99810", "percentage": "100"}]


def test_goals_targets_objectives_and_gender_are_tagged():
    facts = {"sdg_target_codes": "8.3|10.c|8.5", "gcm_objective_codes": "20", "gender_marker_code": "0"}
    activity = only_activity(core_initiatives=[initiative(**facts)])
    tags = [(one["vocabulary"], one["code"]) for one in attributes(activity, "tag")]
    assert tags == [("2", "8"), ("2", "10"), ("3", "8.3"), ("3", "10.c"), ("3", "8.5"), ("99", "20")]
    assert attributes(activity, "policy-marker") == [{"vocabulary": "1", "code": "1", "significance": "0"}]


BUDGET = {
    "finance_id": "f", "initiative_id": "ECU-R1", "finance_kind_code": "budget", "amount": 45000.5, "amount_qualifier_code": "exact",
    "currency_code": "USD",
}  # fmt: skip
ONE_YEAR = {"end_date": "2013-02-28", "end_date_precision_code": "day"}


def test_an_exact_budget_of_a_year_is_told():
    activity = only_activity(core_initiatives=[initiative(**ONE_YEAR)], core_finance=[BUDGET])
    assert [(one.tag, dict(one.attrib), one.text) for one in activity.find("budget")] == [
        ("period-start", {"iso-date": "2012-03-01"}, None),
        ("period-end", {"iso-date": "2013-02-28"}, None),
        ("value", {"currency": "USD", "value-date": "2012-03-01"}, "45000.5"),
    ]


@pytest.mark.parametrize(
    ("facts", "money", "where"),
    [
        (ONE_YEAR, {"amount_qualifier_code": "about"}, "Total budget"),
        (ONE_YEAR, {"currency_code": None}, "Currency"),
        ({}, {}, "End date"),
        ({"end_date": "2014-01-01", "end_date_precision_code": "day"}, {}, "Total budget"),
        (ONE_YEAR, {"finance_kind_code": "contribution"}, "Amount"),
    ],
)
def test_money_that_the_standard_would_not_take_is_listed_instead(facts, money, where):
    rows = {"core_initiatives": [initiative(**facts)], "core_finance": [BUDGET | money]}
    assert only_activity(**rows).xpath("budget|transaction") == []
    ((_, is_published, fact, place_to_fill),) = lacks(made(**rows))
    assert is_published and fact in ("budget", "contribution") and place_to_fill.endswith(f": {where}")


RESULT = {
    "result_id": "r",
    "initiative_id": "ECU-R1",
    "indicator_name": "Familias formadas",
    "unit_name": "familias",
    "level_code": "output",
}


def test_results_of_an_indicator_have_a_period_each_with_women_and_men_beside_the_whole():
    rows = [
        RESULT | {"period_text": "2014", "result_number": 30.0, "target_number": 40.0, "female_count": 20, "male_count": 10},
        RESULT | {"period_text": "2012-2013", "result_number": 12.5, "is_estimate": True},
    ]
    (result,) = only_activity(core_results=rows).findall("result")
    periods = [
        (
            one.find("period-start").get("iso-date"),
            one.find("period-end").get("iso-date"),
            [actual.get("value") for actual in one.iter("actual")],
        )
        for one in result.iter("period")
    ]
    assert result.get("type") == "1"
    assert periods == [("2012-01-01", "2013-12-31", ["12.5"]), ("2014-01-01", "2014-12-31", ["30", "20", "10"])]
    assert [one.get("value") for one in result.iter("target")] == ["40"]


@pytest.mark.parametrize("period", ["2071-2072", "el año pasado", "2014-2013", "2014-13", None])
def test_a_result_whose_period_is_not_sure_is_listed_instead(period):
    rows = [RESULT | {"period_text": period, "result_number": 30.0}]
    assert only_activity(core_results=rows).findall("result") == []
    assert lacks(made(core_results=rows)) == [("ECU-R1", True, "result", "Results: Period")]


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://example.org/a b?x=1&y=é", "https://example.org/a%20b?x=1&y=%C3%A9"),
        ("http://example.org/informe.PDF", "http://example.org/informe.PDF"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("javascript:alert(1)", None),
        ("https://user:secret@example.org/", None),
        ("www.example.org", None),
        ("https://[bad/", None),
        ("https://example.org:99999999/", None),
    ],
)
def test_only_a_complete_web_address_is_linked(stated, address):
    activity = only_activity(core_initiatives=[initiative(website_url=stated)])
    assert [one["url"] for one in attributes(activity, "document-link")] == ([address] if address else [])
    assert [one[2] for one in lacks(made(core_initiatives=[initiative(website_url=stated)]))] == ([] if address else ["web page"])


def test_a_local_title_is_told_in_the_language_that_its_script_shows():
    morocco = {"country_code": "MAR", "language_code": "fr"}
    arabic = only_activity(core_initiatives=[initiative(local_title_text="دار المهاجرين", **morocco)])
    assert texts(arabic, "title") == [(None, "Escuela de emprendimiento"), ("ar", "دار المهاجرين")]
    latin = {"core_initiatives": [initiative(local_title_text="Tigmmi n imzdagen", **morocco)]}
    assert len(texts(only_activity(**latin), "title")) == 1
    assert lacks(made(**latin)) == [("ECU-R1", True, "title in a local language", "Initiatives: Title in local language")]


@pytest.mark.parametrize(
    ("missing", "fact"),
    [
        ({"title_text": "\x00\ufffe "}, "title"),
        ({"summary_text": None}, "description"),
        ({"status_code": None}, "status"),
        ({"start_date": None}, "start date"),
        ({"sensitivity_code": "RESTRICTED"}, "whole record"),
    ],
)
def test_an_initiative_without_what_the_standard_demands_is_listed_and_in_no_file(missing, fact):
    files = made(core_initiatives=[initiative(**missing)])
    assert list(files.files) == ["iati-left-out.csv"]
    assert [one[1:3] for one in lacks(files)] == [(False, fact)]


def test_the_list_of_what_is_left_out_is_safe_to_open_in_a_spreadsheet():
    files = made(core_initiatives=[initiative(title_text='=HYPERLINK("x")', status_code=None)], core_actors=[CITY, UNDP])
    header, row = files.files["iati-left-out.csv"].decode("utf-8-sig").splitlines()
    assert header == "initiative_id,country,title,is_published,fact_left_out,why,where_to_fill_it_in"
    assert row == 'ECU-R1,Ecuador,"\'=HYPERLINK(""x"")",no,status,not stated,Initiatives: Status'
