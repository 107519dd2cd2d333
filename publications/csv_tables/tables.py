"""Public tables as CSV: those that people use, with the English labels of codes beside them, and a README of how to open them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from publications.csv_tables.excel_safe import csv_file
from publications.spelled_out import country_name, label, labels
from schemas.build_identity import BuildIdentity
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.topics import TOPICS
from schemas.rows import filled_or_none
from schemas.tables import Column, Table

COUNTRY = "core_countries.country_code"
INTAKE, IDENTITY = "What was received", "One initiative, one id"  # topics of the data team; their reports are for anybody
# Names and codes that analysts join, long and of no use in a spreadsheet; and what is never public.
LEFT_TO_PARQUET = (
    "core_places", "core_place_names", "core_place_codes", "core_place_successors", "core_place_choices", "core_actor_names",
    "core_practice_texts",
    "report_places_to_review", "report_pairs_to_review",
)  # fmt: skip
BETWEEN_LABELS = "; "
CSV_FOLDER = "csv"
README = """\
JMDI mapping: tables as CSV, for Excel, LibreOffice and Google Sheets
Build {build}, made on {day}

Each file is a table of the build, as anybody may see it: without contacts, and without what consent or sensitivity keep back.
The first line names the columns; core_dictionary.csv says what each of them means, core_codes.csv what each code does. Beside a
column of codes (status_code) stands one with their English labels (status_name).

How they are written: UTF-8 with a byte-order mark, commas between values, a point in numbers, dates as 2015-09-28 (the column that ends in
_precision_code says whether day, month or only year is known), line breaks within quoted cells, nothing where nobody stated anything.

An apostrophe stands before = + - @ where a text, a line of it, or what follows a semicolon begins with one of these: otherwise a
spreadsheet program could run it as a formula. It is no part of the answer. Numbers have none: -5 is the number.

If Excel shows everything in one column, as it does where lists are parted by semicolons, open the file with Data, From Text/CSV.

For programs take tables/*.parquet of the same build: every table, typed, without the apostrophes, with the meaning of each column.
"""


def csv_tables(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> dict[str, bytes]:
    """Return `<table>.csv` for each table that people use, and README.txt. `tables` are public ones, by name, without invented examples."""
    files = {f"{one.name}.csv": _csv(one, tables[one.name]) for one in tables_for_people()}
    return {**files, "README.txt": README.format(build=made.build_id, day=made.day).encode()}


def tables_for_people() -> list[Table]:
    """Return the tables that are written: every report, and what stands in topics that are not the data team's own."""
    own = {name for topic in (INTAKE, IDENTITY) for name in TOPICS[topic] if not name.startswith("report_")}
    return [one for one in WAREHOUSE_TABLES if one.name not in own and one.name not in LEFT_TO_PARQUET]


def _csv(declared: Table, frame: pd.DataFrame) -> bytes:
    columns = dict(_columns(declared, frame))
    return csv_file([list(columns), *zip(*columns.values(), strict=True)])


def _columns(declared: Table, frame: pd.DataFrame) -> Iterator[tuple[str, Sequence[Any]]]:
    for column in declared.columns:
        told = filled_or_none(frame[column.name])
        yield column.name, told
        if _is_spelled(column) and label_name(column) not in declared.column_names:
            words = {value: _words(column, value) for value in dict.fromkeys(told)}
            yield label_name(column), [words[value] for value in told]


def label_name(column: Column) -> str:
    """Return the name of the column with the labels of one of codes, as the views with labels have it."""
    return column.name.removesuffix("_code").removesuffix("_codes") + ("_names" if column.kind == "codes" else "_name")


def _is_spelled(column: Column) -> bool:
    return bool(column.code_list or column.references == COUNTRY) and column.name.endswith(("_code", "_codes"))


def _words(column: Column, value: str | None) -> str | None:
    if column.references == COUNTRY:
        return country_name(value, {})
    if column.kind == "codes":
        return BETWEEN_LABELS.join(labels(column.code_list, value)) or None
    return label(column.code_list, value)
