"""Answers held against each other: each check has a row that it must report and one beside it that it must not."""

from schemas.findings import finding_codes
from tests.deliveries import COVER, shown, tables_of

COVER_OF_2015 = "\n## Cover\n| Country | Submission date | Language |\n| El Salvador | 2015-09-28 | Español |\n"
SEEN = ("sheet_name", "cell_name", "finding_code", "value_text")


def found(tmp_path, text: str, *codes: str) -> list[tuple[object, ...]]:
    findings = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_findings")["core_findings"]
    assert set(codes) <= set(finding_codes())
    return shown(findings[findings["finding_code"].isin(codes)], *SEEN)


def test_status_and_end_date_agree(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Initiatives
    | Own reference | Title | Status | Start date | End date |
    | R1 | Closed without an end | 4 | 2012 | |
    | R2 | Closed with one | 4 | 2012 | 2014 |
    | R3 | Under way though ended | 2 | 2012 | 2014 |
    | R4 | Under way, ends in the year of the form | 2 | 2012 | 2015 |
    | R5 | Suspended | 6 | 2012 | 2014 |
    """
    )
    assert found(tmp_path, text, "end-missing", "end-passed") == [
        ("Initiatives", "E2", "end-missing", None),
        ("Initiatives", "E4", "end-passed", "2014-01-01"),
    ]


def test_a_rule_about_a_column_that_the_file_lacks_points_to_the_answer_that_asks_for_it(tmp_path):
    text = COVER_OF_2015 + "\n## Initiatives\n| Own reference | Title | Status |\n| R1 | Closed | 4 |\n"
    assert found(tmp_path, text, "end-missing") == [("Initiatives", "C2", "end-missing", None)]


def test_a_version_of_the_form_that_nobody_gave_out_is_to_be_checked(tmp_path):
    cover = "## Cover\n| Form version | Country | Language |\n| {} | El Salvador | Español |\n"
    stated = {"2014": "2015.1", "2015": "٢٠١٦.١", "2016": "2016.2", "2017": "v2015.1", "2018": ""}
    books = {f"SLV/{name}/a.xlsx": cover.format(version) for name, version in stated.items()}
    told = tables_of(tmp_path, books, "core_findings")["core_findings"]
    told = told[told["finding_code"] == "form-version-unknown"]
    seen = ("file_name", "cell_name", "severity_code", "value_text", "suggestion_text")
    fix = "Versiones conocidas: 2015.1, 2016.1, 2017.1. Use el formulario que se le envió y deje su versión como está."
    assert shown(told, *seen) == [
        ("SLV/2016/a.xlsx", "A2", "please_check", "2016.2", fix),
        ("SLV/2017/a.xlsx", "A2", "please_check", "v2015.1", fix),
    ]


def test_without_a_day_of_submission_nothing_is_past(tmp_path):
    text = (
        COVER.format(country="El Salvador").replace("English", "Español")
        + "\n## Initiatives\n| Own reference | Title | Status | End date |\n| R1 | Old | 2 | 1990 |\n"
    )
    assert found(tmp_path, text, "end-passed") == []


def test_stages_agree_with_their_log_and_are_proved(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Initiatives
    | Own reference | Title | Scaling stage |
    | R1 | Says pilot, log says expanded | PIL |
    | R2 | Agrees | EXP |
    | R3 | The log leaves it open | PIL |
    | R4 | Tipping point without a log | INS |
    | R5 | Tipping point proved | INS |
    | R6 | Two stages in one year | EXP |
    | R7 | Ended | DIS |
    ## Scaling log
    | Initiative | Stage | Date of the stage | Evidence | Trigger |
    | R1 | PIL | 2013 | | |
    | R1 | EXP | 2014 | | |
    | R2 | PIL | 2013 | | |
    | R2 | EXP | 2014 | | |
    | R3 | PIL | | | |
    | R3 | EXP | 2014 | | |
    | R5 | INS | 2014 | BUDGET / OWNERSHIP | |
    | R6 | EXP | 2014 | | |
    | R6 | PIL | 2014-05 | | |
    | R7 | REP | 2013 | | |
    | R7 | DIS | 2014 | | |
    """
    )
    assert found(tmp_path, text, "stage-log-disagrees", "stage-unproved", "stage-back") == [
        ("Initiatives", "C2", "stage-log-disagrees", "Piloto"),
        ("Initiatives", "C5", "stage-unproved", None),
    ]


def test_a_stage_that_goes_back_needs_a_reason_and_an_institution_its_evidence(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Initiatives
    | Own reference | Title |
    | R1 | Uno |
    | R2 | Dos |
    ## Scaling log
    | Initiative | Stage | Date of the stage | Evidence | Trigger |
    | R1 | EXP | 2013 | | |
    | R1 | PIL | 2014 | | |
    | R2 | EXP | 2013 | | |
    | R2 | PIL | 2014 | | El donante se retiró |
    | R1 | INS | 2015 | BUDGET | |
    | R2 | INS | 2015 | OWNERSHIP | |
    | R1 | INS | 2016 | | |
    | R2 | INS | 2016 | STAFF / OWNERSHIP | |
    """
    )
    assert found(tmp_path, text, "stage-back", "stage-unproved") == [
        ("Scaling log", "B3", "stage-back", "Piloto"),
        ("Scaling log", "D6", "stage-unproved", "Partida presupuestaria"),
        ("Scaling log", "D7", "stage-unproved", "Apropiación por los actores"),
        ("Scaling log", "D8", "stage-unproved", None),  # once, though two rules ask for it
    ]


def test_shares_of_places_add_up_to_a_hundred(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Initiatives
    | Own reference | Title |
    | R1 | Too little |
    | R2 | Thirds |
    | R3 | One share is not stated |
    | R4 | Too much, though one is not stated |
    ## Locations
    | Initiative | Place | Share of budget (%) |
    | R1 | Santa Ana | 50 |
    | R1 | La Unión | 30 |
    | R2 | Santa Ana | 33 |
    | R2 | La Unión | 33 |
    | R2 | San Miguel | 33 |
    | R3 | Santa Ana | 50 |
    | R3 | La Unión | |
    | R4 | Santa Ana | 90 |
    | R4 | San Miguel | 20 |
    | R4 | La Unión | |
    """
    )
    assert found(tmp_path, text, "shares-not-100") == [
        ("Locations", "C2", "shares-not-100", "80"),
        ("Locations", "C9", "shares-not-100", "110"),
    ]


def test_parts_progress_documents_and_validators(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Initiatives
    | Own reference | Title |
    | R1 | Uno |
    ## Results
    | Initiative | Indicator | Value | Women | Men |
    | R1 | Too many parts | 100 | 60 | 50 |
    | R1 | Parts of a whole | 100 | 60 | 30 |
    | R1 | No men stated | 100 | 160 | |
    ## Policy work plan
    | Activity reference | Activity | Status | Progress (%) | Policy change | Policy document | Planned start |
    | P1 | Full but ongoing | ONG | 100 | NON | |
    | P2 | Completed at 60 | CMP | 60 | NON | |
    | P3 | Completed | CMP | 100 | Adopted | Ordenanza 4 |
    | P4 | Adopted, no document | ONG | 60 | Adopted | |
    | P5 | Completed, progress not stated | CMP | | Drafted | |
    | P6 | Half done before it began | PLN | 50 | | |
    | P7 | Full before it began, told once | PLN | 100 | | |
    | P8 | Cancelled at 30 | CAN | 30 | | |
    | P9 | Cancelled, nothing done | CAN | 0 | | |
    | P10 | Completed before its start | CMP | | | | 2015-11 |
    | P11 | Completed, begun in the year of the form | CMP | | | | 2015 |
    ## Codification
    | Practice reference | Type of subject | Subject | Kind of practice | Title | Review status | Validated by |
    | K1 | Initiative | R1 | GP | Nobody | VALIDATED | |
    | K2 | Initiative | R1 | GP | Somebody | VALIDATED | The council |
    | K3 | Initiative | R1 | GP | Draft | DRAFT | |
    """
    )
    codes = (
        "parts-exceed-total",
        "progress-contradicts",
        "progress-unexpected",
        "completed-early",
        "document-missing",
        "validator-missing",
    )
    assert found(tmp_path, text, *codes) == [
        ("Results", "D2", "parts-exceed-total", "60 + 50"),
        ("Policy work plan", "C2", "progress-contradicts", "En curso"),
        ("Policy work plan", "D3", "progress-contradicts", "60"),
        ("Policy work plan", "F5", "document-missing", None),
        ("Policy work plan", "D7", "progress-unexpected", "50"),
        ("Policy work plan", "C8", "progress-contradicts", "Prevista"),
        ("Policy work plan", "D9", "progress-unexpected", "30"),
        ("Policy work plan", "G11", "completed-early", "2015-11-01"),
        ("Codification", "G2", "validator-missing", None),
    ]


def test_corridors_partners_and_references(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Initiatives
    | Own reference | Title | Local-to-local corridor |
    | R1 | Only at home | yes |
    | R2 | Both ends | yes |
    | R3 | No corridor | no |
    | r2 | Quite another thing | |
    | R3 | No  CORRIDOR | |
    ## Locations
    | Initiative | Country | Place |
    | R1 | El Salvador | Santa Ana |
    | R2 | Italia | Milán |
    | R3 | | Santa Ana |
    ## Actors
    | Actor reference | Name |
    | A1 | Alcaldía |
    | A2 | Comuna |
    ## Partnerships
    | Actor A | Actor B |
    | A1 | Alcaldía |
    | A1 | A2 |
    """
    )
    assert found(tmp_path, text, "territory-missing", "partner-itself", "reference-reused") == [
        ("Initiatives", "C2", "territory-missing", None),
        ("Initiatives", "A5", "reference-reused", "r2"),
        ("Partnerships", "B2", "partner-itself", "Alcaldía"),
    ]


def test_an_end_before_the_start_shows_when_the_two_come_from_different_rounds(tmp_path):
    rounds = {
        f"SLV/{year}/a.xlsx": COVER_OF_2015
        + f"\n## Initiatives\n| Own reference | Title | {column} |\n| R1 | Uno | {one} |\n| R2 | Dos | {two} |\n"
        for year, column, one, two in (("2015", "Start date", "2014", "2012"), ("2016", "End date", "2013", "2013"))
    }
    findings = tables_of(tmp_path, rounds, "core_findings")["core_findings"]
    assert shown(findings.query("finding_code == 'date-order'"), "file_name", "cell_name") == [("SLV/2016/a.xlsx", "C2")]


def test_equal_findings_are_one_that_names_the_other_cells(tmp_path):
    text = (
        COVER_OF_2015
        + "\n## Initiatives\n| Own reference | Title | Status | End date |\n"
        + "".join(f"| R{n} | T | 4 | |\n" for n in range(3))
    )
    findings = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_findings")["core_findings"]
    told = findings.query("finding_code == 'end-missing'")
    assert shown(told, "cell_name", "other_cells_text", "occurrence_count") == [("D2", "D3 D4", 3)]


def test_a_network_that_is_its_own_member_or_in_a_circle_of_members_is_to_be_checked(tmp_path):
    text = (
        COVER_OF_2015
        + """
    ## Actors
    | Actor reference | Name | Acronym |
    | A1 | Red de Municipios | |
    | A2 | Federación | |
    | A3 | Mesa Nacional | FED |
    | A4 | Alcaldía | |
    ## Networks
    | Network reference | Name | Members |
    | N1 | Red de municipios | A1 / A4 |
    | N2 | Federación | A3 / A4 |
    | N3 | Mesa nacional | A2 |
    | N4 | Otra | A1 / A2 / A4 |
    """
    )
    assert found(tmp_path, text, "network-in-itself") == [
        ("Networks", "C2", "network-in-itself", "Red de municipios"),
        ("Networks", "C3", "network-in-itself", "Federación"),
    ]
