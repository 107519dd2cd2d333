"""Scaling logs written as a table in a test, and the tables that are made from them."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.history.stage_transitions import stage_transitions
from steps.history.tipping_points import tipping_points

PRECISIONS = {4: "year", 7: "month", 10: "day"}


class Logs(NamedTuple):
    """core_initiatives, core_scaling_steps, core_stage_transitions, core_tipping_points and core_submissions."""

    initiatives: pd.DataFrame
    steps: pd.DataFrame
    transitions: pd.DataFrame
    tipping_points: pd.DataFrame
    submissions: pd.DataFrame


def logs(log: str = "", initiatives: str = "", covers: str = "") -> Logs:
    """Return the tables of initiatives in scaling logs.

    `log` has lines `initiative stage date evidence reason`, `initiatives` lines `initiative stage declared in 2015 themes`; what is not
    said is `-`. An id begins with the country, as in MAR-1. `covers` are countries that sent nothing but a cover.
    """
    steps = [_step(number, line) for number, line in enumerate(_lines(log))]
    stated = [_initiative(line) for line in _lines(initiatives)]
    told = {row["initiative_id"] for row in stated}
    stated += [
        _initiative(initiative) for initiative in dict.fromkeys(str(step["initiative_id"]) for step in steps) if initiative not in told
    ]
    frames = {
        "core_scaling_steps": steps,
        "clean_initiatives": stated,
        "clean_records": [_record("core_scaling_steps", step["scaling_step_id"], step) for step in steps]
        + [_record("core_initiatives", row["initiative_id"], row) for row in stated],
        "clean_rows": [{"response_id": row["response_id"], "filling_id": "f", "round_name": "2015", "sheet_name": "I", "table_number": 1}
                       for row in (*steps, *stated)],
        "clean_cover": [],
    }  # fmt: skip
    shaped = {name: shape(rows, table(name)) for name, rows in frames.items()}
    moved = stage_transitions(*shaped.values())
    known = shape(stated, table("core_initiatives"))
    return Logs(known, shaped["core_scaling_steps"], moved, tipping_points(moved, known), files({*known["country_code"], *covers.split()}))


def files(countries: Iterable[str], outcome: str = "read") -> pd.DataFrame:
    """Return core_submissions with a file of each country."""
    return shape([{"country_code": one, "outcome_code": outcome} for one in sorted(countries)], table("core_submissions"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _step(number: int, line: str) -> dict[str, object]:
    initiative, stage, date, *more = line.split(maxsplit=4)
    evidence, reason = [None if part == "-" else part for part in (*more, "-", "-")][:2]
    return {"scaling_step_id": f"s{number:02}", "country_code": initiative[:3], "initiative_id": initiative, "stage_code": stage,
            "stage_date": None if date == "-" else f"{date}-01-01"[:10], "stage_date_precision_code": PRECISIONS.get(len(date)),
            "evidence_codes": evidence, "evidence_ref_text": evidence and f"proof {number}", "trigger_text": reason,
            "response_id": f"log{number:02}"}  # fmt: skip


def _initiative(line: str) -> dict[str, object]:
    initiative, stage, themes = [None if part == "-" else part for part in (*line.split(), "-", "-")][:3]
    return {"initiative_id": initiative, "country_code": str(initiative)[:3], "scaling_stage_code": stage, "theme_codes": themes,
            "submission_id": "f", "response_id": f"row-{initiative}"}  # fmt: skip


def _record(table_name: str, record_id: object, row: dict[str, object]) -> dict[str, object]:
    return {"response_id": row["response_id"], "table_name": table_name, "record_id": record_id, "rank_count": 0}
