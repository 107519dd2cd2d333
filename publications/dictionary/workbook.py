"""The dictionary as a workbook: a sheet of tables, of columns, of figures and of codes, each with a filter."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from publications.dictionary.contents import OPENING, RULES, TITLE, Contents
from publications.workbook_options import OPTIONS
from schemas.form import LANGUAGES

NO_DAY = datetime(2000, 1, 1)  # the same declarations give the same bytes
FIGURES = ("count", "share", "number", "amount")
WIDEST = 80  # characters of a column


def dictionary_workbook(told: Contents) -> bytes:
    """Return the dictionary as an .xlsx file."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        book.set_properties({"title": TITLE, "created": NO_DAY})
        wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "bg_color": "#DCE6F1"})
        about = book.add_worksheet("Read me")
        about.set_column(0, 0, 120)
        about.write_column(0, 0, [TITLE, OPENING, *RULES], wrap)
        for name, header, rows in _sheets(told):
            sheet = book.add_worksheet(name)
            _fill(sheet, header, list(rows), wrap, bold)
    return written.getvalue()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, header: list[str], rows: list[list[str]], wrap: object, bold: object) -> None:
    sheet.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    for place, title in enumerate(header):
        longest = max((len(row[place]) for row in rows), default=0)
        sheet.set_column(place, place, min(max(longest, len(title)) + 2, WIDEST), wrap)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)
    sheet.freeze_panes(1, 1)


def _sheets(told: Contents) -> Iterable[tuple[str, list[str], Iterable[list[str]]]]:
    entries = [entry for own in told.topics.values() for entry in own]
    yield (
        "Tables",
        ["table", "kind", "topic", "one row is", "meaning", "adding up"],
        ([one.name, one.kind, one.topic, one.grain, one.meaning, one.totals] for one in entries),
    )
    yield (
        "Columns",
        ["table", "column", "kind", "meaning", "codes", "refers to", "key", "always filled"],
        (
            [entry.name, one.name, one.kind, one.meaning, one.list_name, one.reference, _yes(one.is_key), _yes(one.is_required)]
            for entry in entries
            for one in entry.columns
        ),
    )
    yield (
        "Figures of reports",
        ["report", "figure", "kind", "meaning", "one row is", "adding up"],
        (
            [entry.name, one.name, one.kind, one.meaning, entry.grain, entry.totals]
            for entry in entries
            for one in entry.columns
            if entry.totals and one.kind in FIGURES
        ),
    )
    yield (
        "Codes",
        ["list", "code", *LANGUAGES, "meaning"],
        ([name, one.code, *one.labels.values(), one.meaning] for name, codes in told.lists.items() for one in codes),
    )


def _yes(holds: bool) -> str:
    return "yes" if holds else ""
