"""Hands on what calamine reads from a workbook of any Excel kind, with the facts that it does not tell."""

from collections.abc import Callable, Iterator

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from steps.files.sheet_cells import Facts, ReadSheet, rows_of


def calamine_sheets(book: CalamineWorkbook, facts_of: Callable[[int, str], Facts]) -> Iterator[ReadSheet]:
    """Yield the sheets; `facts_of` returns the facts of one by its place among the sheets, from 0, and its name."""
    with book:
        for place, about in enumerate(book.sheets_metadata):
            facts = facts_of(place, about.name)
            sheet = book.get_sheet_by_index(place)
            # calamine leaves out the empty rows and columns before the data.
            first_row, first_column = sheet.start or (0, 0)
            is_hidden = about.visible != SheetVisibleEnum.Visible
            rows = rows_of(sheet.iter_rows(), first_row + 1, first_column + 1, facts)
            yield ReadSheet(about.name, is_hidden, rows, frozenset(facts.hidden_columns))
