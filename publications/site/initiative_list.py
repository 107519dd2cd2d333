"""The list of all initiatives: one table that is searched and sorted; of a large build, lists of each country and a search over all."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zlib import compress

from publications.site.contents import Contents
from publications.site.initiative_pages import heading
from publications.site.initiative_records import INITIATIVES
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE, record_path
from publications.site.records import (
    ROWS_OF_A_PAGE,
    Choice,
    NumberedPage,
    by_country,
    chosen,
    code_choice,
    country_choice,
    helpers,
    in_pages,
    shorten,
    when,
)
from publications.site.words import Words
from publications.table_rows import Row, grouped

NAME, LISTS = "initiatives", "lists"
COLUMNS = (
    "initiative_id", "country_code", "title_text", "local_title_text", "acronym_text", "primary_theme_code", "status_code",
    "scaling_stage_code", "start_date", "start_date_precision_code", "language_code",
)  # fmt: skip
PLACES_SHOWN = 3
HEAVIEST_SEARCH = 1_100_000  # bytes of search data within a page, which may weigh 1.5 MB with all that it loads
TITLE_LENGTHS = (160, 80, 40, 20)  # characters of a title in the search data: the first at which the data are light enough


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the list of all, or, where that would be too long for one page, an index with the lists of countries."""
    rows = _rows(contents)
    title = Words(MAIN_LANGUAGE).say("initiatives")
    shared = {**helpers(Words(MAIN_LANGUAGE)), "heading": heading, "longest": ROWS_OF_A_PAGE}
    if len(rows) <= ROWS_OF_A_PAGE:
        page = next(in_pages(NAME, rows))
        choices = _choices(rows, with_countries=True)
        yield render("initiative_list.html", NAME, title, contents.edition, page=page, country_code=None, choices=choices, **shared)
        return
    lists = {code: list(in_pages(f"{LISTS}/{code}", own)) for code, own in by_country(rows).items()}
    yield render("initiative_index.html", NAME, title, contents.edition, lists=lists, total=len(rows), search=search_data(rows), **shared)
    for code, numbered in lists.items():
        for page in numbered:
            yield _list_page(contents, code, page, shared)


def search_data(rows: Sequence[Row]) -> str:
    """Return what a search over all initiatives needs, deflated and in base 64: a line each of page, country, title, names, places."""
    for longest in TITLE_LENGTHS:
        packed = compress("\n".join(_search_line(row, longest) for row in rows).encode("utf-8", "replace"), 9)
        if len(packed) * 4 / 3 <= HEAVIEST_SEARCH:
            break
    return b64encode(packed).decode("ascii")


def _list_page(contents: Contents, country_code: str, page: NumberedPage, shared: Mapping[str, Any]) -> tuple[str, bytes]:
    words = Words(MAIN_LANGUAGE)
    title = f"{words.say('initiatives')}: {words.country(country_code)}"
    choices = _choices(page.rows, with_countries=False)
    return render(
        "initiative_list.html", page.name, title, contents.edition, page=page, country_code=country_code, choices=choices, **shared
    )


def _choices(rows: Sequence[Row], *, with_countries: bool) -> list[Choice]:
    """Return what a list is filtered by."""
    words = Words(MAIN_LANGUAGE)
    return [
        *([country_choice(rows, words)] if with_countries else []),
        code_choice("theme", "Main theme", "themes", "primary_theme_code", rows, words),
        code_choice("status", "Status", "initiative_statuses", "status_code", rows, words),
        code_choice("stage", "Stage", "scaling_stages", "scaling_stage_code", rows, words),
    ]


def _rows(contents: Contents) -> list[Row]:
    """Return what the list shows of each initiative, by country and title."""
    places = grouped(chosen(contents, "core_initiative_places", "initiative_id", "place_name"), "initiative_id")
    rows = [
        {
            **row,
            "names": _names(places.get(row["initiative_id"], ())),
            "year": when(row, "start_date")[:4],
            "is_example": contents.is_example(INITIATIVES, row["initiative_id"]),
        }
        for row in chosen(contents, INITIATIVES, *COLUMNS)
    ]
    rows.sort(key=lambda row: (heading(row).casefold(), row["initiative_id"]))
    return [row for own in by_country(rows).values() for row in own]


def _names(places: Sequence[Row]) -> str:
    """Return the first places that were found, and how many more there are."""
    names = list(dict.fromkeys(row["place_name"] for row in places if row["place_name"] is not None))
    more = f" +{len(names) - PLACES_SHOWN}" if len(names) > PLACES_SHOWN else ""
    return shorten(", ".join(names[:PLACES_SHOWN])) + more


def _search_line(row: Row, longest: int) -> str:
    country = Words(MAIN_LANGUAGE).country(row["country_code"])
    others = " ".join(shorten(row[column], longest) for column in ("local_title_text", "acronym_text") if row[column])
    cells = (record_path("initiatives", row["initiative_id"]), country, shorten(heading(row), longest), others, row["names"])
    return "\t".join(" ".join(cell.split()) for cell in cells)
