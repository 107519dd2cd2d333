"""Tables on time: what each round said of an initiative, how it moved from stage to stage, and whether it reached the tipping point."""

from schemas.registry.deliveries import COUNTRY, RESPONSE
from schemas.registry.subjects import INITIATIVE
from schemas.tables import Column, Table

RESPONSES = Column("response_ids", "codes", "All received rows that say so, the one that counts most first.", is_required=True)

INITIATIVE_HISTORY = Table(
    "core_initiative_history",
    "one row per initiative, column, value and run of rounds that say it",
    "What each round said of each initiative, and what changed. Respondents of one round who say different things have a row each. "
    "Own references are left out: they tell reports apart (`core_lineage`) and say nothing of the initiative.",
    ("initiative_id", "column_name", "first_round_name", "value_number"),
    (
        INITIATIVE,
        COUNTRY,
        Column("column_name", "text", "The column of core_initiatives.", is_required=True),
        Column("value_text", "text", "The value as the table holds it, flags as yes and no; empty when it was withdrawn."),
        Column("first_round_name", "text", "First round of the run.", is_required=True),
        Column("last_round_name", "text", "Last round of the run.", is_required=True),
        Column("value_number", "count", "Which of the values whose run begins in this round, from 1, the one that counts most first.",
               is_required=True),
        Column("change_code", "code", "How the run began.", "statement_changes", is_required=True),
        Column("previous_value_text", "text", "What was said before it began; several values are parted by ` | `."),
        Column("is_contradicted", "flag", "Whether respondents say something else in one of its rounds.", is_required=True),
        Column("is_current", "flag", "Whether core_initiatives holds this value, from one of these rows.", is_required=True),
        Column("valid_from_date", "date", "When it was first said: the day on the cover, else the year that the round is named after."),
        Column("valid_from_date_precision_code", "code", "Which part of valid_from_date is known.", "date_precisions"),
        Column("valid_until_date", "date", "When the next round no longer said so; empty while it stands, or when no date is known."),
        Column("valid_until_date_precision_code", "code", "Which part of valid_until_date is known.", "date_precisions"),
        Column("reporting_unit_names", "codes", "Organisations that say so, joined by a bar; empty when no cover names one."),
        Column("submission_ids", "codes", "The files in which it is said.", is_required=True),
        RESPONSES,
        RESPONSE,
    ),
)  # fmt: skip
HISTORY_TABLES = (INITIATIVE_HISTORY,)
