"""The tables on knowledge products, pillars and the pyramid, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.knowledge.pillars import answers_on_initiatives, counted_figures, pillars
from steps.knowledge.products import product_channels, product_practices, product_uses
from steps.knowledge.pyramid import pyramid
from steps.reporting import reporting_countries


@table_asset("core_product_practices")
def practices_of_products(core_knowledge_products: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_product_practices", product_practices(core_knowledge_products))


@table_asset("report_knowledge_products")
def uses_of_products(
    clean_exact_knowledge_products: pd.DataFrame,
    core_product_practices: pd.DataFrame,
    core_practices: pd.DataFrame,
    report_practices: pd.DataFrame,
    core_activity_practices: pd.DataFrame,
) -> dg.MaterializeResult:
    told = product_uses(clean_exact_knowledge_products, core_product_practices, core_practices, report_practices, core_activity_practices)
    return handed_on("report_knowledge_products", told)


@table_asset("report_product_channels")
def channels_of_products(clean_exact_knowledge_products: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("report_product_channels", product_channels(clean_exact_knowledge_products))


@table_asset("report_knowledge_pillars")
def scorecard_of_pillars(
    clean_exact_indicators: pd.DataFrame,
    core_network_members: pd.DataFrame,
    core_lineage: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    clean_exact_knowledge_products: pd.DataFrame,
    core_product_practices: pd.DataFrame,
    core_submissions: pd.DataFrame,
) -> dg.MaterializeResult:
    reports = answers_on_initiatives(core_lineage, core_initiatives)
    counted = counted_figures(core_network_members, reports, clean_exact_knowledge_products, core_product_practices, clean_exact_indicators)
    return handed_on("report_knowledge_pillars", pillars(clean_exact_indicators, counted, reporting_countries(core_submissions)))


@table_asset("report_knowledge_pyramid")
def pyramid_of_knowledge(
    core_lineage: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    core_practices: pd.DataFrame,
    report_practices: pd.DataFrame,
    core_lessons: pd.DataFrame,
    core_knowledge_products: pd.DataFrame,
    core_product_practices: pd.DataFrame,
    core_activity_practices: pd.DataFrame,
    core_submissions: pd.DataFrame,
) -> dg.MaterializeResult:
    counted = pyramid(
        answers_on_initiatives(core_lineage, core_initiatives), core_practices, report_practices, core_lessons,
        core_knowledge_products, core_product_practices, core_activity_practices, reporting_countries(core_submissions),
    )  # fmt: skip
    return handed_on("report_knowledge_pyramid", counted)


KNOWLEDGE = (practices_of_products, uses_of_products, channels_of_products, scorecard_of_pillars, pyramid_of_knowledge)
