"""Tells references that stand for two initiatives: two senders number their lists from 1, or one uses a number again.

Rows with one reference are one initiative, so this must be told where nothing they say agrees: their titles share no word, and no lead and
no place is named by both. What a row leaves open agrees with nothing; a title is compared by what its words mean in any language.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from schemas.findings import finding
from schemas.identity_words import FIELD, identity_words
from schemas.rows import rows_of
from steps.identity.supply import said_in
from steps.identity.words import concepts
from steps.spots import Spots
from steps.text import fold

TITLES = ("title_text", "local_title_text", "acronym_text")
PLACES = ("admin1_text", "admin2_text", "admin3_text", "place_text", "national_code_text", "pcode_text")


class _Said(NamedTuple):
    """What a row says of an initiative: the words of its titles, who leads it, where it is."""

    response_id: str
    title: str
    words: frozenset[str]
    leads: frozenset[str]
    places: frozenset[str]


def shared_references(
    initiatives: pd.DataFrame, locations: pd.DataFrame, leads: Mapping[str, Collection[str]], spots: Spots
) -> list[dict[str, object]]:
    """Return a finding for each row that describes another initiative than the first one of the same reference.

    Of one file, the row whose answers come first in the alphabet is the first, so that it is all one where rows stand.
    `initiatives` and `locations` are the answers on these sheets with the column reported_id (country and own reference), `leads` the ids
    of the organisations that each row of initiatives names as leads.
    """
    repeated = initiatives[initiatives["reported_id"].duplicated(keep=False)]
    places = _places(locations[locations["reported_id"].isin(repeated["reported_id"])])
    firsts: dict[str, _Said] = {}
    findings = []
    files = {file: number for number, file in enumerate(dict.fromkeys(repeated["submission_id"]))}
    for row in sorted(rows_of(repeated), key=lambda row: (files[row["submission_id"]], said_in(row))):
        said = _said(row, leads, places)
        first = firsts.setdefault(row["reported_id"], said)
        if _shares_nothing(first, said):
            other = spots.spot(first.response_id, "title_text")
            where = f'"{first.title}" ({other.file_name}, {other.sheet_name} {other.cell_name or spots.row_number(first.response_id)})'
            findings.append(finding("reference-shared", spots.spot(said.response_id, "title_text"), said.title, where))
    return findings


def _places(locations: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """Return the names and codes of places by file and reference."""
    places: dict[tuple[str, str], set[str]] = {}
    for row in rows_of(locations):
        named = {fold(str(row[column])) for column in PLACES if not pd.isna(row[column])}
        places.setdefault((str(row["submission_id"]), str(row["reported_id"])), set()).update(named)
    return places


def _said(row: Mapping[str, object], leads: Mapping[str, Collection[str]], places: Mapping[tuple[str, str], Collection[str]]) -> _Said:
    response = str(row["response_id"])
    titles = [str(row[column]) for column in TITLES if not pd.isna(row[column])]
    located = places.get((str(row["submission_id"]), str(row["reported_id"])), ())
    return _Said(response, titles[0], _telling(titles), frozenset(leads.get(response, ())), frozenset(located))


def _telling(titles: Iterable[str]) -> frozenset[str]:
    """Return the words that tell one initiative from another: none of those that very many share, and no numbers."""
    kinds = identity_words()
    words = {word for title in titles for word in concepts(title)}
    return frozenset(word for word in words if not word.isdecimal() and (word not in kinds or kinds[word].kind != FIELD))


def _shares_nothing(one: _Said, other: _Said) -> bool:
    has_titles = bool(one.words and other.words)
    return has_titles and not (one.words & other.words or one.leads & other.leads or one.places & other.places)
