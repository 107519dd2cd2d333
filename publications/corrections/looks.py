"""How a correction workbook looks: fonts that have the sender's letters, colours of severities, formats of values."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.url import Url

from schemas.form import RIGHT_TO_LEFT

# Fonts that every Excel has; what they lack, Excel takes from a font of the script.
FONTS = {"ar": "Arial", "ne": "Nirmala UI"}
FONT = "Calibri"
FILLS = {"must_fix": "#FFC7CE", "please_check": "#FFE699", "note": "#DDEBF7", "accepted": "#E2EFDA"}
WORST_FIRST = ("must_fix", "please_check", "note")
HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True, "valign": "vcenter", "border": 1}
HELP = {"text_wrap": True, "valign": "vcenter", "bg_color": "#F2F2F2"}
HEADING = {"bold": True, "font_size": 13, "font_color": "#1F4E79"}
MACHINE = {"font_color": "#A6A6A6", "font_size": 8}
LINK = {"font_color": "#0563C1", "underline": 1}
CELL = {"text_wrap": True, "valign": "top"}
OPEN = {"locked": False}
UNSEEN = {"font_color": "#FFFFFF", "font_size": 2, "text_wrap": False, "align": "fill", "border": 0}  # a hidden column would be reported
BORDER = {"border": 1, "border_color": "#BFBFBF"}
A4 = 9
SCALE_OF_WIDE = 65  # percent

Sheet = Any  # xlsxwriter carries no types


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, language: str) -> None:
        self.book = book
        self.font = FONTS.get(language, FONT)
        self.is_right_to_left = language in RIGHT_TO_LEFT
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        self._asked: dict[tuple[tuple[str, object], ...], Any] = {}  # as asked for: the same properties may come in another order

    def format(self, *parts: Mapping[str, object], **more: object) -> Any:
        """Return the format that has all the given properties, in the font of the language."""
        asked = tuple(item for part in (*parts, more) for item in part.items())
        if asked not in self._asked:
            self._asked[asked] = self._format(parts, more)
        return self._asked[asked]

    @cached_property
    def plain(self) -> Any:
        """The format of a cell of our own sheets."""
        return self.format(CELL, BORDER)

    @cached_property
    def link(self) -> Any:
        """The format of a link of our own sheets."""
        return self.format(CELL, BORDER, LINK)

    def _format(self, parts: Sequence[Mapping[str, object]], more: Mapping[str, object]) -> Any:
        wanted: dict[str, object] = {"font_name": self.font, "font_size": 10}
        if self.is_right_to_left:  # else the point that ends a sentence stands at its beginning, and Latin values lean the other way
            wanted |= {"reading_order": 2, "align": "right"}
        for part in (*parts, more):
            wanted.update(part)
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(wanted)
        return self._made[key]

    def sheet(self, title: str) -> Sheet:
        """Return a new sheet that runs the way the language is written."""
        page = self.book.add_worksheet(title)
        if self.is_right_to_left:
            page.right_to_left()
        return page


def set_up_print(page: Sheet, header_row: int, *, is_wide: bool = False) -> None:
    """Make a sheet print with its header on each page, and numbers of pages: across one page, or a wide one across several."""
    page.set_landscape()
    page.set_paper(A4)
    if is_wide:
        page.set_print_scale(SCALE_OF_WIDE)
        page.repeat_columns(0)
    else:
        page.fit_to_pages(1, 0)
    page.repeat_rows(0, header_row)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&F&C&A&R&P / &N")


@lru_cache(maxsize=10_000)
def internal_link(title: str, cell: str, text: str) -> Url:
    """Return a text's link to a cell of the same workbook; many cells may have the same one."""
    quoted = title.replace("'", "''")
    link = Url(f"internal:'{quoted}'!{cell}")
    link.text = text
    return link
