"""Numbers and amounts as people write them: tables of real spellings, and what holds of every number and any text."""

import re
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from steps.answers.parse_amounts import MARKS, ParsedAmount, parse_amount

POINT, COMMA, BLANK, LAKHS = "1,234.56", "1.234,56", "1 234,56", "12,34,567.89"
UNREADABLE, AMBIGUOUS = "number-unreadable", "number-ambiguous"


def exact(value: float) -> Decimal:
    """Return the number as its digits say it: 229907.22 and not the nearest fraction of two."""
    return Decimal(repr(value))


READ_ANYWHERE = {
    "0": 0,
    "2026": 2026,
    "-5": -5,
    "−5": -5,
    "300000.00": 300000,
    "229,907.22": 229907.22,
    "672.755,68": 672755.68,
    "1.234.567": 1234567,
    "1,234,567": 1234567,
    "1.234.567,8": 1234567.8,
    "12,34,567": 1234567,
    "8’100’000": 8100000,
    "8'100'000.50": 8100000.5,
    "3 000": 3000,
    "3\u202f000\u00a0000": 3000000,
    "12345.678": 12345.678,
    "0.234": 0.234,
    "٣٠٠": 300,
    "9m": 9e6,
    "9 M": 9e6,
    "80k": 80e3,
    "9 millions": 9e6,
    "6.8 million": 6.8e6,
    "9.5 million": 9.5e6,
    "50 millions": 50e6,
    "2 million": 2e6,
    "300 mil millones": 3e11,
    "5 hundred thousand": 5e5,
    "2.5 milliards": 2.5e9,
    "3 lakh": 3e5,
    "2.5 crore": 2.5e7,
    "1 lakh crore": 1e12,
    "mil": 1e3,
    "mil millones": 1e9,
    "cien mil": 1e5,
    "cent mille": 1e5,
    "deux millions": 2e6,
    "un millón": 1e6,
    "un milliard": 1e9,
    "a million": 1e6,
    "One hundred million": 1e8,
    "one-hundred thousand": 1e5,
    "vingt": 20,
    "dix-sept mille": 17e3,
    "dieciséis": 16,
    "twelve": 12,
}


@pytest.mark.parametrize("number_format", MARKS)
@pytest.mark.parametrize(("text", "value"), READ_ANYWHERE.items(), ids=READ_ANYWHERE)
def test_reads_what_is_clear_in_every_country(text: str, value: float, number_format: str) -> None:
    assert parse_amount(text, number_format) == ParsedAmount(exact(value), "exact")


MARKED = [  # text and what it is where the marks are 1,234.56, 1.234,56, 1 234,56 and 12,34,567.89
    ("229,998", 229998, AMBIGUOUS, AMBIGUOUS, 229998),
    ("230,041", 230041, AMBIGUOUS, AMBIGUOUS, 230041),
    ("1.234", AMBIGUOUS, 1234, AMBIGUOUS, AMBIGUOUS),
    ("5.000", AMBIGUOUS, 5000, AMBIGUOUS, AMBIGUOUS),
    ("2,50", AMBIGUOUS, 2.5, 2.5, AMBIGUOUS),
    ("0,234", AMBIGUOUS, 0.234, 0.234, AMBIGUOUS),
    ("1234,56", AMBIGUOUS, 1234.56, 1234.56, AMBIGUOUS),
    ("1.234,567", AMBIGUOUS, 1234.567, AMBIGUOUS, AMBIGUOUS),
    ("1,234.567", 1234.567, AMBIGUOUS, AMBIGUOUS, 1234.567),
    ("1 234,567", AMBIGUOUS, AMBIGUOUS, 1234.567, AMBIGUOUS),
    ("8'100.000", AMBIGUOUS, AMBIGUOUS, AMBIGUOUS, AMBIGUOUS),
    ("1,5 million", AMBIGUOUS, 1.5e6, 1.5e6, AMBIGUOUS),
]


@pytest.mark.parametrize(
    ("text", "number_format", "expected"),
    [
        (text, number_format, value)
        for text, *values in MARKED
        for number_format, value in zip((POINT, COMMA, BLANK, LAKHS), values, strict=True)
    ],
    ids=str,
)
def test_reads_marks_as_the_country_uses_them(text: str, number_format: str, expected: float | str) -> None:
    parsed = parse_amount(text, number_format)
    assert (parsed.problem or float(parsed.value)) == expected


@pytest.mark.parametrize(
    ("text", "number_format", "value", "qualifier", "currency"),
    [
        ("más de 210,000", POINT, 210000, "at_least", ""),
        ("MAYOR A LOS 200,000", POINT, 200000, "at_least", ""),
        ("over 80 thousand", POINT, 80000, "at_least", ""),
        ("> 500", POINT, 500, "at_least", ""),
        ("≥500", POINT, 500, "at_least", ""),
        ("300+", POINT, 300, "at_least", ""),
        ("200,000 or more", POINT, 200000, "at_least", ""),
        ("plus de US$ 300", BLANK, 300, "at_least", "US$"),
        ("hasta 5.000", COMMA, 5000, "at_most", ""),
        ("jusqu’à 3 000", BLANK, 3000, "at_most", ""),
        ("environ 3 000", BLANK, 3000, "about", ""),
        ("environ deux millions d'euros", BLANK, 2e6, "about", "euros"),
        ("300 aprox.", COMMA, 300, "about", ""),
        ("~20", COMMA, 20, "about", ""),
        ("9 millions d'euros", BLANK, 9e6, "exact", "euros"),
        ("9 M€", BLANK, 9e6, "exact", "€"),
        ("€ 9m", POINT, 9e6, "exact", "€"),
        ("US$ 300", POINT, 300, "exact", "US$"),
        ("$6,000", POINT, 6000, "exact", "$"),
        ("$6,000 USD", POINT, 6000, "exact", "USD"),
        ("$-5", POINT, -5, "exact", "$"),
        ("₱229,998", POINT, 229998, "exact", "₱"),
        ("Rs. 3,00,000", LAKHS, 300000, "exact", "Rs."),
        ("Rs. 3,00,000/-", LAKHS, 300000, "exact", "Rs."),
        ("5.000,-", COMMA, 5000, "exact", ""),
        ("300.- €", COMMA, 300, "exact", "€"),
        ("300,– euros", COMMA, 300, "exact", "euros"),
        ("3 lakh rupees", LAKHS, 300000, "exact", "rupees"),
        ("200 000 F CFA", BLANK, 200000, "exact", "F CFA"),
        ("5.000 dólares", COMMA, 5000, "exact", "dólares"),
        ("diez mil dólares", COMMA, 10000, "exact", "dólares"),
        ("300 dirhams marocains", BLANK, 300, "exact", "dirhams marocains"),
    ],
    ids=str,
)
def test_reads_qualifiers_and_currencies(text: str, number_format: str, value: float, qualifier: str, currency: str) -> None:
    assert parse_amount(text, number_format) == ParsedAmount(exact(value), qualifier, currency)


PROBLEMS = {
    AMBIGUOUS: ["billion", "2 billion", "deux billions", "1 billón de pesos", "US$ 3bn"],
    UNREADABLE: [
        "", " ", "-", "n/a", "none", "euros", "over", "10²", "½", "5 m²", "≮5", "1.2.3", "1.234.56", "1,2,3", "12 34", "5'6",
        "10-20", "10 - 20", "USD-300", "5 000 y 6 000", "2 million 500 thousand", "1e5", "300 personas", "50 cents",
        "50 miles", "50%", "millones", "millions", "thousand", "UN", "once", "sept", "a", "hundreds", "deux m",
        "million thousand", "mil mil", "300 euros dollars", "€300 USD", "not 5", "no menos de 5", "9 mm", "5th",
        "$", "six cents", "5 hundred hundred",
    ],
}  # fmt: skip


@pytest.mark.parametrize("number_format", MARKS)
@pytest.mark.parametrize(("problem", "text"), [(problem, text) for problem, texts in PROBLEMS.items() for text in texts], ids=str)
def test_reports_what_is_no_number(problem: str, text: str, number_format: str) -> None:
    assert parse_amount(text, number_format) == ParsedAmount(problem=problem)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("672755.68", 672755.68), ("229.998", 229.998), ("-5", -5), ("1e+20", 1e20)]
    + [(text, UNREADABLE) for text in ("nan", "sNaN", "inf", "1e999", "", "9,5")],
    ids=str,
)
@pytest.mark.parametrize("number_format", MARKS)
def test_reads_native_numbers(text: str, expected: float | str, number_format: str) -> None:
    parsed = parse_amount(text, number_format, is_native=True)
    assert (parsed.problem or float(parsed.value)) == expected


NUMBERS = st.decimals(-(10**12), 10**12, places=3) | st.decimals(-(10**7), 10**7, places=2) | st.integers(-(10**12), 10**12)
LOCALES = {POINT: "en", COMMA: "de", BLANK: "fr", LAKHS: "en_IN"}


def written(value: Decimal | int, number_format: str) -> list[str]:
    """Return a number as a country writes it: in CLDR's form and without marks for thousands, with fixed decimals too."""
    locale, decimal = LOCALES[number_format], MARKS[number_format][1]
    grouped = format_decimal(value, locale=locale, decimal_quantization=False)
    plain = format_decimal(value, locale=locale, decimal_quantization=False, group_separator=False)
    return [grouped, plain, f"{value}".replace(".", decimal), f"US$ {grouped}", f"{grouped} euros"]


@given(NUMBERS, st.sampled_from(list(MARKS)))
def test_numbers_read_back_or_are_ambiguous(value: Decimal | int, number_format: str) -> None:
    for text in written(value, number_format):
        parsed = parse_amount(text, number_format)
        assert parsed.value == value or parsed == ParsedAmount(problem=AMBIGUOUS), text


@given(st.integers(0, 10**12), st.sampled_from(list(MARKS)))
def test_whole_numbers_read_back(value: int, number_format: str) -> None:
    for text in written(value, number_format):
        assert parse_amount(text, number_format).value == value, text


@given(NUMBERS, st.sampled_from(list(MARKS)), st.sampled_from(list(MARKS)))
def test_marks_of_another_country_are_read_right_or_reported(value: Decimal | int, theirs: str, ours: str) -> None:
    text = format_decimal(value, locale=LOCALES[theirs], decimal_quantization=False)
    parsed = parse_amount(text, ours)
    # One mark before three digits is read as the country at hand uses it; a whole column's marks are looked at elsewhere.
    if not re.fullmatch(r"-?\d{1,3}[.,]\d{3}", text):
        assert parsed.value == value or parsed == ParsedAmount(problem=AMBIGUOUS)


AMOUNT_LIKE = st.lists(
    st.sampled_from(["5", "000", "12", ".", ",", " ", "'", "-", "mil", "m", "millones", "un", "de ", "$", "euros", "+", "> ", "²"])
).map("".join)


@given(st.text() | AMOUNT_LIKE, st.sampled_from(list(MARKS)), st.booleans())
def test_any_text_is_a_number_or_a_problem(text: str, number_format: str, is_native: bool) -> None:
    parsed = parse_amount(text, number_format, is_native)
    if parsed.problem:
        assert parsed.problem in PROBLEMS
        assert parsed == ParsedAmount(problem=parsed.problem)
    else:
        assert isinstance(parsed.value, Decimal) and parsed.qualifier in ("exact", "at_least", "at_most", "about")
