"""Dates as people write them, and the text cleaning they rest on: tables of real spellings, and what always holds."""

from datetime import date

import nepali_datetime
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from steps.answers.date_words import BIKRAM_SAMBAT_MONTHS
from steps.answers.parse_dates import ParsedDate, parse_date, proven_orders
from steps.answers.parse_periods import parse_period
from steps.text import clean_text, fold, latin_digits

READ = {  # DMY, Tunisia
    "1st of October 2009": "2009-10-01 day",
    "1er juillet 2017": "2017-07-01 day",
    "1º de mayo de 2011": "2011-05-01 day",
    "31 May 2011(as amended)": "2011-05-31 day",
    "2010 (?)": "2010-01-01 year",
    "2008": "2008-01-01 year",
    "fin 2010": "2010-01-01 year",
    "beginning of 2024": "2024-01-01 year",
    "début septembre 2009": "2009-09-01 month",
    "mi-2012": "2012-01-01 year",
    "a principios de marzo de 2012": "2012-03-01 month",
    "end of March 2012": "2012-03-01 month",
    "septembre 2009": "2009-09-01 month",
    "setiembre 2009": "2009-09-01 month",
    "aout 2010": "2010-08-01 month",
    "FEVRIER 2010": "2010-02-01 month",
    "févr. 2010": "2010-02-01 month",
    "gennaio 2010": "2010-01-01 month",
    "Juin 2019": "2019-06-01 month",
    "November 2025": "2025-11-01 month",
    "January, 2014": "2014-01-01 month",
    "Mar 2014": "2014-03-01 month",
    "enero del 2022": "2022-01-01 month",
    "2009 octobre": "2009-10-01 month",
    "15 décembre 2017": "2017-12-15 day",
    "15 d'août 2017": "2017-08-15 day",
    "February 16,2016": "2016-02-16 day",
    "February 16, 2016": "2016-02-16 day",
    "Mar 31, 2014": "2014-03-31 day",
    "Juillet 31, 2009": "2009-07-31 day",
    "16th July 2022": "2022-07-16 day",
    "17 de septiembre de 2020": "2020-09-17 day",
    "25 de abril de 2007": "2007-04-25 day",
    "31-Mar-2014": "2014-03-31 day",
    "13.02.2024": "2024-02-13 day",
    "01.01.2021": "2021-01-01 day",
    "01/09/2020": "2020-09-01 day",
    "1 / 9 / 2020": "2020-09-01 day",
    "le 20/08/2020": "2020-08-20 day",
    "08/20/2020": "2020-08-20 day",
    "20 08 2020": "2020-08-20 day",
    "09/2020": "2020-09-01 month",
    "2021-06": "2021-06-01 month",
    "2010-11": "2010-11-01 month",
    "2019/03/28": "2019-03-28 day",
    "2015-09-28": "2015-09-28 day",
    "2015-09-28 10:30:00": "2015-09-28 day",
    "٢٨/٠٩/٢٠١٥": "2015-09-28 day",
    "\u200f28/09/2015": "2015-09-28 day",
    "28\u00a0septembre\u202f2015": "2015-09-28 day",
    # A weekday decides the order, and must fit.
    "Mon, 03/31/2014": "2014-03-31 day",
    "Mon 06/10/2014": "2014-10-06 day",
    "Tue 06/10/2014": "2014-06-10 day",
    "06/10/2014 (Tue)": "2014-06-10 day",
    "lundi 31 mars 2014": "2014-03-31 day",
    "sábado, 17 de octubre de 2015": "2015-10-17 day",
    "mar. 4 mars 2014": "2014-03-04 day",
    "mar 04/03/2014": "2014-03-04 day",
    "mar 4 2014": "2014-03-04 day",
    # Maghrebi months, in Tunisia's names and in Morocco's.
    "15 جانفي 2014": "2014-01-15 day",
    "فيفري 2012": "2012-02-01 month",
    "3 أفريل 2011": "2011-04-03 day",
    "جوان 2012": "2012-06-01 month",
    "جويلية 2012": "2012-07-01 month",
    "أوت ٢٠١٤": "2014-08-01 month",
    "يوم 3 غشت 2014": "2014-08-03 day",
    "شتنبر 2014": "2014-09-01 month",
    "١٥ دجنبر ٢٠١٤": "2014-12-15 day",
    "الأربعاء 15 أكتوبر 2014": "2014-10-15 day",
    "في بداية سنة 2013": "2013-01-01 year",
    "20150928": "2015-09-28 day",
}
PROBLEMS = {
    "date-unreadable": [
        "", " ", "-", "n/a", "lundi", "15", "31/02/2015", "31 février 2015", "30 February", "45/67", "13/13/2013",
        "00/01/2010", "32 mai 2010", "Tue, 03/31/2014", "mardi 31 mars 2014", "Monday 2014", "lundi mars 2014",
        "1949", "2060", "1789", "2071/72", "2071-05-01", "avant 2010", "since 2010", "3-5 May 2010", "du 3 au 5 mai 2010",
        "May 2010 - June 2010", "2010-2012", "2010 et 2011", "1²/05/2010", "15 mai 2010²",
        "13,02,2024", "1/2-2010", "5 2010", "1999/00", "15 mayhem 2010", "2010-13",
    ],
    "date-without-year": [
        "February 15", "31st March", "31 Mai", "jeudi 23 mai", "24/6", "17/04", "20 de enero", "septiembre",
        "29 février", "début mai", "Mar 3",
    ],
    "date-serial": ["20101", "41729", "42000"],
    "date-ambiguous": ["28092015", "01/02/20", "31.12.99", "15 décembre 17", "Dec 15, 17", "Sept 98", "12/99", "2010/11"],
}  # fmt: skip


def spoken(parsed: ParsedDate) -> str:
    """Return a reading in one word or two."""
    return parsed.problem or f"{parsed.date} {parsed.precision}"


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_reads_dates(text: str, expected: str) -> None:
    assert spoken(parse_date(text, "DMY", "TUN")) == expected


@pytest.mark.parametrize(("problem", "text"), [(problem, text) for problem, texts in PROBLEMS.items() for text in texts], ids=str)
def test_reports_what_is_no_date(problem: str, text: str) -> None:
    parsed = parse_date(text, "DMY", "TUN")
    assert (parsed.problem, parsed.date, parsed.precision) == (problem, "", "")


@pytest.mark.parametrize(
    ("text", "order", "country", "expected"),
    [
        ("01/09/2020", "MDY", "PHL", "2020-01-09 day"),
        ("20/08/2020", "MDY", "PHL", "2020-08-20 day"),
        ("Fri 02/05/2016", "MDY", "PHL", "2016-02-05 day"),
        ("Mon 02/05/2016", "MDY", "PHL", "2016-05-02 day"),
        ("2071", "DMY", "NPL", "2014-04-14 year"),
        ("2071/72", "DMY", "NPL", "2014-07-17 year"),
        ("2071/072", "DMY", "NPL", "2014-07-17 year"),
        ("2071/2072", "DMY", "NPL", "2014-07-17 year"),
        ("FY 2071-72", "DMY", "NPL", "2014-07-17 year"),
        ("आ.व. २०७१/७२", "DMY", "NPL", "2014-07-17 year"),
        ("2071-05-01", "DMY", "NPL", "2014-08-17 day"),
        ("15 Baisakh 2071", "DMY", "NPL", "2014-04-28 day"),
        ("१५ बैशाख २०७१", "DMY", "NPL", "2014-04-28 day"),
        ("२०७२/०६/११", "DMY", "NPL", "2015-09-28 day"),
        ("11/06/2072", "DMY", "NPL", "2015-09-28 day"),
        ("२०७२ साल असोज ११ गते", "DMY", "NPL", "2015-09-28 day"),
        ("Ashoj 2072", "DMY", "NPL", "2015-09-18 month"),
        ("२०७१", "DMY", "NPL", "2014-04-14 year"),
        ("2055 BS", "DMY", "NPL", "1998-04-14 year"),
        ("वि.सं. २०५५", "DMY", "NPL", "1998-04-14 year"),
        ("2055", "DMY", "NPL", "date-calendar"),
        ("15 March 2071", "DMY", "NPL", "date-unreadable"),
        ("15 Baisakh 2071 AD", "DMY", "NPL", "date-calendar"),
        ("2072-06-33", "DMY", "NPL", "date-unreadable"),
        ("32 Baisakh 2071", "DMY", "NPL", "date-unreadable"),
        ("15 Baisakh", "DMY", "NPL", "date-without-year"),
        ("2072 (BS)", "DMY", "NPL", "2015-04-14 year"),
        ("2071 (2014 AD)", "DMY", "NPL", "2014-04-14 year"),
        ("2014 AD", "DMY", "NPL", "2014-01-01 year"),
        ("सन् २०१४", "DMY", "NPL", "2014-01-01 year"),
        ("१५ सेप्टेम्बर २०१५", "DMY", "NPL", "2015-09-15 day"),
        ("2072-06-11", "DMY", "TUN", "date-unreadable"),
        ("2091", "DMY", "NPL", "date-unreadable"),
        ("2014 (2071 BS)", "DMY", "NPL", "2014-01-01 year"),
        ("२०१४/०५/०१", "DMY", "NPL", "2014-05-01 day"),
    ],
    ids=str,
)
def test_reads_dates_of_a_country(text: str, order: str, country: str, expected: str) -> None:
    assert spoken(parse_date(text, order, country)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-09-28", "2015-09-28 day"),
        ("2015-09-28T00:00:00", "2015-09-28 day"),
        ("2015-09-28T10:30:00.250000", "2015-09-28 day"),
        ("10:30:00", "date-unreadable"),
        ("1899-12-30", "date-unreadable"),
        ("28/09/2015", "date-unreadable"),
    ],
    ids=str,
)
def test_reads_native_dates(text: str, expected: str) -> None:
    assert spoken(parse_date(text, "MDY", "PHL", is_native=True)) == expected


NUMERIC_DAYS = {
    "DMY": ("{d.day}/{d.month}/{d.year}", "{d:%d.%m.%Y}", "{d:%d-%m-%Y}", "{d:%a} {d:%d/%m/%Y}"),
    "MDY": ("{d.month}/{d.day}/{d.year}", "{d:%m.%d.%Y}", "{d:%m-%d-%Y}", "{d:%A}, {d:%m/%d/%Y}"),
}
DAYS = ("{d}", "{d:%Y/%m/%d}", "{d:%d %B %Y}", "{d:%B %d, %Y}", "{d:%d-%b-%Y}", "{d.day}th of {d:%B} {d.year} (as amended)")
BABEL_DAYS = ("long", "full", "d MMM y", "EEE d MMM y", "EEEE d MMMM y")


@given(st.dates(date(1950, 1, 1), date(2059, 12, 31)), st.sampled_from(sorted(NUMERIC_DAYS)))
def test_days_read_back(day: date, order: str) -> None:
    texts = [form.format(d=day) for form in (*DAYS, *NUMERIC_DAYS[order])]
    texts += [format_date(day, form, locale) for form in BABEL_DAYS for locale in ("en", "es", "fr", "it", "ar", "ar_MA", "ar_TN")]
    for text in texts:
        assert spoken(parse_date(text, order, "SEN")) == f"{day} day", text


@given(st.dates(date(1950, 1, 1), date(2059, 12, 31)), st.sampled_from(("en", "es", "fr", "it", "ar", "ar_MA", "ar_TN", "ne")))
def test_months_and_years_read_back(day: date, locale: str) -> None:
    months = [format_date(day, form, locale) for form in ("MMMM y", "MMM y", "LLLL y", "y-MM", "MM/y", "y MMMM")]
    for text in (*months, f"fin {months[0]}", f"beginning of {months[1]}", f"a mediados de {months[2]}"):
        assert parse_date(text, "DMY", "CRI") == ParsedDate(f"{day:%Y-%m}-01", "month"), text
    for text in (f"{day.year}", f"fin {day.year}", f"end of {day.year}", f"finales de {day.year}"):
        assert parse_date(text, "DMY", "CRI") == ParsedDate(f"{day.year}-01-01", "year"), text


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["01/02/2014", "03/04/2014"], ""),
        (["01/02/2014", "28/04/2014"], "DMY"),
        (["01/02/2014", "04-28-2014"], "MDY"),
        (["13/02/2014", "02/13/2014"], "DMY MDY"),
        (["Mon 06/10/2014"], "DMY"),
        (["२८/०९/२०१५"], "DMY"),
        (["13/13/2014", "2014-13-01", "31 mai 2014"], ""),
    ],
    ids=str,
)
def test_a_column_proves_the_order_of_its_days(texts: list[str], orders: str) -> None:
    assert proven_orders(texts) == set(orders.split())


def test_a_day_that_a_contradictory_column_leaves_open_is_not_read() -> None:
    assert spoken(parse_date("01/02/2014", "", "TUN")) == "date-order-unclear"
    assert parse_date("01/02/2014", "", "TUN").candidates == ("2014-02-01", "2014-01-02")
    assert spoken(parse_date("28/02/2014", "", "TUN")) == "2014-02-28 day"
    assert spoken(parse_date("02/02/2014", "", "TUN")) == "2014-02-02 day"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013-2015", "2013-01-01 year, 2015-01-01 year"),
        ("2013–15", "2013-01-01 year, 2015-01-01 year"),
        ("de 2012 à 2014", "2012-01-01 year, 2014-01-01 year"),
        ("entre 2010 et 2011", "2010-01-01 year, 2011-01-01 year"),
        ("enero a marzo 2014", "2014-01-01 month, 2014-03-01 month"),
        ("May 2014 to June 2015", "2014-05-01 month, 2015-06-01 month"),
        ("5 a 7 de mayo 2014", "2014-05-05 day, 2014-05-07 day"),
        ("du 5 mars au 7 mai 2014", "2014-03-05 day, 2014-05-07 day"),
        ("13/02/2014 - 15/03/2014", "2014-02-13 day, 2014-03-15 day"),
        ("من 2012 إلى 2014", "2012-01-01 year, 2014-01-01 year"),
        ("2071/01/05 देखि 2072/01/05 सम्म", "2014-04-18 day, 2015-04-18 day"),
        ("2010 et 2011", None),
        ("2015-2013", None),
        ("2014", None),
        ("a b", None),
        ("2010-11", None),
    ],
    ids=str,
)
def test_reads_periods(text: str, expected: str | None) -> None:
    period = parse_period(text, "DMY", "NPL", "gregorian")
    assert (period and f"{spoken(period.start)}, {spoken(period.end)}") == expected


@given(st.integers(2045, 2090), st.integers(1, 12), st.integers(1, 29))
def test_days_of_bikram_sambat_read_back(year: int, month: int, day: int) -> None:
    expected = nepali_datetime.date(year, month, day).to_datetime_date()
    digits = str.maketrans("0123456789", "०१२३४५६७८९")
    names = BIKRAM_SAMBAT_MONTHS[month - 1].split()
    texts = [f"{year}/{month:02}/{day:02}", f"{year}-{month}-{day}", *(f"{day} {name} {year}" for name in names)]
    for text in (*texts, *(text.translate(digits) for text in texts)):
        assert spoken(parse_date(text, "DMY", "NPL", calendar_code="bs")) == f"{expected} day", text


DATE_LIKE = st.lists(
    st.sampled_from(
        [
            "mar",
            "mai",
            "Mon",
            "2",
            "31",
            "2010",
            "2071",
            "Magh",
            "BS",
            "جوان",
            "٢",
            "to",
            "98",
            "/",
            "-",
            ".",
            " ",
            ",",
            "de",
            "fin",
            "(",
            ")",
            "²",
        ]
    )
).map("".join)


@given(st.text() | DATE_LIKE, st.sampled_from(("DMY", "MDY")), st.sampled_from(("NPL", "PHL")), st.booleans())
def test_any_text_is_a_date_or_a_problem(text: str, order: str, country: str, is_native: bool) -> None:
    parsed = parse_date(text, order, country, is_native)
    if parsed.problem:
        assert (parsed.date, parsed.precision) == ("", "") and parsed.problem in {*PROBLEMS, "date-calendar"}
    else:
        assert 1950 <= date.fromisoformat(parsed.date).year <= 2059
        assert parsed.is_converted or parsed.date.endswith({"year": "-01-01", "month": "-01", "day": ""}[parsed.precision])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" a\u00a0\u202f b\t c ", "a b c"),
        ("\ufeff\u200ba\u200fb\u202e", "ab"),
        ("e\u200b\u0301", "é"),
        ("a \r\n\n b ", "a\n\nb"),
    ],
)
def test_cleans_text(text: str, expected: str) -> None:
    assert clean_text(text) == expected


def test_folds_case_accents_and_apostrophes() -> None:
    assert fold(" L’ÉCOLE  №1\nd\u2019\u0130zmir Straße") == "l'ecole no1 d'izmir strasse"


def test_writes_digits_of_any_script_in_latin() -> None:
    assert latin_digits("٠١٢ ۳۴۵ ६७८९ m² ①") == "012 345 6789 m² ①"


@given(st.text())
def test_cleaning_and_folding_twice_change_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert fold(fold(text)) == fold(text)
