"""Counts codified practices and their lessons by country. A country without any has a row: zero if it has reported, empty if it has not."""

import pandas as pd

from schemas.countries import countries
from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.tables import shape
from steps.reporting import reporting_countries


def codification(practices: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return report_codification. `practices` is report_practices, `submissions` core_submissions."""
    declared = table("report_codification")
    stated = _stated(practices, declared.key)
    groups = stated.groupby(list(declared.key))
    counted = groups.agg(
        practice_count=("practice_id", "size"),
        needed_section_count=("needed_section_count", "sum"),
        filled_section_count=("filled_section_count", "sum"),
        mean_completeness_share=("completeness_share", "mean"),
        replicability_count=("replicability_score", "count"),
        lesson_count=("lesson_count", "sum"),
    ).round({"mean_completeness_share": 1})
    return _of_every_country(counted.reset_index(), submissions, "report_codification")


def lesson_counts(lessons: pd.DataFrame, practices: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return report_lessons. `lessons` is core_lessons, `practices` report_practices, `submissions` core_submissions."""
    declared = table("report_lessons")
    validated = set(practices.loc[practices["is_validated"].astype(bool), "practice_id"])
    marked = lessons.assign(is_validated=lessons["practice_id"].isin(validated))
    groups = _stated(marked, declared.key).groupby(list(declared.key))
    counted = groups.agg(
        lesson_count=("lesson_id", "size"),
        validated_lesson_count=("is_validated", "sum"),
        evidenced_lesson_count=("evidence_text", "count"),
        practice_count=("practice_id", "nunique"),
    )
    return _of_every_country(counted.reset_index(), submissions, "report_lessons")


def _stated(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return frame.fillna(dict.fromkeys(columns, NOT_STATED))


def _of_every_country(counted: pd.DataFrame, submissions: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the counts with a row for each country that has none."""
    declared = table(name)
    counts = [column.name for column in declared.columns if column.kind == "count"]
    reporting = reporting_countries(submissions)
    empty = [
        {"country_code": code} | dict.fromkeys(declared.key[1:], NOT_STATED) | dict.fromkeys(counts, 0 if code in reporting else None)
        for code in countries()
        if code not in set(counted["country_code"])
    ]
    both = pd.concat([shape(counted, declared), shape(empty, declared)], ignore_index=True)
    return shape(both.sort_values(list(declared.key)), declared)
