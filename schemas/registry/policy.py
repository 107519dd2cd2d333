"""Tables on output 2's policy work plans: plans with their objectives and target policies, who acts, how far they are, what changed."""

from schemas.registry.actors import ACTOR
from schemas.registry.deliveries import COUNTRY, RESPONSE
from schemas.registry.reports import NOT_STATED
from schemas.registry.subjects import INITIATIVE
from schemas.tables import Column, Table

ACTIVITY = Column("activity_id", "text", "The activity.", references="core_workplan_activities.activity_id", is_required=True)
ACTIVITY_COUNT = Column("activity_count", "count", "Activities.", is_required=True)
PLAN_YEAR = Column("plan_year", "year", "Year of the plan; empty when not stated.")
LEVEL = Column("policy_level_code", "code", "Level of the policy; empty when not stated.", "policy_levels")


WORK_PLANS = Table(
    "core_work_plans",
    "one row per policy work plan",
    "Output 2: the policy work plans that activities name. A plan is its country, title and year: titles that differ in case, accents or "
    "blanks are one, near spellings are two and a note. Activities without a year are a plan without one; those without a title have none.",
    ("plan_id",),
    (
        Column("plan_id", "text", "The plan: country and a hash of its title and year.", is_required=True),
        COUNTRY,
        Column("plan_title_text", "text", "Its title, as most of its activities write it.", is_required=True),
        PLAN_YEAR,
        ACTIVITY_COUNT,
        RESPONSE,
    ),
)
OBJECTIVES = Table(
    "core_work_plan_objectives",
    "one row per objective of a policy work plan",
    "Output 2: the objectives that the activities of a plan serve. The same words in two plans are two objectives.",
    ("objective_id",),
    (
        Column("objective_id", "text", "The objective: country and a hash of its plan and words.", is_required=True),
        Column("plan_id", "text", "Its plan.", references="core_work_plans.plan_id", is_required=True),
        COUNTRY,
        Column("objective_text", "text", "The objective, as most of its activities write it.", is_required=True),
        ACTIVITY_COUNT,
        RESPONSE,
    ),
)
TARGET_POLICIES = Table(
    "core_target_policies",
    "one row per country, level and policy that activities aim at",
    "Output 2: the policies, laws and plans that are to change. One name at two levels is two policies.",
    ("target_policy_id",),
    (
        Column("target_policy_id", "text", "The policy: country and a hash of its level and name.", is_required=True),
        COUNTRY,
        LEVEL,
        Column("target_policy_text", "text", "Its name, as most of the activities write it.", is_required=True),
        ACTIVITY_COUNT,
        RESPONSE,
    ),
)
ACTIVITY_ACTORS = Table(
    "core_activity_actors",
    "one row per activity of a work plan and organisation",
    "Output 2: who is responsible for an activity, and who takes part. Who does both is responsible.",
    ("activity_id", "actor_id"),
    (
        ACTIVITY,
        ACTOR,
        COUNTRY,
        Column("is_responsible", "flag", "Whether it is responsible; if not, it is a partner.", is_required=True),
        RESPONSE,
    ),
)
ACTIVITY_INITIATIVES = Table(
    "core_activity_initiatives",
    "one row per activity of a work plan and initiative",
    "Output 2: the initiatives that an activity says it builds on.",
    ("activity_id", "initiative_id"),
    (ACTIVITY, INITIATIVE, COUNTRY, RESPONSE),
)
ACTIVITY_PRACTICES = Table(
    "core_activity_practices",
    "one row per activity of a work plan and codified practice",
    "Output 2: the codified practices that an activity says it builds on.",
    ("activity_id", "practice_id"),
    (
        ACTIVITY,
        Column("practice_id", "text", "The practice.", references="core_practices.practice_id", is_required=True),
        COUNTRY,
        RESPONSE,
    ),
)
ACTIVITY_PROGRESS = Table(
    "report_activity_progress",
    "one row per activity of a work plan",
    "Output 2: each activity against its own dates, as of the day on which its status was reported, never as of today. What the dates "
    "leave open is empty: a day within a year that only the year of is known, or an end before the start. When an activity was "
    "completed is not asked, so a completed one has no delay.",
    ("activity_id",),
    (
        ACTIVITY,
        COUNTRY,
        Column("reference_date", "date", "The day it is judged by: the submission date on the cover of the file that its status is taken "
               "from; without one, the year in the name of the round; else empty."),
        Column("reference_date_precision_code", "code", "Which part of reference_date is known.", "date_precisions"),
        Column("status_code", "code", "Status as reported.", "workplan_statuses"),
        Column("planned_status_code", "code", "Status that its dates alone would give it: planned, ongoing or completed.",
               "workplan_statuses"),
        Column("is_overdue", "flag", "Whether its planned end had passed, and it was neither completed nor cancelled."),
        Column("has_late_start", "flag", "Whether its planned start had passed, and it was still reported as planned."),
        Column("delay_day_count", "count", "Days from the planned end to reference_date, when overdue and both days are known."),
        Column("delay_month_count", "count", "Calendar months between the two, when overdue and both months are known."),
        Column("progress_share", "share", "Progress as reported, in percent; empty when not stated."),
        Column("is_contradictory", "flag", "Whether its answers contradict each other: an end before the start, completed before the "
               "start, or a progress that does not fit the status (see core_findings).", is_required=True),
        RESPONSE,
    ),
)  # fmt: skip
WORK_PLAN_PROGRESS = Table(
    "report_work_plan_progress",
    "one row per country, work plan and policy level",
    "Output 2: progress and delay against plan (report_activity_progress, counted). An activity has one plan and one level, so its counts "
    "may be added up; shares and medians may not. A country that reports no activity has one row: its counts are "
    "zeros if it has sent a file that could be read, and empty if it has not.",
    ("country_code", "plan_id", "policy_level_code"),
    (
        COUNTRY,
        Column("plan_id", "text", f"The plan, a row of core_work_plans; {NOT_STATED} when the activities name none.", is_required=True),
        Column("policy_level_code", "text", f"Level of the policies aimed at; {NOT_STATED} when nobody said.", is_required=True),
        Column("plan_title_text", "text", "Title of the plan."),
        PLAN_YEAR,
        Column("is_reported", "flag", "Whether the country reports any activity.", is_required=True),
        Column("first_reference_date", "date", "Earliest day that activities are judged by."),
        Column("last_reference_date", "date", "Latest day that activities are judged by."),
        Column("activity_count", "count", "Activities."),
        Column("planned_count", "count", "Of these, reported as planned."),
        Column("ongoing_count", "count", "Of these, reported as ongoing."),
        Column("completed_count", "count", "Of these, reported as completed."),
        Column("delayed_count", "count", "Of these, reported as delayed, whatever the dates say."),
        Column("cancelled_count", "count", "Of these, reported as cancelled."),
        Column("status_not_stated_count", "count", "Of these, without a status."),
        Column("completed_share", "share", "Of the activities that state a status, cancelled ones included, the share completed, in "
               "percent; empty when none states one."),
        Column("due_count", "count", "Activities whose dates would have them completed."),
        Column("overdue_count", "count", "Activities whose planned end had passed, neither completed nor cancelled."),
        Column("overdue_unknown_count", "count", "Activities of which dates or status do not tell whether they are overdue."),
        Column("late_start_count", "count", "Activities still reported as planned though their planned start had passed."),
        Column("delay_known_count", "count", "Overdue activities whose delay is known to the month."),
        Column("median_delay_month_number", "number", "Median of these delays, in months; empty when none is known."),
        Column("longest_delay_month_count", "count", "Longest of these delays, in months; empty when none is known."),
        Column("progress_stated_count", "count", "Activities that state their progress."),
        Column("mean_progress_share", "share", "Mean of the progress that these state, in percent; empty when none does."),
        Column("contradictory_count", "count", "Activities whose answers contradict each other; they are counted as they say."),
    ),
)  # fmt: skip
POLICY_CHANGES = Table(
    "report_policy_changes",
    "one row per target policy, and per activity that reports a change of a policy without naming it",
    "Output 2: how far each policy has changed, by the furthest change that any activity reports (none, agenda, drafted, adopted, "
    "budgeted, implemented). A change that no document proves is told apart. That an activity reports a change does not prove that it "
    "caused it.",
    ("policy_change_id",),
    (
        Column("policy_change_id", "text", "The target policy; the activity where it names none.", is_required=True),
        COUNTRY,
        Column("target_policy_id", "text", "The target policy; empty when not named.", references="core_target_policies.target_policy_id"),
        Column("target_policy_text", "text", "Its name."),
        LEVEL,
        Column("change_code", "code", "The furthest change reported; empty when no activity says.", "policy_changes"),
        Column("is_changed", "flag", "Whether it is a change, the agenda included; empty when no activity says."),
        Column("is_documented", "flag", "Whether an activity that reports this change names a document; empty without a change."),
        Column("policy_document_text", "text", "The documents that these name; several are parted by ` | `."),
        Column("output_text", "text", "What these say came out; several are parted by ` | `."),
        Column("reporting_activity_ids", "codes", "Activities that report this change."),
        Column("activity_ids", "codes", "All activities that aim at the policy.", is_required=True),
        ACTIVITY_COUNT,
    ),
)
POLICY_INFLUENCE = Table(
    "report_policy_influence",
    "one row per policy changed above the local level, activity that reports a change of it, and origin that the activity names",
    "Output 2: changes of regional, national and international policies, with the initiatives and practices that the activities reporting "
    "them say they build on. These are reported links, not causes: nobody has tested whether the change came from there. A practice stands "
    "for the initiative that it codifies. An activity that reports a change and names no origin has one row without one.",
    ("influence_id",),
    (
        Column("influence_id", "text", "The link: the change, the activity and the origin.", is_required=True),
        Column("policy_change_id", "text", "The change.", references="report_policy_changes.policy_change_id", is_required=True),
        COUNTRY,
        Column("target_policy_text", "text", "The policy, where it is named."),
        LEVEL,
        Column("change_code", "code", "The furthest change reported.", "policy_changes", is_required=True),
        Column("is_documented", "flag", "Whether a document is named that proves it.", is_required=True),
        ACTIVITY,
        Column("activity_change_code", "code", "The change that this activity reports.", "policy_changes", is_required=True),
        Column("has_reported_link", "flag", "Whether the activity names an initiative or a practice.", is_required=True),
        Column("is_linked_directly", "flag", "Whether it names the initiative itself; if not, only a practice that codifies it."),
        Column("initiative_id", "text", "The initiative.", references="core_initiatives.initiative_id"),
        Column("initiative_title_text", "text", "Its title."),
        Column("practice_ids", "codes", "The practices that the activity names: those that codify the initiative, or one that codifies "
               "no initiative."),
        Column("is_local", "flag", "Whether a local authority takes part in the initiative, or it is reported as locally led; empty when "
               "the origin is no initiative."),
        Column("local_authority_actor_ids", "codes", "The local authorities that take part in it."),
        Column("local_authorities_text", "text", "Their names; several are parted by ` | `."),
        Column("place_ids", "codes", "The places of it that were found, each once."),
        Column("places_text", "text", "Their names; several are parted by ` | `."),
    ),
)  # fmt: skip

POLICY_TABLES = (
    WORK_PLANS, OBJECTIVES, TARGET_POLICIES, ACTIVITY_ACTORS, ACTIVITY_INITIATIVES, ACTIVITY_PRACTICES, ACTIVITY_PROGRESS,
    WORK_PLAN_PROGRESS, POLICY_CHANGES, POLICY_INFLUENCE,
)  # fmt: skip
