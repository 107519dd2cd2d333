"""The files for people: made here, put into the build by `mapping_warehouse`."""

from datetime import UTC, datetime
from importlib.metadata import version
from uuid import uuid4

import dagster as dg
import geopandas as gpd
import pandas as pd

from assets.by_country import Results, by_country
from assets.files_handed_on import files_handed_on, publication_asset
from assets.tables import EVERY_TABLE
from publications.changes.page import changes_page
from publications.corrections.workbooks import correction_workbooks
from publications.data_package.descriptor import DESCRIPTOR, package_descriptor
from publications.data_package.parquet import table_files
from publications.dictionary.contents import contents
from publications.dictionary.entities import entity_diagram
from publications.dictionary.page import dictionary_page
from publications.dictionary.workbook import dictionary_workbook
from publications.drafts.every_draft import drafts
from schemas.build_identity import BuildIdentity
from schemas.registry.map_layers import MAP_LAYERS
from schemas.schema_version import schema_version
from steps.codification.drafts import activities_to_draft, examples, practices_to_draft
from steps.form.mask import without_places
from steps.handing_on.leave_out import public_tables
from steps.identity.review import pair_questions
from steps.places.decide import decisions
from steps.places.review import place_questions
from steps.records.accept import with_keys
from warehouse.builds import CHANGES, CORRECTIONS, DRAFTS, Warehouse
from warehouse.earlier_tables import earlier_name

VERSION = version("jmdi-mapping")


@publication_asset(
    "build_identity",
    group_name="clean",  # tables need it too: among the files for people it would let Dagster draw these before all tables
    description="What tells this build from others: its name, the moment it was begun, and the versions of code and schema.",
)
def identity_of_the_build(builds: dg.ResourceParam[Warehouse]) -> dg.MaterializeResult:
    now = datetime.now(UTC)
    identity = BuildIdentity(builds.next_id(now, uuid4().hex[:8]), now, VERSION, schema_version())
    return dg.MaterializeResult(value=identity, metadata={"build": identity.build_id})


@publication_asset(
    "public_tables",
    ins=EVERY_TABLE,
    description="Every table and map layer as anybody may see them: without what consent, sensitivity or release keep back.",
)
def tables_for_anybody(**frames: pd.DataFrame) -> dg.MaterializeResult:
    public = public_tables(frames)
    left_out = {reason: sum(counts.values()) for reason, counts in public.left_out.items()}
    return dg.MaterializeResult(value=public, metadata={"examples": len(public.examples), "left_out": left_out})


@publication_asset(
    "correction_workbooks",
    kinds={"excel"},
    description="For each file received, a workbook that shows its sender what to correct, cell by cell; sent back, it replaces the file.",
)
def workbooks_to_correct(
    core_submissions: pd.DataFrame,
    core_received_columns: pd.DataFrame,
    core_findings: pd.DataFrame,
    clean_located_places: pd.DataFrame,
    clean_shown_rows: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_initiative_pairs: pd.DataFrame,
    core_pair_reasons: pd.DataFrame,
    core_pair_decisions: pd.DataFrame,
    clean_pair_reports: pd.DataFrame,
    clean_hidden_answers: pd.DataFrame,
    build_identity: BuildIdentity,
    results: dg.ResourceParam[Results],
) -> dg.MaterializeResult:
    pairs = pair_questions(core_initiative_pairs, core_pair_reasons, core_pair_decisions, clean_pair_reports)
    tables = {
        "submissions": core_submissions,
        "sheets": without_places(clean_shown_rows, clean_hidden_answers),
        "columns": core_received_columns,
        "findings": with_keys(core_findings, clean_rows),
        "pairs": pairs,
        "questions": place_questions(clean_located_places, clean_rows, core_findings, decisions().gazetteer),
    }
    return files_handed_on(by_country(results, correction_workbooks, tables, made_on=build_identity.day))


@publication_asset(
    "drafts_for_people",
    kinds={"word"},
    description="Drafts that people finish: a case study for each validated practice, a table of policy work plans for each country, and "
    "rows for the UN Network on Migration's Repository of Practices and the GFMD's Platform for Partnerships.",
)
def drafts_to_finish(
    core_practices: pd.DataFrame,
    core_lessons: pd.DataFrame,
    report_practices: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    core_workplan_activities: pd.DataFrame,
    core_work_plans: pd.DataFrame,
    core_initiative_actors: pd.DataFrame,
    core_actors: pd.DataFrame,
    core_initiative_places: pd.DataFrame,
    core_lineage: pd.DataFrame,
    core_responses: pd.DataFrame,
    core_submissions: pd.DataFrame,
    build_identity: BuildIdentity,
) -> dg.MaterializeResult:
    invented = examples(core_lineage, core_responses, core_submissions)
    about = practices_to_draft(
        core_practices, report_practices, core_initiatives, core_workplan_activities, core_work_plans, core_initiative_actors,
        core_actors, core_initiative_places, invented,
    )  # fmt: skip
    plans = activities_to_draft(core_workplan_activities, core_actors, core_responses, core_submissions, invented)
    made = drafts(core_practices, core_lessons, about, plans, build_identity.made_at)
    return files_handed_on(made)


@publication_asset(
    "changes_page",
    kinds={"html"},
    description="A page that says what changed since the build before: by country, initiative by initiative, column by column.",
)
def page_of_changes(
    report_changes: pd.DataFrame, clean_changed_values: pd.DataFrame, core_countries: pd.DataFrame, builds: dg.ResourceParam[Warehouse]
) -> dg.MaterializeResult:
    names = dict(zip(core_countries["country_code"], core_countries["name_en"], strict=True))
    page = changes_page(report_changes, clean_changed_values, names, earlier_name(builds))
    return files_handed_on({CHANGES: page}, rows_changed=len(clean_changed_values))


@publication_asset(
    "tables_as_parquet",
    kinds={"parquet"},
    ins=EVERY_TABLE,
    description="Every table as Parquet and every map layer as GeoParquet, typed and described by the registry, for R, Python and DuckDB; "
    "with the Data Package that describes them.",
)
def parquet_files(build_identity: BuildIdentity, **frames: pd.DataFrame) -> dg.MaterializeResult:
    layers = {name: gpd.GeoDataFrame(frames.pop(name)) for name in MAP_LAYERS}
    made = table_files(frames, layers)
    made[DESCRIPTOR] = package_descriptor(made, frames["core_gazetteer_sources"], build_identity)
    return files_handed_on(made)


@publication_asset(
    "dictionary_for_people",
    kinds={"html", "excel"},
    description="The dictionary of tables, columns, codes, map layers and views, as a page and a workbook, with a diagram of the tables.",
)
def dictionary_to_read(
    core_dictionary_tables: pd.DataFrame, core_dictionary: pd.DataFrame, core_codes: pd.DataFrame
) -> dg.MaterializeResult:
    told, diagram = contents(core_dictionary_tables, core_dictionary, core_codes), entity_diagram()
    page, workbook = dictionary_page(told, diagram), dictionary_workbook(told)
    return files_handed_on({"dictionary.html": page, "dictionary.xlsx": workbook, "entities.svg": diagram.encode()})


PUBLICATIONS = (
    *(identity_of_the_build, tables_for_anybody),
    *(workbooks_to_correct, drafts_to_finish, page_of_changes, parquet_files, dictionary_to_read),
)
# What is written into a build: the assets that hold files by path, and the folder of the build that they go to.
FILES_OF_A_BUILD = {
    "correction_workbooks": CORRECTIONS,
    "drafts_for_people": DRAFTS,
    "changes_page": "",
    "tables_as_parquet": "",
    "dictionary_for_people": "",
    "report_workbooks": "",
    "hxl_3w": "",
    "geojson_layers": "",
    "tables_as_csv": "csv",
    "case_study_index": "",
    "citation_and_licence": "",
    "iati_activities": "",
    "map_site": "site",
}
# What anybody may take: the site has copies, so that it may be put on any server. The feed lies there alone, since its links begin there.
DOWNLOADS = (
    "report_workbooks", "hxl_3w", "geojson_layers", "tables_as_csv", "case_study_index", "changes_feed", "citation_and_licence",
    "iati_activities",
)  # fmt: skip
