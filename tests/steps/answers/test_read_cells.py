"""Reading a cell for its question: what its kind of cell, its column and the words in it mean; and for each what must be refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import LANGUAGES, form
from steps.answers.habits import column_habits, country_habits
from steps.answers.mend_text import mended
from steps.answers.read_cells import read_cell, read_column
from steps.answers.readings import refused
from steps.files.read_workbook import Cell


def read(question: str, text: str, country: str = "SLV", kind: str = "t", beside: tuple[Cell, ...] = ()):
    """Return the value and the problems of a cell that answers `sheet.question`, in a column with the cells `beside`."""
    sheet, code = question.split(".")
    asked = form()[sheet].question(code)
    cell = Cell(1, kind, text)
    reading = read_cell(asked, cell, column_habits(asked, (cell, *beside), country_habits(country)))
    return reading.values.get(code), [problem.finding_code for problem in reading.problems]


CELLS = [
    # question, text, country, kind of cell, value, problems
    ("initiatives.status_code", "2. Ongoing", "SLV", "t", "2", []),
    ("initiatives.status_code", "2 - En ejecución", "SLV", "t", "2", []),
    ("initiatives.status_code", "En ejecución (2)", "SLV", "t", "2", []),
    # What an idle hand or a hostile one fills a cell with; read mark by mark, each of these took minutes.
    ("initiatives.status_code", "/" * 30_000, "SLV", "t", None, ["code-unknown"]),
    ("initiatives.start_date", "- " * 15_000, "SLV", "t", None, ["date-unreadable"]),
    ("initiatives.status_code", "4. Ongoing", "SLV", "t", None, ["code-unknown"]),
    ("initiatives.status_code", "n/a", "SLV", "t", None, []),
    ("initiatives.target_group_codes", "1) Youth 2) Returnees", "SLV", "t", "YTH|RTN", []),
    ("initiatives.target_group_codes", "• Youth\n• Women", "SLV", "t", "YTH|WOM", []),
    ("initiatives.target_group_codes", "- Youth\n- Women", "SLV", "t", "YTH|WOM", []),
    ("initiatives.target_group_codes", "Youth, Women y Returnees", "SLV", "t", "YTH|WOM|RTN", []),
    ("initiatives.target_group_codes", "Youth and Women", "SLV", "t", "YTH|WOM", []),
    ("initiatives.target_group_codes", "Youth/Women", "SLV", "t", "YTH|WOM", []),
    ("initiatives.target_group_codes", "YTH WOM RTN", "SLV", "t", "YTH|WOM|RTN", []),
    ("initiatives.target_group_codes", "yth wom", "SLV", "t", "YTH|WOM", []),
    ("initiatives.target_group_codes", "Youth Women", "SLV", "t", None, ["code-unknown"]),
    ("initiatives.target_group_codes", "Youth, Martians", "SLV", "t", None, ["code-unknown"]),
    ("initiatives.target_group_codes", "Youth; Martians", "SLV", "t", "YTH", ["code-unknown"]),
    ("initiatives.target_group_codes", "EmigrÃ©s/diaspora; Jóvenes", "SLV", "t", "EMI|YTH", ["text-repaired"]),
    ("initiatives.target_group_codes", "Emigrants/diaspora, Youth", "SLV", "t", "EMI|YTH", []),
    ("initiatives.is_locally_led", "TRUE", "SLV", "b", True, []),
    ("initiatives.is_locally_led", "s/d", "SLV", "t", None, []),
    ("initiatives.is_locally_led", "ninguno", "SLV", "t", None, ["code-unknown"]),
    ("initiatives.donors_text", "Ninguno", "SLV", "t", None, []),
    ("initiatives.donors_text", "لا يوجد", "MAR", "t", None, []),
    ("initiatives.donors_text", "N/A Foundation", "SLV", "t", "N/A Foundation", []),
    ("initiatives.donors_text", "#REF!", "SLV", "e", None, ["cell-error"]),
    ("initiatives.donors_text", "", "SLV", "f", None, ["formula-without-value"]),
    ("initiatives.donors_text", "0.5", "SLV", "p", "50%", []),
    ("initiatives.donors_text", "2015-04-01T00:00:00", "SLV", "d", "2015-04-01", []),
    ("initiatives.donors_text", "UniÃ³n Europea", "SLV", "t", "Unión Europea", ["text-repaired"]),
    ("initiatives.donors_text", "<WARNING: Truncated to Excel limit of 32767 characters!>Unión", "SLV", "t", "Unión", ["text-cut"]),
    ("initiatives.initiative_ref", "12", "SLV", "n", "12", []),
    ("initiatives.budget_amount", "0.1", "SLV", "n", 0.1, []),
    ("initiatives.budget_amount", "1234567890123.45", "SLV", "t", 1234567890123.45, []),
    ("initiatives.budget_amount", "1234567890123.4567", "SLV", "t", None, ["number-too-precise"]),
    ("initiatives.budget_amount", "(1,234)", "SLV", "t", None, ["number-out-of-range"]),
    ("initiatives.budget_amount", "NRs 12,50,000", "NPL", "t", 1250000.0, []),
    ("initiatives.budget_amount", "रु. ५ लाख", "NPL", "t", 500000.0, []),
    ("initiatives.budget_amount", "٢٥٠٬٠٠٠ درهم", "MAR", "t", 250000.0, []),
    ("practices.replicability_score", "5", "SLV", "n", 5, []),
    ("practices.replicability_score", "6", "SLV", "n", None, ["number-out-of-range"]),  # a limit of the form: 1 to 5
    ("practices.replicability_score", "0", "SLV", "t", None, ["number-out-of-range"]),
    ("lessons.lesson_number", "0", "SLV", "n", None, ["number-out-of-range"]),
    ("results.result_number", "0.5", "SLV", "p", None, ["number-percent"]),
    ("results.result_number", "(1,234)", "SLV", "t", -1234.0, []),
    ("locations.budget_share", "0.5", "SLV", "p", 50.0, []),
    ("locations.budget_share", "50 %", "SLV", "t", 50.0, []),
    ("locations.budget_share", "٥٠٪", "MAR", "t", 50.0, []),
    ("locations.budget_share", "50 por ciento", "SLV", "t", 50.0, []),
    ("locations.budget_share", "0.5", "SLV", "n", None, ["share-ambiguous"]),
    ("locations.budget_share", "1.2", "SLV", "p", None, ["number-out-of-range"]),
    ("locations.latitude", "٣٤٫٠٢°", "MAR", "t", 34.02, []),
    ("locations.latitude", "34°01'15\"N", "MAR", "t", None, []),  # read with the row's other cells
    ("locations.latitude", "340209", "MAR", "n", None, []),
    ("locations.latitude", "n/a", "MAR", "t", None, []),
    ("locations.national_code_text", "901", "ECU", "n", "0901", ["zeros-restored"]),
    ("locations.national_code_text", "90150", "ECU", "t", "090150", ["zeros-restored"]),
    ("locations.national_code_text", "0901", "ECU", "t", "0901", []),
    ("locations.national_code_text", "1511", "MAR", "n", "01511", ["zeros-restored"]),
    ("locations.national_code_text", "102801000", "PHL", "t", "102801000", []),
    ("locations.boundary_year", "2072", "NPL", "n", 2015, ["date-converted"]),
    ("locations.boundary_year", "2071/72", "NPL", "t", 2014, ["date-converted"]),
    ("locations.boundary_year", "2050", "NPL", "n", None, ["date-calendar"]),
    ("locations.boundary_year", "2014", "NPL", "n", 2014, []),
    ("initiatives.start_date", "2013-2015", "SLV", "t", "2013-01-01", ["date-period"]),
    ("initiatives.end_date", "2013-2015", "SLV", "t", "2015-01-01", ["date-period"]),
    ("partnerships.signed_date", "2013-2015", "SLV", "t", None, ["date-range"]),
    ("initiatives.start_date", "42000", "SLV", "n", None, ["date-serial"]),
    ("initiatives.start_date", "2072-06-11", "NPL", "t", "2015-09-28", ["date-converted"]),
    ("initiatives.start_date", "2072-06-11T00:00:00", "NPL", "d", "2015-09-28", ["date-converted"]),
    ("initiatives.start_date", "2072-06-33", "NPL", "t", None, ["date-unreadable"]),
]  # fmt: skip


@pytest.mark.parametrize("case", CELLS, ids=lambda case: f"{case[0]} {case[1][:30]!r} {case[3]}")
def test_a_cell_is_read_for_its_question(case):
    question, text, country, kind, value, problems = case
    assert read(question, text, country, kind) == (value, problems)


def test_a_figure_outside_what_the_form_asks_for_is_told_with_what_is_accepted():
    asked = form()["practices"].question("replicability_score")
    reading = read_cell(asked, Cell(1, "n", "9"), country_habits("SLV"))
    assert reading == refused("number-out-of-range", accepted="1 – 5")


def test_days_are_read_in_the_order_that_their_column_proves():
    proof, counter_proof = Cell(1, "t", "02/28/2014"), Cell(1, "t", "28/02/2014")
    assert read("initiatives.start_date", "01/02/2014") == ("2014-02-01", [])
    assert read("initiatives.start_date", "01/02/2014", beside=(proof,)) == ("2014-01-02", ["date-order-proven"])
    assert read("initiatives.start_date", "01/02/2014", beside=(counter_proof,)) == ("2014-02-01", [])
    assert read("initiatives.start_date", "01/02/2014", beside=(proof, counter_proof)) == (None, ["date-order-unclear"])
    assert read("initiatives.start_date", "01/02/2014", "PHL", beside=(counter_proof,)) == ("2014-02-01", ["date-order-proven"])


def test_a_day_number_is_a_date_only_where_native_dates_leave_one_epoch():
    native = (Cell(1, "d", "2014-01-01"), Cell(1, "d", "2015-12-31"))
    assert read("initiatives.start_date", "42000", kind="n", beside=native) == ("2014-12-27", ["date-converted"])
    of_1904 = (Cell(1, "d", "2018-01-01"), Cell(1, "d", "2019-12-31"))
    assert read("initiatives.start_date", "42000", kind="n", beside=of_1904) == ("2018-12-28", ["date-converted"])
    either = (Cell(1, "d", "2014-01-01"), Cell(1, "d", "2019-12-31"))
    assert read("initiatives.start_date", "42000", kind="n", beside=either) == (None, ["date-serial"])
    mixed = (*native, Cell(1, "t", "mayo 2014"))
    assert read("initiatives.start_date", "42000", kind="n", beside=mixed) == (None, ["date-serial"])


def test_references_written_as_decimals_are_whole_only_when_the_whole_column_says_so():
    assert read("locations.initiative_ref", "12.0", beside=(Cell(1, "t", "13.0"),)) == ("12", [])
    assert read("locations.initiative_ref", "1.0", beside=(Cell(1, "t", "1.1"),)) == ("1.0", [])


@pytest.mark.parametrize("text", ["São Tomé", "“Órgano” – l’été…", "SÃO PAULO", "ÄÖÜ", "Année À PART", "المغرب", "नेपाल", "Ã±"])
def test_letters_that_are_right_or_too_few_to_tell_stay(text):
    assert mended(text) == (text, ())


@given(st.text(st.characters(codec="utf-8", categories=("L", "Zs")), min_size=8))
def test_a_mended_text_can_be_decoded_wrongly_again(text):
    repaired, problems = mended(text)
    assert repaired == text or problems


COUNTRIES = st.sampled_from(sorted(countries()))
CODE_LISTS = ("target_groups", "intervention_types", "themes", "languages", "sdg_targets")
ASKED = {
    "target_groups": "initiatives.target_group_codes",
    "intervention_types": "initiatives.intervention_codes",
    "themes": "initiatives.theme_codes",
    "languages": "knowledge_products.language_codes",
    "sdg_targets": "initiatives.sdg_target_codes",
}


@given(
    st.data(), st.sampled_from(CODE_LISTS), COUNTRIES, st.sampled_from(("|", " | ", "; ", "\n", "\n• ", " ؛ ", ", ", " / ", " y ", " et "))
)
def test_codes_read_back_in_any_language_and_with_any_separator(data, name, country, separator):
    known = code_list(name)
    codes = data.draw(st.lists(st.sampled_from(known.codes), min_size=1, max_size=4, unique=True))
    labels = [data.draw(st.sampled_from([code, *(known.labels[code][language] for language in LANGUAGES)])) for code in codes]
    value, problems = read(ASKED[name], separator.join(label for label in labels if label), country)
    if all(labels):
        assert (value, problems) == ("|".join(codes), [])


@given(
    st.text() | st.lists(st.sampled_from(["YTH", "Youth", "Jóvenes", ",", " y ", "1) ", "•", "\n", "(", ")", " - ", "x"])).map("".join),
    COUNTRIES,
)
def test_any_text_is_codes_or_a_problem(text, country):
    value, problems = read("initiatives.target_group_codes", text, country)
    assert value is None or set(value.split("|")) <= set(code_list("target_groups").codes)
    assert value or problems or not text.strip() or len(text) <= 24


MONEY = st.decimals(0, 10**12, places=2, allow_nan=False)


@given(MONEY, COUNTRIES)
def test_an_amount_is_stored_exactly_or_refused(value, country):
    mark = "." if countries()[country].number_format in ("1,234.56", "12,34,567.89") else ","
    stored, problems = read("initiatives.budget_amount", f"{value:f}".replace(".", mark), country)
    assert problems in ([], ["number-ambiguous"]) if stored is None else Decimal(repr(stored)) == value


@given(st.lists(st.text(max_size=60) | st.sampled_from(["n/a", "Ninguno", "  x", "GestiÃ³n local", "a\nb", "x" * 50]), max_size=250))
def test_texts_in_batches_are_read_as_one_by_one(texts):
    question, habits = form()["initiatives"].question("donors_text"), country_habits("SLV")
    cells = [Cell(1, "t", text) for text in texts]
    assert read_column(question, cells, habits) == [read_cell(question, cell, habits) for cell in cells]
