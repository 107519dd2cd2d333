"""How a report workbook looks and is written: formats, page set-up, headings, tables. What respondents wrote is only ever text."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from math import ceil
from textwrap import wrap
from typing import Any

from publications.quick_workbook import QuickWorkbook
from publications.report_workbook.edition import Edition
from publications.report_workbook.grid import Grid
from publications.report_workbook.sheets import COUNTRY
from publications.workbook_options import OPTIONS
from publications.xml_text import xml_text

LONGEST_CELL = 32_767  # characters that Excel keeps in a cell
ORIGIN = date(1899, 12, 30)  # day 0 of a workbook
FIRST_YEAR = 1900  # before it a workbook has no dates
A4, HEADER_LENGTH = 9, 255
INK, BLUE, RULE, PALE, ALERT = "#222222", "#1F3864", "#D0D7E2", "#EEF2F8", "#9C2A00"
NUMBER_FORMATS = {
    "count": "#,##0", "number": "#,##0.0", "amount": "#,##0", "share": "0.0%", "year": "0", "text": "@", 4: "yyyy", 7: "yyyy-mm",
    10: "yyyy-mm-dd",
}  # fmt: skip
NARROWEST, WIDEST, WIDEST_TEXT = 9, 32, 48  # characters of a column
USUAL = 0.95  # of the texts of a column fit on its width as they are; a few long ones run over several lines
ROOM = 1.1  # letters of a text on the width of a figure
USUAL_WIDTH = 8.4  # of a column, in characters, where none is set
NOTE_WIDTH = 110  # characters over which a note runs at least
LINE, HIGHEST_ROW = 15.0, 409  # points; Excel has no higher row
WIDEST_PAGE = 210  # characters that are still read when printed on the width of one page
TITLE_ROW, NOTE_ROW, REMARK_ROW, LINK_ROW, HEADER_ROW = range(5)
Format = Any  # of xlsxwriter, which has no types


class Book:
    """One workbook while it is written: its edition, its sheets, its formats."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.words = edition, edition.words
        self._written = io.BytesIO()
        self.file = QuickWorkbook(self._written, OPTIONS)
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        made_at: datetime = edition.identity.made_at
        self.file.set_properties({
            "title": self.words.say("report_title"), "subject": edition.title, "comments": edition.identity.build_id,
            "created": made_at.replace(tzinfo=None),
        })  # fmt: skip

    def finished(self) -> bytes:
        """Return the file."""
        self.file.close()
        return self._written.getvalue()

    def format(self, **properties: object) -> Format:
        """Return the format of those properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"font_color": INK, "valign": "top", **self._direction, **properties})
        return self._formats[key]

    def sheet(self, code: str, *, pages_high: int = 0) -> Any:
        """Return a new sheet, set up for its language and for printing on A4."""
        sheet = self.file.add_worksheet(self.words.sheet(code))
        if self.words.direction == "rtl":
            sheet.right_to_left()
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        sheet.fit_to_pages(1, pages_high)
        identity = self.edition.identity
        sheet.set_header(_print_line(self.words.say("report_title"), "", self.edition.title))
        sheet.set_footer(
            _print_line(identity.build_id, self.words.sheet(code), self.words.say("page_of", page="&P", pages="&N"), fields=True)
        )
        return sheet

    def opening(self, sheet: Any, code: str, widths: Sequence[float], remark: str = "") -> None:
        """Write title, note, remark and the way back above a table with columns of these widths; a note may run wider."""
        columns, width = _room_for_a_note(len(widths), sum(widths))
        sheet.set_row(TITLE_ROW, 26)
        sheet.write_string(TITLE_ROW, 0, self.words.sheet(code), self.format(bold=True, font_size=16, font_color=BLUE))
        self.paragraph(sheet, NOTE_ROW, columns, width, self.words.note(code), self.format(text_wrap=True, font_color="#444444"))
        if remark:
            self.paragraph(sheet, REMARK_ROW, columns, width, remark, self.format(text_wrap=True, bold=True, font_color=ALERT))
        else:
            sheet.set_row(REMARK_ROW, 3)
        self.link(sheet, LINK_ROW, 0, "contents", self.words.say("to_contents"))

    def paragraph(self, sheet: Any, row: int, columns: int, width: float, text: str, look: Format) -> None:
        """Write a text of our own over several columns, in a row high enough for it."""
        sheet.set_row(row, LINE * max(1, ceil(len(text) / (width * ROOM))) + 2)
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, "", look)
        sheet.write_string(row, 0, text, look)

    def link(self, sheet: Any, row: int, column: int, code: str, text: str) -> None:
        """Write a link to another sheet."""
        name = self.words.sheet(code).replace("'", "''")
        sheet.write_url(row, column, f"internal:'{name}'!A1", self.format(font_color="#0B5394", underline=1), text)

    def table(self, sheet: Any, code: str, row: int, shown: Grid, widths: Sequence[float]) -> None:
        """Write a native table with a filter on each column; where there is nothing to show, its headings and a sentence instead."""
        lines = (len(wrap(heading, int(width) - 3)) for heading, width in zip(shown.headings, widths, strict=True))
        sheet.set_row(row, LINE * max(lines, default=1) + 9)
        if not shown.height:
            for place, heading in enumerate(shown.headings):
                sheet.write_string(row, place, heading, self._heading_format("text"))
            sheet.write_string(row + 1, 0, self.words.say("nothing_reported"), self.format(italic=True))
            return
        told = zip(shown.headings, shown.kinds, strict=True)
        headings = [{"header": heading, "header_format": self._heading_format(kind)} for heading, kind in told]
        options = {"name": f"table_{code}", "columns": headings, "style": None, "description": self.words.say(f"sheet_{code}")}
        sheet.add_table(row, 0, row + shown.height, len(headings) - 1, options)
        self._heights(sheet, row + 1, shown, widths)
        for place, (kind, values) in enumerate(zip(shown.kinds, shown.columns, strict=True)):
            self._column(sheet, row + 1, place, kind, values)

    def widths(self, sheet: Any, shown: Grid) -> list[float]:
        """Set the widths of columns by what stands in them, and return them; too wide for a page, both halves print what names a row."""
        columns = zip(shown.headings, shown.kinds, shown.columns, strict=True)
        widths = [_width(heading, kind, values) for heading, kind, values in columns]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        if sum(widths) > WIDEST_PAGE:
            sheet.fit_to_pages(2, 0)
            sheet.repeat_columns(0, 1 if shown.names[0] == COUNTRY else 0)
        return widths

    def _heights(self, sheet: Any, first_row: int, shown: Grid, widths: Sequence[float]) -> None:
        """Make rows high enough for the texts in them: not every program does so by itself."""
        lines = [1] * shown.height
        for kind, values, width in zip(shown.kinds, shown.columns, widths, strict=True):
            if kind == "text":
                lines = [max(most, _lines(value, width * ROOM)) for most, value in zip(lines, values, strict=True)]
        for row, count in enumerate(lines, start=first_row):
            if count > 1:
                sheet.set_row(row, min(LINE * count, HIGHEST_ROW))

    def _column(self, sheet: Any, first_row: int, place: int, kind: str, values: Sequence[Any]) -> None:
        look = self._cell_format(kind)
        if kind == "date":
            cells = {value: (None, look) if value is None else self._date(value) for value in set(values)}
        else:
            cells = {value: (self.text(value) if isinstance(value, str) else value, look) for value in set(values)}
        sheet.write_down(first_row, place, [cells[value] for value in values])

    def _date(self, day: str) -> tuple[str | int, Format]:
        """Return a date as a date that shows as much as is known, with its format; as text where a workbook has no date for it."""
        if int(day[:4]) <= FIRST_YEAR:
            return day, self._cell_format("text")
        whole = date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < len("2000-01-01") else day)
        return (whole - ORIGIN).days, self._cell_format(len(day))

    def text(self, value: str) -> str:
        """Return a text as a cell can hold it: no control characters, and not longer, which the text then says itself."""
        clean = xml_text(value)
        if len(clean) <= LONGEST_CELL:
            return clean
        mark = self.words.say("cut")
        return clean[: LONGEST_CELL - len(mark)] + mark

    @cached_property
    def _direction(self) -> dict[str, object]:
        return {"reading_order": 2} if self.words.direction == "rtl" else {}

    def _heading_format(self, kind: str) -> Format:
        """Return the look of a heading: over its figures, beside the button of the filter."""
        side: dict[str, object] = {} if kind in ("text", "date") else {"align": "right", "indent": 2}
        looks = {"bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "text_wrap": True, "valign": "vcenter", "border": 1}
        return self.format(**{**looks, "border_color": "#FFFFFF", **side})

    def _cell_format(self, kind: str | int) -> Format:
        looks: dict[str, object] = {"bottom": 1, "bottom_color": RULE}
        if kind == "text":
            return self.format(text_wrap=True, **looks)
        # Numbers are read by their ends, whatever the direction of the language.
        return self.format(
            num_format=NUMBER_FORMATS.get(kind, "General"),
            **({"align": "left"} if isinstance(kind, int) else {"align": "right", "indent": 1}),
            **looks,
        )


def _room_for_a_note(columns: int, width: float) -> tuple[int, float]:
    """Return over how many columns a note runs, and how wide these are: to the right of a narrow table the sheet is empty."""
    more = max(0, ceil((NOTE_WIDTH - width) / USUAL_WIDTH))
    return columns + more, width + more * USUAL_WIDTH


def _width(heading: str, kind: str, values: Sequence[Any]) -> float:
    """Return how wide a column is, in characters: its heading may run over several lines."""
    words = max((len(word) for word in heading.split()), default=0) + 4  # beside the last line stands the button of the filter
    known = {value: _length(kind, value) for value in set(values) if value is not None}
    lengths = sorted(known[value] for value in values if value is not None)
    longest = (lengths[ceil(len(lengths) * USUAL) - 1] if lengths else 0) + 2
    return float(min(max(NARROWEST, words, longest, len(heading) / 3), WIDEST_TEXT if longest > 2 * WIDEST else WIDEST))


def _lines(value: str | None, room: float) -> int:
    if value is None or (len(value) <= room and "\n" not in value):
        return 1
    return sum(max(1, ceil(len(line) / room)) for line in value.split("\n"))


def _length(kind: str, value: object) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n")), default=0)
    decimals = {"number": 2, "share": 0}.get(kind, 0)
    return len(f"{value:,.{decimals}f}") + 2


def _print_line(left: str, middle: str, right: str, *, fields: bool = False) -> str:
    """Return a line for the head or foot of printed pages; `right` may hold fields such as &P. A line that Excel refuses is cut."""
    texts = [text.replace("&", "&&") for text in (left, middle, right)]
    parts = [texts[0], texts[1], right if fields else texts[2]]
    return "".join(f"&{side}&8 {part}" for side, part in zip("LCR", parts, strict=True) if part)[:HEADER_LENGTH]
