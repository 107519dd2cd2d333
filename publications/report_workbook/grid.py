"""What stands in the cells of a sheet: rows of a table in the words of the edition, numbers as numbers, dates as far as they are known."""

from collections.abc import Callable
from typing import Any, NamedTuple

from publications.report_workbook.edition import Edition
from publications.report_workbook.sheets import COUNTRY, MARK, ReportSheet, column_of, list_of
from schemas.registry.reports import NOT_STATED

PERCENT = 100
KNOWN_PART = {"year": 4, "month": 7}  # characters of an ISO date that are known, by its precision
COUNTRIES = (COUNTRY, "first_country_code", "second_country_code")


class Grid(NamedTuple):
    """Headings, kinds and values of columns. A value is text, a number or None; a date is ISO text as far as it is known."""

    names: tuple[str, ...]
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    columns: tuple[list[Any], ...]

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.columns[0]) if self.columns else 0


def grid(edition: Edition, sheet: ReportSheet) -> Grid:
    """Return what a sheet shows in an edition. Rows that rest on invented examples are marked in a last column, if there are any."""
    names = [name for name in sheet.columns if not (edition.country_code and name == COUNTRY)]
    kinds = [_kind(sheet, name) for name in names]
    columns = [_values(edition, sheet, name) for name in names]
    marks = edition.marks(sheet)
    if any(marks):
        names, kinds = [*names, MARK], [*kinds, "text"]
        columns.append([edition.words.say("example") if mark else None for mark in marks])
    return Grid(tuple(names), tuple(edition.words.heading(name) for name in names), tuple(kinds), tuple(columns))


def _kind(sheet: ReportSheet, name: str) -> str:
    kind = column_of(sheet, name).kind
    return "text" if kind in ("code", "codes", "flag", "url") else kind


def _values(edition: Edition, sheet: ReportSheet, name: str) -> list[Any]:
    kind, words = column_of(sheet, name).kind, edition.words
    values = _of(edition, sheet, name)
    if name == "indicator_name":
        counted = _each(_of(edition, sheet, "counted_indicator_code"), lambda code: words.code("counted_indicators", code))
        return [own or indicator for own, indicator in zip(counted, values, strict=True)]
    word = _word(edition, sheet, name)
    if word:
        return _each(values, word)
    if kind == "date":
        precisions = _of(edition, sheet, f"{name}_precision_code")
        return [day and day[: KNOWN_PART.get(precision, len(day))] for day, precision in zip(values, precisions, strict=True)]
    if kind == "share":
        return [None if value is None else value / PERCENT for value in values]
    return [words.say(NOT_STATED) if value == NOT_STATED else value for value in values] if kind == "text" else values


def _word(edition: Edition, sheet: ReportSheet, name: str) -> Callable[[Any], str] | None:
    """Return what puts the values of a column into words; nothing for those that stand as they are."""
    words, kind, list_name = edition.words, column_of(sheet, name).kind, list_of(sheet, name)
    if name in COUNTRIES:
        return words.place
    if name == "country_codes":
        return words.places
    if name == "missing_section_codes":
        return words.sections
    if kind == "flag":
        return lambda value: words.code("yes_no", "yes" if value else "no")
    if not list_name:
        return None
    return (lambda codes: words.codes(list_name, codes)) if kind == "codes" else (lambda code: words.code(list_name, code))


def _of(edition: Edition, sheet: ReportSheet, name: str) -> list[Any]:
    return edition.column(sheet.table_name, name, sheet.country_column or COUNTRY)


def _each(values: list[Any], word: Callable[[Any], str]) -> list[Any]:
    """Return the words of each value, looked up once for each that differs; nothing for nothing."""
    known = {value: None if value is None else word(value) or None for value in dict.fromkeys(values)}
    return [known[value] for value in values]
