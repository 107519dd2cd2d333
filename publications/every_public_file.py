"""Every file that is made from the public tables of a build alone: a build has them one by one, `jmdi export` hands all of them on."""

from collections.abc import Mapping

import pandas as pd

from publications.citation.files import citation_and_licence
from publications.csv_tables.case_studies import case_study_index
from publications.csv_tables.tables import CSV_FOLDER, csv_tables
from publications.geojson.files import geojson_files
from publications.hxl_3w.files import hxl_3w
from publications.iati.files import iati_files
from publications.report_workbook.workbook import report_workbooks
from publications.site.every_page import map_site
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables

SITE = "site"


def public_files(public: PublicTables, made: BuildIdentity) -> dict[str, bytes]:
    """Return the files by their path in a copy that is handed on: workbooks, files for other tools, and the site with copies of all.

    The feed of changes is none of them: it needs the build before, and a copy that lies somewhere is no source of news.
    """
    files = report_workbooks(public, made) | open_files(public.released, made)
    return {**files, **{f"{SITE}/{path}": content for path, content in map_site(public, made, files).items()}}


def open_files(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> dict[str, bytes]:
    """Return the files for other tools by their path. `tables` are public ones and map layers by name, without invented examples."""
    return {
        **hxl_3w(tables, made),
        **geojson_files(tables, made),
        **{f"{CSV_FOLDER}/{name}": content for name, content in csv_tables(tables, made).items()},
        **case_study_index(tables, drafts=()),
        **iati_files(tables, made).files,
        **citation_and_licence(tables, made),
    }
