"""Joins what the names of a row mean with the point that it states: the point is checked by the place, and may settle a doubt.

The last rung of the ladder: of several candidates, the only one that holds the point; of an unknown name, or none, the smallest unit
around the point. A point never outweighs a name: one that lies outside the place named is left out, with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from steps.places.check_point import FITTING, CheckedPoint, check_point
from steps.places.gazetteer import Gazetteer, Place
from steps.places.geocode import Resolution
from steps.places.read_point import CoordinateFault, ReadPoint
from steps.places.reverse import INSIDE_SCORE, NEAR_SCORE, units_of_points
from steps.places.territories import Territories

SETTLED_BY_POINT = ("place-unknown", "place-elsewhere", "place-missing", "place-code-unknown")
USED = ("valid", "repaired", "unchecked")


@dataclass(frozen=True)
class Located:
    """What a row is, and what became of the point that it states, if it states one."""

    found: Resolution
    point: CheckedPoint | None = None

    @property
    def has_point(self) -> bool:
        """Whether the stated point is used for the place."""
        return self.point is not None and self.point.status in USED and self.found.status == "matched"

    @property
    def precision(self) -> str:
        """How good the point of the place is, a code of coordinate_precisions; empty for a place that is not found."""
        if self.point and self.has_point:
            return "stated" if self.point.status == "unchecked" else "exact"
        return self.found.place.precision if self.found.place and self.found.status == "matched" else ""


def at_point(
    found: Resolution, stated: ReadPoint | CoordinateFault | None, country_code: str, gazetteer: Gazetteer, territories: Territories
) -> Located:
    """Return a resolution with the point that the row states, checked against the place, or settled by it where names left a doubt."""
    if stated is None or not country_code:
        return Located(found)
    if found.status == "matched" and found.place:
        return Located(found, check_point(stated, country_code, _area(found), territories))
    point = check_point(stated, country_code, (), territories)
    if point.status not in ("valid", "repaired") or point.latitude is None or point.longitude is None:
        return Located(found, point)
    if found.status == "ambiguous":
        return Located(_only_around(found, point, country_code, territories), point)
    if found.finding_code in SETTLED_BY_POINT:
        return Located(_around_point(found, point, country_code, gazetteer, territories), point)
    return Located(found, point)


def _area(found: Resolution) -> Sequence[Place]:
    """Return the places in any of which the point may lie: today's, or all that a former unit was split into."""
    return found.candidates if found.former and found.place == found.former and found.candidates else (found.place,) if found.place else ()


def _only_around(found: Resolution, point: CheckedPoint, country_code: str, territories: Territories) -> Resolution:
    """Return the only candidate that the point lies in, or the doubt as it was."""
    stated = ReadPoint(point.latitude or 0.0, point.longitude or 0.0, "decimal", 0.0)
    inside = [place for place in found.candidates if _is_in(stated, place, country_code, territories)]
    if len(inside) != 1:
        return found
    return replace(found, status="matched", place=inside[0], method="POINT", score=INSIDE_SCORE, finding_code="", candidates=())


def _is_in(stated: ReadPoint, place: Place, country_code: str, territories: Territories) -> bool:
    if place.country_code != country_code or place.level == "country":
        return False
    known = territories.first_known((place.place_id,))
    if known:
        return territories.contains(known, stated.latitude, stated.longitude).where in FITTING
    return check_point(stated, country_code, (place,), territories).unit_id == place.place_id


def _around_point(found: Resolution, point: CheckedPoint, country_code: str, gazetteer: Gazetteer, territories: Territories) -> Resolution:
    """Return the smallest unit around a point for a name that nobody knows, or for no name."""
    asked = pd.DataFrame({"latitude": [point.latitude], "longitude": [point.longitude], "country_code": [country_code]})
    unit = units_of_points(asked, territories)
    if unit.empty:
        return found
    place = gazetteer.by_id[str(unit["place_id"].iloc[0])]
    score = min(INSIDE_SCORE, float(unit["geocode_score"].iloc[0])) if found.finding_code == "place-missing" else NEAR_SCORE
    note = ("place-by-point",) if found.unit else ()
    return Resolution("matched", place, "POINT", score, notes=note, unit=found.unit)
