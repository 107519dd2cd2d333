"""Tables on knowledge (output 3): which products draw on which practices, how often they are used, the pillars, and the pyramid."""

from schemas.registry.deliveries import COUNTRY
from schemas.registry.reports import NOT_STATED
from schemas.tables import Column, Table


def _count(name: str, description: str) -> Column:
    return Column(name, "count", description, is_required=True)


PRODUCT = Column("product_id", "text", "The knowledge product.", references="core_knowledge_products.product_id", is_required=True)

PRODUCT_PRACTICES = Table(
    "core_product_practices",
    "one row per knowledge product and codified practice that it draws on",
    "Output 3: which products were made from which practices.",
    ("product_id", "practice_id"),
    (
        PRODUCT,
        Column("practice_id", "text", "The practice.", references="core_practices.practice_id", is_required=True),
        COUNTRY,
    ),
)
KNOWLEDGE_PRODUCTS = Table(
    "report_knowledge_products",
    "one row per knowledge product",
    "Output 3: what was made from which practices, in which languages, through which channels, for whom, and how often it is used. Use is "
    "what respondents report (downloads, participants), and apart from it the work-plan activities that build on the same practices.",
    ("product_id",),
    (
        PRODUCT,
        COUNTRY,
        Column("title_text", "text", "Its title.", is_required=True),
        Column("product_type_code", "code", "Its type.", "knowledge_product_types"),
        Column("pillar_code", "code", "Pillar that it serves.", "pillars"),
        Column("language_codes", "codes", "Languages in which it exists.", "languages"),
        Column("channel_codes", "codes", "Ways by which it is spread.", "channels"),
        Column("audience_text", "text", "For whom it is made."),
        Column("published_date", "date", "Day of publication."),
        Column("published_date_precision_code", "code", "Which part of published_date is known.", "date_precisions"),
        _count("practice_count", "Codified practices that it draws on."),
        _count("reviewed_practice_count", "Of these, practices that a reviewer has validated, or that are published."),
        _count("initiative_count", "Initiatives behind these practices."),
        _count("activity_count", "Work-plan activities that build on one of these practices, whether or not through this product."),
        Column("download_count", "count", "Downloads reported; empty when not reported."),
        Column("participant_count", "count", "Participants reported; empty when not reported, or when they are too few to be shown."),
        Column("is_suppressed", "flag", "Whether the participants are left out because they are too few, or would give others away.",
               is_required=True),
    ),
)  # fmt: skip
PRODUCT_CHANNELS = Table(
    "report_product_channels",
    "one row per country of the programme with products, and channel",
    "Output 3: through which channels products are spread. A product with several channels counts in each: do not add up its counts over "
    "channels, but product_share_number, which has each product once. How often a product was downloaded is in report_knowledge_products: "
    "nobody reports through which channel.",
    ("country_code", "channel_code"),
    (
        COUNTRY,
        Column("channel_code", "text", f"The channel; {NOT_STATED} when nobody said.", is_required=True),
        _count("product_count", "Products."),
        Column("product_share_number", "number", "Products, each divided over its channels in equal parts: may be added up over channels "
               "and countries.", is_required=True),
        _count("measured_product_count", "Products whose downloads or participants are reported, 0 included."),
    ),
)  # fmt: skip
PILLARS = Table(
    "report_knowledge_pillars",
    "one row per country of the programme, pillar, basis, indicator, unit, period and breakdown",
    "Output 3, the scorecard of the knowledge strategy: one overarching and four supporting pillars. What countries report as indicators, "
    "and apart from it one figure for each pillar that the warehouse counts itself, so that no pillar goes unmeasured. Figures of "
    "different indicators measure different things: do not add up.",
    ("country_code", "pillar_code", "basis_code", "indicator_name", "unit_name", "period_text", "disaggregation_text"),
    (
        COUNTRY,
        Column("pillar_code", "code", "The pillar.", "pillars", is_required=True),
        Column("basis_code", "code", "Whether a country reports the figure, or the warehouse counts it.", "pillar_bases", is_required=True),
        Column("indicator_name", "text", "What is measured, in the words of the country, or the label of counted_indicator_code.",
               is_required=True),
        Column("counted_indicator_code", "code", "What the warehouse counts.", "counted_indicators"),
        Column("unit_name", "text", f"Unit of the figures; {NOT_STATED} when nobody said.", is_required=True),
        Column("period_text", "text", f"Period as reported; {NOT_STATED} when nobody said, or for what is counted: all rounds so far.",
               is_required=True),
        Column("disaggregation_text", "text", f"Breakdown of the figures as reported; {NOT_STATED} when there is none.", is_required=True),
        Column("period_year", "year", "Last year named in the period."),
        Column("is_latest", "flag", "Whether no later period of the same indicator is reported.", is_required=True),
        Column("baseline_number", "number", "Figure at the outset."),
        Column("target_number", "number", "Figure aimed at."),
        Column("indicator_number", "number", "Figure reached; empty when not reported: that is no 0."),
        Column("progress_number", "number", "Part of the way from baseline to target, in percent: above 100 when it is passed, below "
               "0 when things went back; empty unless all three figures are known and the target is not the baseline."),
        Column("source_text", "text", "Source of the figures as reported."),
        Column("is_suppressed", "flag", "Whether figures are left out because they count fewer than 10 people; figures in the "
               "breakdown are then dots.", is_required=True),
    ),
)  # fmt: skip
PYRAMID = Table(
    "report_knowledge_pyramid",
    "one row per country of the programme and tier",
    "Output 3, the pyramid from data up to knowledge that is used: responses, initiatives, codified practices, validated lessons, "
    "knowledge products, policy uses. Every record belongs to one country, so that countries may be added up; ratios may not.",
    ("country_code", "tier_code"),
    (
        COUNTRY,
        Column("tier_code", "code", "The tier, the widest first.", "pyramid_tiers", is_required=True),
        _count("tier_number", "Place of the tier, 1 is the base."),
        Column("record_count", "count", "Records of the tier; empty when the country has sent nothing that could be read: that is no 0."),
        Column("linked_count", "count", "Of these, records that say which record of the tiers below they rest on."),
        Column("drop_ratio_number", "number", "Records for each record of the tier below; empty when that has none."),
    ),
)

KNOWLEDGE_TABLES = (PRODUCT_PRACTICES, KNOWLEDGE_PRODUCTS, PRODUCT_CHANNELS, PILLARS, PYRAMID)
