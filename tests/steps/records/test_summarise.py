"""Reports: what is counted, once or in each group, and that unknown is a group of its own."""

from tests.deliveries import COVER, shown, tables_of

ECUADOR = """
## Cover
| Country |
| Ecuador |
## Initiatives
| Own reference | Title | Status | Main theme | Themes | Total budget | Currency | Funding sources | Scaling stage |
| E1 | Uno | 2 | M1 | M1 / M4 | 100 | USD | EU | PIL |
| E2 | Dos | 2 | | M4 | 50 | USD | EU / OWN | INS |
| E3 | Tres | | | | más de 20 | USD | EU | |
| E4 | Cuatro | 4 | | | 9 | | | |
## Scaling log
| Initiative | Stage | Date of the stage | Evidence |
| E1 | INS | 2014 | BUDGET / OWNERSHIP |
| E2 | INS | 2014 | BUDGET |
## Actors
| Actor reference | Name | Type of actor |
| A1 | Municipio | Municipality |
| A2 | Fundación | Foundation |
## Roles of actors
| Initiative | Actor | Role |
| E1 | A1 | Lead |
| E2 | A1 | Lead |
| E2 | A2 | Funder |
## Locations
| Initiative | Place | Region, province or department |
| E1 | Machala / El Oro | |
| E2 | | El Oro |
| E2 | Atlantis | |
"""
REPORTS = [
    "report_initiatives_by_status", "report_initiatives_by_theme", "report_funding", "report_scaling_stages", "report_actors",
    "report_funders", "report_territories", "report_completeness", "report_submission_quality",
]  # fmt: skip


def test_reports_count_each_thing_where_it_belongs(tmp_path):
    tables = tables_of(tmp_path, {"ECU/2015/a.xlsx": ECUADOR}, *REPORTS)
    assert shown(tables["report_initiatives_by_status"], "status_code", "initiative_count") == [("2", 2), ("4", 1), ("not_stated", 1)]
    # An initiative counts in each of its themes, once, and the parts of it add up to one.
    themes = shown(tables["report_initiatives_by_theme"], "theme_code", "initiative_count", "initiative_share_number")
    assert themes == [("M1", 1, 0.5), ("M4", 2, 1.5), ("not_stated", 2, 2.0)]
    # A budget counts once; several sources are a group of their own; an amount without a currency has no sum.
    funding = shown(tables["report_funding"], "funding_source_code", "currency_code", "budget_count", "budget_amount", "inexact_count")
    assert funding == [("EU", "USD", 2, 120.0, 1), ("not_stated", "not_stated", 1, None, 0), ("several", "USD", 1, 50.0, 0)]
    # The tipping point is what the scaling log proves, whatever stage an initiative declares.
    stages = shown(tables["report_scaling_stages"], "stage_code", "initiative_count", "tipping_point_count")
    assert stages == [("INS", 1, 0), ("PIL", 1, 1), ("not_stated", 2, 0)]
    assert shown(tables["report_actors"], "actor_type_code", "role_code", "actor_count", "initiative_count") == [
        ("FDN", "FUND", 1, 1),
        ("LA_MUN", "LEAD", 1, 2),
    ]
    assert shown(tables["report_funders"], "actor_name", "initiative_count") == [("Fundación", 1)]


def test_a_unit_is_mapped_by_what_lies_in_it_and_the_others_stand_there_too(tmp_path):
    territories = tables_of(tmp_path, {"ECU/2015/a.xlsx": ECUADOR}, "report_territories")["report_territories"]
    mapped = territories[territories["is_mapped"]]
    assert shown(mapped, "place_name", "place_level_code", "initiative_count") == [("El Oro", "admin1", 2), ("Machala", "admin2", 1)]
    ecuador = territories.query("country_code == 'ECU'")
    assert ecuador.groupby("place_level_code").size().to_dict() == {"admin1": 25, "admin2": 226}
    assert territories["country_code"].nunique() == 8


def test_a_country_that_sent_nothing_is_missing_and_not_zero(tmp_path):
    tables = tables_of(tmp_path, {"ECU/2015/a.xlsx": ECUADOR, "TUN/2015/a.xlsx": COVER.format(country="Tunisia")}, *REPORTS)
    completeness = tables["report_completeness"].query("country_code in ('ECU', 'TUN', 'MAR')")
    columns = ("country_code", "has_reported", "initiative_count", "place_count", "matched_place_count", "given_answer_share")
    assert shown(completeness, *columns) == [
        ("ECU", True, 4, 4, 3, 15.0),
        ("MAR", False, 0, 0, 0, None),
        ("TUN", True, 0, 0, 0, None),
    ]
    quality = tables["report_submission_quality"].query("country_code in ('TUN', 'MAR')")
    assert shown(quality, "country_code", "file_count", "received_count", "form_count", "accepted_count", "held_back_count") == [
        ("MAR", 0, 0, 0, 0, 0),
        ("TUN", 1, 2, 1, 1, 0),
    ]
