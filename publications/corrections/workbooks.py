"""Writes the correction workbooks of a build, one for each file that still counts, as bytes for whoever puts them in their place."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

import pandas as pd

from publications.corrections.delivery import Delivery
from publications.corrections.duplicates import write_duplicates
from publications.corrections.looks import Looks
from publications.corrections.own_sheets import write_machine_sheet, write_summary
from publications.corrections.places import write_place_options, write_places
from publications.corrections.problems import write_problems
from publications.corrections.sender_sheets import write_lists, write_sender_sheets
from publications.quick_workbook import QuickWorkbook
from publications.table_rows import grouped
from publications.workbook_options import OPTIONS
from schemas.rows import answers_of

LONGEST_NAME = 80  # characters: in any script it stays below the 255 bytes that file systems allow


def correction_workbooks(
    submissions: pd.DataFrame,
    sheets: pd.DataFrame,
    columns: pd.DataFrame,
    findings: pd.DataFrame,
    pairs: pd.DataFrame,
    questions: pd.DataFrame,
    made_on: str,
) -> dict[str, bytes]:
    """Return the correction workbooks by their path below the folder of corrections, such as `MAR/2016-oriental.xlsx`.

    `submissions` is core_submissions, `sheets` the rows received as they may be shown, `columns` core_received_columns, `findings`
    core_findings with `key_text`, `pairs` reports that may be one initiative (see `write_duplicates`), `questions` places left open (see
    `write_places`), `made_on` the day that the workbooks name (ISO 8601). A file that a newer one supersedes has none, nor has a refused
    one that asks for nothing, such as a copy.
    """
    made: dict[str, bytes] = {}
    tables = {"sheets": sheets, "columns": columns, "findings": findings, "pairs": pairs, "questions": questions}
    parts = {name: grouped(answers_of(frame), "submission_id") for name, frame in tables.items()}
    for row in answers_of(submissions):
        own = {name: rows.get(row["submission_id"], []) for name, rows in parts.items()}
        asks = any(finding["severity_code"] != "note" for finding in own["findings"])
        if row["outcome_code"] == "superseded" or (row["outcome_code"] == "refused" and not asks):
            continue
        delivery = Delivery(row, **own, made_on=made_on)
        made[_free_name(str(row["file_name"]), made)] = write_workbook(delivery)
    return made


def _free_name(file_name: str, taken: dict[str, bytes]) -> str:
    """Return a path that is safe on every system and not taken: country, then round and name of the file received."""
    country, *rest = PurePosixPath(file_name).with_suffix("").parts
    stem = re.sub(r"[^\w.-]+", "_", "-".join(rest)).strip("._-")[:LONGEST_NAME] or "file"
    name, number = f"{country}/{stem}.xlsx", 1
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        name = f"{country}/{stem}-{number}.xlsx"
    return name


def write_workbook(delivery: Delivery) -> bytes:
    """Return the correction workbook of one delivery; a refused file has problems and summary only."""
    content = BytesIO()
    with QuickWorkbook(content, OPTIONS) as book:
        book.set_properties({"created": datetime.fromisoformat(delivery.made_on)})  # the same day gives the same bytes
        looks = Looks(book, delivery.language)
        write_problems(delivery, looks)  # the sheets stand in the order in which they are made
        if not delivery.is_refused:
            write_sender_sheets(delivery, looks)
            write_duplicates(delivery, looks)
            write_places(delivery, looks)
        write_summary(delivery, looks)
        if not delivery.is_refused:
            write_lists(delivery, looks)
            write_place_options(delivery, looks)
            write_machine_sheet(delivery, looks)
    return content.getvalue()
