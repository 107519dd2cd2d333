"""The sheets in front of and behind the reports: cover, contents, map, definitions."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from publications.report_workbook.book import ALERT, BLUE, HEADER_ROW, LINE, NOTE_WIDTH, RULE, USUAL_WIDTH, Book
from publications.report_workbook.cover_facts import caveats, key_figures
from publications.report_workbook.edition import Edition
from publications.report_workbook.grid import Grid, grid
from publications.report_workbook.sheets import COVERAGE, MARK, REPORT_SHEETS, ReportSheet, column_of
from schemas.tables import Column

COVER_TABLE = ReportSheet(
    "coverage_by_country", "report_completeness",
    ("country_code", "has_reported", "latest_round_name", "initiative_count", "mapped_initiative_count", "given_answer_share"),
)  # fmt: skip
COVER_WIDTHS = (26.0, 16.0, 16.0, 16.0, 16.0, 20.0)
WIDE, HIGH = 1000, 620  # pixels within which the map is shown
POINTS = 0.75  # of a pixel
Line = tuple[str, str, int | None]  # code of a sheet, what it shows, how many rows


class Picture(NamedTuple):
    """A map as a PNG, and whether it shows a disputed area."""

    png: bytes
    is_hatched: bool


def write_cover(book: Book) -> None:
    """Write title, edition, key figures, coverage by country, and what to know before using them."""
    words, edition = book.words, book.edition
    sheet, width = book.sheet("cover", pages_high=1), sum(COVER_WIDTHS)
    for place, one in enumerate(COVER_WIDTHS):
        sheet.set_column(place, place, one)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, words.say("report_title"), book.format(bold=True, font_size=22, font_color=BLUE))
    sheet.set_row(1, 24)
    sheet.write_string(1, 0, edition.title, book.format(font_size=14))
    made, plain = edition.identity.made_at, book.format(font_color="#444444")
    sheet.write_string(2, 0, words.say("as_of", day=edition.identity.day, time=made.strftime("%H:%M")), plain)
    sheet.write_string(3, 0, words.say("build", build=edition.identity.build_id, version=edition.identity.code_version), plain)
    book.link(sheet, 4, 0, "contents", words.sheet("contents"))
    row = _lines(book, sheet, 6, "warnings", caveats(edition), len(COVER_WIDTHS), width, ALERT)
    row = _lines(book, sheet, row, "", _reading(edition), len(COVER_WIDTHS), width, "#444444")
    row = _key_figures(book, sheet, row)
    sheet.write_string(row, 0, words.sheet("coverage_by_country"), book.format(bold=True, font_size=12, font_color=BLUE))
    shown = grid(edition, COVER_TABLE)
    book.table(sheet, "coverage_by_country", row + 1, shown, COVER_WIDTHS[: len(shown.headings)])


def write_report(book: Book, code: str, shown: Grid, remark: str) -> None:
    """Write a sheet with one table: headings that stay in sight and stand on every printed page, and its rows."""
    sheet = book.sheet(code)
    widths = book.widths(sheet, shown)
    book.opening(sheet, code, widths, remark)
    book.table(sheet, code, HEADER_ROW, shown, widths)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(HEADER_ROW)


def write_contents(book: Book, groups: Mapping[str, Sequence[Line]]) -> None:
    """Write a line for each sheet, by group, with a link to it, what one of its rows is, and how many there are."""
    words = book.words
    sheet = book.sheet("contents", pages_high=1)
    for place, width in enumerate((38, 125, 10)):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, words.sheet("contents"), book.format(bold=True, font_size=16, font_color=BLUE))
    sheet.write_string(1, 0, words.note("contents"), book.format(font_color="#444444"))
    row = 3
    for group, lines in groups.items():
        look = book.format(bold=True, font_color=BLUE, bottom=1, bottom_color=BLUE)
        for place, text in enumerate((words.say(f"group_{group}"), "")):
            sheet.write_string(row, place, text, look)
        sheet.write_string(
            row, 2, words.heading("row_count"), book.format(bold=True, font_color=BLUE, bottom=1, bottom_color=BLUE, align="right")
        )
        for code, shows, rows in lines:
            row += 1
            book.link(sheet, row, 0, code, words.sheet(code))
            sheet.write_string(row, 1, shows, book.format(font_color="#444444"))
            if rows is not None:
                sheet.write_number(row, 2, rows, book.format(num_format="#,##0", align="right"))
        row += 2


def write_map(book: Book, picture: Picture, alt: str) -> None:
    """Write the sheet with the map as a picture."""
    words = book.words
    sheet = book.sheet("map", pages_high=1)
    book.opening(sheet, "map", (USUAL_WIDTH,), words.say("figures_with_examples") if book.edition.has_examples else "")
    pixels = [int.from_bytes(picture.png[place : place + 4], "big") for place in (16, 20)]  # a PNG says its width and height there
    scale = min(WIDE / pixels[0], HIGH / pixels[1])
    sheet.insert_image(HEADER_ROW, 0, "map.png", {
        "image_data": io.BytesIO(picture.png), "x_scale": scale, "y_scale": scale, "description": alt, "object_position": 3,
    })  # fmt: skip
    sheet.set_row(HEADER_ROW, LINE)
    below = HEADER_ROW + int(pixels[1] * scale * POINTS / LINE) + 2
    for row, text in enumerate((alt, *([words.say("hatched")] if picture.is_hatched else []), words.say("no_opinion")), start=below):
        book.paragraph(sheet, row, 13, NOTE_WIDTH, text, book.format(text_wrap=True, font_color="#444444"))


def write_definitions(book: Book) -> None:
    """Write what each column of each sheet means, as the registry says it: in English."""
    words = book.words
    rows = [_definition(book, one, name) for one in _shown(book.edition) for name in (*one.columns, *((MARK,) if one.marked_by else ()))]
    names = ("sheet_name", "heading_text", "meaning_text", "table_name", "column_name")
    columns = tuple([row[place] for row in rows] for place in range(len(names)))
    shown = Grid(names, tuple(words.heading(name) for name in names), ("text",) * len(names), columns)
    write_report(book, "definitions", shown, "")


def _shown(edition: Edition) -> Sequence[ReportSheet]:
    return [one for one in REPORT_SHEETS if one.country_column or not edition.country_code]


def _definition(book: Book, sheet: ReportSheet, name: str) -> tuple[object, ...]:
    column: Column = column_of(sheet, name)
    table_name = "" if sheet.table_name == COVERAGE else sheet.table_name
    return book.words.sheet(sheet.code), book.words.heading(name), column.description, table_name or "report_territories", name


def _lines(book: Book, sheet: Any, row: int, title: str, lines: Sequence[str], columns: int, width: float, colour: str) -> int:
    """Write a title and paragraphs below it, and return the next free row but one."""
    if title:
        sheet.write_string(row, 0, book.words.say(title), book.format(bold=True, font_size=12, font_color=BLUE))
        row += 1
    for line in lines:
        book.paragraph(sheet, row, columns, width, line, book.format(text_wrap=True, font_color=colour))
        row += 1
    return row + 1


def _key_figures(book: Book, sheet: Any, first: int) -> int:
    """Write the key figures, a line each, and return the next free row but one."""
    sheet.write_string(first, 0, book.words.say("key_figures"), book.format(bold=True, font_size=12, font_color=BLUE))
    rule: dict[str, object] = {"bottom": 1, "bottom_color": RULE}
    figures = key_figures(book.edition)
    for row, (text, figure) in enumerate(figures, start=first + 1):
        sheet.merge_range(row, 0, row, 2, "", book.format(**rule))
        sheet.write_string(row, 0, text, book.format(**rule))
        if isinstance(figure, int):
            sheet.write_number(row, 3, figure, book.format(bold=True, num_format="#,##0", align="right", **rule))
        else:
            sheet.write_string(row, 3, book.text(figure), book.format(bold=True, align="right", **rule))
    return first + len(figures) + 2


def _reading(edition: Edition) -> list[str]:
    phrases = ["empty_means_unknown", "answers_as_reported"]
    phrases += ["one_country_only"] if edition.country_code else []
    phrases += [] if edition.words.language == "en" else ["in_english_only"]
    return [edition.words.say(one) for one in phrases]
