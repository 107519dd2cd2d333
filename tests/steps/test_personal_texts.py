"""What is personal in a text: numbers of telephones and documents of the eight countries, and all that only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steps.actors.persons_in_prose import without_persons_in_prose
from steps.personal_texts import CODES, FIGURES, MARK, is_personal, told_name, without_personal

# Invented numbers.
PERSONAL = (
    "canary@example.org", "+506 8888 8888", "0021261234567", "06 12 34 56 78", "0612345678", "09171234567", "0917 123 4567", "77 123 45 67",
    "9841-234567", "01234567-8", "1-2345-6789", "1710034065", "1234199012345", "27-01-70-12345", "1234-5678-9012-3456", "1234-1234567-1",
    "9841234567", "(02) 8123 4567", "(02) 234-5678", "06/61/23/45/67",
)  # fmt: skip
BESIDE_A_WORD = (
    ("Tel. {}", "8888-8888"), ("teléfono de contacto: {}", "7777-7777"), ("WhatsApp {}", "8888 8888"), ("mobile no. {}", "9841234567"),
    ("tél : {}", "98 123 456"), ("هاتف: {}", "98 123 456"), ("फोन नं. {}", "9841234567"), ("CIN {}", "AB123456"), ("CIN n° {}", "01234567"),
    ("passport number {}", "P1234567"), ("TIN: {}", "123-456-789-000"), ("नागरिकता नम्बर {}", "27-01-5678"), ("cédula {}", "171003406"),
    ("portable : {}", "98 123 456"),
)  # fmt: skip
OTHERS = (
    "R-001", "MAR-R069", "XM-DAC-41114-PROJECT-00012345", "CR10101", "EC170252", "MA001005", "2015-2016", "06.12.2015", "06 12 2015",
    "2015-09-28", "28/09/2015 10:30", "1 234 567", "9 800 000 000", "1.500.000,50", "12,345,678", "34.0209, -6.8416", "-6.84161234",
    "+34.02091234"[1:], "ISO 9001:2015", "10.7; 17.16", "15190|13010", "P-2015-001234", "Resolución 0123-2015", "from 250 000 to 300 000",
    "1500000000", "2100000000", "00012", "Ley 8968", "tel quel 2015", "mobile clinics for 1 234 567 people", "20130101-20151231",
    "NPR 9,841,234,567", "रु. 9841234567", "PSGC 0128010010", "(2015) 1234 5678", "01/02/2015", "ordinateur portable 2015",
)  # fmt: skip
ARABIC, DEVANAGARI = (str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"))


@pytest.mark.parametrize("number", PERSONAL)
def test_a_number_of_a_shape_of_its_own_is_masked_in_every_script(number):
    for written in (number, number.translate(ARABIC), number.translate(DEVANAGARI)):
        assert without_personal(f"Ask for it: {written}, today") == f"Ask for it: {MARK}, today"


@pytest.mark.parametrize(("text", "number"), BESIDE_A_WORD)
def test_a_number_beside_a_telling_word_is_masked_everywhere(text, number):
    assert without_personal(text.format(number)) == text.format(MARK)
    assert without_personal(text.format(number.translate(ARABIC)), CODES) == text.format(MARK)
    assert without_personal(f"In {number}") == f"In {number}" or is_personal(number)


@pytest.mark.parametrize("text", OTHERS)
def test_amounts_dates_codes_and_coordinates_stay(text):
    assert without_personal(f"Since then {text} was reported") == f"Since then {text} was reported"


@pytest.mark.parametrize(
    ("number", "valid"), [("1710034065", True), ("1710034066", False), ("9910034065", False), ("01234567-8", True), ("01234567-9", False)]
)
def test_check_digits_keep_false_alarms_down(number, valid):
    assert is_personal(f"in {number} of them") is valid


@pytest.mark.parametrize(
    "number", ["06 12 34 56 78", "06/61/23/45/67", "77 123 45 67", "+212 661 64 00 22", "00212661640022", "(02) 8123 4567"]
)
def test_a_telephone_number_is_no_amount_date_or_reference(number):
    for written in (number, number.translate(ARABIC), number.translate(DEVANAGARI)):
        assert without_personal(written, FIGURES) == MARK
        assert without_personal(f"{written} ask there", FIGURES) == f"{MARK} ask there"


@pytest.mark.parametrize(
    "figure",
    [
        "1710034065", "05-2015-001-01", "01 02 2015", "01/02/2015 - 03/04/2015", "01 02 2015 - 03 04 2016", "1 234 567,50", "+1 234 567.50",
        "0 150", "00 000 000,00", "02.251.01.03", "9841-234567", "77 123 456", "2071/06/12", "0123-2015", "+63 500 000",
    ],
)  # fmt: skip
def test_figures_that_are_asked_for_stay(figure):
    assert without_personal(figure, FIGURES) == figure


@pytest.mark.parametrize("code", ["06 12 34 56 78", "+34.02091234", "0128010010", "34 01 15.24 06 50 29.8"])
def test_coordinates_and_codes_of_places_stay(code):
    assert without_personal(code, CODES) == code


@given(st.text(max_size=40), st.sampled_from(PERSONAL), st.text(max_size=40))
def test_a_planted_number_never_survives(before, planted, after):
    assert planted not in without_personal(f"{before} {planted} {after}")


@pytest.mark.parametrize(("name", "told"), [("oriental.xlsx", "oriental.xlsx"), ("my_list_2015-2016.xlsx", "my_list_2015-2016.xlsx")])
def test_a_name_without_personal_data_stays(name, told):
    assert told_name(name) == told


def test_two_names_that_are_masked_stay_apart():
    first, second = (told_name(f"list_{one}@example.org.xlsx") for one in ("ana", "eva"))
    assert first != second and "@" not in first + second


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Same project, said Mr. Juan Ejemplo.", "Same project, said […]."),
        ("Confirmed by Mohamed Exemple; same budget", "Confirmed by […]; same budget"),
        ("lo dijo don Juan Ejemplo", "lo dijo […]"),
        ("Both name the Commune of Figuig and Juan Montalvo", "Both name the Commune of Figuig and Juan Montalvo"),
        ("Casa San Antonio de Pichincha", "Casa San Antonio de Pichincha"),
        ("Two rounds of MAR-R069, Ministerio del Interior", "Two rounds of MAR-R069, Ministerio del Interior"),
    ],
)
def test_a_reason_names_no_person(text, told):
    assert without_persons_in_prose(text) == told
