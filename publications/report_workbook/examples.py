"""Which rows of a sheet rest on invented examples and on nothing else, so that each of them is marked."""

import pandas as pd

from publications.report_workbook.sheets import ReportSheet
from publications.table_rows import codes
from schemas.public_tables import PublicTables, Record
from schemas.registry.reports import NOT_STATED

RECORDS = {
    "initiative_id": "core_initiatives", "practice_id": "core_practices", "product_id": "core_knowledge_products",
    "network_id": "core_networks", "activity_id": "core_workplan_activities", "activity_ids": "core_workplan_activities",
    "actor_id": "core_actors", "partnership_id": "core_partnerships", "plan_id": "core_work_plans",
}  # fmt: skip
INDICATOR = ["country_code", "pillar_code", "indicator_name", "unit_name", "period_text"]  # what a row of pillars has of an indicator


def are_examples(public: PublicTables, sheet: ReportSheet, frame: pd.DataFrame) -> list[bool]:
    """Return for each row of a sheet's table whether all records that it names are invented examples."""
    if not public.examples or not sheet.marked_by:
        return [False] * len(frame)
    if sheet.marked_by == ("indicator_id",):
        return _of_indicators(public, frame)
    examples = public.examples | _plans(public)
    named = [_records(frame[column], RECORDS[column]) for column in sheet.marked_by]
    together = [[record for records in row for record in records] for row in zip(*named, strict=True)]
    return [bool(records) and all(record in examples for record in records) for records in together]


def _records(ids: pd.Series, table_name: str) -> list[list[Record]]:
    return [[(table_name, one) for one in codes(value)] for value in ids]


def _plans(public: PublicTables) -> set[Record]:
    """Return the work plans of which every activity is an example."""
    activities = public.shown["core_workplan_activities"]
    is_real = [("core_workplan_activities", one) not in public.examples for one in activities["activity_id"]]
    real = set(activities.loc[pd.Series(is_real, activities.index, dtype=bool), "plan_id"].dropna())
    return {("core_work_plans", plan) for plan in set(activities["plan_id"].dropna()) - real}


def _of_indicators(public: PublicTables, frame: pd.DataFrame) -> list[bool]:
    """Return which rows of pillars are reported in examples only; breakdowns may be hidden in one of the two and tell nothing apart."""
    indicators = public.shown["core_indicators"]
    is_real = [("core_indicators", one) not in public.examples for one in indicators["indicator_id"]]
    told = [tuple(row) for row in indicators[INDICATOR].astype(object).fillna(NOT_STATED).itertuples(index=False)]
    real = {key for key, holds in zip(told, is_real, strict=True) if holds}
    rows = [tuple(row) for row in frame[INDICATOR].astype(object).fillna(NOT_STATED).itertuples(index=False)]
    invented = set(told) - real
    return [basis == "reported" and key in invented for basis, key in zip(frame["basis_code"], rows, strict=True)]
