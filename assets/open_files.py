"""The files for other tools and other people's tables, one asset each: made from the public tables without invented examples."""

import csv
import io
from collections.abc import Iterable
from itertools import islice

import dagster as dg
import pandas as pd

from assets.files_handed_on import files_handed_on, publication_asset, table_preview
from assets.tables import PREVIEW_ROWS
from publications.changes.feed import FILE as FEED
from publications.changes.feed import changes_feed, titles
from publications.citation.files import LICENCE, citation_and_licence
from publications.csv_tables.case_studies import FILE as CASE_STUDIES
from publications.csv_tables.case_studies import case_study_index
from publications.csv_tables.excel_safe import line_count
from publications.csv_tables.tables import csv_tables
from publications.geojson.feature_collection import feature_counts
from publications.geojson.files import geojson_files
from publications.hxl_3w.files import CSV as HXL_CSV
from publications.hxl_3w.files import HEADERS, hxl_3w
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables
from warehouse.builds import DRAFTS, Warehouse
from warehouse.earlier_tables import earlier_name

SHOWN_OF_3W = ("#activity+id+code", "#org+name", "#sector+name", "#country+name", "#adm1+name", "#loc+name", "#status+name")
SHOWN_OF_PRACTICES = ("practice_id", "title", "country", "evidence", "completeness_percent", "review")


@publication_asset(
    "hxl_3w",
    kinds={"csv", "excel"},
    description="Who does what where, with HXL tags: one row per initiative, organisation that acts in it, and place where it works.",
)
def three_w(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    made = hxl_3w(public_tables.released, build_identity)
    lines = _first_lines(made[HXL_CSV])[1:]  # the tags are its header
    return files_handed_on(made, _columns(lines, SHOWN_OF_3W), rows=line_count(made[HXL_CSV]) - len(HEADERS))


@publication_asset(
    "geojson_layers",
    kinds={"geojson"},
    description="Places of initiatives and corridors as GeoJSON (RFC 7946); what lies nowhere is a feature without geometry.",
)
def layers_as_geojson(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    made = geojson_files(public_tables.released, build_identity)
    counted = ((name, *feature_counts(content)) for name, content in made.items())
    return files_handed_on(made, table_preview(("file", "features", "without a point or line"), counted))


@publication_asset(
    "tables_as_csv",
    kinds={"csv"},
    description="Public tables that people use, as CSV that Excel opens without harm, with the English labels of codes beside them.",
)
def tables_for_spreadsheets(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    return files_handed_on(csv_tables(public_tables.released, build_identity))


@publication_asset(
    "case_study_index",
    kinds={"csv"},
    description="The index of case studies: one row per codified practice that may be handed on, with its draft and page.",
)
def index_of_case_studies(public_tables: PublicTables, drafts_for_people: dict[str, bytes]) -> dg.MaterializeResult:
    made = case_study_index(public_tables.released, {f"{DRAFTS}/{path}" for path in drafts_for_people})
    lines = _first_lines(made[CASE_STUDIES])
    return files_handed_on(made, _columns(lines, SHOWN_OF_PRACTICES), practices=line_count(made[CASE_STUDIES]) - 1)


@publication_asset(
    "changes_feed",
    kinds={"xml"},
    description="An Atom feed of what changed in public initiatives since the build before.",
)
def feed_of_changes(
    public_tables: PublicTables, clean_changed_values: pd.DataFrame, build_identity: BuildIdentity, builds: dg.ResourceParam[Warehouse]
) -> dg.MaterializeResult:
    made = changes_feed(public_tables.released, clean_changed_values, earlier_name(builds), build_identity)
    entries = titles(made[FEED])
    return files_handed_on(made, table_preview(("entry",), ((title,) for title in entries)), entries=len(entries))


@publication_asset(
    "citation_and_licence",
    description="How the data are cited (Citation File Format), and what may be done with them: what is known, and no more.",
)
def citation_of_the_build(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    made = citation_and_licence(public_tables.released, build_identity)
    return files_handed_on(made, dg.MetadataValue.text(made[LICENCE].decode()))


def _first_lines(content: bytes) -> list[list[str]]:
    """Return the lines of a CSV file that a preview needs: its headers and the first rows."""
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
    return list(islice(csv.reader(text), len(HEADERS) + PREVIEW_ROWS))


def _columns(lines: list[list[str]], shown: Iterable[str]) -> dg.TableMetadataValue:
    """Return some columns of the lines of a file, the first of which names them."""
    places = {name: lines[0].index(name) for name in shown}
    return table_preview(list(places), ([line[place] for place in places.values()] for line in lines[1:]))


OPEN_FILES = (three_w, layers_as_geojson, tables_for_spreadsheets, index_of_case_studies, feed_of_changes, citation_of_the_build)
