"""The hidden sheet of lists that the drop-downs of the blank workbook open, each a named range.

Units hang on what was chosen before by a sorted table of keys (`country`, `country|unit above`), so that any name may stand in it:
INDIRECT needs one defined name a country, which blanks, accents and apostrophes break.
"""

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from publications.survey_form.place_lists import country_names, units_by_key
from schemas.code_lists import code_list
from schemas.form import REFERENCE_KINDS, Sheet, form

LISTS_SHEET = "lists"
FIRST_ROW, LAST_ROW = 3, 5000  # of the answers on every sheet, as the workbook counts them


def write_lists(book: Workbook, language: str, home: str) -> None:
    """Add the hidden sheet of lists and name its ranges; `home` is the reporting country's name."""
    page = book.add_worksheet(LISTS_SHEET)
    labels = {list_range(name): [labels[language] for labels in code_list(name).labels.values()] for name in used_code_lists()}
    keys, names = zip(*units_by_key(language), strict=True)
    columns = {"home": [home], "no_unit": [""], **labels, "countries": country_names(language), "unit_keys": keys, "unit_names": names}
    for column, (name, values) in enumerate(columns.items()):
        page.write_string(0, column, name)
        page.write_column(1, column, [value for value in values if value])
        letter = xl_col_to_name(column)
        book.define_name(name, f"={LISTS_SHEET}!${letter}$2:${letter}${len(values) + 1}")
    page.protect()
    page.hide()


def used_code_lists() -> list[str]:
    """Return the names of the code lists that the form asks from."""
    return sorted({question.code_list for sheet in form().values() for question in sheet.questions if question.code_list})


def list_range(code_list_name: str) -> str:
    """Return the defined name of a code list's labels."""
    return f"list_{code_list_name}"


def reference_range(sheet_code: str) -> str:
    """Return the defined name of the references that are filled in on a sheet."""
    return f"refs_{sheet_code}"


def name_references(book: Workbook, sheet_names: dict[str, str]) -> None:
    """Name the filled cells of every column that references of other sheets point to; the range grows with what is filled in."""
    for sheet in referred_sheets():
        letter = xl_col_to_name(reference_column(sheet))
        page = quoted(sheet_names[sheet.sheet_code])
        cells = f"{page}!${letter}${FIRST_ROW}"
        book.define_name(reference_range(sheet.sheet_code), f"=OFFSET({cells},0,0,MAX(1,COUNTA({cells}:${letter}${LAST_ROW})),1)")


def referred_sheets() -> list[Sheet]:
    """Return the sheets that references point to."""
    codes = {question.refers_to for sheet in form().values() for question in sheet.questions if question.kind in REFERENCE_KINDS}
    return [sheet for code, sheet in form().items() if code in codes]


def reference_column(sheet: Sheet) -> int:
    """Return the place of the column that holds a sheet's own references: its first key."""
    return next(place for place, question in enumerate(sheet.questions) if question.need == "key")


def quoted(sheet_name: str) -> str:
    """Return a sheet's name as formulas write it."""
    return "'" + sheet_name.replace("'", "''") + "'"


def units_formula(country_cell: str, *unit_cells: str) -> str:
    """Return the list of the units of the country in a cell (of the reporting country when empty), below the units in other cells."""
    key = '&"|"&'.join((f'IF({country_cell}="",home,{country_cell})', *unit_cells))
    return f"=IF(COUNTIF(unit_keys,{key})=0,no_unit,OFFSET(unit_names,MATCH({key},unit_keys,0)-1,0,COUNTIF(unit_keys,{key}),1))"
