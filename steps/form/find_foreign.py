"""Finds the foreign tables among what was received: the exports of survey tools, joined over all files of a round of a country."""

from collections import defaultdict

import pandas as pd

from schemas.rows import values_of
from steps.files.read_workbook import Row
from steps.form.foreign import ForeignLayout, lay_out
from steps.form.join_exports import join_exports
from steps.form.read_export import ExportTable, read_export
from steps.form.vocabulary import vocabulary

SheetKey = tuple[str, str]  # submission, sheet


def find_exports(raw: pd.DataFrame) -> dict[SheetKey, ForeignLayout]:
    """Return the sheets that are exports, by submission and sheet name; `raw` holds the rows received from all countries."""
    rounds: dict[tuple[str, str], list[ExportTable]] = defaultdict(list)
    for (submission_id, sheet_name), group in raw.groupby(["submission_id", "sheet_name"], sort=False):
        about = group.iloc[0]
        words = vocabulary(about["country_code"], about["round_name"])
        hints = (str(sheet_name), str(about["file_name"]).rsplit("/", 1)[-1])
        table = read_export(rows_of(group), str(submission_id), str(sheet_name), hints, words, about["country_code"])
        if table:
            rounds[about["country_code"], about["round_name"]].append(table)
    for tables in rounds.values():
        join_exports(tables)
    found = [table for tables in rounds.values() for table in tables]
    return {(table.submission_id, table.sheet_name): lay_out(table.foreign, is_mapped=False) for table in found}


def rows_of(group: pd.DataFrame) -> list[Row]:
    """Return the rows of a sheet as they were read, from its part of `raw_rows_…`."""
    columns = (values_of(group[name]) for name in ("row_number", "cells", "is_hidden_row", "spans"))
    return [Row(int(row), cells, bool(hidden), spans) for row, cells, hidden, spans in zip(*columns, strict=True)]
