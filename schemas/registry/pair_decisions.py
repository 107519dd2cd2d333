"""Tables on what people decide about pairs of reports, and on the pairs that they should decide on."""

from schemas.registry.deliveries import COUNTRY
from schemas.tables import Column, Table


def _report(side: str) -> Column:
    return Column(
        f"{side}_reported_id", "text", "A report: country and own reference.", references="core_identity_ledger.reported_id",
        is_required=True,
    )  # fmt: skip


def _presence(side: str) -> Column:
    return Column(f"is_{side}_present", "flag", f"Whether a delivery of this build has the {side} report.", is_required=True)


def _shown(side: str) -> tuple[Column, ...]:
    return (
        _report(side),
        Column(f"{side}_file_name", "text", "The file in which it was reported last.", is_required=True),
        Column(f"{side}_round_name", "text", "The round of that file.", is_required=True),
        Column(f"{side}_title_text", "text", "Its title."),
        Column(f"{side}_place_text", "text", "Its places as written, parted by bars."),
        Column(f"{side}_lead_name", "text", "The organisations that lead it, parted by bars."),
    )


REPORTS = Table(
    "clean_pair_reports",
    "one row per report that may be one with another and received row",
    "What people are shown of reports when they judge two of them, the row that counts most first.",
    ("reported_id", "response_id"),
    (
        Column("reported_id", "text", "The report.", is_required=True),
        Column("rank_count", "count", "Order among the rows of the report: 0 counts most.", is_required=True),
        Column("response_id", "text", "The row received.", is_required=True),
        Column("submission_id", "text", "The file received.", is_required=True),
        COUNTRY,
        Column("file_name", "text", "The file as received.", is_required=True),
        Column("round_name", "text", "Its round.", is_required=True),
        Column("sheet_name", "text", "The sheet of the row.", is_required=True),
        Column("row_number", "count", "The row in that sheet, from 1.", is_required=True),
        Column("title_text", "text", "The title that the row gives."),
        Column("lead_name", "text", "The organisations that lead, as the row says, parted by bars."),
        Column("place_text", "text", "The places that the report names, as written, parted by bars."),
        Column("period_text", "text", "When it began and ends, as precisely as the row says."),
        Column("budget_text", "text", "The budget that the row gives, with its currency."),
    ),
)
DECISIONS = Table(
    "core_pair_decisions",
    "one row per decision of a person on two reports",
    "What people decided: that two reports are one initiative, or two, or that nobody knows. A decision wins over the comparison.",
    ("decision_id",),
    (
        Column("decision_id", "text", "The decision, a row of decided_pairs.csv.", is_required=True),
        COUNTRY,
        _report("first"),
        _report("second"),
        Column("decision_code", "code", "What was decided.", "pair_decisions", is_required=True),
        Column("reason_text", "text", "Why.", is_required=True),
        Column("author_name", "text", "Which organisation, or who in which role, decided.", is_required=True),
        Column("decided_date", "date", "When.", is_required=True),
        _presence("first"),
        _presence("second"),
        Column("is_stale", "flag", "Whether no delivery has one of the two any more: nothing follows the decision.", is_required=True),
        Column("is_followed", "flag", "Whether this build has the two as decided.", is_required=True),
    ),
)
PAIRS_TO_REVIEW = Table(
    "report_pairs_to_review",
    "one row per two reports that may be one initiative and that nobody has settled",
    "Pairs that people should decide on, those that nobody has looked at first, the likest first. A row of decided_pairs.csv settles each.",
    ("pair_id",),
    (
        Column("pair_id", "text", "The pair.", references="core_initiative_pairs.pair_id", is_required=True),
        COUNTRY,
        *_shown("first"),
        *_shown("second"),
        Column("match_weight", "number", "Sum of the weights in bits: +1 doubles the odds; empty when they share nothing."),
        Column("match_probability", "number", "The same as a probability, 0 to 1."),
        Column("reason_text", "text", "What agrees and what does not, the heaviest first.", is_required=True),
        Column("conflict_text", "text", "What keeps the two apart although they look alike."),
        Column("decision_id", "text", "The decision that says that nobody knows.", references="core_pair_decisions.decision_id"),
    ),
)
PAIR_DECISION_TABLES = (REPORTS, DECISIONS, PAIRS_TO_REVIEW)
