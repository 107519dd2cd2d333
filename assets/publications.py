"""The files for people: made here, put into the build by `mapping_warehouse`."""

from datetime import UTC, datetime

import dagster as dg
import pandas as pd

from publications.corrections.workbooks import correction_workbooks
from steps.identity.review import pair_questions
from steps.places.decide import decisions
from steps.places.review import place_questions
from steps.records.accept import with_keys


@dg.asset(
    name="correction_workbooks",
    group_name="publications",
    kinds={"excel"},
    description="For each file received, a workbook that shows its sender what to correct, cell by cell; sent back, it replaces the file.",
)
def workbooks_to_correct(
    core_submissions: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    core_findings: pd.DataFrame,
    clean_located_places: pd.DataFrame,
    clean_shown_rows: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_initiative_pairs: pd.DataFrame,
    core_pair_reasons: pd.DataFrame,
    core_pair_decisions: pd.DataFrame,
    clean_pair_reports: pd.DataFrame,
) -> dg.MaterializeResult:
    pairs = pair_questions(core_initiative_pairs, core_pair_reasons, core_pair_decisions, clean_pair_reports)
    findings = with_keys(core_findings, clean_rows)
    questions = place_questions(clean_located_places, clean_rows, core_findings, decisions().gazetteer)
    made = correction_workbooks(core_submissions, clean_shown_rows, core_received_columns, findings, pairs, questions, datetime.now(UTC))
    return dg.MaterializeResult(value=made, metadata={"workbooks": len(made), "bytes": sum(map(len, made.values()))})


PUBLICATIONS = (workbooks_to_correct,)
