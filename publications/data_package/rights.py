"""What may be done with the data, as far as it is known, and whom they come from. Nothing is licensed here that is not ours to license."""

from typing import Any

import pandas as pd

from schemas.registry.map_layers import MapLayer
from schemas.tables import Table

CONTRIBUTORS = [
    {"title": "Focal points of the eight countries, who report the answers", "roles": ["creator"]},
    {"title": "The JMDI mapping pipeline contributors", "roles": ["publisher"]},
]
RIGHTS = (
    "The answers belong to those who report them: core_submissions.consent_code says for each file what they allow, and no licence is "
    "granted here. Tables of the gazetteer and map layers have the licences of the sources that they name, all of them together. "
    "Boundaries and names imply no opinion on the legal status of any territory."
)
MIT = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
GAZETTEER = ("core_places", "core_place_names", "core_place_codes", "core_place_successors")
OWN_WORDS = ("core_codes", "core_dictionary", "core_dictionary_tables")


def rights_of(declared: Table, places: list[dict[str, str]]) -> dict[str, Any]:
    """Return what a table says of its rights: a licence, the sources of places with theirs, or nothing, as for what people reported.

    `places` are the sources of the gazetteer in use, which may hold files of a team's own with licences of their own.
    """
    if declared.name in OWN_WORDS:
        return {"licenses": [MIT]}
    return {"sources": places} if declared.name in GAZETTEER or isinstance(declared, MapLayer) else {}


def sources_of_places(gazetteer_sources: pd.DataFrame) -> list[dict[str, str]]:
    """Return the sources that core_gazetteer_sources has as used: who is to be named, and licence and version as given."""
    used = gazetteer_sources[gazetteer_sources["is_used"]].astype(object)
    rows = used.where(used.notna(), None).to_dict("records")
    return [
        {
            key: str(text)
            for key, text in (("title", _named(row)), ("licence", row["licence_text"]), ("version", row["version_text"]))
            if text
        }
        for row in rows
    ]


def _named(row: dict[Any, Any]) -> object:
    return row["attribution_text"] or row["source_name"]
