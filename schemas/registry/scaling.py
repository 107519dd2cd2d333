"""Tables on scaling up (output 1): the funnel of stages, people and territories reached, who is near the tipping point, and setbacks."""

from dataclasses import replace

from schemas.registry.deliveries import COUNTRY, RESPONSE
from schemas.registry.history import ASSESSED_BY, EVIDENCE, EVIDENCE_REF, STEP
from schemas.registry.reports import NOT_STATED
from schemas.registry.subjects import INITIATIVE
from schemas.tables import Column, Table

ALL_DIMENSIONS = "all"


def _count(name: str, description: str, is_required: bool = False) -> Column:
    return Column(name, "count", description, is_required=is_required)


NOT_REPORTED = (
    "A country that has sent no file that could be read has empty counts: nothing is known of it. One that has reported, if only a cover, "
    "has zeros (report_completeness.has_reported)."
)
FUNNEL_RULES = (
    "Output 1: how far initiatives have come from isolated to institutionalised, by their scaling logs. An initiative counts once in the "
    "group, at the highest stage that its log has; INS counts only where the evidence shows the tipping point (core_tipping_points): a log "
    "that reaches INS without a date, a deed or the owners' statement counts at the highest stage that it has below INS, or in the row "
    "not_stated where it has none. "
    "Stages passed over on the way count as passed. What was reached stays reached: going back and ending are in report_setbacks, and "
    "the end has a row of its own. Without a stage in a log, an initiative is in the row not_stated, whatever it declares. Over the stages "
    "of a group only declared_count and highest_count may be added up; reached_count, logged_count and dated_count have an initiative at "
    "several stages, and ended_count is added up at the end already. Shares and medians may never be added up. "
)
FUNNEL = (
    Column("stage_code", "text", f"The scaling stage; {NOT_STATED} for initiatives whose log has none.", is_required=True),
    _count("stage_number", "Place of the stage in the funnel, from 1; the end and not_stated come last.", is_required=True),
    _count("declared_count", "Initiatives that state this stage as that of today, be it in a log or not."),
    _count("highest_count", "Initiatives whose highest stage this is; over all rows of a group, all its initiatives. Empty at the end."),
    _count("reached_count", "Initiatives that have come at least this far: highest_count of this stage and all above it."),
    _count("logged_count", "Of these, initiatives whose log has the stage itself; the others passed it over."),
    _count("ended_count", "Of highest_count, initiatives discontinued since and not taken up again; at the end itself, all of them."),
    Column("next_share", "share", "Conversion: of reached_count, the share that went on to the next stage or further, in percent; empty at "
           "the last stage and where nobody came so far."),
    Column("median_months_number", "number", "Median months from reaching the stage to the next step up, of initiatives that went on."),
    _count("dated_count", "Initiatives that the median is made from: both dates are in the log, the log does not go back without a reason, "
           "and it does not date the stage twice. Whole years count where the year is all that is known."),
)  # fmt: skip


def _shares(divided: str) -> Column:
    return Column("initiative_share_number", "number", f"highest_count with each initiative divided {divided}. May be added up over all "
                  "rows, which gives all initiatives. Empty at the end.")  # fmt: skip


FUNNEL_BY_COUNTRY = Table(
    "report_scaling_funnel_by_country",
    "one row per country of the programme and scaling stage",
    FUNNEL_RULES + "Counts of one stage may be added up over countries. " + NOT_REPORTED,
    ("country_code", "stage_code"),
    (COUNTRY, *FUNNEL),
)
FUNNEL_BY_THEME = Table(
    "report_scaling_funnel_by_theme",
    "one row per theme and scaling stage",
    FUNNEL_RULES + "All countries together. An initiative with several themes counts in each: over themes add up "
    "initiative_share_number, and no other column.",
    ("theme_code", "stage_code"),
    (
        Column("theme_code", "text", f"Theme; {NOT_STATED} when nobody said.", is_required=True),
        *FUNNEL,
        _shares("over its themes in equal parts"),
    ),
)
FUNNEL_BY_TERRITORY = Table(
    "report_scaling_funnel_by_territory",
    "one row per first-level unit with initiatives and scaling stage",
    FUNNEL_RULES + "An initiative with places in several units counts in each: over units add up initiative_share_number, and no other "
    "column. Units without an initiative are in report_territories.",
    ("country_code", "territory_id", "stage_code"),
    (
        COUNTRY,
        Column("territory_id", "text", f"The first-level unit, a place of core_places; {NOT_STATED} for initiatives of which no place in "
               "the country was found below the nation.", is_required=True),
        Column("territory_name", "text", "Its name."),
        *FUNNEL,
        _shares("over its units: by the budget shares of its places in them where each of these states one, else in equal parts"),
    ),
)  # fmt: skip
SCALING_REACH = Table(
    "report_scaling_reach",
    "one row per country of the programme and dimension of scaling up",
    "Output 1: people and territories that initiatives say they reach, by the dimension in which they grew. Of each initiative the latest "
    "step of its log that gives a figure counts, since later figures include earlier ones: steps are never added up. An initiative that "
    "grew in several dimensions counts in each, so do not add up dimensions: the row `all` has each initiative once. Two initiatives may "
    "reach the same people. An initiative that says that it reaches 1 to 9 people is in no sum of people, so that nobody can work out who "
    "they are from any two rows: is_suppressed marks the rows where one was left out, and their people_count is of the others. "
    + NOT_REPORTED,
    ("country_code", "dimension_code"),
    (
        COUNTRY,
        Column("dimension_code", "text", f"Dimension; {NOT_STATED} for steps that name none, {ALL_DIMENSIONS} for all steps.",
               is_required=True),
        _count("initiative_count", "Initiatives whose log has a step in this dimension."),
        _count("people_report_count", "Of these, initiatives that say how many people they reach, be it shown or left out."),
        _count("people_count", "People reached, by the latest figure of each that is not 1 to 9; empty when nobody said, or all were "
               "left out."),
        Column("is_suppressed", "flag", "Whether an initiative was left out of people_count, since it reaches 1 to 9 people.",
               is_required=True),
        _count("territory_report_count", "Initiatives that say how many territories they reach."),
        _count("territory_count", "Territories reached, by the latest figure of each; empty when nobody said."),
    ),
)  # fmt: skip
NEAR_TIPPING_POINTS = Table(
    "report_near_tipping_points",
    "one row per initiative one step short of the tipping point",
    "Output 1: initiatives that are one step short of the tipping point, with what is missing. They declare it without the proof, or "
    "stand in a local plan (INT), the last stage before it, or have proof of deed and ownership at another stage. Those that have ended "
    "or have reached it by the evidence are left out. A log that reaches INS without the proof is at INS here, as it says itself, and at "
    "a lower stage in the funnels, which count INS by the evidence.",
    ("initiative_id",),
    (
        INITIATIVE,
        COUNTRY,
        Column("near_reason_code", "code", "Why it is near.", "near_tipping_reasons", is_required=True),
        Column("stage_code", "code", "The stage it is at, by its log, else by the latest round.", "scaling_stages", is_required=True),
        Column("stage_date", "date", "When it reached this stage, by its log."),
        Column("stage_date_precision_code", "code", "Which part of stage_date is known.", "date_precisions"),
        replace(EVIDENCE, description="Kinds of evidence in its whole log."),
        EVIDENCE_REF,
        Column("missing_codes", "codes", "What is missing: for a step to INS in the log, what that step lacks, since its own evidence "
               "counts; else the step itself, and what all evidence of the log lacks.", "tipping_point_rules", is_required=True),
        Column("missing_text", "text", "The same in words.", is_required=True),
        _count("missing_count", "How many things are missing.", is_required=True),
        RESPONSE,
    ),
)  # fmt: skip
SETBACKS = Table(
    "report_setbacks",
    "one row per initiative and step that goes back or ends",
    "Output 1: initiatives that went back to a lower stage or were discontinued, when and why, as reported. An end counts even where it is "
    "the first stage known, in a log or stated in a round: then the stage before is empty.",
    ("initiative_id", "transition_number"),
    (
        INITIATIVE,
        COUNTRY,
        STEP,
        Column("setback_code", "code", "Whether it went back or ended.", "stage_directions", is_required=True),
        Column("from_stage_code", "code", "Stage before; empty where only the end is known.", "scaling_stages"),
        Column("to_stage_code", "code", "Stage after.", "scaling_stages", is_required=True),
        Column("setback_date", "date", "When, by the log; empty when only a round says so."),
        Column("setback_date_precision_code", "code", "Which part of setback_date is known.", "date_precisions"),
        Column("round_name", "text", "First round that says so.", is_required=True),
        _count("months_before_count", "Months in the stage before, where both dates are known."),
        Column("reason_text", "text", "Reason or trigger as reported; empty when none was given."),
        Column("is_unexplained", "flag", "Whether it goes back without a reason.", is_required=True),
        Column("has_lost_tipping_point", "flag", "Whether the evidence shows that it had reached the tipping point before.",
               is_required=True),
        Column("has_recovered", "flag", "Whether a later step reaches the stage before again or, after an end, takes it up again.",
               is_required=True),
        ASSESSED_BY,
        RESPONSE,
    ),
)  # fmt: skip
SCALING_TABLES = (FUNNEL_BY_COUNTRY, FUNNEL_BY_THEME, FUNNEL_BY_TERRITORY, SCALING_REACH, NEAR_TIPPING_POINTS, SETBACKS)
