"""How columns of Python objects are kept in Parquet: texts plainly, cells as lists of structures, others as JSON that says what they are.

Nothing that is read back can run: only the kinds listed here are made again.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timezone
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from steps.files.transfer import Cell, Span

TEXT, CELLS, ANSWERS, JSON = "text", "cells", "answers", "json"  # tuples of cells; tuples of question code and cell; anything else
CELL = [("column_number", pa.int64()), ("kind", pa.string()), ("text", pa.string())]
LAYOUTS = {
    TEXT: pa.string(),
    CELLS: pa.list_(pa.struct(CELL)),
    ANSWERS: pa.list_(pa.struct([("code", pa.string()), *CELL])),
    JSON: pa.string(),
}
_cell = partial(tuple.__new__, Cell)
_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
# What a tag stands for: how it is made again from what stands beside the tag.
MADE_AGAIN: dict[str, Callable[[Any], Any]] = {
    "tuple": lambda parts: tuple(map(from_plain, parts)),
    "dict": lambda parts: {from_plain(key): from_plain(value) for key, value in parts},
    "frozenset": lambda parts: frozenset(map(from_plain, parts)),
    "Cell": lambda parts: Cell(*parts),
    "Span": lambda parts: Span(*parts),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "Decimal": Decimal,
    "float": float,
    "NA": lambda _: pd.NA,
    "NaT": lambda _: pd.NaT,
}
TOLD: dict[type, Callable[[Any], str]] = {datetime: datetime.isoformat, date: date.isoformat, time: time.isoformat, Decimal: str}
NAMED = {Cell: "Cell", Span: "Span"}


def kept_objects(values: Sequence[Any]) -> tuple[str, pa.Array]:
    """Return the layout of a column of objects, and the column in it. Raises TypeError for an object of a kind not met before."""
    layout = _layout(values)
    if layout == JSON:
        return layout, pa.array([_dumps(to_plain(value)) for value in values], pa.string())
    rows = values if layout in (TEXT, CELLS) else [[(code, *cell) for code, cell in row] for row in values]
    return layout, pa.array(rows, LAYOUTS[layout])


def _layout(values: Sequence[Any]) -> str:
    kinds = set(map(type, values))
    if kinds <= {str, type(None)}:
        return TEXT
    if kinds != {tuple}:
        return JSON
    parts = list(chain.from_iterable(values))
    kinds = set(map(type, parts))
    if kinds == {Cell} and _are_plain(parts):
        return CELLS
    if kinds == {tuple} and set(map(len, parts)) == {2}:
        codes, cells = zip(*parts, strict=True)
        if set(map(type, codes)) == {str} and set(map(type, cells)) == {Cell} and _are_plain(cells):
            return ANSWERS
    return JSON


def _are_plain(cells: Iterable[Cell]) -> bool:
    return tuple(set(map(type, values)) for values in zip(*cells, strict=True)) == ({int}, {str}, {str})


def objects_again(layout: str, column: pa.ChunkedArray) -> list[Any]:
    """Return the objects of a column that `kept_objects` made."""
    if layout == TEXT:
        return list(column.to_pylist())
    if layout == JSON:
        return [from_plain(json.loads(text)) for text in column.to_pylist()]
    lists = column.combine_chunks()
    fields = [field.to_pylist() for field in lists.flatten().flatten()]
    parts: list[Any] = list(map(_cell, zip(*fields[-3:], strict=True)))
    if layout == ANSWERS:
        parts = list(zip(fields[0], parts, strict=True))
    ends = np.cumsum(lists.value_lengths().to_numpy(zero_copy_only=False)).tolist()
    return [tuple(parts[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def to_plain(value: Any) -> Any:
    """Return an object in JSON's own kinds; where those do not tell it, as `{kind: …}`. Raises TypeError for a kind not met before."""
    kind = type(value)
    if value is None or kind in (str, bool, int) or (kind is float and math.isfinite(value)):
        return value
    if kind is list:
        return [to_plain(part) for part in value]
    if kind in NAMED:
        return {NAMED[kind]: list(value)}
    if kind in (tuple, frozenset):
        return {kind.__name__: [to_plain(part) for part in (value if kind is tuple else sorted(value))]}
    if kind is dict:
        return {"dict": [[to_plain(key), to_plain(part)] for key, part in value.items()]}
    return _scalar(value, kind)


def _scalar(value: Any, kind: type) -> dict[str, Any]:
    if value is pd.NA or value is pd.NaT:
        return {"NA" if value is pd.NA else "NaT": None}
    if kind is float:
        return {"float": repr(value)}
    if kind in TOLD and isinstance(getattr(value, "tzinfo", None), timezone | None):  # of a named zone, ISO 8601 keeps the offset alone
        return {kind.__name__: TOLD[kind](value)}
    raise TypeError(f"a value of type {kind.__name__} has no form in which it could wait between steps")


def from_plain(plain: Any) -> Any:
    """Return the object that `to_plain` told. Raises KeyError for a kind that it never writes."""
    if type(plain) is list:
        return [from_plain(part) for part in plain]
    if type(plain) is dict:
        ((kind, parts),) = plain.items()
        return MADE_AGAIN[kind](parts)
    return plain
