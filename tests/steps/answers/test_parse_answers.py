"""Reading answers: the value, or a finding with its cell, in the sender's language; never a guess, never a lost row."""

import openpyxl
import pytest

from schemas.form import form
from tests.deliveries import COVER, shown, tables_of, write_workbook

SLV = COVER.format(country="El Salvador").replace("English", "Español")


READ = [
    ("Status", "Ongoing", "status_code", "2"),
    ("Status", "en ejecución", "status_code", "2"),
    ("Status", "4", "status_code", "4"),
    ("Target groups", "Youth / WOM; returnees", "target_group_codes", "YTH|WOM|RTN"),
    ("Types of intervention", "social cohesion, anti-xenophobia", "intervention_codes", "SOC"),
    ("Locally led", "Sí", "is_locally_led", True),
    ("Supported by JMDI", "no", "is_jmdi_supported", False),
    ("Start date", "septiembre de 2014", "start_date", "2014-09-01"),
    ("Start date", "septiembre de 2014", "start_date_precision_code", "month"),
    ("Total budget", "más de 210,000", "budget_amount", 210000.0),
    ("Total budget", "más de 210,000", "budget_amount_qualifier_code", "at_least"),
    ("Total budget", "$ 5,000", "currency_code", "USD"),
    ("Web page", "https://example.org/x", "website_url", "https://example.org/x"),
]
REFUSED = [
    ("Status", "Ongoin", "status_code", None, "code-unknown", "¿Quiso decir En ejecución?"),
    ("Main theme", "Diaspora engagement", "primary_theme_code", None, "code-unknown", "Se acepta: Gobernanza local"),
    ("Target groups", "Youth / Martians", "target_group_codes", "YTH", "code-unknown", "Se acepta: Emigrantes/diáspora"),
    ("Locally led", "maybe", "is_locally_led", None, "code-unknown", "Se acepta: Sí, No."),
    ("Start date", "15 de noviembre", "start_date", None, "date-without-year", "Escríbala como 2015-09-28"),
    ("Start date", "pronto", "start_date", None, "date-unreadable", "Escríbala como 2015-09-28"),
    ("Start date", "03/04/15", "start_date", None, "date-ambiguous", "con cuatro cifras"),
    ("Total budget", "1.234", "budget_amount", None, "number-ambiguous", "sin separador de miles"),
    ("Total budget", "mucho", "budget_amount", None, "number-unreadable", "solo cifras"),
    ("Total budget", "-5", "budget_amount", None, "number-out-of-range", "Se acepta: 0"),
    ("Currency", "monedas raras", "currency_code", None, "code-unknown", "Se acepta"),
    ("Web page", "example", "website_url", None, "url-unreadable", "http://"),
]
QUESTIONS = list(dict.fromkeys(case[0] for case in READ + REFUSED))


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """One workbook in which row n answers the question of case n and no other."""
    spanish = {question.labels["en"]: question.labels["es"] for question in form()["initiatives"].questions}
    heads = " | ".join(spanish[label] for label in ("Own reference", "Title", *QUESTIONS))
    rows = [
        " | ".join([f"R{number}", "Oasis", *(answer if question == asked else "" for asked in QUESTIONS)])
        for number, (question, answer, *_) in enumerate(READ + REFUSED)
    ]
    text = SLV + "\n## Initiatives\n" + "\n".join(f"| {row} |" for row in [heads, *rows])
    tables = tables_of(tmp_path_factory.mktemp("answers"), {"SLV/2015/a.xlsx": text}, "core_initiatives", "core_findings")
    records = tables["core_initiatives"].set_index("initiative_ref")
    return records.astype(object).where(records.notna(), None), tables["core_findings"]


@pytest.mark.parametrize(("number", "case"), list(enumerate(READ)), ids=[f"{case[1]} is {case[3]}" for case in READ])
def test_an_answer_is_read_as_it_is_meant(answered, number, case):
    _, _, column, value = case
    assert answered[0].loc[f"R{number}", column] == value


@pytest.mark.parametrize(("number", "case"), list(enumerate(REFUSED, len(READ))), ids=[f"{case[1]} is {case[4]}" for case in REFUSED])
def test_an_answer_that_cannot_be_read_is_left_out_and_reported_at_its_cell(answered, number, case):
    question, _, column, value, finding_code, suggestion = case
    records, findings = answered
    assert records.loc[f"R{number}", column] == value
    cell = f"{'CDEFGHIJKLMN'[QUESTIONS.index(question)]}{number + 2}"
    reported = shown(findings[findings["cell_name"] == cell], "finding_code", "suggestion_text")
    assert [code for code, _ in reported] == [finding_code]
    assert suggestion in str(reported[0][1])


def test_a_row_without_its_key_is_held_back_with_its_cell(tmp_path):
    text = SLV + "\n## Initiatives\n| Referencia propia | Título |\n| R1 | |\n| – | Sin referencia |\n| R3 | Completa |\n"
    tables = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_initiatives", "core_findings", "core_responses")
    assert shown(tables["core_initiatives"], "initiative_id") == [("SLV-R3",)]
    missing = tables["core_findings"].query("finding_code == 'answer-missing'")
    assert shown(missing, "cell_name", "message_text") == [
        ("B2", "La casilla «Título» está vacía; la fila queda retenida, pues no puede usarse sin ese dato."),
        ("A3", "La casilla «Referencia propia» está vacía; la fila queda retenida, pues no puede usarse sin ese dato."),
    ]
    held = tables["core_responses"].query("outcome_code == 'held_back'")
    assert shown(held, "row_number", "answers_json") == [
        (2, '{"initiative_ref": "R1"}'),
        (3, '{"initiative_ref": "–", "title_text": "Sin referencia"}'),
    ]


def test_equal_findings_are_one_that_counts_them(tmp_path):
    text = SLV + "\n## Initiatives\n| Own reference | Title | Status |\n" + "".join(f"| R{n} | T{n} | ? |\n" for n in range(3))
    findings = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_findings")["core_findings"]
    assert shown(findings.query("finding_code == 'code-unknown'"), "cell_name", "value_text", "occurrence_count") == [("C2", "?", 3)]


def test_a_dollar_is_certain_only_where_it_is_the_currency(tmp_path):
    philippines = COVER.format(country="Philippines")
    text = philippines + "\n## Initiatives\n| Own reference | Title | Total budget |\n| R1 | Naga | $ 5,000 |\n"
    tables = tables_of(tmp_path, {"PHL/2015/a.xlsx": text}, "core_initiatives", "core_findings")
    assert shown(tables["core_initiatives"], "budget_amount", "currency_code") == [(5000.0, None)]
    assert shown(tables["core_findings"].query("cell_name == 'C2'"), "finding_code") == [("currency-missing",)]


def test_the_cover_says_how_numbers_and_currencies_are_written(tmp_path):
    text = """
    ## Cover
    | Country | Number format | Default currency |
    | El Salvador | 1.234,56 | EUR |
    ## Initiatives
    | Own reference | Title | Total budget |
    | R1 | Oasis | 1.234 |
    | R2 | Milpa | 1.234 francs |
    """
    initiatives = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_initiatives")["core_initiatives"]
    assert shown(initiatives, "budget_amount", "currency_code") == [(1234.0, "EUR"), (1234.0, None)]


def test_an_end_before_the_start_is_reported_but_not_when_only_the_precision_differs(tmp_path):
    text = (
        SLV
        + """
    ## Initiatives
    | Own reference | Title | Start date | End date |
    | R1 | Oasis | May 2014 | 2013 |
    | R2 | Oasis | May 2014 | 2014 |
    """
    )
    findings = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_findings")["core_findings"]
    assert shown(findings.query("finding_code == 'date-order'"), "cell_name") == [("D2",)]


def test_a_cover_of_another_country_is_reported(tmp_path):
    findings = tables_of(tmp_path, {"SLV/2015/a.xlsx": COVER.format(country="Ecuador")}, "core_findings")["core_findings"]
    assert shown(findings.query("finding_code == 'country-conflict'"), "cell_name", "value_text") == [("A2", "Ecuador")]


def test_personal_data_in_a_free_text_goes_no_further_than_the_restricted_store(tmp_path):
    text = SLV + "\n## Initiatives\n| Own reference | Title | Notes |\n| R1 | Oasis | Llamar a canary@example.org o +503 2222 3333 |\n"
    tables = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_initiatives", "core_findings", "clean_withheld_values", "core_responses")
    assert shown(tables["core_initiatives"], "notes_text") == [("Llamar a […] o […]",)]
    assert shown(tables["core_findings"].query("finding_code == 'personal-data'"), "cell_name", "value_text") == [("C2", None)]
    assert shown(tables["clean_withheld_values"], "cell_name", "reason_code") == [("C2", "personal_data")]
    assert "canary" not in tables["core_responses"].to_csv() + tables["core_findings"].to_csv() + tables["core_initiatives"].to_csv()


def test_what_a_native_cell_leaves_open_is_not_guessed(tmp_path):
    """Excel stores 50 % as 0.5 and 2015.10 as 2015.1, and keeps a huge count as a float."""
    path = tmp_path / "raw" / "SLV" / "2015" / "a.xlsx"
    text = SLV + (
        """
        ## Initiatives
        | Own reference | Title | Start date |
        | R1 | Oasis | 2015 |
        ## Locations
        | Initiative | Place | Share of budget (%) |
        | R1 | Santa Ana | |
        ## Results
        | Initiative | Indicator | Value | Women |
        | R1 | Jóvenes | up to 50 | |
        | R1 | Dólares | 300 USD | |
        """
    )
    book = openpyxl.load_workbook(write_workbook(path, text))
    book["Initiatives"]["C2"] = 2015.1
    book["Locations"]["C2"] = 0.5
    book["Results"]["D2"] = 1e20
    book.save(path)
    names = ("core_initiatives", "core_initiative_places", "core_results", "core_findings")
    tables = tables_of(tmp_path, {}, *names)
    assert shown(tables["core_initiatives"], "start_date") == [(None,)]
    assert shown(tables["core_initiative_places"], "budget_share") == [(None,)]
    assert shown(tables["core_results"].sort_values("indicator_name"), "result_number", "female_count") == [(None, None), (50.0, None)]
    told = tables["core_findings"].query("finding_code.str.match('number|date|share')")
    assert shown(told, "sheet_name", "cell_name", "finding_code") == [
        ("Initiatives", "C2", "date-unreadable"),
        ("Locations", "C2", "share-ambiguous"),
        ("Results", "C2", "number-inexact"),
        ("Results", "D2", "number-out-of-range"),
        ("Results", "C3", "number-unreadable"),
    ]


def test_a_currency_that_contradicts_the_amount_is_not_kept(tmp_path):
    text = SLV + "\n## Initiatives\n| Own reference | Title | Total budget | Currency |\n| R1 | Oasis | 9 millones de euros | USD |\n"
    tables = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_initiatives", "core_findings")
    assert shown(tables["core_initiatives"], "budget_amount", "currency_code") == [(9e6, None)]
    assert shown(tables["core_findings"].query("finding_code == 'currency-conflict'"), "cell_name", "value_text") == [("D2", "USD")]


def test_a_second_row_on_the_cover_and_an_answer_above_the_header_are_held_back(tmp_path):
    text = """
    ## Cover
    | Country | Number format |
    | El Salvador | 1,234.56 |
    | El Salvador | 1.234,56 |
    ## Initiatives
    # Mapa
    | R0 | Encima |
    | Own reference | Title |
    | R1 | Oasis |
    """
    tables = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "core_initiatives", "core_findings", "core_responses", "core_submissions")
    assert shown(tables["core_initiatives"], "initiative_ref") == [("R1",)]
    assert shown(tables["core_submissions"], "number_format_code") == [("1,234.56",)]
    assert shown(tables["core_responses"].query("outcome_code == 'held_back'"), "sheet_name", "row_number") == [
        ("Cover", 3),
        ("Initiatives", 2),
    ]
    told = tables["core_findings"].query("finding_code in ('cover-repeated', 'row-above-header')")
    assert shown(told, "cell_name", "finding_code") == [("A3", "cover-repeated"), ("A2", "row-above-header")]


def test_dates_of_a_cover_in_another_calendar_are_not_taken_for_gregorian(tmp_path):
    nepal = "## Cover\n| Country | Calendar |\n| Nepal | Bikram Sambat |\n"
    text = nepal + "## Initiatives\n| Own reference | Title | Start date |\n| R1 | Chautari | 2015-04-01 |\n"
    tables = tables_of(tmp_path, {"NPL/2015/a.xlsx": text}, "core_initiatives", "core_findings")
    assert shown(tables["core_initiatives"], "start_date") == [(None,)]
    assert "date-calendar" in set(tables["core_findings"]["finding_code"])
