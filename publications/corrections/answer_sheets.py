"""What the sheets have in common on which a sender answers: a line of help, heads, room for answers, a key that nobody sees."""

from collections.abc import Mapping

from publications.corrections.delivery import Delivery
from publications.corrections.looks import CELL, HEADER, HELP, Looks, Sheet, internal_link, set_up_print

HELP_ROW, HEADER_ROW = 0, 1
LINE_HEIGHT = 14.5  # points
HELP_LINES = 2
MOST_LINES = 28  # Excel allows no taller row
KEY = "key"


def open_answer_sheet(delivery: Delivery, looks: Looks, sheet_code: str, widths: Mapping[str, int], help_word: str) -> Sheet:
    """Return one of the workbook's own sheets with its help and its heads; `widths` names the columns in order, KEY the last."""
    page = looks.sheet(delivery.title(sheet_code))
    for place, (name, width) in enumerate(widths.items()):
        page.set_column(place, place, width, looks.format(CELL))
        if name != KEY:  # a header there would look like a key
            page.write_string(HEADER_ROW, place, delivery.word(name), looks.format(HEADER))
    page.merge_range(HELP_ROW, 0, HELP_ROW, len(widths) - 2, delivery.word(help_word), looks.format(HELP))
    page.set_row(HELP_ROW, HELP_LINES * LINE_HEIGHT)
    page.set_row(HEADER_ROW, 2 * LINE_HEIGHT)
    return page


def close_answer_sheet(page: Sheet, widths: Mapping[str, int], row_count: int) -> None:
    """Make a sheet whose rows are written filter, print and stay as it is but for the answers."""
    last_row, last_column = HEADER_ROW + max(1, row_count), len(widths) - 2
    page.freeze_panes(HEADER_ROW + 1, 0)
    page.autofilter(HEADER_ROW, 0, last_row, last_column)
    page.protect("", {"autofilter": True, "format_columns": True, "format_rows": True, "select_locked_cells": True})
    page.print_area(HELP_ROW, 0, last_row, last_column)
    set_up_print(page, HEADER_ROW)


def height(texts: Mapping[str, object], widths: Mapping[str, int]) -> float:
    """Return how tall a row must be for its texts, in points: Excel does not grow a row by itself when a program has written it."""
    lines = max(_lines(str(text or ""), widths[name]) for name, text in texts.items() if name != KEY)
    return LINE_HEIGHT * min(MOST_LINES, lines)


def _lines(text: str, width: int) -> int:
    return sum(-(-len(part) // width) or 1 for part in text.split("\n"))


def write_link(page: Sheet, at: tuple[int, int], target: tuple[str | None, str], text: str, looks: Looks) -> None:
    """Write a text that leads to a cell (the title of its sheet here, and its name); plain text when there is no such sheet."""
    title, cell = target
    look = looks.link if title else looks.plain
    # Beyond the 65,530 links that a sheet may hold, the place stays without one.
    if not title or page.write_url(*at, internal_link(title, cell, text), look):
        page.write_string(*at, text, look)
