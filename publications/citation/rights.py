"""What may be done with the data, as far as it is known, and whom they come from. Nothing is licensed here that is not ours to license.

The programme may set a licence for the answers that may be published: a row of `reference/rights.csv`. Until it does, none is granted.
"""

from typing import Any, NamedTuple

import pandas as pd

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference
from schemas.registry.map_layers import MapLayer
from schemas.tables import Table

CREATOR, PUBLISHER = "Focal points of the eight countries, who report the answers", "The JMDI mapping pipeline contributors"
CONTRIBUTORS = [{"title": CREATOR, "roles": ["creator"]}, {"title": PUBLISHER, "roles": ["publisher"]}]
CONSENT = "The answers belong to those who report them: core_submissions.consent_code says for each file what they allow, and "
NO_LICENCE = "no licence is granted here. "
PLACES = "Tables of the gazetteer and map layers have the licences of the sources that they name, all of them together. "
NO_OPINION = "Boundaries and names imply no opinion on the legal status of any territory."
MIT = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
GAZETTEER = ("core_places", "core_place_names", "core_place_codes", "core_place_successors")
OWN_WORDS = ("core_codes", "core_dictionary", "core_dictionary_tables")
FILE, FIELDS, ANSWERS = "rights.csv", ("subject", "spdx_code", "title", "url", "holder_name"), "answers"


class Licence(NamedTuple):
    """A licence that the programme grants: its SPDX code, if it has one, its title and address, and who grants it."""

    spdx_code: str
    title: str
    url: str
    holder_name: str


def programme_licence() -> Licence | None:
    """Return the licence of answers that may be published, None while the programme has set none. Raises BrokenReference."""
    rows = read_reference(FILE, FIELDS, ("subject",))
    unknown = [row["subject"] for row in rows if row["subject"] != ANSWERS]
    if unknown:
        raise BrokenReference(f"reference/{FILE} is on '{unknown[0]}'; it may hold one row, on '{ANSWERS}'.")
    if not rows:
        return None
    own = rows[0]
    if not (own["title"] and own["url"].startswith("https://") and own["holder_name"]):
        raise BrokenReference(f"reference/{FILE}: a licence needs its title, its address (https://…) and who grants it.")
    return Licence(*(own[name] for name in FIELDS[1:]))


def rights() -> str:
    """Return what is known of the rights in a build, in a few sentences."""
    own = programme_licence()
    granted = f"{own.holder_name} grants the {own.title} ({own.url}) for those that allow publication. " if own else NO_LICENCE
    return f"{CONSENT}{granted}{PLACES}{NO_OPINION}"


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
