"""The tables on codification, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.codification.counts import codification, lesson_counts
from steps.codification.findings import practice_findings
from steps.codification.reviews import practice_reviews
from steps.codification.scores import consents_of_practices, practice_scores
from steps.codification.search_texts import practice_texts
from steps.codification.suggest import code_suggestions


@table_asset("core_practice_reviews")
def reviews_of_practices(
    clean_practices: pd.DataFrame, clean_records: pd.DataFrame, clean_rows: pd.DataFrame, clean_cover: pd.DataFrame
) -> dg.MaterializeResult:
    return handed_on("core_practice_reviews", practice_reviews(clean_practices, clean_records, clean_rows, clean_cover))


@table_asset("report_practices")
def practices_scored(
    core_practices: pd.DataFrame,
    core_lessons: pd.DataFrame,
    core_practice_reviews: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_rows: pd.DataFrame,
    clean_cover: pd.DataFrame,
) -> dg.MaterializeResult:
    consents = consents_of_practices(clean_records, clean_rows, clean_cover)
    return handed_on("report_practices", practice_scores(core_practices, core_lessons, core_practice_reviews, core_initiatives, consents))


@table_asset("clean_practice_findings")
def practices_judged(
    report_practices: pd.DataFrame,
    core_practice_reviews: pd.DataFrame,
    core_practices: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_received_columns: pd.DataFrame,
) -> dg.MaterializeResult:
    told = practice_findings(report_practices, core_practice_reviews, core_practices, clean_rows, core_received_columns)
    return handed_on("clean_practice_findings", told)


@table_asset("report_codification")
def codification_counted(report_practices: pd.DataFrame, core_submissions: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_codification", codification(report_practices, core_submissions))


@table_asset("report_lessons")
def lessons_counted(core_lessons: pd.DataFrame, report_practices: pd.DataFrame, core_submissions: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_lessons", lesson_counts(core_lessons, report_practices, core_submissions))


@table_asset("core_practice_texts")
def texts_of_practices(core_practices: pd.DataFrame, core_lessons: pd.DataFrame, report_practices: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_practice_texts", practice_texts(core_practices, core_lessons, report_practices))


@table_asset("report_code_suggestions")
def codes_suggested(core_initiatives: pd.DataFrame, core_practices: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_code_suggestions", code_suggestions(core_initiatives, core_practices))


CODIFICATION = (
    reviews_of_practices,
    texts_of_practices,
    practices_scored,
    practices_judged,
    codification_counted,
    lessons_counted,
    codes_suggested,
)
