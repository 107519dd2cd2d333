"""What waits between steps comes back as it was: tables of every kind of column, cells as they were received, and every other kind."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely import Point

from pipelines.plain_forms.frames import read_frame, write_frame
from pipelines.plain_forms.object_columns import from_plain, to_plain
from pipelines.plain_forms.values import read_value, write_value
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables
from schemas.tables import DTYPES, Column, Table, shape
from steps.files.transfer import Cell, Span
from tests.deliveries import COVER, tables_of

DELIVERY = """
## Initiatives
| Own reference | Title | Contact person | Contact e-mail | Start date | Budget | Currency | Favourite colour |
| I1 | Homes for returnees in Rabat | Amina Invented | amina@invented.example | 03/2014 | 12,5 | EUR | blue |
| I2 | Seeds | | | someday | = | MAD | |
## Locations
| Initiative | Place | Latitude | Longitude |
| I1 | Rabat | 34.02 | -6.83 |
| I9 | Nowhere at all | | |
"""


def same(first: pd.DataFrame, second: pd.DataFrame) -> None:
    assert type(first) is type(second)
    assert_frame_equal(first, second, check_exact=True, check_freq=False)
    assert first.attrs == second.attrs
    for name in (name for name, dtype in first.dtypes.items() if pd.api.types.is_object_dtype(dtype)):
        assert [deep(value) for value in first[name]] == [deep(value) for value in second[name]]


def deep(value: Any) -> Any:
    """An object with the type of each of its parts: 1, 1.0 and True are equal, and so are a cell and a tuple."""
    parts = value.items() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()
    return type(value), repr(value), [deep(part) for part in parts]


def again(value: object, folder: Path) -> Any:
    folder.mkdir()
    write_value(value, folder)
    return read_value(folder)


def test_what_was_received_and_laid_over_the_form_comes_back_as_it_was(tmp_path: Path) -> None:
    names = ("raw_rows_mar", "clean_rows", "clean_withheld_values", "clean_shown_rows", "clean_initiatives", "clean_locations")
    made = tables_of(tmp_path, {"MAR/2015/survey.xlsx": COVER.format(country="Morocco") + DELIVERY}, *names)
    assert set(map(type, made["raw_rows_mar"]["cells"].iloc[0])) == {Cell}
    for name, frame in made.items():
        assert len(frame)
        same(again(frame, tmp_path / name), frame)


@pytest.mark.parametrize("kind", DTYPES)
def test_every_kind_of_column_comes_back_with_its_missing_values(kind: str, tmp_path: Path) -> None:
    values = {"str": ["", "=1+1", "عربية"], "boolean": [True, False], "Int64": [2**62 + 1, 0], "Float64": [0.1, -0.0, 1e300]}
    cells = [(Cell(1, "t", "x"),), (("title", Cell(1, "t", "x")),), (Span(1, 2, 3),), ("name", None), ()]
    told = Table("core_any", "a row", "Any.", (), (Column("value", kind, "Any."),))
    frame = shape([{"value": value} for value in [*values.get(DTYPES[kind], cells), None]], told)
    assert frame["value"].isna().sum() == 1
    same(again(frame, tmp_path / "some"), frame)
    same(again(frame.iloc[:0], tmp_path / "none"), frame.iloc[:0])


VALUES = [
    *("", "=1+1", "العربية", "\ud83d\ude00", 0, -(2**70), True, None, pd.NA, pd.NaT, 0.1, float("inf"), date(2015, 9, 28), Decimal("0.10")),
    datetime(1676, 1, 1, 23, 59, 59, 999999),
    datetime(2015, 9, 28, tzinfo=UTC),
    Cell(3, "t", "Amina"),
    Span(1, 2, 3),
]
OBJECTS = st.recursive(
    st.sampled_from(VALUES) | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=10,
)


@given(OBJECTS)
def test_every_object_comes_back_with_its_type(value: Any) -> None:
    assert deep(from_plain(to_plain(value))) == deep(value)


def test_what_stands_around_the_values_comes_back_too(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", None, ""], dtype="str"),
            "flag": pd.array([True, None, False], dtype="boolean"),
            "count": pd.array([2**62 + 1, None, 0], dtype="Int64"),
            "number": pd.array([0.1, None, -0.0], dtype="Float64"),
            "plain": np.array([1.5, np.nan, -0.0]),
            "kind": pd.Categorical(["x", None, "y"], categories=["y", "x", "z"], ordered=True),
            "at": pd.to_datetime(["2015-09-28", None, "1700-01-01"]).tz_localize("UTC"),
            "cells": pd.Series([(Cell(1, "t", "x"),), (), None], dtype=object),
            "answers": pd.Series([(("title", Cell(1, "t", "x")),), (), (("title", Cell(2, "n", "1")),)], dtype=object),
        },
        index=pd.Index([7, 3, 3], name="row"),
    )
    frame.attrs = {"sources": ("a", 1), "made": date(2015, 9, 28)}
    write_frame(frame, tmp_path / "frame.parquet")
    same(read_frame(tmp_path / "frame.parquet"), frame)
    same(read_frame_of(frame.iloc[:0], tmp_path), frame.iloc[:0])


def read_frame_of(frame: pd.DataFrame, folder: Path) -> pd.DataFrame:
    write_frame(frame, folder / "frame.parquet")
    return read_frame(folder / "frame.parquet")


def test_a_map_layer_comes_back_with_its_points_and_reference_system(tmp_path: Path) -> None:
    layer = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[Point(0.1, 1 / 3), None], crs="EPSG:4326")
    found = read_frame_of(layer, tmp_path)
    same(found, layer)
    assert found.crs == layer.crs


def test_files_the_identity_and_the_public_tables_come_back(tmp_path: Path) -> None:
    files = {"site/a.html": b"<html>", "empty": b"", "كتاب.xlsx": bytes(range(256))}
    identity = BuildIdentity("20261130T020000Z-1a2b3c4d", datetime(2026, 11, 30, 2, 0, 0, 5, tzinfo=UTC), "0.1.0", "1.0.0")
    table = pd.DataFrame({"name": ["a"]})
    public = PublicTables(
        {"core_actors": table}, {"core_actors": table.iloc[:0]}, frozenset({("core_actors", "a1")}), {"why": {"core_actors": 1}}
    )
    assert again(files, tmp_path / "files") == files
    assert again(identity, tmp_path / "identity") == identity
    found = again(public, tmp_path / "public")
    assert (found.examples, found.left_out) == (public.examples, public.left_out)
    same(found.shown["core_actors"], table)
    same(found.released["core_actors"], table.iloc[:0])


class Anything:
    """A class of nobody."""


NAMED_ZONE = datetime(2015, 9, 28, tzinfo=ZoneInfo("Africa/Casablanca"))  # ISO 8601 keeps its offset and not its name


@pytest.mark.parametrize("value", [Anything(), *(pd.DataFrame({"a": [one]}, dtype=object) for one in (Anything(), NAMED_ZONE))])
def test_what_has_no_plain_form_is_refused_and_never_pickled(value: object, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="no form in which it could wait"):
        again(value, tmp_path / "value")
