"""Laying the form over a delivery: which sheet, header and column is which, and what happens to the rest."""

from tests.deliveries import COVER, shown, tables_of

MAR = COVER.format(country="Morocco")


def test_headers_are_found_in_any_language_below_titles_and_in_any_order(tmp_path):
    tables = tables_of(
        tmp_path,
        {
            "MAR/2015/a.xlsx": MAR
            + """
            ## Iniciativas
            # Mapeo de iniciativas

            | TITRE * | Own reference | initiative_ref |
            | title_text | initiative_ref | |
            | Oasis de Figuig | R1 | |
            """
        },
        "core_initiatives",
        "core_responses",
    )
    assert shown(tables["core_initiatives"], "initiative_id", "title_text") == [("MAR-R1", "Oasis de Figuig")]
    rows = tables["core_responses"].query("sheet_code == 'initiatives'")
    assert shown(rows, "row_number", "outcome_code") == [(1, "form"), (3, "form"), (4, "form"), (5, "accepted")]


def test_an_unknown_column_is_reported_and_kept_apart(tmp_path):
    tables = tables_of(
        tmp_path,
        {
            "MAR/2015/a.xlsx": MAR
            + """
            ## Initiatives
            | Own reference | Title | Titel | Personne de référence |
            | R1 | Oasis | Oase | Personne inventée |
            """
        },
        "core_findings",
        "core_responses",
        "clean_withheld_values",
    )
    unknown = tables["core_findings"].query("finding_code == 'header-unknown'")
    assert shown(unknown, "cell_name", "value_text", "suggestion_text") == [
        ("C1", "Titel", "Did you mean Title? Use the headers of the survey form."),
        ("D1", "Personne de référence", "Use the headers of the survey form."),
    ]
    assert shown(tables["clean_withheld_values"], "cell_name", "reason_code", "value_text") == [
        ("C2", "unknown_column", "Oase"),
        ("D2", "unknown_column", "Personne inventée"),
    ]
    assert not tables["core_responses"]["answers_json"].str.contains("inventée").any()


def test_a_header_that_names_a_person_is_masked(tmp_path):
    header = "Ask at canary@example.org or 06 12 34 56 78"
    tables = tables_of(
        tmp_path,
        {"MAR/2015/a.xlsx": MAR + f"\n## Initiatives\n| Own reference | Title | {header} |\n| 06 12 34 56 | Oasis | x |\n"},
        "core_received_columns",
        "core_findings",
        "core_initiatives",
    )
    assert "Ask at […] or […]" in set(tables["core_received_columns"]["header_text"])
    assert "canary" not in tables["core_findings"].to_csv() + tables["core_received_columns"].to_csv()
    # What looks like a telephone number in a reference is a reference.
    assert shown(tables["core_initiatives"], "initiative_id") == [("MAR-06 12 34 56",)]


def test_what_is_no_sheet_of_the_form_is_held_back_and_said(tmp_path):
    tables = tables_of(
        tmp_path,
        {
            "MAR/2015/a.xlsx": MAR
            + """
            ## Initiativs
            | Own reference | Title |
            | R1 | Oasis |
            ## Actors
            | quelque chose | autre chose |
            | 1 | 2 |
            ## Acteurs
            | Actor reference | Name |
            | A1 | Commune |
            ## Lieux
            | Initiative | Lieu |
            ## Locations
            | Initiative | Lieu |
            | R1 | Figuig |
            """
        },
        "core_responses",
        "core_findings",
    )
    held = tables["core_responses"].query("outcome_code == 'held_back'")
    assert shown(held, "sheet_name", "row_number") == [
        ("Initiativs", 1), ("Initiativs", 2), ("Actors", 1), ("Actors", 2), ("Locations", 1), ("Locations", 2),
    ]  # fmt: skip
    findings = tables["core_findings"].query("severity_code == 'must_fix'")
    assert shown(findings, "sheet_name", "finding_code", "occurrence_count", "suggestion_text") == [
        ("Initiativs", "sheet-unknown", 2, "Did you mean the sheet Initiatives? Use the sheets of the survey form."),
        ("Actors", "sheet-without-header", 2, "Copy the header row of the survey form above the answers."),
        ("Locations", "sheet-twice", 2, "Move the rows to the sheet Locations."),
    ]
    missing = tables["core_findings"].query("finding_code == 'sheet-missing'")
    assert "The sheet Initiatives is missing." in list(missing["message_text"])


def test_a_column_that_stands_twice_is_read_once(tmp_path):
    tables = tables_of(
        tmp_path,
        {"MAR/2015/a.xlsx": MAR + "\n## Initiatives\n| Own reference | Title | Titre |\n| R1 | Oasis | Autre |\n"},
        "core_initiatives",
        "core_findings",
    )
    assert shown(tables["core_initiatives"], "title_text") == [("Oasis",)]
    assert shown(tables["core_findings"].query("finding_code == 'header-twice'"), "cell_name", "value_text") == [("C1", "Titre")]


def test_the_same_file_under_another_name_counts_once(tmp_path):
    text = MAR + "\n## Initiatives\n| Own reference | Title |\n| R1 | Oasis |\n"
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": text, "MAR/2015/b.xlsx": text}, "core_submissions", "core_findings")
    assert shown(tables["core_submissions"], "file_name", "outcome_code", "received_count") == [
        ("MAR/2015/a.xlsx", "read", 4),
        ("MAR/2015/b.xlsx", "refused", 0),
    ]
    duplicate = tables["core_findings"].query("finding_code == 'file-duplicate'")
    assert shown(duplicate, "message_text") == [("Le même fichier a déjà été reçu sous le nom MAR/2015/a.xlsx.",)]


def test_a_senders_own_summary_is_no_part_of_the_form(tmp_path):
    text = MAR + "\n## Résumé\n| total | 3 |\n## Summary\n| Own reference | Title | Start date |\n| R1 | Oasis | 2014 |\n"
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": text}, "core_responses", "core_initiatives", "core_findings")
    assert shown(tables["core_initiatives"], "initiative_id") == [("MAR-R1",)]
    assert shown(tables["core_responses"].query("sheet_name == 'Résumé'"), "outcome_code") == [("held_back",)]
    assert "sheet-unknown" in set(tables["core_findings"]["finding_code"])
