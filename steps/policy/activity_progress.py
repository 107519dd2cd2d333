"""Holds each activity of a work plan against its own dates, as of the day on which its status was reported.

Dates count only as far as they are known: an activity that is planned to end in 2015 is neither overdue nor in time in September 2015.
"""

from datetime import date
from typing import NamedTuple

import pandas as pd

from schemas.answer_rules import answer_rules
from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape
from steps.answers.settle_rows import PRECISION_LENGTHS
from steps.history.reports import covers_of_fillings, when_said
from steps.history.stage_path import Reached, months_between
from steps.records.assemble import suppliers

PLANNED, ONGOING, COMPLETED, CANCELLED = "PLN", "ONG", "CMP", "CAN"  # workplan_statuses
CONTRADICTIONS = ("progress-contradicts", "progress-unexpected")  # the findings of rules on progress and status

Activity = dict[str, object]


class _Day(NamedTuple):
    """A date of which a part may be unknown; both empty when nobody said."""

    date: str
    precision_code: str


def activity_progress(activities: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """Return report_activity_progress.

    `activities` is core_workplan_activities, `records` clean_records, `rows` clean_rows, `cover` clean_cover.
    """
    said_in = suppliers(activities.assign(record_id=activities["activity_id"]), records, "core_workplan_activities", "status_code")
    spoken = pd.DataFrame({"response_id": said_in}).merge(rows[["response_id", "filling_id", "round_name"]], on="response_id", how="left")
    when = when_said(spoken, covers_of_fillings(cover, rows))
    values = answers_of(activities)
    told = [row | _judged(row, _Day(*said.split(" ")) if said else _Day("", "")) for row, said in zip(values, when, strict=True)]
    return shape(told, table("report_activity_progress"))


def _judged(row: Activity, reference: _Day) -> Activity:
    start, end = (_day(row, name) for name in ("planned_start_date", "planned_end_date"))
    is_impossible = _is_passed(end, start) is True
    overdue = _unless_ended(row["status_code"], None if is_impossible else _is_passed(end, reference))
    begun = None if is_impossible else _is_passed(start, reference)
    is_completed_early = row["status_code"] == COMPLETED and _is_passed(reference, start) is True
    return {
        "reference_date": reference.date or None,
        "reference_date_precision_code": reference.precision_code or None,
        "planned_status_code": None if is_impossible else _planned_status(start, end, reference),
        "is_overdue": overdue,
        "has_late_start": _unless_begun(row["status_code"], begun),
        "is_contradictory": is_impossible or is_completed_early or _contradicts_itself(row),
        **(_delay(end, reference) if overdue else {}),
    }


def _day(row: Activity, name: str) -> _Day:
    return _Day(str(row[name] or ""), str(row[f"{name}_precision_code"] or ""))


def _is_passed(day: _Day, reference: _Day) -> bool | None:
    """Return whether a day lies before another, both with what is known of them; None when that leaves it open."""
    if not day[0] or not reference[0]:
        return None
    length = min(PRECISION_LENGTHS[precision] for _, precision in (day, reference))
    if day[0][:length] == reference[0][:length]:
        return False if length == PRECISION_LENGTHS["day"] else None
    return day[0][:length] < reference[0][:length]


def _planned_status(start: _Day, end: _Day, reference: _Day) -> str | None:
    if _is_passed(end, reference):
        return COMPLETED
    if _is_passed(reference, start):
        return PLANNED
    is_under_way = _is_passed(end, reference) is False and _is_passed(reference, start) is False
    return ONGOING if is_under_way else None


def _unless_ended(status: object, due: bool | None) -> bool | None:
    """Return whether an activity that is due or not is overdue; None when its status or dates leave it open."""
    if status in (COMPLETED, CANCELLED):
        return False
    return None if status is None else due


def _unless_begun(status: object, begun: bool | None) -> bool | None:
    if status is None:
        return None
    return begun if status == PLANNED else False


def _contradicts_itself(row: Activity) -> bool:
    rules = [rule for rule in answer_rules() if rule.sheet_code == "workplan_activities" and rule.finding_code in CONTRADICTIONS]
    return any(rule.is_broken_by(row) for rule in rules)


def _delay(end: _Day, reference: _Day) -> Activity:
    precisions = {end.precision_code, reference.precision_code}
    is_by_day = precisions == {"day"}
    days = (date.fromisoformat(reference.date) - date.fromisoformat(end.date)).days if is_by_day else None
    months = None if "year" in precisions else months_between(Reached("", *end), Reached("", *reference))
    return {"delay_day_count": days, "delay_month_count": months}
