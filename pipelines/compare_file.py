"""The reports of one file compared with each other, as a refresh would: what its correction workbook asks about possible duplicates."""

import pandas as pd

from schemas.decided_pairs import decided_pairs
from schemas.initiative_weights import initiative_weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity.compare import compare
from steps.identity.decide import decisions_held
from steps.identity.describe import describe
from steps.identity.from_answers import Reports
from steps.identity.reports import reports_shown
from steps.identity.resolve import earliest_rounds, resolve_initiatives
from steps.identity.review import pair_questions
from steps.places.decide import decisions


def pairs_in_file(reports: Reports, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is asked about the pairs of reports in a file (see `pair_questions`); `rows` is its clean_rows.

    Reports of other files, and decisions about them, are unknown here: a file is judged by itself.
    """
    rounds = earliest_rounds(reports.records, rows)
    decided = [one for one in decided_pairs() if set(one.reported_ids) <= set(rounds)]
    described, weights = describe(reports, decisions().gazetteer), initiative_weights()
    no_ledger = shape([], table("core_identity_ledger"))
    resolved = resolve_initiatives(described, compare(described, weights), rounds, decided, no_ledger, weights)
    sheets = reports.sheets
    shown = reports_shown(
        resolved.pairs, rows, sheets["initiatives"], sheets["actors"], reports.records, reports.references, reports.places
    )
    return pair_questions(resolved.pairs, resolved.reasons, decisions_held(decided, resolved.identities), shown)
