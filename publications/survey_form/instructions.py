"""The first sheet of the blank workbook: how to fill it in, what the colours mean, which sheets there are."""

from xlsxwriter.worksheet import Worksheet

from publications.survey_form.drop_downs import quoted
from publications.survey_form.identity import code_book_mark
from publications.survey_form.looks import A4, Looks
from publications.survey_form.wording import language_label, phrase
from schemas.countries import Country
from schemas.form import NEEDS
from schemas.form_versions import newest_version

HOW = ("rows", "headers", "lists", "dates", "amounts", "references", "persons", "unknown")
WIDTHS = (4, 34, 90)  # characters
LETTERS_A_LINE = 125
TITLE_HEIGHT, LINE_HEIGHT = 28, 17  # points


def write_instructions(page: Worksheet, looks: Looks, country: Country, language: str, sheet_names: dict[str, str]) -> None:
    """Write the instructions in the language; `sheet_names` are the sheets by code, to each of which a link leads."""
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.hide_gridlines(2)
    page.set_row(0, TITLE_HEIGHT)
    page.merge_range(0, 1, 0, 2, phrase("form_title", language), looks.title())
    facts = {"version": newest_version(), "country": country.names[language], "language": language_label(language)}
    page.merge_range(1, 1, 1, 2, phrase("form_identity", language, code_book=code_book_mark(), **facts), looks.small())
    row = _write_how(page, looks, country, language, 3)
    row = _write_legend(page, looks, language, row + 1)
    page.write_string(row + 1, 1, phrase("sheets_heading", language), looks.heading())
    for place, (code, name) in enumerate(sheet_names.items(), start=row + 2):
        page.write_url(place, 1, f"internal:{quoted(name)}!A1", looks.link(), name)
        page.write_string(place, 2, phrase(f"row_{code}", language), looks.prose())
    page.protect()
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 1)


def _write_how(page: Worksheet, looks: Looks, country: Country, language: str, row: int) -> int:
    page.write_string(row, 1, phrase("how_heading", language), looks.heading())
    told = [f"how_{code}" for code in HOW]
    if country.country_code == "NPL":
        told.insert(told.index("how_dates") + 1, "how_calendar")
    for number, code in enumerate(told, start=1):
        text = phrase(code, language)
        page.write_number(row + number, 0, number, looks.prose())
        page.merge_range(row + number, 1, row + number, 2, text, looks.prose())
        lines = -(-len(text) // LETTERS_A_LINE)
        page.set_row(row + number, LINE_HEIGHT * lines + 3)  # merged cells don't grow by themselves
    return row + len(told) + 1


def _write_legend(page: Worksheet, looks: Looks, language: str, row: int) -> int:
    page.write_string(row, 1, phrase("legend_heading", language), looks.heading())
    for number, need in enumerate(NEEDS, start=1):
        page.merge_range(row + number, 1, row + number, 2, phrase(f"legend_{need}", language), looks.header(need))
    return row + len(NEEDS) + 1
