"""The report workbooks, one asset: the programme's and those of the countries, made from the public tables of the build."""

import dagster as dg

from assets.files_handed_on import files_handed_on, publication_asset
from publications.report_workbook.workbook import report_workbooks
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables
from schemas.workers import Workers


@publication_asset(
    "report_workbooks",
    kinds={"excel"},
    description="The report workbook of the programme in English, and an edition for each country that has reported, in its languages: "
    "cover, charts, map and a sheet for each report, each a native table that says what a row is and how its figures add up.",
)
def workbooks_of_reports(
    public_tables: PublicTables, build_identity: BuildIdentity, workers: dg.ResourceParam[Workers]
) -> dg.MaterializeResult:
    return files_handed_on(report_workbooks(public_tables, build_identity, workers))


REPORT_WORKBOOK = (workbooks_of_reports,)
