"""What readers find together: the topics of the dictionary and the entity diagram, and how the figures of report tables add up.

Every table of the warehouse stands in one topic, every report table has a sentence on its totals; a test holds both to the registry.
"""

MAP_TOPIC, VIEW_TOPIC, OTHER_TOPIC = "Map layers", "Views", "Other tables"
TOPICS: dict[str, tuple[str, ...]] = {
    "Initiatives": (
        "core_initiatives", "core_initiative_tags", "core_finance", "core_results", "report_initiatives_by_status",
        "report_initiatives_by_theme", "report_funding",
    ),
    "Places": (
        "core_places", "core_place_names", "core_place_codes", "core_place_successors", "core_gazetteer_sources", "core_initiative_places",
        "core_place_choices", "report_territories", "report_places_to_review",
    ),
    "Organisations": (
        "core_actors", "core_actor_names", "core_actor_places", "core_initiative_actors", "core_partnerships", "core_corridors",
        "report_actors", "report_funders", "report_actor_connections",
    ),
    "Networks": ("core_networks", "core_network_members", "report_networks", "report_network_growth"),
    "Scaling up": (
        "core_scaling_steps", "core_stage_transitions", "core_tipping_points", "report_scaling_stages", "report_scaling_funnel_by_country",
        "report_scaling_funnel_by_theme", "report_scaling_funnel_by_territory", "report_scaling_reach", "report_near_tipping_points",
        "report_setbacks",
    ),
    "Policy work plans": (
        "core_work_plans", "core_work_plan_objectives", "core_target_policies", "core_workplan_activities", "core_activity_actors",
        "core_activity_initiatives", "core_activity_practices", "report_activity_progress", "report_work_plan_progress",
        "report_policy_changes", "report_policy_influence",
    ),
    "Practices and lessons": (
        "core_practices", "core_lessons", "core_practice_reviews", "core_practice_texts", "report_practices", "report_codification",
        "report_lessons", "report_code_suggestions",
    ),
    "Knowledge products": (
        "core_knowledge_products", "core_product_practices", "core_indicators", "report_knowledge_products", "report_product_channels",
        "report_knowledge_pillars", "report_knowledge_pyramid",
    ),
    "One initiative, one id": (
        "core_identity_ledger", "core_initiative_redirects", "core_initiative_pairs", "core_pair_reasons", "core_pair_decisions",
        "report_pairs_to_review", "core_initiative_history",
    ),
    "What was received": (
        "core_submissions", "core_responses", "core_received_columns", "core_findings", "core_lineage", "report_submission_quality",
        "report_completeness", "report_changes", "report_builds",
    ),
    "Codes and this dictionary": ("core_countries", "core_codes", "core_dictionary_tables", "core_dictionary"),
}  # fmt: skip
_FUNNEL = "Over the stages of a group only declared_count and highest_count; shares and medians never. "
TOTALS: dict[str, str] = {
    "report_initiatives_by_status": "May be added up over countries and statuses: an initiative has one of each.",
    "report_initiatives_by_theme": "initiative_share_number over themes and countries; initiative_count over countries only.",
    "report_funding": "Counts and budget_usd over all rows, since each initiative stands once; budget_amount within one currency only.",
    "report_territories": "Never: a unit counts what lies in the units within it, and an initiative in two units counts in both.",
    "report_places_to_review": "mention_count over all rows; initiative_count not, since an initiative may name several of the places.",
    "report_actors": "Never: an organisation with several roles counts in each, an initiative at each of its organisations.",
    "report_funders": "Over countries for one organisation; never over organisations, since an initiative may have several funders.",
    "report_actor_connections": "Rows may be counted. Degrees are not added up: a connection counts at both of its ends.",
    "report_networks": "Never over networks: an organisation may be in several. In one network inside, outside and unknown make "
    "member_count, and so do local authorities, non-state, state and other.",
    "report_network_growth": "Over the rounds of one network joined_count and left_count only, where who comes back counts again. "
    "member_count is the state of a round.",
    "report_scaling_stages": "May be added up over countries and stages: an initiative has one of each.",
    "report_scaling_funnel_by_country": _FUNNEL + "Over countries all counts of one stage.",
    "report_scaling_funnel_by_theme": _FUNNEL + "Over themes only initiative_share_number.",
    "report_scaling_funnel_by_territory": _FUNNEL + "Over units only initiative_share_number.",
    "report_scaling_reach": "Over countries, though two initiatives may reach the same people; never over dimensions: the row `all` has "
    "each initiative once.",
    "report_near_tipping_points": "Rows may be counted: one an initiative.",
    "report_setbacks": "Rows are steps: an initiative may have several.",
    "report_activity_progress": "Rows may be counted: one an activity. Delays and progress are not added up.",
    "report_work_plan_progress": "Counts over plans, levels and countries; shares, means, medians and the longest delay never.",
    "report_policy_changes": "Rows may be counted, and activity_count added up: an activity has one target policy.",
    "report_policy_influence": "Rows are links: count different policies, activities or initiatives instead.",
    "report_practices": "Rows and counts over all rows; scores and levels never. Completeness of several practices is the sum of "
    "filled_section_count to that of needed_section_count.",
    "report_codification": "Counts over all rows; mean_completeness_share never.",
    "report_lessons": "Counts of lessons over all rows; practice_count never, since a practice may teach several kinds.",
    "report_code_suggestions": "Rows are suggestions: a record may have several. Count different records instead.",
    "report_knowledge_products": "Rows, downloads and participants; practices, initiatives and activities never, since two products may "
    "draw on the same ones.",
    "report_product_channels": "product_share_number over channels and countries; counts over countries only.",
    "report_knowledge_pillars": "Never: figures of different indicators measure different things.",
    "report_knowledge_pyramid": "Counts of one tier over countries; tiers and ratios never.",
    "report_pairs_to_review": "Rows may be counted: one a pair. Weights are not added up.",
    "report_submission_quality": "Over countries. In a row form, accepted, held back and superseded make received_count.",
    "report_changes": "Counts over all rows: a row of a table has one country or none.",
    "report_builds": "Over the countries of one build, as report_submission_quality. Over builds only new_file_count: all else is the "
    "state of a build.",
    "report_completeness": "Counts over countries; a share of several countries is the sum of given_answer_count to that of "
    "expected_answer_count.",
}


def topic_of(name: str) -> str:
    """Return the topic of a table."""
    return next((topic for topic, names in TOPICS.items() if name in names), OTHER_TOPIC)
