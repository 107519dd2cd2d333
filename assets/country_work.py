"""What `by_country` does with one country for steps of several rooms: plain functions of its tables, that know nothing of Dagster."""

import pandas as pd

from assets.by_country import Made
from schemas.initiative_weights import initiative_weights
from steps.form.apply_form import apply_form
from steps.form.consent import hold_back_without_consent
from steps.form.mask import masked
from steps.form.supersede import settle, take_corrections
from steps.identity.compare import compare
from steps.identity.describe import describe
from steps.identity.from_answers import Reports
from steps.places.coarsen import coarsened, restricted_ids
from steps.places.decide import decisions
from steps.places.locate import locate

DESCRIPTIONS, COMPARED_PAIRS = "clean_initiative_descriptions", "clean_compared_pairs"


def form_applied(received: pd.DataFrame) -> Made:
    """Return what the assets of `apply_form` are, of the files and rows received from one country."""
    corrections = take_corrections(received)
    applied = hold_back_without_consent(settle(apply_form(corrections.raw), corrections), corrections.superseded)
    return {
        "clean_rows": applied.rows,
        "core_received_columns": applied.columns,
        "clean_withheld_values": applied.withheld,
        "clean_form_findings": applied.findings,
        "clean_reasons": corrections.reasons,
        "clean_shown_rows": masked(corrections.raw, applied.rows, applied.columns),
    }


def reports_located(
    locations: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, initiatives: pd.DataFrame
) -> Made:
    """Return what the assets of `locate` are, of the reports of one country."""
    located = locate(locations, records, rows, columns, decisions())
    shown = coarsened(located.places, restricted_ids(initiatives, records), decisions().gazetteer)
    return {"clean_located_places": shown, "clean_place_findings": located.findings}


def reports_described(
    records: pd.DataFrame, references: pd.DataFrame, identities: pd.DataFrame, places: pd.DataFrame, **sheets: pd.DataFrame
) -> Made:
    """Return what the reports of one country are compared by."""
    return {DESCRIPTIONS: describe(Reports(sheets, records, references, identities, places), decisions().gazetteer)}


def reports_compared(descriptions: pd.DataFrame) -> Made:
    """Return the pairs of reports that look alike; `descriptions` is clean_initiative_descriptions of one country, or of all."""
    return {COMPARED_PAIRS: compare(descriptions, initiative_weights())}
