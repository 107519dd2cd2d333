"""The blank workbook as its user meets it: locked headers, drop-downs, hints and messages, places that hang on one another."""

import datetime as dt
import shutil
import subprocess
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from publications.survey_form.answer_rules import LONGEST_MESSAGE, LONGEST_TITLE
from publications.survey_form.blank_workbook import blank_workbook
from publications.survey_form.identity import code_book_mark
from publications.survey_form.place_lists import names_in, offered_places, units_by_key
from publications.survey_form.wording import instructions_name
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import LANGUAGES, REFERENCE_KINDS, form
from steps.places.gazetteer import gazetteer
from steps.places.geocode import resolve
from steps.places.mentions import Question
from tests.filled_forms import fill, open_form

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice Calc (soffice) to compute what a drop-down shows")
LONGEST_FORMULA = 255  # Excel refuses a longer one in a data validation
COLOURS = {"key": "FF1F4E79", "expected": "FFBDD7EE", "optional": "FFF2F2F2"}


def _rules(page):
    return {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}


def _rule_of(book, sheet_code, question_code, language):
    page = book[form()[sheet_code].labels[language]]
    place = [question.question_code for question in form()[sheet_code].questions].index(question_code) + 1
    return _rules(page)[f"{get_column_letter(place)}3"]


def test_the_same_form_is_the_same_bytes():
    assert blank_workbook("SEN", "fr") == blank_workbook("SEN", "fr")
    assert blank_workbook("SEN", "fr") != blank_workbook("TUN", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_has_its_labels_its_codes_and_a_hint_for_every_cell(language):
    book = open_form("TUN", language)
    assert book.sheetnames == [
        instructions_name(language), *(sheet.labels[language] for sheet in form().values()), "lists", "jmdi",
    ]  # fmt: skip
    for sheet in form().values():
        page = book[sheet.labels[language]]
        for cell, code, question in zip(page[1], page[2], sheet.questions, strict=True):
            assert cell.value == question.labels[language] + (" *" if question.need == "key" else "")
            assert cell.fill.fgColor.rgb == COLOURS[question.need]
            assert code.value == question.question_code
            rule = _rules(page)[f"{cell.column_letter}3"]
            assert rule.promptTitle and len(rule.promptTitle) <= LONGEST_TITLE
            assert rule.prompt and len(rule.prompt) <= LONGEST_MESSAGE
            assert len(rule.errorTitle) <= LONGEST_TITLE and len(rule.error or "") <= LONGEST_MESSAGE
            assert len(rule.formula1 or "") <= LONGEST_FORMULA
            has_message = rule.type not in (None, "none") and rule.showErrorMessage
            assert bool(rule.error) or not has_message, f"{question.question_code} stops without a word"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_offers_the_labels_of_its_code_list(language):
    book = open_form("SLV", language)
    asked = [question for sheet in form().values() for question in sheet.questions if question.code_list]
    for question in asked:
        rule = _rule_of(book, question.sheet_code, question.question_code, language)
        assert rule.type == "list"
        assert rule.showErrorMessage == (question.kind != "codes"), "several answers are typed, one is chosen"
        name = book.defined_names[rule.formula1.removeprefix("=")]
        sheet_name, cells = next(name.destinations)
        offered = [cell.value for row in book[sheet_name][cells] for cell in row]
        assert offered == [labels[language] for labels in code_list(question.code_list).labels.values()]


def test_headers_are_locked_and_answers_are_free():
    for page in open_form("MAR", "fr").worksheets:
        assert page.protection.sheet and page.protection.password is None
    book = open_form("MAR", "fr")
    page = book["Initiatives"]
    assert page["A1"].protection.locked and page["A2"].protection.locked
    assert not any(dimension.protection.locked for dimension in page.column_dimensions.values() if dimension.min <= 34)
    # In a protected sheet `False` lets it be done.
    assert (page.protection.sort, page.protection.autoFilter, page.protection.formatColumns) == (False, False, False)
    assert page.freeze_panes == "B3"
    assert page.auto_filter.ref.startswith("A2:"), "sorting must leave labels and codes where they are"
    assert page.print_title_rows == "$1:$2" and page.page_setup.orientation == "landscape"
    cover = book["Couverture"]
    assert cover["B3"].value == "Maroc" and cover["B3"].protection.locked
    assert not cover["C3"].protection.locked and cover["C4"].protection.locked


def test_a_form_says_which_one_it_is_without_being_asked():
    book = open_form("CRI", "es")
    assert book["lists"].sheet_state == "hidden" and book["jmdi"].sheet_state == "veryHidden"
    told = {row[0].value: row[1].value for row in book["jmdi"].iter_rows()}
    assert told == {"form_version": "2017.1", "country_code": "CRI", "language_code": "es", "code_book": code_book_mark()}
    assert {one.name: one.value for one in book.custom_doc_props.props} == {f"jmdi_{name}": value for name, value in told.items()}
    assert book["Portada"]["A3"].value == told["form_version"]


def test_a_form_holds_no_formula_in_a_cell_and_no_link_out_of_itself():
    with zipfile.ZipFile(BytesIO(blank_workbook("PHL", "en"))) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    assert not [name for name, text in texts.items() if "<f>" in text or 'TargetMode="External"' in text]


def test_an_arabic_form_reads_from_the_right_and_keeps_its_dates_in_order():
    book = open_form("TUN", "ar")
    assert all(book[sheet.labels["ar"]].sheet_view.rightToLeft for sheet in form().values())
    assert "\u200e2015-05-31\u200e" in _rule_of(book, "initiatives", "start_date", "ar").error
    assert not open_form("TUN", "fr")["Initiatives"].sheet_view.rightToLeft


def test_in_nepal_a_date_out_of_time_may_be_of_the_other_calendar():
    nepal = _rule_of(open_form("NPL", "en"), "initiatives", "start_date", "en").error
    assert "Bikram Sambat" in nepal and "2072-06-11" in nepal
    assert "Bikram Sambat" not in _rule_of(open_form("PHL", "en"), "initiatives", "start_date", "en").error


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_offered_is_known_when_it_comes_back(language):
    known, names = gazetteer(), names_in(language)
    for place in offered_places().values():
        name = names[place.place_id]
        if place.level == "country":
            country = known.country_named(name)
            assert country and country.place_id == place.place_id, name
            continue
        above = (("admin1_text", names[place.parent_id]),) if place.level == "admin2" else ()
        found = resolve(Question(place.country_code, (*above, (f"{place.level}_text", name))), known)
        assert (found.status, found.place and found.place.place_id) == ("matched", place.place_id), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_units_can_be_looked_up(language):
    pairs = units_by_key(language)
    keys = [key.casefold() for key, _ in pairs]  # COUNTIF and MATCH know no case
    starts = [key for number, key in enumerate(keys) if number == 0 or keys[number - 1] != key]
    assert len(starts) == len(set(starts)), "the units of one key stand together"
    assert not [name for pair in pairs for name in pair if set(name) & set("*?~")], "COUNTIF would take them for any letter"


@needs_libreoffice
def test_units_hang_on_the_country_and_on_the_unit_above(tmp_path):
    book = open_form("MAR", "fr")
    page = book["Lieux"]
    rows = [("", ""), ("", "L'Oriental"), ("Sénégal", ""), ("Sénégal", "Dakar"), ("Italie", ""), ("", "Nowhere")]
    for number, (country, unit) in enumerate(rows, start=3):
        page[f"C{number}"], page[f"D{number}"] = country or None, unit or None
        for column, code in (("X", "admin1_text"), ("Y", "admin2_text")):
            formula = _rule_of(book, "locations", code, "fr").formula1.removeprefix("=")
            page[f"{column}{number}"] = f"=COUNTA({_shifted(formula, number)})"
    shown = _computed(book, tmp_path)["Lieux"]
    counts = [tuple(int(shown[number - 1][column]) for column in (23, 24)) for number in range(3, 3 + len(rows))]
    inside = {code: sum(1 for p in offered_places().values() if p.parent_id == code) for code in ("MAR", "MA-02", "SEN", "SN-DK")}
    moroccan, senegalese = inside["MAR"], inside["SEN"]
    assert counts == [
        (moroccan, 0), (moroccan, inside["MA-02"]), (senegalese, 0), (senegalese, inside["SN-DK"]), (0, 0), (moroccan, 0),
    ]  # fmt: skip


@needs_libreoffice
def test_references_offer_what_is_filled_in_elsewhere(tmp_path):
    book = open_form("MAR", "en")
    fill(book, {"initiatives": [{"initiative_ref": ref} for ref in ("I1", "I2", "I3")]}, "en")
    for question in (question for sheet in form().values() for question in sheet.questions if question.kind in REFERENCE_KINDS):
        assert _rule_of(book, question.sheet_code, question.question_code, "en").formula1.removeprefix("=") == f"refs_{question.refers_to}"
    book["Lessons"]["X1"], book["Lessons"]["X2"] = "=ROWS(refs_initiatives)", "=INDEX(refs_initiatives,3)"
    shown = _computed(book, tmp_path)["Lessons"]
    assert (shown[0][23], shown[1][23]) == (3, "I3")


TYPED = (dt.date(2015, 5, 31), "2015-05", "2015", 2015, dt.date(1979, 12, 31), dt.date(2072, 6, 11), "soon", "2072-06-11")


@needs_libreoffice
@pytest.mark.parametrize(
    ("country_code", "calendar", "taken"),
    [
        ("PHL", "gregorian", TYPED[:4]),
        ("NPL", "gregorian", TYPED[:4]),
        ("NPL", "bs", (*TYPED[:4], "2072-06-11")),
    ],
)
def test_what_a_date_may_be(tmp_path, country_code, calendar, taken):
    book = open_form(country_code, "en")
    book["Cover"]["H3"] = code_list("calendars").labels[calendar]["en"]
    page = book["Partnerships"]
    rule = _rule_of(book, "partnerships", "signed_date", "en")
    first = str(rule.sqref).split(":")[0]
    for number, value in enumerate(TYPED, start=3):
        page[f"{first[0]}{number}"] = value
        page[f"X{number}"] = f"={rule.formula1.removeprefix('=').replace(first, f'{first[0]}{number}')}"
    shown = _computed(book, tmp_path)["Partnerships"]
    assert tuple(value for number, value in enumerate(TYPED, start=2) if shown[number][23]) == taken


def _shifted(formula, row):
    return formula.replace("$C3", f"$C{row}").replace("$D3", f"$D{row}")


def _computed(book, folder):
    """Return the values of all sheets as LibreOffice computes them."""
    book.save(folder / "probe.xlsx")
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "ods", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "probe.xlsx")], check=True, capture_output=True, timeout=300)
    read = CalamineWorkbook.from_path(folder / "probe.ods")
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


def test_every_country_has_a_form_in_every_language():
    for code in countries():
        for language in LANGUAGES:
            assert openpyxl.load_workbook(BytesIO(blank_workbook(code, language)), read_only=True).sheetnames
