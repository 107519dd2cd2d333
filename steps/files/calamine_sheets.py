"""Hands on what calamine reads from a workbook of any Excel kind, with the facts that it does not tell."""

from collections.abc import Callable, Iterator

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from steps.files.sheet_cells import Facts, ReadSheet, rows_of


def calamine_sheets(
    book: CalamineWorkbook, facts_of: Callable[[int, str], Facts], second: Callable[[], CalamineWorkbook] | None = None
) -> Iterator[ReadSheet]:
    """Yield the sheets; `facts_of` returns the facts of one by its place among the sheets, from 0, and its name.

    A sheet that cannot be read is looked for once more in the `second` book, which has the same sheets.
    """
    for place, about in enumerate(book.sheets_metadata):
        facts = facts_of(place, about.name)
        sheet = _sheet(book, place, second)
        _, first_column = sheet.start or (0, 0)  # rows come from the first row of the sheet on, but only filled columns
        is_hidden = about.visible != SheetVisibleEnum.Visible
        rows = rows_of(sheet.iter_rows(), first_column + 1, facts)
        yield ReadSheet(about.name, is_hidden, rows, frozenset(facts.hidden_columns))


def _sheet(book: CalamineWorkbook, place: int, second: Callable[[], CalamineWorkbook] | None) -> CalamineSheet:
    try:
        return book.get_sheet_by_index(place)
    except CalamineError:
        if second is None:
            raise
        return second().get_sheet_by_index(place)
