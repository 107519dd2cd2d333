"""Finds in the text of an Open XML sheet what calamine does not tell: errors, percentages, formulas without a value, what is hidden.

A mark is searched for first, since most sheets have none of these; only the rows with one are walked cell by cell.
"""

import re

from steps.files.limits import column_number
from steps.files.sheet_cells import PERCENT, Facts, number_fact
from steps.files.xlsx_parts import cell_formats, number_formats, unescaped

MAX_FORMULA = 500
PERCENT_FORMATS = {"9", "10"}  # 0% and 0.00%, which every workbook has
QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.")  # parts of a number format that are shown as they stand

# The parts of a tag are bounded, as in the guard: the text may mean harm.
ERROR_MARK = re.compile(rb"\st\s?=\s?[\"']e[\"']")
NO_VALUE = rb"(?:<(?:\w{1,20}:)?v\s{0,99}/>|<(?:\w{1,20}:)?v[^<>]{0,99}>\s{0,99}</(?:\w{1,20}:)?v>)?\s{0,99}</(?:\w{1,20}:)?c>"
FORMULA = rb"<(?:\w{1,20}:)?f\b(?:[^<>]{0,999}/>|[^<>]{0,999}>([^<]*)</(?:\w{1,20}:)?f>)\s{0,99}"
FORMULA_ALONE_MARK = re.compile(rb"(?:</(?:\w{1,20}:)?f>|<(?:\w{1,20}:)?f\b[^<>]{0,999}/>)\s{0,99}" + NO_VALUE)
ROW_TAG = re.compile(rb"<(?:\w{1,20}:)?row(\s[^<>]{0,2000}?)?/?>")
CELL_TAG = re.compile(rb"<(?:\w{1,20}:)?c(\s[^<>]{0,2000}?)?(/?)>")
NEXT_VALUE = re.compile(rb"\s{0,99}(?:" + FORMULA + rb")?<(?:\w{1,20}:)?v[^<>]{0,99}>([^<]{1,40})<")
FORMULA_ALONE = re.compile(rb"\s{0,99}" + FORMULA + NO_VALUE)
PLACE = re.compile(rb"\sr\s?=\s?[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")
STYLE = re.compile(rb"\ss\s?=\s?[\"'](\d{1,6})[\"']")
NEGATIVE = re.compile(rb"<v>(-\d{1,20}(?:\.\d{1,20})?)</v>")
TEXT_RESULT = re.compile(rb"\st\s?=\s?[\"']str[\"']")
HIDDEN = re.compile(rb"\shidden\s?=\s?[\"'](?:1|true)[\"']")
COLUMNS = re.compile(rb"<(?:\w{1,20}:)?col\s([^<>]{0,500})>")
COLUMN_BOUND = re.compile(rb"\b(min|max)\s?=\s?[\"'](\d{1,5})[\"']")
MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?ref\s?=\s?[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
MAX_MERGED = 20_000


def percent_styles(styles: bytes) -> frozenset[bytes]:
    """Return the cell formats, by their number, that show a number as a percentage."""
    shown = {key for key, code in number_formats(styles).items() if "%" in QUOTED.sub("", code)} | PERCENT_FORMATS
    return frozenset(str(place).encode() for place, key in enumerate(cell_formats(styles)) if key in shown)


def facts_of(sheet: bytes, percents: frozenset[bytes]) -> Facts:
    """Return the facts of a sheet, given its text and the cell formats that show percentages."""
    facts = Facts()
    is_hidden = b"hidden" in sheet and HIDDEN.search(sheet)
    percent = _percent_mark(percents)
    has_percents = percent and percent.search(sheet)
    has_errors = (b'"e"' in sheet or b"'e'" in sheet) and ERROR_MARK.search(sheet)
    has_formulas = b"<f " in sheet or b"<f>" in sheet or b"<f/" in sheet or b":f" in sheet
    has_negatives = b"<v>-" in sheet  # a date before the calendar begins, which calamine gives out as midnight
    if is_hidden or has_percents or has_errors or has_negatives or (has_formulas and FORMULA_ALONE_MARK.search(sheet)):
        _walk(sheet, percents, facts)
    if is_hidden:
        for tag in COLUMNS.findall(sheet):
            bounds = dict(COLUMN_BOUND.findall(tag)) if HIDDEN.search(b" " + tag) else {}
            facts.hidden_columns |= set(range(int(bounds.get(b"min", 1)), int(bounds.get(b"max", 0)) + 1))
    for left, top, right, bottom in MERGED.findall(sheet)[:MAX_MERGED] if b"mergeCell" in sheet else ():
        facts.add_span(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
    return facts


def _walk(sheet: bytes, percents: frozenset[bytes], facts: Facts) -> None:
    """Go from row to row, and through the cells of those with a mark; what does not name its place follows the one before."""
    starts = list(ROW_TAG.finditer(sheet))
    percent = _percent_mark(percents)
    number = 0
    for tag, following in zip(starts, [*(one.start() for one in starts[1:]), len(sheet)], strict=True):
        attributes = tag[1] or b""
        place = PLACE.search(attributes)
        number = int(place[2]) if place else number + 1
        if HIDDEN.search(attributes):
            facts.hidden_rows.add(number)
        row = sheet[tag.end() : following]
        if b'"e"' in row or b"'e'" in row or b"<f" in row or b":f" in row or b"<v>-" in row or (percent and percent.search(row)):
            _walk_row(row, number, percents, facts)


def _percent_mark(percents: frozenset[bytes]) -> re.Pattern[bytes] | None:
    return re.compile(rb"\ss\s?=\s?[\"'](?:" + b"|".join(sorted(percents)) + rb")[\"']") if percents else None


def _walk_row(cells: bytes, row: int, percents: frozenset[bytes], facts: Facts) -> None:
    column = 0
    for tag in CELL_TAG.finditer(cells):
        attributes = tag[1] or b""
        place = PLACE.search(attributes)
        column = column_number(place[1].decode()) if place else column + 1
        if not tag[2]:
            _look_at(cells, tag.end(), attributes, percents, (int(place[2]) if place else row, column), facts)


def _look_at(sheet: bytes, end: int, attributes: bytes, percents: frozenset[bytes], place: tuple[int, int], facts: Facts) -> None:
    if ERROR_MARK.search(attributes):
        if value := NEXT_VALUE.match(sheet, end):
            facts.add(*place, ("e", value[2].decode("utf-8", "replace")))
        return
    style = STYLE.search(attributes)
    if style and style[1] in percents:
        facts.add(*place, PERCENT)
    elif number := NEGATIVE.match(sheet, end):
        facts.add(*place, number_fact(float(number[1])))
    if sheet[end : end + 40].lstrip().startswith((b"<f", b"<x:f")) or b":f" in sheet[end : end + 30]:
        alone = FORMULA_ALONE.match(sheet, end)
        if alone and not (TEXT_RESULT.search(attributes) and b"<v" in alone[0]):  # an empty text is a result
            facts.add(*place, ("f", "=" + unescaped((alone[1] or b"").decode("utf-8", "replace"))[:MAX_FORMULA]))
