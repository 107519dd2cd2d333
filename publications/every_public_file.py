"""Every file that is made from the public tables of a build alone: what the build holds for anybody, and `jmdi export` hands on."""

from collections.abc import Collection, Mapping

import pandas as pd

from publications.citation.files import citation_and_licence
from publications.csv_tables.case_studies import case_study_index
from publications.csv_tables.tables import CSV_FOLDER, csv_tables
from publications.geojson.files import geojson_files
from publications.hxl_3w.files import hxl_3w
from schemas.build_identity import BuildIdentity


def public_files(tables: Mapping[str, pd.DataFrame], made: BuildIdentity, drafts: Collection[str]) -> dict[str, bytes]:
    """Return the files by their path in a build or copy. `tables` are public ones and map layers by name, without invented examples;
    `drafts` are the paths of drafts that lie beside them. The feed of changes is none of them: it needs the build before.
    """
    return {
        **hxl_3w(tables, made),
        **geojson_files(tables, made),
        **{f"{CSV_FOLDER}/{name}": content for name, content in csv_tables(tables, made).items()},
        **case_study_index(tables, drafts),
        **citation_and_licence(tables, made),
    }
