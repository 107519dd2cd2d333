"""What may be done with the data, as far as it is known, and whom they come from. Nothing is licensed here that is not ours to license."""

from typing import Any

import pandas as pd

from schemas.tables import Table

CONTRIBUTORS = [
    {"title": "Focal points of the eight countries, who report the answers", "roles": ["creator"]},
    {"title": "The JMDI mapping pipeline contributors", "roles": ["publisher"]},
]
RIGHTS = (
    "The answers belong to those who report them: core_submissions.consent_code says for each file what they allow, and no licence is "
    "granted here. Tables of the gazetteer and of codes name their licences. Boundaries and names imply no opinion on the legal status of "
    "any territory."
)
CC_BY = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "Creative Commons Attribution 4.0"}
MIT = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
# Of the parts that a table was made from, the licence that asks most: who is to be named stands in the package's sources.
GAZETTEER = ("core_places", "core_place_names", "core_place_codes", "core_place_successors")
OWN_WORDS = ("core_codes", "core_countries", "core_dictionary", "core_dictionary_tables")


def licences_of(declared: Table) -> list[dict[str, str]]:
    """Return the licences of a table; none for those that hold what people reported."""
    if declared.name in GAZETTEER:
        return [CC_BY]
    return [MIT] if declared.name in OWN_WORDS else []


def sources(gazetteer_sources: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the sources of a build: the workbooks, and what the gazetteer in use was made from, with licence and version as given."""
    used = gazetteer_sources[gazetteer_sources["is_used"]].astype(object)
    rows = used.where(used.notna(), None).to_dict("records")
    named = [
        {"title": row["attribution_text"] or row["source_name"], "licence": row["licence_text"], "version": row["version_text"]}
        for row in rows
    ]
    kept = [{key: text for key, text in source.items() if text} for source in named]
    return [{"title": "Survey workbooks of the eight countries; core_submissions lists them by hash"}, *kept]
