"""Tables on time: what each round said of an initiative, how it moved from stage to stage, and whether it reached the tipping point."""

from dataclasses import replace

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
STEP = Column("transition_number", "count", "Place of the step in the path of the initiative, from 1.", is_required=True)
EVIDENCE = Column("evidence_codes", "codes", "Kinds of evidence for the stage.", "scaling_evidence")
EVIDENCE_REF = Column("evidence_ref_text", "text", "Document, budget line or decision that proves it; several are parted by ` | `.")
ASSESSED_BY = Column("assessed_by_text", "text", "Who assessed the stage: organisation or role.")

STAGE_TRANSITIONS = Table(
    "core_stage_transitions",
    "one row per initiative and step from one scaling stage to the next",
    "Output 1: how initiatives moved from stage to stage, by their scaling logs; stages that only a round states come from that round. "
    "Steps whose order the dates leave open stand as stages climb.",
    ("initiative_id", "transition_number"),
    (
        INITIATIVE,
        COUNTRY,
        STEP,
        Column("from_stage_code", "code", "Stage before; empty for the first one known.", "scaling_stages"),
        Column("to_stage_code", "code", "Stage reached.", "scaling_stages", is_required=True),
        Column("direction_code", "code", "Where the step leads.", "stage_directions", is_required=True),
        Column("transition_date", "date", "When the stage was reached; empty when only the round is known."),
        Column("transition_date_precision_code", "code", "Which part of transition_date is known.", "date_precisions"),
        Column("round_name", "text", "First round that says so.", is_required=True),
        Column("date_method_code", "code", "How it is known when.", "stage_date_methods", is_required=True),
        Column(
            "months_before_count", "count", "Months in the stage before, since it was first reached; whole years, in months, when a year "
            "is all that is known of one date; empty when a date is missing."
        ),
        Column("is_unexplained", "flag", "Whether it goes back without a reason.", is_required=True),
        Column("trigger_text", "text", "What brought it about; several are parted by ` | `."),
        EVIDENCE,
        EVIDENCE_REF,
        ASSESSED_BY,
        Column("scaling_step_ids", "codes", "Rows of core_scaling_steps that say so; empty when only a round does."),
        RESPONSES,
        RESPONSE,
    ),
)  # fmt: skip
TIPPING_POINTS = Table(
    "core_tipping_points",
    "one row per initiative that states the stage of the tipping point or has it in its scaling log",
    "Output 1: which initiatives have reached the tipping point by the evidence, and what the others lack. It is reached by a step to "
    "the stage INS with a date, a deed (resolution, budget line, staff or plan) and the stakeholders' statement that they own the result.",
    ("initiative_id",),
    (
        INITIATIVE,
        COUNTRY,
        Column("is_declared", "flag", "Whether the initiative states the stage INS today.", is_required=True),
        Column("is_derived", "flag", "Whether the evidence shows that it was reached.", is_required=True),
        Column("tipping_date", "date", "When it was reached, by the evidence."),
        Column("tipping_date_precision_code", "code", "Which part of tipping_date is known.", "date_precisions"),
        Column("has_lasted", "flag", "Whether no later step goes back or ends; empty unless it was reached."),
        EVIDENCE,
        EVIDENCE_REF,
        ASSESSED_BY,
        Column("missing_codes", "codes", "What the evidence lacks.", "tipping_point_rules"),
        Column("missing_text", "text", "The same in words."),
        replace(STEP, description="The step that shows it, or comes nearest; empty when the scaling log has none.", is_required=False),
        RESPONSES,
        RESPONSE,
    ),
)
HISTORY_TABLES = (INITIATIVE_HISTORY, STAGE_TRANSITIONS, TIPPING_POINTS)
