"""The form given out and taken back: what is filled in is what is read, in every language, on every sheet, for every kind of question."""

import string
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publications.survey_form.answer_rules import FIRST_DATE, LAST_DATE
from publications.survey_form.blank_workbook import cover_answers
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import LANGUAGES, Question, Sheet, form
from schemas.form_limits import limit_of
from steps.actors.persons import may_be_of_person
from steps.answers.settle_rows import AMOUNT_CURRENCIES
from steps.form.withhold import questions_that_may_name
from tests.filled_forms import fill, found, open_form, read_back, typed

PRECISIONS = {4: "year", 7: "month", 10: "day"}
LETTERS = string.ascii_letters + "áñçœßéÉ ,'’()-–هجرةतथा"
PREFILLED = ("template_version_text", "country_name", "calendar_code", "language_code", "default_currency_code", "number_format_code")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_form_answers_nothing_but_its_cover(tmp_path, language):
    back = read_back(tmp_path, "MAR", open_form("MAR", language))
    assert {code: len(frame) for code, frame in back.sheets.items() if len(frame)} == {"cover": 1}
    cover = found(back.sheets["cover"])[0]
    assert (cover["calendar_code"], cover["language_code"], cover["default_currency_code"]) == ("gregorian", language, "MAD")
    assert cover["number_format_code"] == countries()["MAR"].number_format
    # The cover's open questions are all that is missing.
    empty = back.findings
    assert set(empty["finding_code"]) == {"answer-empty"}
    expected = [question.question_code for question in form()["cover"].questions if question.need == "expected"]
    assert sorted(empty["question_code"]) == sorted(expected)
    # Labels and machine codes are rows of the form.
    known = back.rows[back.rows["sheet_code"].notna() & (back.rows["sheet_code"] != "cover")]
    assert set(known["outcome_code"]) == {"form"}
    assert set(known["row_number"]) == {1, 2}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country_code", ["ECU", "NPL"])
def test_every_question_is_read_as_it_was_answered(tmp_path, country_code, language):
    told = {code: [_one_of_each(sheet)] for code, sheet in form().items()}
    back = _sent_and_read(tmp_path, country_code, language, told)
    for code, rows in told.items():
        assert _answers(back.sheets[code], form()[code]) == _expected(rows, form()[code], country_code), code
    unread = back.findings[~back.findings["finding_code"].isin(["date-order"])]
    assert not len(unread), unread.to_csv()


@settings(max_examples=8)
@given(data=st.data())
def test_any_filled_form_is_read_as_it_was_filled(data):
    language = data.draw(st.sampled_from(LANGUAGES))
    country_code = data.draw(st.sampled_from(list(countries())))
    told = {
        code: data.draw(st.lists(_row(sheet), min_size=code == "cover", max_size=1 if code == "cover" else 3), label=code)
        for code, sheet in form().items()
    }
    with tempfile.TemporaryDirectory() as folder:
        back = _sent_and_read(Path(folder), country_code, language, told)
    for code, rows in told.items():
        assert _answers(back.sheets[code], form()[code]) == _expected(rows, form()[code], country_code), code


def _sent_and_read(folder, country_code, language, told):
    written = {
        code: [{name: typed(form()[code].question(name), value, language) for name, value in row.items()} for row in rows]
        for code, rows in told.items()
    }
    return read_back(folder, country_code, fill(open_form(country_code, language), written, language))


def _asked(sheet: Sheet) -> list[Question]:
    return [question for question in sheet.questions if not (sheet.sheet_code == "cover" and question.question_code in PREFILLED)]


def _one_of_each(sheet: Sheet) -> dict[str, object]:
    return {question.question_code: _first_value(question) for question in _asked(sheet) if not question.is_personal}


def _first_value(question: Question) -> object:
    kinds = {
        "date": "2015-05-31", "year": 2014, "count": 3, "number": 12.5, "amount": 250000.75, "share": 40,
        "latitude": -0.35, "longitude": -78.12, "url": "https://example.org/a?b=1",
    }  # fmt: skip
    if question.kind == "flag":
        return True
    if question.kind == "codes":
        return "|".join(code_list(question.code_list).codes[:2])
    if question.code_list:
        return code_list(question.code_list).codes[-1]
    return kinds.get(question.kind, f"Réponse 01 {question.question_code}")


def _row(sheet: Sheet) -> st.SearchStrategy[dict[str, object]]:
    values = {question.question_code: _value(question) for question in _asked(sheet) if not question.is_personal}
    keys = {code: value for code, value in values.items() if sheet.question(code).need == "key"}
    # An empty row is no row: on a sheet without keys the first question stands for one.
    needed = keys or dict(list(values.items())[:1])
    return st.fixed_dictionaries(needed, optional={code: value for code, value in values.items() if code not in needed})


def _value(question: Question) -> st.SearchStrategy[object]:
    if question.kind == "flag":
        return st.booleans()
    if question.kind == "codes":
        codes = st.lists(st.sampled_from(code_list(question.code_list).codes), min_size=1, max_size=3, unique=True)
        return codes.map("|".join)
    if question.code_list:
        return st.sampled_from(code_list(question.code_list).codes)
    limit = limit_of(question)
    words = st.text(LETTERS, max_size=40).map(lambda text: " ".join(f"Mots {text}".split()))
    if question.question_code in questions_that_may_name(question.sheet_code):  # Mots René is kept apart, as it should be
        words = words.filter(lambda text: not may_be_of_person(text))
    figures = {
        "date": _dates(),
        "year": st.integers(1900, LAST_DATE.year),
        "count": st.integers(limit.lowest, limit.highest) if limit else st.integers(0, 10**9),
        "share": st.integers(2, 100),
        "latitude": st.decimals(-90, 90, places=4).map(float),
        "longitude": st.decimals(-180, 180, places=4).map(float),
        "number": st.decimals(0, 10**9, places=2).map(float),
        "amount": st.decimals(0, 10**12, places=2).map(float),
        "url": st.text(string.ascii_lowercase, min_size=1, max_size=20).map("https://example.org/{}".format),
    }
    return figures.get(question.kind, words)


def _dates() -> st.SearchStrategy[str]:
    whole = st.dates(FIRST_DATE, date(2035, 12, 31)).map(date.isoformat)
    return st.tuples(whole, st.sampled_from([4, 7, 10])).map(lambda drawn: drawn[0][: drawn[1]])


def _answers(frame, sheet: Sheet) -> list[dict[str, object]]:
    kept = {question.question_code for question in _asked(sheet)} | {f"{one.question_code}_precision_code" for one in sheet.questions}
    return [
        {code: float(value) if code.endswith("_amount") else value for code, value in row.items() if code in kept} for row in found(frame)
    ]


def _expected(rows, sheet: Sheet, country_code: str) -> list[dict[str, object]]:
    expected = []
    for row in rows:
        read = {}
        for code, value in row.items():
            if sheet.question(code).kind == "date":
                read[code] = str(value) + "-01-01"[len(str(value)) - 4 :]
                read[f"{code}_precision_code"] = PRECISIONS[len(str(value))]
            else:
                read[code] = value
        for amount, currency in AMOUNT_CURRENCIES.items():
            if amount in row:  # the cover says in which currency amounts are that name none
                read.setdefault(currency, countries()[country_code].currency_code)
        expected.append(read)
    return expected


def test_the_cover_says_what_the_country_writes_by_habit():
    cover = cover_answers(countries()["NPL"], "en")
    assert (cover["default_currency_code"], cover["number_format_code"], cover["calendar_code"]) == (
        "Nepalese rupee", "12,34,567.89", "Gregorian",
    )  # fmt: skip


def test_a_year_typed_alone_is_a_year(tmp_path):
    book = open_form("MAR", "fr")
    page = book[form()["initiatives"].labels["fr"]]
    columns = {cell.value: cell for cell in page[2]}
    assert page.column_dimensions[columns["start_date"].column_letter].number_format == "General"
    answers = {"initiatives": [{"initiative_ref": "R1", "title_text": "Oasis", "start_date": 2015}]}
    read = read_back(tmp_path, "MAR", fill(book, answers, "fr"))
    (row,) = found(read.sheets["initiatives"])
    assert (row["start_date"], row["start_date_precision_code"]) == ("2015-01-01", "year")
