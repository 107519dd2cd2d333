"""What pages of the site are made from, in a test: a few rows by table, all other tables empty, and a page taken apart."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import geopandas as gpd
import pandas as pd

from publications.site.contents import Contents
from publications.site.every_page import languages
from publications.site.layout import Edition
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.tables import shape
from warehouse.dictionary import codes, dictionary, dictionary_tables, programme_countries

IDENTITY = BuildIdentity("20261129T200000Z-aaaa", datetime(2026, 11, 29, 20, tzinfo=UTC), "0.1.0", "1")
HARM = (
    "<script>alert(1)</script>", "'\"><img src=x onerror=alert(2)>", "</script></title>", '=cmd|"/c calc"!A1', "{{ 7 * 7 }} {count} %s",
    "\u202egnirts \u200f\u2066", "long " * 1000, "مُبادرة إدماج المهاجرين", "आप्रवासी सङ्घको पहल", "a\x07b\x01c",
)  # fmt: skip

CELLS = ("td", "th")


def small_contents(
    rows: Mapping[str, list[dict[str, Any]]],
    *,
    examples: frozenset[tuple[str, str]] = frozenset(),
    downloads: Mapping[str, bytes] | None = None,
    left_out: Mapping[str, Mapping[str, int]] | None = None,
) -> Contents:
    """Return the contents of a site whose tables hold the given rows; columns that a row lacks are empty.

    A row of a map layer has its shape under `geometry`.
    """
    tables = {name: _layer(name, given) if name in MAP_LAYERS else shape(given, table(name)) for name, given in rows.items()}
    shown = {**_empty(), **tables}
    public = PublicTables(shown, shown, examples, left_out or {})
    return Contents(public, Edition(IDENTITY, languages(public)), downloads or {})


def initiative(initiative_id: str = "MAR-1", **answers: Any) -> dict[str, Any]:
    """Return an initiative of Morocco of which nobody stated anything but a title."""
    told = {"country_code": "MAR", "initiative_ref": "1", "title_text": f"title of {initiative_id}", "response_count": 1}
    return told | {"initiative_id": initiative_id, "response_id": "file/1/4"} | answers


def reported(country_code: str, initiative_count: int = 0, **more: Any) -> dict[str, Any]:
    """Return a row of report_completeness for a country that reported."""
    counts = {one.name: 0 for one in table("report_completeness").columns if one.name.endswith("_count")}
    return {**counts, "country_code": country_code, "has_reported": True, "initiative_count": initiative_count, **more}


class Page(HTMLParser):
    """A page as a browser reads it: its words, its tables row by row, its tags, ids, links, and the attributes of each tag."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self._is_in_cell = False
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in CELLS:
            self.tables[-1][-1].append("")
            self._is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._is_in_cell = self._is_in_cell and tag not in CELLS

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._is_in_cell:
            self.tables[-1][-1][-1] = " ".join(f"{self.tables[-1][-1][-1]} {data}".split())

    @property
    def text(self) -> str:
        """All words of the page, blanks between them as one."""
        return " ".join(" ".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        """The places in the page."""
        return [told["id"] or "" for _, told in self.tags if "id" in told]

    def rows(self, header: str) -> list[list[str]]:
        """Return the rows below the header of the first table that has this header."""
        return next(table[1:] for table in self.tables if header in table[0])

    def addresses(self) -> Iterator[str]:
        """Yield where links lead and what the page loads."""
        for _, told in self.tags:
            yield from (told[name] or "" for name in ("href", "src") if name in told)


def _layer(name: str, rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    told = [{column: value for column, value in row.items() if column != "geometry"} for row in rows]
    return gpd.GeoDataFrame(shape(told, MAP_LAYERS[name]), geometry=[row["geometry"] for row in rows], crs=WGS_84)


@cache
def _empty() -> dict[str, pd.DataFrame]:
    tables = {one.name: shape([], one) for one in WAREHOUSE_TABLES}
    layers = {name: gpd.GeoDataFrame(shape([], layer), geometry=[], crs=WGS_84) for name, layer in MAP_LAYERS.items()}
    told = {"core_dictionary_tables": dictionary_tables(), "core_dictionary": dictionary(), "core_codes": codes()}
    return {**tables, **layers, **told, "core_countries": programme_countries()}
