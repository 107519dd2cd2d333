"""Contracts: the pandera schema of every table, made from its declaration, and the check of references between tables."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from schemas.code_lists import code_list
from schemas.errors import BrokenContract
from schemas.registry import table
from schemas.tables import STORED_RANGES, Column, Table, is_shaped

if TYPE_CHECKING:
    import pandera.pandas as pa

ISO_DATE = r"\d{4}-\d{2}-\d{2}"


@cache
def contract(name: str, *, is_as_declared: bool = False) -> "pa.DataFrameSchema":
    """Return the pandera schema of a table: columns in order, dtypes, filled, unique by key, ranges, codes.

    Of a frame that `is_as_declared`, whose columns and dtypes are known to be right, only what its values must be.
    """
    import pandera.pandas as pa  # most refreshes have no table at fault, and need not wait for it

    declared = table(name)
    columns = {column.name: _column_schema(column, not is_as_declared) for column in declared.columns}
    if is_as_declared:
        columns = {column: schema for column, schema in columns.items() if schema.checks or not schema.nullable}
    return pa.DataFrameSchema(columns, name=name, strict=not is_as_declared, ordered=not is_as_declared, unique=list(declared.key))


def _column_schema(column: Column, has_types: bool) -> "pa.Column":
    import pandera.pandas as pa

    checks: list[pa.Check] = []
    if column.code_list and column.kind == "code":
        checks.append(pa.Check.isin(code_list(column.code_list).codes))
    if column.code_list and column.kind == "codes":
        codes = "|".join(_escaped(code) for code in code_list(column.code_list).codes)
        checks.append(pa.Check.str_matches(rf"^(?:{codes})(?:\|(?:{codes}))*$"))
    if column.kind == "date":
        checks.append(pa.Check.str_matches(f"^{ISO_DATE}$"))
    if column.kind in STORED_RANGES:
        lowest, highest = STORED_RANGES[column.kind]
        checks.append(pa.Check.ge(lowest))
        if highest is not None:
            checks.append(pa.Check.le(highest))
    dtype = column.dtype if has_types and column.kind != "cells" else None
    return pa.Column(dtype, checks, nullable=not column.is_required, description=column.description)


def _escaped(code: str) -> str:
    return code.replace(".", r"\.")


def check_contract(frame: pd.DataFrame, name: str) -> None:
    """Hold a frame to its table's contract. Raises BrokenContract with one plain sentence that names the first faults."""
    is_as_declared = is_shaped(frame, table(name))
    if is_as_declared and _is_sound(frame, table(name)):
        return
    from pandera.errors import SchemaErrors

    try:
        contract(name, is_as_declared=is_as_declared).validate(frame, lazy=True)
    except SchemaErrors as faults:
        raise BrokenContract(f"The table {name} breaks its contract: {_sentence(faults.failure_cases)}.") from None


def _is_sound(frame: pd.DataFrame, declared: Table) -> bool:
    """Whether nothing in a frame of the right columns and dtypes breaks the contract.

    Pandera, which takes a millisecond for each column, is asked when this is in doubt: what it says counts, and it names the faults.
    """
    required = [column.name for column in declared.columns if column.is_required]
    if frame.empty:
        return True
    if frame[required].isna().to_numpy().any() or frame.duplicated(list(declared.key)).any():
        return False
    limited = (column for column in declared.columns if column.code_list or column.kind == "date" or column.kind in STORED_RANGES)
    return all(_fits(frame[column.name], column) for column in limited)


def _fits(values: pd.Series, column: Column) -> bool:
    """Whether the values of a column that are there are certainly what its kind and code list want."""
    if column.kind in STORED_RANGES:
        lowest, highest = STORED_RANGES[column.kind]
        return bool((values >= lowest).all() and (highest is None or (values <= highest).all()))
    texts = [value for value in values.unique().tolist() if value == value]
    if column.kind == "date":
        return all(re.fullmatch(ISO_DATE, text) for text in texts)
    codes = set(code_list(column.code_list).codes)
    return codes.issuperset(texts if column.kind == "code" else chain.from_iterable(text.split("|") for text in texts))


def _sentence(failures: pd.DataFrame) -> str:
    # Values are left out on purpose: they may be anything a stranger wrote, and this text reaches logs.
    groups = failures.groupby(["column", "check"], dropna=False, sort=False).size()
    return "; ".join(f"{column}: {check} ({count} times)" for (column, check), count in groups.head(3).items())


def check_references(frames: Mapping[str, pd.DataFrame], declared: tuple[Table, ...]) -> None:
    """Check that every reference between the tables finds its row. Raises BrokenContract."""
    known: dict[str, set[object]] = {}  # sets, since most tables refer to a few large ones: isin would look through these each time
    for one in declared:
        for column in one.columns:
            if not column.references:
                continue
            target, _, target_column = column.references.partition(".")
            if column.references not in known:
                known[column.references] = set(frames[target][target_column].tolist())
            values = frames[one.name][column.name].dropna()
            unknown = set(values.unique().tolist()) - known[column.references]
            if unknown:
                lost = values.isin(list(unknown)).sum()
                raise BrokenContract(f"{one.name}.{column.name} refers to {lost} rows that {target} does not have.")
