"""Exports of KoboToolbox, ODK Central and SurveyCTO: the same answers as the form itself would give, whatever the tool made of it."""

import pytest

from tests.deliveries import shown, tables_of

NAMES = ("core_initiatives", "core_initiative_places", "core_findings", "core_responses", "core_submissions")
KOBO_COVER = """
## JMDI survey
| country_name | default_currency_code | _id | _uuid | _submission_time | _validation_status | __version__ | _index |
| Morocco | MAD | 11 | u-1 | 2015-09-28T10:00:00 | {review} | v1 | 1 |
"""
APPROVED = KOBO_COVER.format(review="validation_status_approved")
LINKS = "_index | _parent_table_name | _parent_index | _submission__uuid"


def conserved(tables):
    """Whether every row received is accounted for; that each one held back is explained is checked by the build."""
    counts = tables["core_submissions"][["form_count", "accepted_count", "held_back_count"]].sum(axis=1)
    return (tables["core_submissions"]["received_count"] == counts).all()


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        ("theme_codes | theme_codes/M1 | theme_codes/M2 | theme_codes/M3", "M1 M3 | 1 | 0 | 1"),
        ("theme_codes/M1 | theme_codes/M2 | theme_codes/M3", "1 | 0 | 1"),
        ("theme_codes", "M1 M3"),
        ("initiatives/theme_codes | initiatives/theme_codes/M1 | initiatives/theme_codes/M3", "M1 M3 | TRUE | TRUE"),
        ("Temas/Gestión del vínculo M&D | Temas/Alianzas y diálogo | Temas/M3", "1 | 0 | 1"),
    ],
    ids=["both", "details", "summary", "group paths", "labels of options"],
)
def test_choices_are_read_in_every_mode_of_the_export(tmp_path, headers, chosen):
    blank = " | ".join("" for _ in headers.split("|"))
    workbook = (
        APPROVED
        + f"""
        ## initiatives
        | initiative_ref | title_text | {headers} | {LINKS} |
        | R1 | Oasis | {chosen} | 1 | JMDI survey | 1 | u-1 |
        | R2 | Dunes | {blank} | 2 | JMDI survey | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "initiative_id", "theme_codes") == [("MAR-R1", "M1|M3"), ("MAR-R2", None)]
    assert conserved(tables)
    assert tables["core_findings"].query("finding_code in ['header-unknown', 'sheet-missing', 'code-unknown']").empty


def test_labels_joined_by_blanks_are_told_apart_only_when_there_is_one_way(tmp_path):
    workbook = (
        APPROVED
        + f"""
        ## initiatives
        | Referencia propia | Título | Temas | Grupos destinatarios | {LINKS} |
        | R1 | Oasis | Gestión del vínculo M&D Alianzas y diálogo | nobody of these | 1 | JMDI survey | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "theme_codes", "target_group_codes") == [("M1|M2", None)]
    assert "code-unknown" in set(tables["core_findings"]["finding_code"])


def test_a_summary_that_contradicts_its_options_gives_neither(tmp_path):
    workbook = (
        APPROVED
        + f"""
        ## initiatives
        | initiative_ref | title_text | theme_codes | theme_codes/M1 | theme_codes/M2 | {LINKS} |
        | R1 | Oasis | M1 | 0 | 1 | 1 | JMDI survey | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "theme_codes") == [(None,)]
    found = tables["core_findings"].query("finding_code == 'columns-contradict'")
    assert shown(found, "cell_name", "value_text") == [("C2", "M2")]


def test_repeats_find_their_parents_whatever_their_order_and_the_name_of_their_sheet(tmp_path):
    workbook = """
        ## Mapeo de iniciativas de migr...
        | country_name | _id | _uuid | _submission_time | _index |
        | Morocco | 11 | u-1 | 2015-09-28 | 1 |
        | Morocco | 12 | u-2 | 2015-09-29 | 2 |
        ## initiatives
        | initiative_ref | title_text | _index | _parent_table_name | _parent_index | _submission__uuid |
        | R1 | Oasis | 1 | Mapeo de iniciativas de migración y desarrollo | 1 | u-1 |
        | R2 | Dunes | 2 | Mapeo de iniciativas de migración y desarrollo | 2 | u-2 |
        | R3 | Coast | 3 | Mapeo de iniciativas de migración y desarrollo | 2 | u-2 |
        ## locations (1)
        | admin1_text | place_text | _parent_table_name | _parent_index | _submission__uuid |
        | Oriental | | initiatives | 3 | u-2 |
        | Fès-Meknès | | initiatives | 1 | u-1 |
        | Oriental | Nowhere | initiatives | 9 | u-2 |
        """
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    places = tables["core_initiative_places"]
    assert shown(places, "initiative_id", "admin1_text") == [("MAR-R3", "Oriental"), ("MAR-R1", "Fès-Meknès")]
    orphans = tables["core_findings"].query("finding_code == 'export-row-orphan'")
    assert shown(orphans, "sheet_name", "cell_name") == [("locations (1)", "A4")]
    assert shown(tables["core_submissions"], "accepted_count", "held_back_count") == [(7, 1)]
    assert conserved(tables)


def test_an_initiative_without_a_reference_gets_one_that_later_exports_give_again(tmp_path):
    sheet = """
        ## initiatives
        | title_text | _index | _parent_table_name | _parent_index | _submission__uuid |
        {first}
        ## locations
        | admin1_text | _parent_table_name | _parent_index | _submission__uuid |
        | Oriental | initiatives | {index} | u-1 |
        """
    june = APPROVED + sheet.format(first="| Oasis | 1 | JMDI survey | 1 | u-1 |", index=1)
    july = APPROVED.replace("| v1 | 1 |", "| v1 | 7 |") + sheet.format(first="| Oasis | 31 | JMDI survey | 7 | u-1 |", index=31)
    ids = []
    for name, workbook in (("june", june), ("july", july)):
        tables = tables_of(tmp_path / name, {f"MAR/2015/{name}.xlsx": workbook}, *NAMES)
        assert shown(tables["core_initiative_places"], "initiative_id") == shown(tables["core_initiatives"], "initiative_id")
        ids += tables["core_initiatives"]["initiative_id"].tolist()
    assert len(ids) == 2
    assert len(set(ids)) == 1


@pytest.mark.parametrize(
    ("review", "codes", "count"),
    [
        ("validation_status_not_approved", {"submission-not-approved"}, 0),
        ("Not approved", {"submission-not-approved"}, 0),
        ("validation_status_on_hold", {"submission-on-hold"}, 1),
        ("", set(), 1),
        ("Peut-être", {"code-unknown"}, 1),
    ],
)
def test_the_review_of_a_submission_counts_for_all_its_rows(tmp_path, review, codes, count):
    workbook = (
        KOBO_COVER.format(review=review)
        + f"""
        ## initiatives
        | initiative_ref | title_text | {LINKS} |
        | R1 | Oasis | 1 | JMDI survey | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    found = set(tables["core_findings"]["finding_code"])
    assert found & {"submission-not-approved", "submission-on-hold", "code-unknown"} == codes
    assert {review} >= set(tables["core_findings"].query("finding_code in @codes")["value_text"])
    assert len(tables["core_initiatives"]) == count
    assert conserved(tables)


def test_each_submission_keeps_its_own_cover(tmp_path):
    workbook = """
        ## survey
        | country_name | consent_code | default_currency_code | _id | _uuid | _submission_time | _index |
        | Morocco | PUB | MAD | 11 | u-1 | 2015-09-28 | 1 |
        | Morocco | INT | EUR | 12 | u-2 | 2015-09-29 | 2 |
        ## initiatives
        | initiative_ref | title_text | budget_amount | _index | _parent_table_name | _parent_index | _submission__uuid |
        | R1 | Oasis | 1000 | 1 | survey | 1 | u-1 |
        | R2 | Dunes | 2000 | 2 | survey | 2 | u-2 |
        """
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "initiative_id", "currency_code") == [("MAR-R1", "MAD"), ("MAR-R2", "EUR")]
    assert shown(tables["core_submissions"], "consent_code", "accepted_count") == [("INT", 4)]
    assert shown(tables["core_findings"].query("finding_code == 'covers-differ'"), "cell_name", "value_text") == [("B3", "INT")]


def test_columns_of_older_form_versions_are_joined_and_contradictions_said(tmp_path):
    workbook = (
        APPROVED
        + f"""
        ## initiatives
        | initiative_ref | title_text | basics/title_text | summary_text | old/summary_text | {LINKS} |
        | R1 | | Oasis | Water | | 1 | JMDI survey | 1 | u-1 |
        | R2 | Dunes | | Sand | Sea | 2 | JMDI survey | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "title_text", "summary_text") == [("Oasis", "Water"), ("Dunes", None)]
    found = tables["core_findings"].query("finding_code == 'columns-contradict'")
    assert shown(found, "cell_name", "value_text") == [("E3", "Sea")]


def test_a_text_that_the_export_cut_is_said(tmp_path):
    workbook = (
        APPROVED
        + f"""
        ## initiatives
        | initiative_ref | title_text | summary_text | {LINKS} |
        | R1 | Oasis | <WARNING: Truncated to Excel limit of 32767 characters!>Long story | 1 | JMDI survey | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "summary_text") == [("Long story",)]
    assert shown(tables["core_findings"].query("finding_code == 'text-cut'"), "cell_name") == [("C2",)]


def test_tags_below_the_header_and_a_geopoint_are_read(tmp_path):
    workbook = (
        APPROVED
        + f"""
        ## initiatives
        | initiative_ref | title_text | {LINKS} |
        | #activity+code | #activity+name | | | | |
        | R1 | Oasis | 1 | JMDI survey | 1 | u-1 |
        ## locations
        | admin1_text | point | _point_latitude | _point_longitude | _point_altitude | _point_precision | {LINKS} |
        | Oriental | 34.68 -1.91 0 5 | 34.68 | -1.91 | 0 | 5 | 1 | initiatives | 1 | u-1 |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/kobo.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiative_places"], "initiative_id", "stated_latitude", "stated_longitude") == [("MAR-R1", 34.68, -1.91)]
    assert tables["core_findings"].query("finding_code == 'header-unknown'").empty
    assert conserved(tables)


def test_files_of_an_odk_export_are_joined_by_their_keys(tmp_path):
    files = {
        "survey": """
            ## survey
            | SubmissionDate | meta-instanceID | cover-country_name | KEY | SubmitterName | Status | ReviewState |
            | 2015-09-28T10:00:00.000Z | uuid:a | Morocco | uuid:a | Invented person | | approved |
            | 2015-09-28T11:00:00.000Z | uuid:b | Morocco | uuid:b | Invented person | | rejected |
            """,
        "survey-initiatives": """
            ## survey-initiatives
            | initiative_ref | title_text | theme_codes | PARENT_KEY | KEY |
            | R1 | Oasis | M1 M3 | uuid:a | uuid:a/initiatives[1] |
            | R2 | Dunes | | uuid:b | uuid:b/initiatives[1] |
            """,
        "survey-initiatives-locations": """
            ## survey-initiatives-locations
            | admin1_text | point-Latitude | point-Longitude | point-Altitude | point-Accuracy | PARENT_KEY | KEY |
            | Oriental | 34.68 | -1.91 | 0 | 5 | uuid:a/initiatives[1] | uuid:a/initiatives[1]/locations[1] |
            | Oriental | | | | | uuid:b/initiatives[1] | uuid:b/initiatives[1]/locations[1] |
            | Oriental | | | | | uuid:c/initiatives[1] | uuid:c/initiatives[1]/locations[1] |
            """,
    }
    workbooks = {f"MAR/2015/{name}.xlsx": text for name, text in files.items()}
    tables = tables_of(tmp_path, workbooks, *NAMES, "clean_withheld_values")
    assert shown(tables["core_initiatives"], "initiative_id", "theme_codes") == [("MAR-R1", "M1|M3")]
    assert shown(tables["core_initiative_places"], "initiative_id", "stated_latitude") == [("MAR-R1", 34.68)]
    held = tables["core_findings"].query("finding_code in ['submission-not-approved', 'export-row-orphan']")
    assert sorted(shown(held, "sheet_name", "cell_name", "finding_code")) == [
        ("survey", "A3", "submission-not-approved"),
        ("survey-initiatives", "A3", "submission-not-approved"),
        ("survey-initiatives-locations", "A3", "submission-not-approved"),
        ("survey-initiatives-locations", "A4", "export-row-orphan"),
    ]
    assert "Invented person" in set(tables["clean_withheld_values"]["value_text"])
    assert conserved(tables)


def test_a_wide_export_of_surveycto_gives_a_part_for_each_repeat(tmp_path):
    workbook = """
        ## survey_WIDE
        | SubmissionDate | country_name | title_text_1 | theme_codes_1 | theme_codes_M1_1 | theme_codes_M2_1 | admin1_text_1_1 | \
place_text_1_1 | admin1_text_1_2 | place_text_1_2 | title_text_2 | gcm_objective_codes_2 | instanceID | formdef_version | KEY |
        | 2015-09-28 | Morocco | Oasis | M1 M2 | 1 | 1 | Oriental | | Fès-Meknès | | Dunes | 2 19 | uuid:a | 1509 | uuid:a |
        """
    tables = tables_of(tmp_path, {"MAR/2015/wide.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "title_text", "theme_codes", "gcm_objective_codes") == [
        ("Oasis", "M1|M2", None), ("Dunes", None, "2|19"),
    ]  # fmt: skip
    oasis = tables["core_initiatives"]["initiative_id"].iloc[0]
    assert sorted(shown(tables["core_initiative_places"], "initiative_id", "admin1_text")) == [(oasis, "Fès-Meknès"), (oasis, "Oriental")]
    assert shown(tables["core_submissions"], "received_count", "form_count", "accepted_count") == [(2, 1, 1)]


def test_a_plain_workbook_of_the_form_is_no_export(tmp_path):
    workbook = """
        ## Cover
        | Country | Language | Key |
        | Morocco | fr | blue |
        """
    tables = tables_of(tmp_path, {"MAR/2015/plain.xlsx": workbook}, *NAMES)
    assert "header-unknown" in set(tables["core_findings"]["finding_code"])
