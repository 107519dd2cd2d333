"""What pages of records share: rows by id, codes in words, dates as far as they are known, figures, anchors, and long lists in pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from publications.site.contents import Contents
from publications.site.links import record_path
from publications.site.words import Words
from publications.table_rows import Row, codes, grouped, known_date
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.registry.reports import NOT_STATED
from schemas.rows import answers_of

BETWEEN_TEXTS = " | "
LONGEST_TITLE = 160  # characters in lists and headings; the page of the record has all of them
ROWS_OF_A_PAGE = 500  # 500 rows of the longest titles that are shown stay below 1 MB
THIN_SPACE = "\u202f"


class Choice(NamedTuple):
    """A field that a list is filtered by: the data attribute of its rows, its label, and the values that occur with their words."""

    field: str
    label: str
    options: Sequence[tuple[str, str]]


class NumberedPage(NamedTuple):
    """One of the pages that a long list is parted into: its name, its number of how many, its rows, and the pages beside it."""

    name: str
    number: int
    page_count: int
    rows: Sequence[Row]
    earlier: str
    later: str


def chosen(contents: Contents, name: str, *columns: str) -> list[Row]:
    """Return the rows of a table with some of its columns, for tables that are long and wide."""
    return answers_of(contents.table(name)[list(columns)])


def indexed(rows: Iterable[Row], column: str) -> dict[str, Row]:
    """Return rows by their key."""
    return {row[column]: row for row in rows}


def texts(value: object) -> list[str]:
    """Return the texts of a column that joins several."""
    return value.split(BETWEEN_TEXTS) if isinstance(value, str) and value else []


def when(row: Mapping[str, Any], column: str) -> str:
    """Return a date as far as it is known; empty when nobody stated one."""
    return known_date(row, column) or ""


def figure(number: object) -> str:
    """Return a number as all languages read it: thousands parted by thin spaces, no more decimals than it has, at most two."""
    if not isinstance(number, int | float):
        return ""
    text = f"{number:,.2f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"
    return text.replace(",", THIN_SPACE)


def shorten(text: object, longest: int = LONGEST_TITLE) -> str:
    """Return a text cut to a length, with an ellipsis where it was longer; empty for none."""
    whole = text if isinstance(text, str) else ""
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"


def anchor(record_id: str) -> str:
    """Return what a record is called within a page, by the rule of files' names: no two ids share one."""
    return record_path("-", record_id)[2:].removesuffix(".html")


def stated(value: object) -> object:
    """Return the value of a report's column, and None where the report says that nobody stated one."""
    return None if value == NOT_STATED else value


def in_pages(name: str, rows: Sequence[Row], longest: int = ROWS_OF_A_PAGE) -> Iterator[NumberedPage]:
    """Yield the pages of a list: the first is called `name`, the next ones bear their number, such as lists/MAR-2."""
    starts = range(0, max(len(rows), 1), longest)
    names = [name if number == 1 else f"{name}-{number}" for number in range(1, len(starts) + 1)]
    for index, start in enumerate(starts):
        earlier = names[index - 1] if index else ""
        later = names[index + 1] if index + 1 < len(names) else ""
        yield NumberedPage(names[index], index + 1, len(names), rows[start : start + longest], earlier, later)


def by_country(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return rows by country, the programme's countries in their order, other codes after them; countries without rows are left out."""
    groups = grouped(rows, "country_code")
    ordered = [*(code for code in countries() if code in groups), *sorted(groups.keys() - countries().keys())]
    return {code: groups[code] for code in ordered}


def country_choice(rows: Iterable[Row], words: Words) -> Choice:
    """Return the filter by country."""
    return Choice("country", words.say("country"), [(code, words.country(code)) for code in by_country(rows)])


def code_choice(field: str, label: str, list_name: str, column: str, rows: Iterable[Row], words: Words) -> Choice:
    """Return the filter by a column of codes, in the order of its list; a code that the list lacks comes last."""
    found = {row[column] for row in rows if row[column] is not None}
    known = [code for code in code_list(list_name).codes if code in found]
    return Choice(field, label, [(code, words.label(list_name, code)) for code in (*known, *sorted(found.difference(known)))])


def helpers(words: Words) -> Mapping[str, Any]:
    """Return what the templates of records call: see the functions of their names."""
    return {
        "codes": codes, "texts": texts, "when": when, "figure": figure, "shorten": shorten, "anchor": anchor, "stated": stated,
        "labels": partial(_labels, words), "record_path": record_path,
    }  # fmt: skip


def _labels(words: Words, list_name: str, joined: object) -> Markup:
    """Return the labels of several codes, parted by commas; that nothing was stated when there is none."""
    return Markup(", ").join(words.label(list_name, code) for code in codes(joined)) or Markup(words.say("not_stated"))  # noqa: S704
