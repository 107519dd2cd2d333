"""Locates initiatives: the places that answers name, one a row, as places of the gazetteer or left unresolved with the reason."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from schemas.findings import Spot, finding, numbered
from schemas.registry import table
from schemas.tables import shape
from steps.answers.read_codes import SEPARATORS
from steps.places.gazetteer import Gazetteer, Place
from steps.places.geocode import ANY_LEVEL, LEVEL_OF_COLUMN, Mention, Resolution, resolve
from steps.spots import Spots

PLACE_COLUMNS = ("admin1_text", "admin2_text", "admin3_text", "place_text")  # the largest unit first
UNNAMED_COLUMNS = ("national_code_text", "pcode_text", "latitude")  # what a row may give instead of a name; not looked up yet
CANDIDATES_TOLD = 3


class Located(NamedTuple):
    """The frames core_initiative_places and clean_place_findings."""

    places: pd.DataFrame
    findings: pd.DataFrame


def locate(locations: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, gazetteer: Gazetteer) -> Located:
    """Return where initiatives work: each place named in `locations` (core columns plus the texts), resolved or not.

    `locations` has one row per record of the sheet of locations: initiative_place_id, initiative_id, country_code, response_id and
    the answers; `records` is clean_records. Rows that name no place are reported, each of them, and yield none.
    """
    spots = Spots(rows, columns)
    responses = records.groupby("record_id")["response_id"].agg(list)
    places: list[dict[str, object]] = []
    findings: list[dict[str, object]] = []
    for row in locations.astype(object).where(locations.notna(), None).to_dict("records"):
        column = next((name for name in (*reversed(PLACE_COLUMNS), "country_text") if row[name]), None)
        mentions = list(_mentions(row, column, gazetteer)) if column else []
        if not mentions:
            silent = responses[row["initiative_place_id"]]
            findings += [finding("place-missing", spots.spot(response, "place_text")) for response in silent]
            places += _unnamed(row)
        for number, mention in enumerate(mentions, start=1):
            found = resolve(mention, gazetteer)
            spot = spots.spot(row["response_id"], str(column))
            findings += _findings(found, mention, spot, gazetteer)
            places.append(_place_row(row, number, mention, found))
    return Located(shape(places, table("core_initiative_places")), numbered(findings, table("clean_place_findings")))


def _mentions(row: dict[str, object], column: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    larger = PLACE_COLUMNS[: PLACE_COLUMNS.index(column)] if column in PLACE_COLUMNS else ()
    parents = tuple((name, str(row[name])) for name in larger if row[name])
    country = gazetteer.country_named(str(row["country_text"])) if row["country_text"] else None
    code = country.country_code if country else "" if row["country_text"] else str(row["country_code"])
    parts = [part for part in SEPARATORS.split(str(row[column])) if part]
    for part in parts:
        beside = tuple(other for other in parts if other != part)
        yield Mention(part, code, LEVEL_OF_COLUMN.get(column, ANY_LEVEL), parents, beside)


def _findings(found: Resolution, mention: Mention, spot: Spot, gazetteer: Gazetteer) -> Iterator[dict[str, object]]:
    if found.finding_code:
        told = [gazetteer.told(place) for place in found.candidates[:CANDIDATES_TOLD]]
        suggestion = "; ".join(told) + (" …" if len(found.candidates) > CANDIDATES_TOLD else "")
        yield finding(found.finding_code, spot, mention.name, found.unit, suggestion=suggestion)


def _place_row(row: dict[str, object], number: int, mention: Mention, found: Resolution) -> dict[str, object]:
    return {
        **_stated(row, number),
        **_found_columns(found.place, is_point=found.status == "matched"),
        "place_text": mention.name,
        "status_code": found.status,
        "reason_text": found.finding_code or None,
        "geocode_method_code": found.method,
        "geocode_score": 1.0 if found.place else None,
        "candidate_place_ids": "|".join(place.place_id for place in found.candidates) or None,
    }


def _unnamed(row: dict[str, object]) -> list[dict[str, object]]:
    """Return the place of a row that gives a code or coordinates but no name: kept, and left unresolved."""
    given = next((str(row[column]) for column in UNNAMED_COLUMNS if row[column] is not None), None)
    about = {"place_text": given, "status_code": "none", "reason_text": "place-missing", "geocode_method_code": "NONE"}
    return [_stated(row, 1) | about] if given else []


def _stated(row: dict[str, object], number: int) -> dict[str, object]:
    """Return what the row itself says, under the names of core_initiative_places."""
    own_id = f"{row['initiative_place_id']}-{number}"
    return row | {"initiative_place_id": own_id, "stated_latitude": row["latitude"], "stated_longitude": row["longitude"],
                  "latitude": None, "longitude": None}  # fmt: skip


def _found_columns(place: Place | None, is_point: bool) -> dict[str, object]:
    if place is None:
        return {}
    found: dict[str, object] = {
        "place_id": place.place_id,
        "place_name": place.name,
        "place_level_code": place.level,
        "admin1_place_id": place.admin1_id,
    }
    # A country's point would pass for a place on a map, so it has none.
    point = {"latitude": place.latitude, "longitude": place.longitude, "coordinate_precision_code": place.precision}
    return found | point if is_point else found
