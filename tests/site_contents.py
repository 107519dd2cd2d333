"""What pages of the site are made from, in small: the rows that a test gives, every other table empty."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser

import geopandas as gpd
import pandas as pd

from publications.site.contents import Contents
from publications.site.every_page import languages
from publications.site.layout import Edition
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables, Record
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.tables import shape

IDENTITY = BuildIdentity("20160301T101500Z-0a1b2c3d", datetime(2016, 3, 1, 10, 15, tzinfo=UTC), "0.1.0", 1)
HOSTILE = '<script>alert("&\x00\x07")</script>=cmd|x!A1 ‮مرحبا ' + "W" * 5_000
Rows = Iterable[Mapping[str, object]]


def contents(examples: Iterable[Record] = (), downloads: Mapping[str, bytes] | None = None, **given: Rows) -> Contents:
    """Return contents with the rows given by name of table or layer; a row of a layer has its geometry under that name."""
    frames: dict[str, pd.DataFrame] = {one.name: shape([dict(row) for row in given.get(one.name, ())], one) for one in WAREHOUSE_TABLES}
    frames |= {name: layer(name, given.get(name, ())) for name in MAP_LAYERS}
    unknown = given.keys() - frames.keys()
    assert not unknown, unknown
    public = PublicTables(frames, frames, frozenset(examples), {})
    return Contents(public, Edition(IDENTITY, languages(public)), downloads or {})


def layer(name: str, rows: Rows) -> gpd.GeoDataFrame:
    """Return a map layer with some rows."""
    told = [dict(row) for row in rows]
    shapes = [row.pop("geometry", None) for row in told]
    return gpd.GeoDataFrame(shape(told, MAP_LAYERS[name]), geometry=shapes, crs=WGS_84)


def reported(country_code: str, initiative_count: int = 0, **more: object) -> dict[str, object]:
    """Return a row of report_completeness for a country that reported."""
    counts = {one.name: 0 for one in table("report_completeness").columns if one.name.endswith("_count")}
    return {**counts, "country_code": country_code, "has_reported": True, "initiative_count": initiative_count, **more}


class _Tables(HTMLParser):
    """Reads every table of a page into rows of the words in its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._is_in_cell = self._is_in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_in_cell:
            self.tables[-1][-1][-1] = (self.tables[-1][-1][-1] + " " + data.strip()).strip()


def tables(page: bytes) -> list[list[list[str]]]:
    """Return the tables of a page, row by row, as words."""
    reader = _Tables()
    reader.feed(page.decode())
    return reader.tables
