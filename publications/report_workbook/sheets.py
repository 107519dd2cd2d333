"""The sheets of the report workbook: which table each shows, with which columns, and where a column comes from that the table lacks.

To add a report: a line here, its phrases `sheet_…` and `note_…` and those of new columns (`column_…`) in
`reference/report_workbook/phrases.csv`.
"""

from functools import cache
from typing import NamedTuple

from schemas.registry import table
from schemas.tables import Column


class ReportSheet(NamedTuple):
    """A sheet of records or of a report: its code, its table, the columns shown, and the column that names a row's country (or several).

    A sheet without such a column stands in the programme's workbook only. `marked_by` are columns with ids of records: a row is marked
    as an invented example when all that they name are.
    """

    code: str
    table_name: str
    columns: tuple[str, ...]
    country_column: str = "country_code"
    marked_by: tuple[str, ...] = ()

    @property
    def has_definitions(self) -> bool:
        """Whether the registry declares the table of the sheet."""
        return self.table_name != COVERAGE


class Beside(NamedTuple):
    """Where a column is looked up that a table lacks: the id that leads there, the table and its key, the column there."""

    by: str
    table_name: str
    key: str
    column: str


COVERAGE = "coverage"  # reckoned from report_territories
COUNTRY = "country_code"
MARK = "example_mark"  # the column that marks invented examples; shown where there are any
FUNNEL = (
    "stage_code", "declared_count", "highest_count", "reached_count", "logged_count", "ended_count", "next_share", "median_months_number",
    "dated_count",
)  # fmt: skip
PLAN_COUNTS = ("planned_count", "ongoing_count", "completed_count", "delayed_count", "cancelled_count", "status_not_stated_count")
INITIATIVE = ("initiative_id",)

GROUPS: dict[str, tuple[ReportSheet, ...]] = {
    "initiatives": (
        ReportSheet(
            "initiatives", "core_initiatives",
            ("initiative_id", COUNTRY, "title_text", "status_code", "primary_theme_code", "theme_codes", "scaling_stage_code", "start_date",
             "end_date", "places_text", "is_locally_led", "is_jmdi_supported", "is_local_to_local", "budget_amount", "currency_code",
             "funding_source_codes", "summary_text"),
            marked_by=INITIATIVE,
        ),
        ReportSheet("by_status", "report_initiatives_by_status", (COUNTRY, "status_code", "initiative_count")),
        ReportSheet("by_theme", "report_initiatives_by_theme", (COUNTRY, "theme_code", "initiative_count", "initiative_share_number")),
    ),
    "places": (
        ReportSheet(COVERAGE, COVERAGE, (COUNTRY, "place_level_code", "unit_count", "mapped_unit_count", "gap_count", "mapped_share")),
        ReportSheet(
            "territories", "report_territories",
            (COUNTRY, "place_name", "place_level_code", "parent_place_name", "is_mapped", "initiative_count"),
        ),
    ),
    "scaling": (
        ReportSheet("stages", "report_scaling_stages", (COUNTRY, "stage_code", "initiative_count", "tipping_point_count")),
        ReportSheet("funnel_by_country", "report_scaling_funnel_by_country", (COUNTRY, *FUNNEL)),
        ReportSheet("funnel_by_theme", "report_scaling_funnel_by_theme", ("theme_code", *FUNNEL, "initiative_share_number"), ""),
        ReportSheet(
            "reach", "report_scaling_reach",
            (COUNTRY, "dimension_code", "initiative_count", "people_report_count", "people_count", "is_suppressed",
             "territory_report_count", "territory_count"),
        ),
        ReportSheet(
            "near_tipping_points", "report_near_tipping_points",
            (COUNTRY, "initiative_id", "initiative_title_text", "near_reason_code", "stage_code", "stage_date", "evidence_codes",
             "evidence_ref_text", "missing_codes"),
            marked_by=INITIATIVE,
        ),
        ReportSheet(
            "setbacks", "report_setbacks",
            (COUNTRY, "initiative_id", "initiative_title_text", "setback_code", "from_stage_code", "to_stage_code", "setback_date",
             "months_before_count", "reason_text", "has_lost_tipping_point", "has_recovered"),
            marked_by=INITIATIVE,
        ),
    ),
    "organisations": (
        ReportSheet("actors", "report_actors", (COUNTRY, "actor_type_code", "role_code", "actor_count", "initiative_count")),
        ReportSheet(
            "connections", "report_actor_connections",
            ("actor_name", "actor_type_code", "country_codes", "degree_count", "network_count", "partnership_count", "initiative_count",
             "betweenness_share", "is_cut_point", "is_country_bridge", "is_isolated_local_authority"),
            "country_codes", ("actor_id",),
        ),
        ReportSheet(
            "networks", "report_networks",
            (COUNTRY, "network_name", "level_code", "member_count", "inside_count", "outside_count", "unknown_count",
             "local_authority_count", "non_state_count", "state_count", "other_count", "country_count", "meeting_count", "is_formalised",
             "founded_date"),
            marked_by=("network_id",),
        ),
        ReportSheet(
            "network_growth", "report_network_growth",
            (COUNTRY, "network_name", "round_name", "member_count", "joined_count", "left_count", "cumulative_count"),
            marked_by=("network_id",),
        ),
        ReportSheet(
            "corridors", "core_corridors",
            (COUNTRY, "basis_code", "initiative_title_text", "first_place_name", "first_country_code", "second_place_name",
             "second_country_code", "is_complete"),
            marked_by=("partnership_id", "initiative_id"),
        ),
    ),
    "money": (
        ReportSheet(
            "funding", "report_funding",
            (COUNTRY, "funding_source_code", "currency_code", "initiative_count", "budget_count", "budget_amount", "budget_usd",
             "converted_count", "inexact_count"),
        ),
        ReportSheet("funders", "report_funders", (COUNTRY, "actor_name", "initiative_count"), marked_by=("actor_id",)),
    ),
    "policy": (
        ReportSheet(
            "plans", "report_work_plan_progress",
            (COUNTRY, "plan_title_text", "policy_level_code", "plan_year", "activity_count", *PLAN_COUNTS, "completed_share", "due_count",
             "overdue_count", "late_start_count", "median_delay_month_number", "mean_progress_share"),
            marked_by=("plan_id",),
        ),
        ReportSheet(
            "activities", "report_activity_progress",
            (COUNTRY, "plan_title_text", "activity_text", "status_code", "planned_start_date", "planned_end_date", "progress_share",
             "is_overdue", "delay_month_count", "reference_date"),
            marked_by=("activity_id",),
        ),
        ReportSheet(
            "policy_changes", "report_policy_changes",
            (COUNTRY, "target_policy_text", "policy_level_code", "change_code", "is_documented", "policy_document_text", "output_text",
             "activity_count"),
            marked_by=("activity_ids",),
        ),
        ReportSheet(
            "policy_influence", "report_policy_influence",
            (COUNTRY, "target_policy_text", "policy_level_code", "change_code", "is_documented", "initiative_title_text", "is_local",
             "local_authorities_text", "places_text"),
            marked_by=("activity_id",),
        ),
    ),
    "knowledge": (
        ReportSheet(
            "practices", "report_practices",
            (COUNTRY, "title_text", "practice_kind_code", "review_status_code", "completeness_share", "missing_section_codes",
             "evidence_level_code", "replicability_score", "lesson_count", "is_validated"),
            marked_by=("practice_id",),
        ),
        ReportSheet(
            "codification", "report_codification",
            (COUNTRY, "practice_kind_code", "review_status_code", "evidence_level_code", "practice_count", "needed_section_count",
             "filled_section_count", "mean_completeness_share", "replicability_count", "lesson_count"),
        ),
        ReportSheet(
            "lessons", "report_lessons",
            (COUNTRY, "lesson_type_code", "polarity_code", "lesson_count", "validated_lesson_count", "evidenced_lesson_count",
             "practice_count"),
        ),
        ReportSheet(
            "products", "report_knowledge_products",
            (COUNTRY, "title_text", "product_type_code", "pillar_code", "language_codes", "channel_codes", "audience_text",
             "published_date", "practice_count", "download_count", "participant_count", "is_suppressed"),
            marked_by=("product_id",),
        ),
        ReportSheet(
            "channels", "report_product_channels",
            (COUNTRY, "channel_code", "product_count", "product_share_number", "measured_product_count"),
        ),
        ReportSheet(
            "pillars", "report_knowledge_pillars",
            (COUNTRY, "pillar_code", "basis_code", "indicator_name", "unit_name", "period_text", "disaggregation_text", "baseline_number",
             "target_number", "indicator_number", "progress_number", "is_latest", "is_suppressed"),
            marked_by=("indicator_id",),
        ),
        ReportSheet("pyramid", "report_knowledge_pyramid", (COUNTRY, "tier_code", "record_count", "linked_count", "drop_ratio_number")),
    ),
    "data": (
        ReportSheet(
            "completeness", "report_completeness",
            (COUNTRY, "has_reported", "latest_round_name", "initiative_count", "mapped_initiative_count", "place_count",
             "matched_place_count", "expected_answer_count", "given_answer_count", "given_answer_share"),
        ),
        ReportSheet(
            "quality", "report_submission_quality",
            (COUNTRY, "file_count", "refused_file_count", "received_count", "form_count", "accepted_count", "held_back_count",
             "superseded_count", "must_fix_count", "please_check_count"),
        ),
    ),
}  # fmt: skip
REPORT_SHEETS = tuple(sheet for group in GROUPS.values() for sheet in group)

BESIDE = {
    "initiative_title_text": Beside("initiative_id", "core_initiatives", "initiative_id", "title_text"),
    "parent_place_name": Beside("parent_place_id", "core_places", "place_id", "place_name"),
    "network_name": Beside("network_id", "core_networks", "network_id", "network_name"),
    "plan_title_text": Beside("activity_id", "core_workplan_activities", "activity_id", "plan_title_text"),
    "activity_text": Beside("activity_id", "core_workplan_activities", "activity_id", "activity_text"),
    "planned_start_date": Beside("activity_id", "core_workplan_activities", "activity_id", "planned_start_date"),
    "planned_start_date_precision_code": Beside(
        "activity_id", "core_workplan_activities", "activity_id", "planned_start_date_precision_code"
    ),
    "planned_end_date": Beside("activity_id", "core_workplan_activities", "activity_id", "planned_end_date"),
    "planned_end_date_precision_code": Beside("activity_id", "core_workplan_activities", "activity_id", "planned_end_date_precision_code"),
}
# Columns that no table declares.
OWN_COLUMNS = {
    "places_text": Column("places_text", "text", "Names of its places that were found without doubt, each once (core_initiative_places)."),
    "unit_count": Column("unit_count", "count", "Administrative units of the level (rows of report_territories)."),
    "mapped_unit_count": Column("mapped_unit_count", "count", "Of these, units in which an initiative is reported."),
    "gap_count": Column("gap_count", "count", "Of these, units in which none is reported."),
    "mapped_share": Column("mapped_share", "share", "Share of the units in which an initiative is reported, in percent."),
    MARK: Column(MARK, "text", "Says that the row rests on invented examples, sent for trying the form, and on nothing else."),
}
# Code lists of columns of reports, where `not_stated` stands beside the codes; other columns name theirs in the registry.
LISTS = {
    "theme_code": "themes", "stage_code": "scaling_stages", "dimension_code": "scaling_dimensions", "actor_type_code": "actor_types",
    "role_code": "actor_roles", "funding_source_code": "funding_sources", "currency_code": "currencies",
    "policy_level_code": "policy_levels", "practice_kind_code": "practice_kinds", "review_status_code": "review_statuses",
    "evidence_level_code": "evidence_levels", "lesson_type_code": "lesson_types", "polarity_code": "lesson_polarities",
    "channel_code": "channels", "status_code": "initiative_statuses",
}  # fmt: skip


@cache
def column_of(sheet: ReportSheet, name: str) -> Column:
    """Return the declaration of a column of a sheet, in its table or where it is looked up."""
    declared = {one.name: one for one in table(sheet.table_name).columns} if sheet.has_definitions else {}
    if name in declared:
        return declared[name]
    if name in OWN_COLUMNS:
        return OWN_COLUMNS[name]
    if name in BESIDE:
        found = BESIDE[name]
        return next(one for one in table(found.table_name).columns if one.name == found.column)
    territories = {one.name: one for one in table("report_territories").columns}
    return territories[name]


@cache
def list_of(sheet: ReportSheet, name: str) -> str:
    """Return the code list of a column; empty for one without codes."""
    return column_of(sheet, name).code_list or (LISTS.get(name, "") if name.endswith("_code") else "")
