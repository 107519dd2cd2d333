"""Geocodes any table with columns country, admin1, admin2, admin3, place, lat, lon: for `jmdi geocode` and whoever has a frame."""

import pandas as pd

from schemas.countries import countries
from steps.places.at_point import Located, at_point
from steps.places.decide import Decisions
from steps.places.gazetteer import Gazetteer, Place
from steps.places.geocode import Resolution
from steps.places.mentions import Question, mentions
from steps.places.read_coordinates import read_coordinates, says_coordinates
from steps.places.read_point import ReadPoint
from steps.places.territories import territories
from steps.text import clean_text

ASKED = ("country", "admin1", "admin2", "admin3", "place", "lat", "lon")
COLUMNS = {"admin1": "admin1_text", "admin2": "admin2_text", "admin3": "admin3_text", "place": "place_text"}
ADDED = ("place_id", "place_name", "level", "latitude", "longitude", "precision", "method", "score", "status", "candidates", "notes")


def geocode_table(frame: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """Return the frame with the columns of ADDED: what each row is, or why it is left unresolved.

    Any of the columns of ASKED may be missing or empty. The order of the rows does not matter, and rows that ask the same are looked
    up once. `candidates` are told as people know them, parted by bars; `notes` are codes of findings: why a row is unresolved, and what
    was taken with doubt.
    """
    asked = pd.DataFrame({column: frame[column].fillna("").astype(str) if column in frame else "" for column in ASKED}, index=frame.index)
    distinct = asked.drop_duplicates()
    answers = {row: answer(dict(zip(ASKED, row, strict=True)), decisions) for row in distinct.itertuples(index=False, name=None)}
    found = pd.DataFrame([answers[row] for row in asked.itertuples(index=False, name=None)], columns=list(ADDED), index=frame.index)
    return with_answers(frame, found)


def with_answers(frame: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the columns of ADDED beside it; columns of its own by those names stay, as `given_<name>`."""
    own = frame.rename(columns={column: f"given_{column}" for column in frame.columns if column in ADDED})
    return pd.concat([own, found[list(ADDED)]], axis=1)


def answer(asked: dict[str, str], decisions: Decisions) -> dict[str, object]:
    """Return the columns of ADDED for one row; `asked` has the columns of ASKED, all texts."""
    found, country_code = _resolved(asked, decisions)
    stated = read_coordinates(asked["lat"], asked["lon"], asked["place"])
    if not country_code and isinstance(stated, ReadPoint) and not clean_text(asked["country"]):
        country_code = _country_at(stated)
    return _told(
        at_point(found, stated, country_code, decisions.gazetteer, territories()) if stated else Located(found), decisions.gazetteer
    )


def _country_at(point: ReadPoint) -> str:
    """Return the country of the programme that a point lies in, or nothing."""
    units = territories().units_at(point.latitude, point.longitude)
    return territories().about(units[0])[1] if units else ""


def _resolved(asked: dict[str, str], decisions: Decisions) -> tuple[Resolution, str]:
    """Return what the names of a row mean, and the country that it was looked for in, if one is known."""
    names = [(COLUMNS[column], asked[column]) for column in COLUMNS if clean_text(asked[column])]
    cells = tuple((column, text) for column, text in names if not says_coordinates(text))
    named = clean_text(asked["country"])
    country = decisions.gazetteer.country_named(named) if named else None
    if country:
        return _in_country(cells, len(names) > len(cells), asked, country, decisions), country.country_code
    if named:
        return Resolution("none", finding_code="country-unknown", unit=named), ""
    found = _in_any_country(cells, decisions)
    return found, found.place.country_code if found.place else ""


def _in_country(
    cells: tuple[tuple[str, str], ...], has_point: bool, asked: dict[str, str], country: Place, decisions: Decisions
) -> Resolution:
    if cells:
        return decisions.resolve(Question(country.country_code, cells))
    if has_point or clean_text(asked["lat"]) or clean_text(asked["lon"]):
        return Resolution("none", finding_code="place-missing")
    return Resolution("national", country, "EXACT", 1.0)


def _in_any_country(cells: tuple[tuple[str, str], ...], decisions: Decisions) -> Resolution:
    """Return what the cells mean when no column names the country: they name it, or one of the eight alone fits."""
    if not cells or mentions(cells, "", decisions.gazetteer).meaning:
        return Resolution("none", finding_code="place-not-a-place" if cells else "place-missing")
    named = mentions(cells, "", decisions.gazetteer).countries
    if len(named) == 1:
        return decisions.resolve(Question(named[0].country_code, cells))
    found = [decisions.resolve(Question(code, cells)) for code in countries()]
    likely = [one for one in found if one.status in ("matched", "ambiguous")]
    if len(likely) == 1:
        return likely[0]
    places = [place for one in likely for place in ((one.place,) if one.place else one.candidates)]
    if places:
        return Resolution("ambiguous", finding_code="place-ambiguous", candidates=tuple(places))
    return next((one for one in found if one.status != "none"), found[0])


def _told(located: Located, gazetteer: Gazetteer) -> dict[str, object]:
    found, point = located.found, located.point
    place = found.place if found.status == "matched" else None
    notes = [found.finding_code, *found.notes, point.finding_code if point else ""]
    return {
        "place_id": found.place.place_id if found.place else "",
        "place_name": found.place.name if found.place else "",
        "level": found.place.level if found.place else "",
        "latitude": point.latitude if point and located.has_point else place.latitude if place else None,
        "longitude": point.longitude if point and located.has_point else place.longitude if place else None,
        "precision": located.precision,
        "method": found.method,
        "score": found.score,
        "status": found.status,
        "candidates": "|".join(gazetteer.told(one) for one in found.candidates),
        "notes": "|".join(dict.fromkeys(filter(None, notes))),
    }
