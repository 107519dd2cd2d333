"""Public tables for tests of the report workbook: a few rows for each table, whatever its columns are."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import geopandas as gpd

from schemas.build_identity import BuildIdentity
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.public_tables import PublicTables, Record
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.tables import Column, shape

IDENTITY = BuildIdentity("20261129T214500Z-0a1b2c3d", datetime(2026, 11, 29, 21, 45, tzinfo=UTC), "0.1.0", "7")
HOSTILE = (
    '=HYPERLINK("http://evil.example","click")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "http://evil.example", "mailto:a@b.example",
    "internal:'Cover'!A1", "{=1+1}", "0012", "<script>alert(1)</script>", "a & b \"c\" 'd'", "\u202eright to left\u202c",
    "con\x00trol\x0b\x1f",
    "tab\tand\nline", "_x0041_", "é" * 5_000, "long " * 8_000, "not_stated",
)  # fmt: skip
Rows = Sequence[Mapping[str, object]]


def public(rows: Mapping[str, Rows], examples: frozenset[Record] = frozenset()) -> PublicTables:
    """Return the tables with these rows; all others are empty, but each country of the programme has a row of completeness."""
    reported = {row["country_code"] for row in rows.get("report_completeness", ())}
    silent = [{"country_code": code, "has_reported": False} for code in countries() if code not in reported]
    told = {**rows, "report_completeness": [*rows.get("report_completeness", ()), *silent]}
    frames = {one.name: shape(list(map(dict, told.get(one.name, ()))), one) for one in WAREHOUSE_TABLES}
    layers = {name: gpd.GeoDataFrame(shape([], layer), geometry=[], crs=WGS_84) for name, layer in MAP_LAYERS.items()}
    return PublicTables(frames | layers, {}, examples, {})


def hostile_rows(name: str, country_code: str = "MAR") -> list[dict[str, object]]:
    """Return a row of a table for each hostile text: it stands in every column of text, and figures, dates and codes are as declared."""
    return [
        {column.name: _value(column, text, place, country_code) for column in table(name).columns} for place, text in enumerate(HOSTILE)
    ]


def _value(column: Column, text: str, place: int, country_code: str) -> object:
    if column.name.endswith(("country_code", "country_codes")):
        return country_code
    if column.name.endswith("_id"):
        return f"{text[:40]} {place}"
    if column.kind in ("code", "codes") and column.code_list:
        return code_list(column.code_list).codes[0]
    figures = {
        "flag": place % 2 == 0,
        "year": 2015,
        "count": place,
        "number": place / 2,
        "amount": 1e6 + place,
        "share": 12.5,
        "latitude": 1.0,
        "longitude": 1.0,
    }
    return "2015-05-31" if column.kind == "date" else figures.get(column.kind, text)
