"""Chooses among the places in which all names of a row meet: which are meant, and which only bear a name that was written."""

from collections.abc import Collection, Sequence

from steps.places.gazetteer import ADMIN1, ADMIN2, ADMIN3, COUNTRY, TOWN, Gazetteer, Place
from steps.places.heard import ALIAS, HIST, Heard
from steps.places.mentions import CODE_COLUMNS
from steps.places.spelling import key

LEVELS = (COUNTRY, ADMIN1, ADMIN2, ADMIN3, TOWN)  # the largest first
LEVEL_OF_COLUMN = {"admin1_text": ADMIN1, "admin2_text": ADMIN2, "admin3_text": ADMIN3}
SMALLEST_TOWN = 15_000  # inhabitants of a town that a name without a unit may mean, beside a unit of that name


def told_apart(place: Place, meanings: Sequence[Collection[str]]) -> int:
    """Return how many of the mentions can each mean another thing: the place, or one around it."""
    taken: dict[str, int] = {}

    def finds_its_own(number: int, tried: set[str]) -> bool:
        for unit in place.around.intersection(meanings[number]) - tried:
            tried.add(unit)
            if unit not in taken or finds_its_own(taken[unit], tried):
                taken[unit] = number
                return True
        return False

    return sum(finds_its_own(number, set()) for number in range(len(meanings)))


def not_said_twice(fitting: list[Place], heard: Sequence[Heard]) -> list[Place]:
    """Return the places that the last name means, where it stands in another column too: what is said twice is meant."""
    last, columns = heard[-1], [one.mention.column for one in heard]
    is_twice = columns.count(last.mention.column) == 1 and any(key(one.mention.text) == key(last.mention.text) for one in heard[:-1])
    return [place for place in fitting if place.place_id in last.places] if is_twice else fitting


def without_former(fitting: list[Place], heard: Sequence[Heard]) -> list[Place]:
    """Return the places for which no name must mean a unit of the past, or all: "Dang; Lumbini; Rapti" is not Dang in the zone Rapti."""
    return [place for place in fitting if all(support(place, one)[0] != HIST for one in heard)] or fitting


def of_kind(fitting: list[Place], heard: Sequence[Heard]) -> list[Place]:
    """Return the places of the kinds that the words beside their names mean, or all when none is: people mix kinds up."""
    meant = [place for place in fitting if any(place.place_id in one.places and place.kind in one.kinds for one in heard)]
    return meant or fitting


def own_rung(place: Place, heard: Sequence[Heard]) -> int:
    """Return the surest rung on which a mention means the place itself."""
    return min(one.places[place.place_id][0] for one in heard if place.place_id in one.places)


def support(place: Place, one: Heard) -> tuple[int, int]:
    """Return the surest rung and fewest edits by which a mention means the place or something around it; () when it does not."""
    return min((rung for place_id, rung in one.places.items() if place_id in place.around), default=())  # type: ignore[return-value]


def of_level(fitting: list[Place], heard: Sequence[Heard]) -> list[Place]:
    """Return the places of the level in whose column the smallest name stands, or all when none is."""
    last = heard[-1]
    level = LEVEL_OF_COLUMN.get(last.mention.column)
    return [place for place in fitting if place.level == level and place.place_id in last.places] or fitting


def outermost(places: Sequence[Place]) -> list[Place]:
    """Return the places that lie in no other one: a town inside the unit of the same name is, either way, in that unit."""
    ids = {place.place_id for place in places}
    return [place for place in places if ids.isdisjoint(place.ancestors)]


def surest_of(places: list[Place], rungs: dict[str, int], surest: int, is_alone: bool) -> list[Place]:
    """Return the places on the surest rung; for a name alone also those of a larger level that go by it too.

    The parish is called Baños; but who says no more may mean the canton Baños de Agua Santa.
    """
    best = [place for place in places if rungs[place.place_id] == surest]
    largest = min(LEVELS.index(place.level) for place in best)
    also = [place for place in places if surest < rungs[place.place_id] <= ALIAS and LEVELS.index(place.level) < largest]
    return [*best, *also] if is_alone else best


def without_hamlets(places: list[Place]) -> list[Place]:
    """Return the units, and towns of some size: who names a hamlet says where it is."""
    return [place for place in places if place.level != TOWN or place.population >= SMALLEST_TOWN] or places


def without_seats(places: list[Place]) -> list[Place]:
    """Return the places without the towns, and communes, that stand beside the unit of their name: they are its seat.

    The town and the commune of Bizerte are both filed under Bizerte Nord, the commune and the arrondissement of Sam Notaire under their
    department.
    """
    units = {(key(place.name), place.ancestors[0], place.kind) for place in places if place.ancestors and place.level != TOWN}

    def is_seat(place: Place) -> bool:
        kinds = {kind for name, unit, kind in units if place.ancestors and (name, unit) == (key(place.name), place.ancestors[0])}
        return bool(kinds) if place.level == TOWN else place.kind == "commune" and "arrondissement" in kinds

    return [place for place in places if not is_seat(place)]


def is_swapped(place: Place, heard: Sequence[Heard], gazetteer: Gazetteer) -> bool:
    """Whether a smaller unit stands in the column of a larger one; a code has no level."""
    named = [one for one in heard if one.mention.column not in CODE_COLUMNS]
    depths = [_depth(place, one, gazetteer) for one in named[:-1]]
    depths += [len(place.ancestors) if place.place_id in one.places else _depth(place, one, gazetteer) for one in named[-1:]]
    columns = [one.mention.column for one in named]
    pairs = ((larger, smaller) for smaller in range(len(named)) for larger in range(smaller))
    return any(columns[larger] != columns[smaller] and depths[larger] > depths[smaller] for larger, smaller in pairs)


def _depth(place: Place, one: Heard, gazetteer: Gazetteer) -> int:
    """Return how many units the largest thing lies in that a mention means of the place and what is around it."""
    met = [gazetteer.by_id[place_id] for place_id in one.places if place_id in place.around and place_id in gazetteer.by_id]
    return min((len(unit.ancestors) for unit in met), default=0)
