"""Looks places up: right, or unresolved. Names are compared exactly, and below the first level a place needs the unit it lies in.

The unit may be given in a column of its own, or be named beside the place in the same answer ("Nador | Oriental"). A name that
may mean more than one place is ambiguous; one that contradicts the unit given is a conflict. Neither is ever put on the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from steps.places.gazetteer import Gazetteer, Place

# The gazetteer has no third level: a commune is at best found as the town of its name, never as a larger unit.
LEVEL_OF_COLUMN = {"admin1_text": ("admin1",), "admin2_text": ("admin2",), "admin3_text": ("town",)}
ANY_LEVEL = ("admin1", "admin2", "town")


@dataclass(frozen=True)
class Mention:
    """One place as named: the name, the country it is looked for in, the levels it may have, and the units it is said to lie in.

    `parents` holds (level column, name) pairs, the largest unit first; `beside` are the other names in the same answer.
    """

    name: str
    country_code: str
    levels: tuple[str, ...] = ANY_LEVEL
    parents: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """What a mention is: `status` matched, ambiguous, conflict, national or none.

    `finding_code` names the reason when it is not on the map, `candidates` the places it may be, `unit` the parent in question.
    """

    status: str
    place: Place | None = None
    method: str = "NONE"
    finding_code: str = ""
    candidates: tuple[Place, ...] = ()
    unit: str = ""


def resolve(mention: Mention, gazetteer: Gazetteer) -> Resolution:
    """Return what a mention is, or why it is left unresolved. The same mention always has the same answer."""
    candidates = [place for place in gazetteer.named(mention.country_code, mention.name) if place.level in mention.levels]
    country = gazetteer.country_named(mention.name)
    if country and not candidates:
        return Resolution("national", country, gazetteer.method(country, mention.name))
    if country and mention.levels == ANY_LEVEL:  # in the column of a level, a name is of that level
        return Resolution("ambiguous", None, "NONE", "place-ambiguous", (country, *candidates))
    if not candidates:
        return Resolution("none", finding_code="place-unknown")
    return _under_parents(mention, candidates, gazetteer) if mention.parents else _alone(mention, candidates, gazetteer)


def _under_parents(mention: Mention, candidates: Sequence[Place], gazetteer: Gazetteer) -> Resolution:
    column, name = mention.parents[-1]
    parent = resolve(Mention(name, mention.country_code, LEVEL_OF_COLUMN.get(column, ANY_LEVEL), mention.parents[:-1]), gazetteer)
    if parent.status != "matched" or parent.place is None:
        return Resolution("none", finding_code="place-without-parent", candidates=tuple(candidates), unit=name)
    inside = [place for place in candidates if parent.place.place_id in (place.place_id, *place.ancestors)]
    if not inside:
        return Resolution("conflict", None, "NONE", "place-conflict", tuple(candidates), name)
    return _only_one(mention, inside, gazetteer)


def _alone(mention: Mention, candidates: Sequence[Place], gazetteer: Gazetteer) -> Resolution:
    """Resolve a name without a column for its unit: a first-level unit stands for itself, anything else needs one named beside it."""
    outermost = _outermost(candidates)
    if len(outermost) == 1 and outermost[0].level == "admin1":
        return _only_one(mention, outermost, gazetteer)
    if any(place.level == "admin1" for place in outermost):
        return Resolution("ambiguous", None, "NONE", "place-ambiguous", tuple(outermost))
    units = _units_beside(mention, gazetteer)
    inside = [place for place in candidates if units.intersection(place.ancestors)]
    if not inside:
        return Resolution("none", finding_code="place-without-parent", candidates=tuple(outermost))
    return _only_one(mention, inside, gazetteer)


def _units_beside(mention: Mention, gazetteer: Gazetteer) -> set[str]:
    """Return the ids of the units named beside the mention: first-level ones, and second-level ones inside those."""
    named = [gazetteer.named(mention.country_code, name) for name in mention.beside]
    outermost = [_outermost(places) for places in named]
    first = {places[0].place_id for places in outermost if len(places) == 1 and places[0].level == "admin1"}
    inside = [[place for place in places if first.intersection(place.ancestors)] for places in outermost]
    return first | {places[0].place_id for places in inside if len(places) == 1 and places[0].level == "admin2"}


def _only_one(mention: Mention, candidates: Sequence[Place], gazetteer: Gazetteer) -> Resolution:
    outermost = _outermost(candidates)
    if len(outermost) > 1:
        return Resolution("ambiguous", None, "NONE", "place-ambiguous", tuple(outermost))
    return Resolution("matched", outermost[0], gazetteer.method(outermost[0], mention.name))


def _outermost(candidates: Sequence[Place]) -> list[Place]:
    """Return the candidates that lie in no other one: a town inside the unit of the same name is, either way, in that unit."""
    ids = {place.place_id for place in candidates}
    return [place for place in candidates if not ids.intersection(place.ancestors)]
