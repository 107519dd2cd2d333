"""The blank survey workbook of a country in a language: instructions, then every sheet of the form, ready to be filled in and sent back.

Row 1 holds the labels, row 2 the machine codes by which the sheet is read in whatever language; answers begin in row 3. What names the
form (version, country, language, code book) stands on a hidden sheet and in the properties of the file. Formulas and links are off for
all text.
"""

from io import BytesIO

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from publications.survey_form.answer_rules import CALENDAR_CELL, Asking, rule
from publications.survey_form.drop_downs import FIRST_ROW, LAST_ROW, name_references, quoted, write_lists
from publications.survey_form.identity import FORM_DATE, code_book_mark
from publications.survey_form.instructions import write_instructions
from publications.survey_form.looks import A4, Looks, width_of
from publications.survey_form.place_lists import names_in
from publications.survey_form.wording import instructions_name, phrase
from publications.workbook_options import OPTIONS
from schemas.code_lists import code_list
from schemas.countries import Country, countries
from schemas.form import RIGHT_TO_LEFT, Sheet, form
from schemas.form_limits import limit_of
from schemas.form_versions import newest_version

IDENTITY_SHEET = "jmdi"
ALLOWED = dict.fromkeys(("sort", "autofilter", "format_cells", "format_columns", "format_rows"), True)
HEADER_HEIGHT, CODE_HEIGHT = 62, 12  # points
PAGE_WIDTH = 150  # characters that a landscape page holds and one can still read


def blank_workbook(country_code: str, language: str) -> bytes:
    """Return the blank workbook as the bytes of an .xlsx file; the same reference files give the same bytes."""
    country = countries()[country_code]
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        looks = Looks(book, language)
        _name_the_form(book, country, language)
        first = _page(book, instructions_name(language), language)
        names = {code: sheet.labels[language] for code, sheet in form().items()}
        pages = {code: _page(book, name, language) for code, name in names.items()}
        write_instructions(first, looks, country, language, names)
        for code, sheet in form().items():
            _write_sheet(pages[code], sheet, looks, country, language)
        _write_cover(pages["cover"], form()["cover"], looks, country, language)
        name_references(book, names)
        calendar = list(_cells(form()["cover"])).index("calendar_code")
        book.define_name(CALENDAR_CELL, f"={quoted(names['cover'])}!{xl_rowcol_to_cell(FIRST_ROW - 1, calendar, True, True)}")
        write_lists(book, language, names_in(language)[country_code])
        _write_identity(book, country, language)
        first.activate()
    return buffer.getvalue()


def _identity(country: Country, language: str) -> dict[str, str]:
    return {
        "form_version": newest_version(),
        "country_code": country.country_code,
        "language_code": language,
        "code_book": code_book_mark(),
    }


def _name_the_form(book: Workbook, country: Country, language: str) -> None:
    book.set_properties({"title": phrase("form_title", language), "created": FORM_DATE})
    for name, value in _identity(country, language).items():
        book.set_custom_property(f"jmdi_{name}", value, "text")


def _write_identity(book: Workbook, country: Country, language: str) -> None:
    page = book.add_worksheet(IDENTITY_SHEET)
    for row, pair in enumerate(_identity(country, language).items()):
        page.write_row(row, 0, pair)
    page.protect()
    page.very_hidden()


def _page(book: Workbook, name: str, language: str) -> Worksheet:
    page = book.add_worksheet(name)
    if language in RIGHT_TO_LEFT:
        page.right_to_left()
    return page


def _cells(sheet: Sheet) -> dict[str, str]:
    """Return the first answer cell of every question of a sheet, such as `C3`."""
    return {question.question_code: xl_rowcol_to_cell(FIRST_ROW - 1, place) for place, question in enumerate(sheet.questions)}


def _write_sheet(page: Worksheet, sheet: Sheet, looks: Looks, country: Country, language: str) -> None:
    """Write the two header rows, and prepare the rows below for answers."""
    asking = Asking(country.country_code, language, _cells(sheet))
    is_cover = sheet.sheet_code == "cover"
    last_row = FIRST_ROW if is_cover else LAST_ROW
    total = 0
    for place, question in enumerate(sheet.questions):
        limit = limit_of(question)
        width = width_of(question, limit.highest if limit else 0)
        total += width
        page.set_column(place, place, width, None if is_cover else looks.answer(question))
        label = question.labels[language] + (" *" if question.need == "key" else "")
        page.write_string(0, place, label, looks.header(question.need))
        page.write_string(1, place, question.question_code, looks.machine_code())
        page.data_validation(FIRST_ROW - 1, place, last_row - 1, place, rule(question, asking))
    page.set_row(0, HEADER_HEIGHT)
    page.set_row(1, CODE_HEIGHT)
    page.freeze_panes(FIRST_ROW - 1, 0 if is_cover else 1)
    if not is_cover:
        page.autofilter(1, 0, LAST_ROW - 1, len(sheet.questions) - 1)  # on the machine codes: sorting must not move them
    page.protect("", ALLOWED)
    _set_up_print(page, sheet, total, language)


def _set_up_print(page: Worksheet, sheet: Sheet, width: int, language: str) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(-(-width // PAGE_WIDTH), 0)
    page.repeat_rows(0, 1)
    page.set_footer(f"&L{sheet.labels[language].replace('&', '&&')}&C{newest_version()}&R&P / &N")


def _write_cover(page: Worksheet, cover: Sheet, looks: Looks, country: Country, language: str) -> None:
    """Fill in what is known before the form is sent out, and open the other cells of the only row."""
    known = cover_answers(country, language)
    for place, question in enumerate(cover.questions):
        is_locked = question.question_code in ("template_version_text", "country_name")
        shown_as = looks.answer(question, is_locked)
        text = known.get(question.question_code)
        if text:
            page.write_string(FIRST_ROW - 1, place, text, shown_as)
        else:
            page.write_blank(FIRST_ROW - 1, place, None, shown_as)


def cover_answers(country: Country, language: str) -> dict[str, str]:
    """Return what a country's form says of itself on the cover, by question code."""
    codes = {
        "calendar_code": "gregorian", "language_code": language, "default_currency_code": country.currency_code,
        "number_format_code": country.number_format,
    }  # fmt: skip
    labels = {code: code_list(form()["cover"].question(code).code_list).labels[answer][language] for code, answer in codes.items()}
    return {"template_version_text": newest_version(), "country_name": country.names[language], **labels}
