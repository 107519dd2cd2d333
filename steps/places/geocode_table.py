"""Geocodes any table with columns country, admin1, admin2, admin3, place, lat, lon: for `jmdi geocode` and whoever has a frame."""

import pandas as pd

from schemas.countries import countries
from steps.places.decide import Decisions
from steps.places.gazetteer import Gazetteer
from steps.places.geocode import Resolution
from steps.places.mentions import Question
from steps.text import clean_text

ASKED = ("country", "admin1", "admin2", "admin3", "place", "lat", "lon")
COLUMNS = {"admin1": "admin1_text", "admin2": "admin2_text", "admin3": "admin3_text", "place": "place_text"}
ADDED = ("place_id", "place_name", "level", "latitude", "longitude", "precision", "method", "score", "status", "candidates")


def geocode_table(frame: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """Return the frame with the columns of ADDED: what each row is, or why it is left unresolved.

    Any of the columns of ASKED may be missing or empty. The order of the rows does not matter, and rows that ask the same are looked
    up once. `candidates` are told as people know them, parted by bars.
    """
    asked = pd.DataFrame({column: frame[column].fillna("").astype(str) if column in frame else "" for column in ASKED}, index=frame.index)
    distinct = asked.drop_duplicates()
    answers = {row: answer(dict(zip(ASKED, row, strict=True)), decisions) for row in distinct.itertuples(index=False, name=None)}
    found = pd.DataFrame([answers[row] for row in asked.itertuples(index=False, name=None)], columns=list(ADDED), index=frame.index)
    return pd.concat([frame.drop(columns=[column for column in ADDED if column in frame]), found], axis=1)


def answer(asked: dict[str, str], decisions: Decisions) -> dict[str, object]:
    """Return the columns of ADDED for one row; `asked` has the columns of ASKED, all texts."""
    return _told(_resolved(asked, decisions), decisions.gazetteer)


def _resolved(asked: dict[str, str], decisions: Decisions) -> Resolution:
    cells = tuple((COLUMNS[column], asked[column]) for column in COLUMNS if clean_text(asked[column]))
    named = clean_text(asked["country"])
    country = decisions.gazetteer.country_named(named) if named else None
    if country:
        if not cells:
            return Resolution("national", country, "EXACT", 1.0)
        return decisions.resolve(Question(country.country_code, cells))
    if named:
        return Resolution("none", finding_code="country-unknown", unit=named)
    return _in_any_country(cells, decisions)


def _in_any_country(cells: tuple[tuple[str, str], ...], decisions: Decisions) -> Resolution:
    """Return what the cells mean when no column names the country: it must be one of the eight, and only one."""
    found = [decisions.resolve(Question(code, cells)) for code in countries()]
    likely = [one for one in found if one.status in ("matched", "ambiguous")]
    if len(likely) == 1:
        return likely[0]
    places = [place for one in likely for place in ((one.place,) if one.place else one.candidates)]
    if places:
        return Resolution("ambiguous", finding_code="place-ambiguous", candidates=tuple(places))
    return next((one for one in found if one.status != "none"), found[0])


def _told(found: Resolution, gazetteer: Gazetteer) -> dict[str, object]:
    place = found.place if found.status == "matched" else None
    return {
        "place_id": found.place.place_id if found.place else "",
        "place_name": found.place.name if found.place else "",
        "level": found.place.level if found.place else "",
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "precision": place.precision if place else "",
        "method": found.method,
        "score": found.score,
        "status": found.status,
        "candidates": "|".join(gazetteer.told(one) for one in found.candidates),
    }
