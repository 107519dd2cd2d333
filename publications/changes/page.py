"""Writes the page of changes from its tables: a summary by country, then each initiative that came, went or changed."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader

COUNTED = {  # tables whose rows people know by name, as the summary heads them
    "core_submissions": "Files", "core_initiatives": "Initiatives", "core_initiative_places": "Places", "core_actors": "Organisations",
    "core_networks": "Networks", "core_workplan_activities": "Policy activities", "core_practices": "Practices",
    "core_knowledge_products": "Products", "core_findings": "Findings",
}  # fmt: skip
NO_COUNTRY = "none"
SEVERAL = "No single country"
LONGEST_TEXT = 300  # characters of a value that are shown


def changes_page(counts: pd.DataFrame, values: pd.DataFrame, countries: Mapping[str, str], before: str | None) -> bytes:
    """Return the page as HTML without any outside request.

    `counts` is report_changes, `values` clean_changed_values, `countries` names by code, `before` the build compared with, if any.
    """
    folder = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    told = values.astype(object).where(values.notna(), None)
    page = folder.get_template("page.html").render(
        before=before,
        heads=list(COUNTED.values()),
        rows=list(_summary(counts, countries)),
        others=_others(counts),
        initiatives=list(_by_country(told[told["table_name"] == "core_initiatives"], countries)),
        columns=[(name, list(changes)) for name, changes in _by_record(told[told["table_name"] == "core_dictionary"])],
        longest=LONGEST_TEXT,
    )
    return page.encode()


def _summary(counts: pd.DataFrame, countries: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[int, ...]]]]:
    """Yield, for each country with a change and for rows of none: its name, and added, changed and removed of each counted table."""
    found = counts.set_index(["change_group_name", "table_name"])[["added_count", "changed_count", "removed_count"]]
    for code, name in {**countries, NO_COUNTRY: SEVERAL}.items():
        cells = [tuple(map(int, found.loc[(code, table)])) if (code, table) in found.index else (0, 0, 0) for table in COUNTED]
        if any(map(any, cells)):
            yield name, cells


def _others(counts: pd.DataFrame) -> list[tuple[str, tuple[int, ...]]]:
    """Return every table with its rows added, changed and removed, of all countries."""
    summed = counts.groupby("table_name")[["added_count", "changed_count", "removed_count"]].sum()
    return [(str(name), tuple(map(int, row))) for name, row in zip(summed.index, summed.to_numpy(), strict=True)]


def _by_country(told: pd.DataFrame, countries: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, list[dict[str, object]]]]]]:
    for code, rows in told.groupby("country_code", sort=False):
        yield countries[str(code)], [(name, list(changes)) for name, changes in _by_record(rows)]


def _by_record(told: pd.DataFrame) -> Iterator[tuple[str, Iterator[dict[str, object]]]]:
    """Yield each record with its changes, those of one record beside each other."""
    rows = told.sort_values(["record_id", "column_name"]).to_dict("records")
    for record, changes in groupby(rows, key=lambda row: (row["record_id"], row["record_name"])):
        yield f"{record[0]} · {record[1]}" if record[1] else str(record[0]), changes
