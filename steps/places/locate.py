"""Locates initiatives: the places that answers name, one a row, as places of the gazetteer or left unresolved with the reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from schemas.countries import countries
from schemas.findings import Spot, finding, numbered
from schemas.registry import table
from schemas.rows import answers_of, values_of
from schemas.tables import shape
from steps.answers.read_codes import SEPARATORS, WEAK
from steps.places.at_point import Located, at_point
from steps.places.check_point import CheckedPoint
from steps.places.check_point import told as point_told
from steps.places.choose import outermost
from steps.places.decide import Decisions, context_of
from steps.places.gazetteer import ADMIN1, ADMIN2, ADMIN3, COUNTRY, TOWN, Gazetteer
from steps.places.geocode import Resolution
from steps.places.mentions import CODE_COLUMNS, PLACE_COLUMNS, REMEMBERED, Question
from steps.places.read_coordinates import says_coordinates
from steps.places.read_point import ReadPoint
from steps.places.territories import territories
from steps.spots import Spots

NAMING_COLUMNS = (*CODE_COLUMNS, *PLACE_COLUMNS)
POINT_COLUMNS = (*reversed(PLACE_COLUMNS), "latitude")  # where a row may give a point instead of a name
CANDIDATES_TOLD = 3
MOST_ABROAD = 9  # places of other countries that are offered; a name borne by more is no hint
FOUND_BY_LIKENESS = ("FUZZY", "VARIANT")
# UCDP and AidData's scale ends at the second level; a smaller unit is told by the code of the second.
PRECISION_OF_LEVEL = {TOWN: "1", ADMIN3: "3", ADMIN2: "3", ADMIN1: "4", COUNTRY: "6"}


class LocatedFrames(NamedTuple):
    """The frames clean_located_places and clean_place_findings."""

    places: pd.DataFrame
    findings: pd.DataFrame


class Asked(NamedTuple):
    """One place of a row: the text as written, the column it stands in, and the question that it asks."""

    text: str
    column: str
    question: Question


def locate(
    locations: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, decisions: Decisions
) -> LocatedFrames:
    """Return where reports say that initiatives work: each place named in `locations` (core columns plus the texts), resolved or not.

    `locations` has one row per record of the sheet of locations: initiative_place_id, initiative_id, country_code, response_id and
    the answers; `records` is clean_reported_records. Rows that name no place are reported, each of them, and yield none.
    """
    gazetteer, spots = decisions.gazetteer, Spots(rows, columns)
    responses: dict[str, list[str]] = defaultdict(list)
    for record, response in zip(values_of(records["record_id"]), values_of(records["response_id"]), strict=True):
        responses[record].append(response)
    places: list[dict[str, object]] = []
    findings: list[dict[str, object]] = []
    for row in answers_of(locations):
        asked = list(_asked(row, decisions))
        stated = _stated_point(row)
        if not asked:
            silent = responses[str(row["initiative_place_id"])]
            findings += [finding("place-missing", spots.spot(response, "place_text")) for response in silent]
        if len(asked) > 1 and stated:
            findings.append(finding("coordinates-several-places", spots.spot(row["response_id"], "latitude"), point_told(stated)))
        for number, one in enumerate(asked, start=1):
            located = _at_point(_resolved(one, decisions), stated if len(asked) == 1 else None, one, gazetteer)
            if _is_remarkable(located.found):  # as few places are
                findings += _findings(located.found, one, spots.spot(row["response_id"], one.column), decisions)
            if stated:
                findings += _point_findings(located, stated, spots.spot(row["response_id"], "latitude"), gazetteer)
            places.append(_place_row(row, number, one, located, gazetteer))
    return LocatedFrames(shape(places, table("clean_located_places")), numbered(findings, table("clean_place_findings")))


def _asked(row: dict[str, object], decisions: Decisions) -> Iterator[Asked]:
    """Yield the places of a row: its smallest named unit, or each of several in that cell; without a name, its point or its country."""
    filled = [(column, str(row[column])) for column in NAMING_COLUMNS if row[column]]
    given = [(column, text) for column, text in filled if column in CODE_COLUMNS or not says_coordinates(text)]
    if not given:
        yield from _unnamed(row, decisions.gazetteer)
        return
    *larger, (column, cell) = given
    parts = [part for part in SEPARATORS.split(cell) if part]
    for part in parts:
        beside = tuple(other for other in parts if other != part)
        question = Question(_country_code(row, decisions.gazetteer), (*larger, (column, part)), beside, bool(row["country_text"]))
        for text in _enumerated(part, question, decisions):
            cells = (*larger, (column, text))
            yield Asked(text, column, question if text == part else replace(question, cells=cells))


def _unnamed(row: dict[str, object], gazetteer: Gazetteer) -> Iterator[Asked]:
    """Yield the place of a row that names none: found by its point where the country's units are known, else the country itself."""
    country = _country_code(row, gazetteer)
    pointed = next(((column, str(row[column])) for column in POINT_COLUMNS if row[column] is not None), None)
    if pointed and country in countries() and (_stated_point(row) or not row["country_text"]):
        column, text = pointed
        yield Asked(text, column, Question(country, ()))
    elif row["country_text"]:
        text = str(row["country_text"])
        yield Asked(text, "country_text", Question(country, (("place_text", text),)))


def _country_code(row: dict[str, object], gazetteer: Gazetteer) -> str:
    if not row["country_text"]:
        return str(row["country_code"])
    country = gazetteer.country_named(str(row["country_text"]))
    return country.country_code if country else ""


def _enumerated(part: str, question: Question, decisions: Decisions) -> list[str]:
    """Return the places of a text that is none but whose pieces all are ("Nador, Berkane et Oujda"), or the text itself."""
    pieces = [piece for piece in WEAK.split(part) if piece.strip()]
    if len(pieces) < 2 or decisions.resolve(question).status in ("matched", "ambiguous"):
        return [part]
    *larger, (column, _) = question.cells
    found = [decisions.resolve(replace(question, cells=(*larger, (column, piece)), beside=())) for piece in pieces]
    return pieces if all(one.status == "matched" for one in found) else [part]


def _is_remarkable(found: Resolution) -> bool:
    """Whether anything is to be said about a place."""
    return bool(found.finding_code or found.notes) or found.method in (*FOUND_BY_LIKENESS, "HIST")


def _findings(found: Resolution, asked: Asked, spot: Spot, decisions: Decisions) -> Iterator[dict[str, object]]:
    gazetteer = decisions.gazetteer
    told = [gazetteer.told(place) for place in found.candidates[:CANDIDATES_TOLD]]
    suggestion = "; ".join(told) + (" …" if len(found.candidates) > CANDIDATES_TOLD else "")
    if found.finding_code:
        detail = _country_name(found.unit, spot.language, gazetteer) if found.finding_code == "place-elsewhere" else found.unit
        yield finding(found.finding_code, spot, asked.text, detail, suggestion=suggestion)
    if found.place and found.status == "matched":
        name = gazetteer.told(found.place)
        if found.method in FOUND_BY_LIKENESS:
            yield finding("place-similar", spot, asked.text, suggestion=name)
        if "place-by-point" in found.notes:
            yield finding("place-by-point", spot, asked.text, name)
        if found.method == "HIST":
            yield finding("place-former", spot, asked.text, suggestion or name, suggestion=suggestion or name)
    for note in found.notes:
        if note != "place-by-point":
            yield finding(note, spot, asked.text, suggestion=suggestion)


def _resolved(asked: Asked, decisions: Decisions) -> Resolution:
    """Return what a place is; of a name that its country does not know, the places of other countries that bear it are candidates."""
    if not asked.question.cells:
        return Resolution("none", finding_code="place-missing")
    found = decisions.resolve(asked.question)
    if found.finding_code != "place-unknown":
        return found
    country_code = asked.question.country_code
    abroad = [place for place in outermost(decisions.gazetteer.anywhere(asked.text)) if place.country_code != country_code]
    return replace(found, finding_code="place-elsewhere", candidates=tuple(abroad[:MOST_ABROAD]), unit=country_code) if abroad else found


def _at_point(found: Resolution, stated: ReadPoint | None, asked: Asked, gazetteer: Gazetteer) -> Located:
    return at_point(found, stated, asked.question.country_code, gazetteer, territories()) if stated else Located(found)


def _country_name(country_code: str, language: str, gazetteer: Gazetteer) -> str:
    country = countries().get(country_code)
    return country.names[language] if country else gazetteer.by_id[country_code].name if country_code else ""


def _place_row(row: dict[str, object], number: int, asked: Asked, located: Located, gazetteer: Gazetteer) -> dict[str, object]:
    found = located.found
    return {
        **_stated(row, number),
        **(_found_columns(found.place.place_id, found.status == "matched", gazetteer) if found.place else {}),
        **(_own_point(located.point, located.precision) if located.has_point and located.point else {}),
        "place_text": asked.text,
        "context_text": context_of(asked.question) or None,
        "decision_id": found.unit if found.method == "MANUAL" else None,
        "status_code": found.status,
        "reason_text": found.finding_code or None,
        "former_place_id": found.former.place_id if found.former else None,
        "geocode_method_code": found.method,
        "geocode_score": found.score if found.place else None,
        "candidate_place_ids": "|".join(place.place_id for place in found.candidates) or None,
    }


def _stated_point(row: dict[str, object]) -> ReadPoint | None:
    latitude, longitude = row["latitude"], row["longitude"]
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return None
    return ReadPoint(latitude, longitude, "decimal", 0.0)


def _point_findings(located: Located, stated: ReadPoint | None, spot: Spot, gazetteer: Gazetteer) -> Iterator[dict[str, object]]:
    point = located.point
    if point is None or stated is None or not point.finding_code:
        return
    unit = gazetteer.by_id.get(point.unit_id)
    detail = point_told(point) if point.status == "repaired" else gazetteer.told(unit) if unit else ""
    yield finding(point.finding_code, spot, point_told(stated), detail, suggestion=point.suggestion)


def _stated(row: dict[str, object], number: int) -> dict[str, object]:
    """Return what the row itself says, under the names of clean_located_places."""
    own_id = f"{row['initiative_place_id']}-{number}"
    return row | {"initiative_place_id": own_id, "stated_latitude": row["latitude"], "stated_longitude": row["longitude"],
                  "latitude": None, "longitude": None}  # fmt: skip


def _own_point(point: CheckedPoint, precision: str) -> dict[str, object]:
    """Return the columns of a point that the row states: the place itself, not a unit around it."""
    return {
        "latitude": point.latitude, "longitude": point.longitude, "coordinate_precision_code": precision, "is_centroid": False,
        "location_exactness_code": "1", "geographic_precision_code": PRECISION_OF_LEVEL[TOWN],
    }  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def _found_columns(place_id: str, is_point: bool, gazetteer: Gazetteer) -> dict[str, object]:
    place = gazetteer.by_id[place_id]
    units = {level: gazetteer.unit_at(place, level) for level in (ADMIN1, ADMIN2, ADMIN3)}
    found: dict[str, object] = {f"{level}_place_id": unit.place_id if unit else None for level, unit in units.items()}
    found |= {
        "place_id": place.place_id,
        "place_name": place.name,
        "place_level_code": place.level,
        "geographic_precision_code": PRECISION_OF_LEVEL[place.level],
        "is_disputed_area": place.is_disputed,
    }
    if not is_point or place.latitude is None:
        return found  # a country's point would pass for a place on a map, so it has none
    own = place.precision == "town"
    point = {"latitude": place.latitude, "longitude": place.longitude, "coordinate_precision_code": place.precision}
    return found | point | {"is_centroid": not own, "location_exactness_code": "1" if own else "2"}
