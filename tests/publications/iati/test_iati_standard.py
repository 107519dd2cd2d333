"""The file is held to the standard: on the samples, on hostile data, and the checks themselves on what they must find."""

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publications.iati.elements import divided
from publications.iati.organisations import activity_identifier
from publications.iati.reporters import THE_MAPPING
from schemas.code_lists import code_list
from schemas.countries import countries
from tests.publications.iati.made_tables import COTACACHI, GAZETTEER, LAAYOUNE, MURCIA, initiative, made, place
from tests.publications.iati.standard_checks import faults
from warehouse.read_build import read_tables

HOSTILE = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["<script>alert(1)</script>", "]]>", "&amp;", "=cmd|'/c'!A1", "\u202eoof\x00\x0b\ufffe", "-->", "x" * 5_000, " \n "]
)
MAYBE = st.none() | HOSTILE
DATES = st.none() | st.dates(min_value=pd.Timestamp("1990-01-01").date(), max_value=pd.Timestamp("2030-01-01").date()).map(str)
ROLES_TOLD = ("FUND", "ACC", "EXT", "IMPL", "LEAD", "TECH")
PRECISIONS = st.sampled_from(["day", "month", "year"])


def some_codes(list_name: str) -> st.SearchStrategy:
    return st.none() | st.lists(st.sampled_from(code_list(list_name).codes), min_size=1, unique=True).map("|".join)


def one_code(list_name: str) -> st.SearchStrategy:
    return st.none() | st.sampled_from(code_list(list_name).codes)


INITIATIVES = st.fixed_dictionaries(
    {
        "initiative_id": HOSTILE.map(lambda text: f"ECU-{text}"), "title_text": HOSTILE, "local_title_text": MAYBE, "summary_text": MAYBE,
        "results_text": MAYBE, "website_url": MAYBE | HOSTILE.map(lambda text: f"https://example.org/{text}"),
        "status_code": one_code("initiative_statuses"),
        "start_date": DATES, "start_date_precision_code": PRECISIONS, "end_date": DATES, "end_date_precision_code": PRECISIONS,
        "dac_purpose_codes": some_codes("dac_purposes"), "theme_codes": some_codes("themes"), "sdg_target_codes": some_codes("sdg_targets"),
        "gcm_objective_codes": some_codes("gcm_objectives"), "target_group_codes": some_codes("target_groups"),
        "gender_marker_code": one_code("gender_markers"), "country_code": st.sampled_from(list(countries())),
        "language_code": one_code("languages"), "currency_code": one_code("currencies"),
    }
)  # fmt: skip
ACTORS = st.fixed_dictionaries({"actor_name": HOSTILE, "iati_org_ref": MAYBE, "iati_org_type_code": one_code("iati_org_types")})
PLACES = st.builds(
    place, st.sampled_from([COTACACHI, LAAYOUNE, MURCIA]), territory_role_code=one_code("territory_roles"),
    budget_share=st.none() | st.floats(0, 100), latitude=st.none() | st.floats(-90, 90), longitude=st.none() | st.floats(-180, 180),
)  # fmt: skip
MONEY = st.fixed_dictionaries(
    {"amount": st.floats(0, 1e15), "amount_qualifier_code": one_code("amount_qualifiers"), "currency_code": one_code("currencies")}
)
NUMBERS = st.none() | st.floats(-1e12, 1e12)
RESULTS = st.fixed_dictionaries(
    {
        "indicator_name": HOSTILE, "unit_name": MAYBE, "evidence_text": MAYBE, "level_code": one_code("result_levels"),
        "target_number": NUMBERS, "result_number": NUMBERS,
        "period_text": st.sampled_from(["2014", "2013-2015", "2014-02", "0000", "2014-02-30"]) | MAYBE,
    }
)  # fmt: skip


@settings(max_examples=15)
@given(
    st.lists(INITIATIVES, max_size=3, unique_by=lambda one: one["initiative_id"]),
    ACTORS,
    st.lists(PLACES, max_size=3),
    MONEY,
    st.lists(RESULTS, max_size=2),
)
def test_whatever_is_reported_every_file_is_valid(initiatives, actor, places, money, results):
    rows = [initiative() | {key: value for key, value in one.items() if value is not None} for one in initiatives]
    last = rows[-1]["initiative_id"] if rows else "none"
    files = made(
        core_initiatives=rows,
        core_actors=[{"actor_id": "ECU-aa", **actor}],
        core_initiative_actors=[{"initiative_id": one["initiative_id"], "actor_id": "ECU-aa", "role_code": "LEAD"} for one in rows],
        core_initiative_places=[one | {"initiative_id": last} for one in places],
        core_places=GAZETTEER,
        core_finance=[{"finance_id": "f", "initiative_id": last, "finance_kind_code": "budget", **money}],
        core_results=[{"result_id": str(number), "initiative_id": last, **one} for number, one in enumerate(results)],
    )
    assert [fault for name, file in files.files.items() if name.endswith("xml") for fault in faults(file)] == []
    published = sum(files.activity_counts.values())
    assert published + len({one.initiative_id for one in files.left_out if not one.is_published}) == files.initiative_count == len(rows)


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=60))
def test_shares_total_100_whatever_they_are(weights):
    assert sum(divided(weights)) == 10_000


@given(HOSTILE, HOSTILE)
def test_two_ids_never_become_one_identifier(first, second):
    identifiers = {activity_identifier(THE_MAPPING, one) for one in (first, second)}
    assert len(identifiers) == len({first, second})
    assert not any(re.search(r"[/&|?\s]", one) for one in identifiers)


GOOD = made(
    core_initiatives=[initiative(dac_purpose_codes="15190|16020", theme_codes="M1", end_date="2013-01-31", end_date_precision_code="day")],
    core_initiative_places=[place(COTACACHI)],
    core_finance=[
        {
            "finance_id": "f", "initiative_id": "ECU-R1", "finance_kind_code": "budget", "amount": 1.0, "amount_qualifier_code": "exact",
            "currency_code": "USD",
        }
    ],
).files["iati-activities.xml"]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("", "", ""),
        ('<activity-status code="2"/>', "", "schema"),
        ('percentage="50"', 'percentage="49"', "vocabulary 1 total 98"),
        ('role="2"', 'role="7"', "7 is not in OrganisationRole"),
        ('type="2" iso-date="2012-03-01"', 'type="2" iso-date="2019-03-01"', "date_order"),
        ('<period-end iso-date="2013-01-31"/>', '<period-end iso-date="2013-04-30"/>', "more than a year"),
        ("<iati-identifier>JMDI", "<iati-identifier>OTHER", "does not begin"),
        ('<recipient-country code="EC" percentage="100"/>', '<recipient-country code="EC" percentage="90"/>', "sum"),
        (' vocabulary-uri="https://www.migration4development.org/en/resources/toolbox/training"', "", "lacks a narrative or the address"),
        ("<pos>0.29947 -78.26565</pos>", "<pos>-178.26565 0.29947</pos>", "is no point"),
    ],
)
def test_the_checks_find_what_the_standard_does_not_allow(good, bad, said):
    text = GOOD.decode().replace(good, bad)
    assert text != GOOD.decode() or not good
    found = faults(text.encode())
    assert any(said in fault for fault in found) if said else found == []


def test_the_same_tables_are_the_same_bytes():
    assert made().files == made().files


def test_the_file_of_the_samples_is_valid_and_says_what_the_tables_say(sample_folder: Path):
    build = sample_folder / "warehouse" / "current"
    file = (build / "iati-activities.xml").read_bytes()
    assert faults(file) == []
    tables = read_tables(build / "mapping.gpkg")
    known = tables["core_initiatives"].set_index("initiative_id")
    lands = gpd.read_file(build / "mapping.gpkg", layer="map_countries").set_index("country_code").bounds
    places, parts = tables["core_initiative_places"], tables["core_initiative_actors"].merge(tables["core_actors"], on="actor_id")
    identifiers = []
    for activity in etree.fromstring(file).iter("iati-activity"):
        own = activity.find("other-identifier").get("ref")
        row = known.loc[own]
        identifiers.append(own)
        assert activity.findtext("title/narrative") == row["title_text"]
        assert activity.findtext("description/narrative") == row["summary_text"]
        assert activity.find("activity-status").get("code") == row["status_code"]
        assert activity.find("activity-date").get("iso-date") == row["start_date"]
        assert activity.find("recipient-country").get("code") == countries()[row["country_code"]].iso2
        box = lands.loc[row["country_code"]]
        for pos in activity.xpath("location[administrative[@vocabulary='A4']]/point/pos/text()"):
            latitude, longitude = map(float, pos.split())
            assert box["minx"] <= longitude <= box["maxx"] and box["miny"] <= latitude <= box["maxy"]
        told = set(activity.xpath("location/name/narrative/text()"))
        assert told == set(places.loc[places["initiative_id"].eq(own) & places["status_code"].eq("matched"), "place_name"])
        names = set(activity.xpath("participating-org/narrative/text()"))
        assert names == set(parts.loc[parts["initiative_id"].eq(own) & parts["role_code"].isin(ROLES_TOLD), "actor_name"])
    complete = known[known["status_code"].notna() & known["start_date"].notna()].index
    assert identifiers and set(identifiers) <= set(complete) and not any("-EX-" in one for one in identifiers)
