"""What a name may mean by itself, and on which rung of the ladder it is found: by code, by what a place is called, or was."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from steps.places.gazetteer import ALTERNATE, CountryNames, Gazetteer, Named
from steps.places.mentions import Mention
from steps.places.similar import is_near_spelling
from steps.places.spelling import bare, expansions, has_initial, key, sound

CODE, EXACT, ALIAS, HIST, VARIANT, FUZZY = range(6)  # the rungs, surest first
RUNG_OF_QUALITY = (EXACT, ALIAS, HIST)


@dataclass(frozen=True)
class Heard:
    """What a mention may mean: place → (rung, edits)."""

    mention: Mention
    places: dict[str, tuple[int, int]]
    kinds: frozenset[str] = frozenset()  # of unit, that the word beside the name means


@lru_cache(maxsize=2**16)
def looked_up(text: str, country_code: str, gazetteer: Gazetteer) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return the places that a text is known to mean, with the rung on which it was found: a code, or a name in some form."""
    mention = Mention(text, "place_text")
    coded = gazetteer.coded(country_code, text) if mention.is_code or text in gazetteer.by_id else []
    if coded:
        return tuple((place.place_id, (CODE, 0)) for place in coded)
    names, name_key = gazetteer.names[country_code], key(text)
    asked = bare(name_key, country_code).key
    found: dict[str, tuple[int, int]] = {}
    _take(found, names.by_key.get(name_key, ()))
    _take(found, names.by_bare_key.get(asked, ()))
    for expanded in expansions(asked):
        _take(found, (named._replace(quality=max(named.quality, ALTERNATE)) for named in names.by_bare_key.get(expanded, ())))
    if not found and has_initial(asked):
        _take(found, names.by_initial.get(asked, ()))
    return tuple((found | _named_alike_around(found, asked, names, gazetteer)).items())


def _named_alike_around(
    found: dict[str, tuple[int, int]], asked: str, names: CountryNames, gazetteer: Gazetteer
) -> dict[str, tuple[int, int]]:
    """Return the units around the places found whose names sound like the one asked: Kapilvastu is a town of Kapilbastu, and that too.

    And those of the same name: Nabel is a way to write the town of Nabeul, and so the governorate.
    """
    heard = sound(asked)
    around: dict[str, tuple[int, int]] = {}
    for place_id, rung in found.items():
        place = gazetteer.by_id.get(place_id)
        own = {one.key for one in names.spellings.get(place_id, ())}
        for unit in place.ancestors[:-1] if place else ():
            spelled = names.spellings.get(unit, ())
            if any(sound(one.key) == heard or (one.key in own and is_near_spelling(asked, one)) for one in spelled):
                around[unit] = min(rung, around.get(unit, rung))
    return {unit: rung for unit, rung in around.items() if unit not in found}


def _take(found: dict[str, tuple[int, int]], bearers: Iterable[Named]) -> None:
    for named in bearers:
        rung = RUNG_OF_QUALITY[named.quality]
        found[named.place_id] = min(found.get(named.place_id, (rung, 0)), (rung, 0))


def same_in_two_scripts(heard: list[Heard]) -> list[Heard]:
    """Return the mentions with those that say one name in two scripts as one: "Sefrou / صفرو"."""
    found: list[Heard] = []
    for one in heard:
        before = next((other for other in found if _is_translation(other, one)), None)
        if before is None:
            found.append(one)
            continue
        both = {place_id: rung for place_id, rung in before.places.items() if place_id in one.places}
        found[found.index(before)] = Heard(before.mention, both or before.places or one.places)
    return found


def _is_translation(first: Heard, second: Heard) -> bool:
    if first.mention.column != second.mention.column or key(first.mention.text).isascii() == key(second.mention.text).isascii():
        return False
    return not first.places or not second.places or not first.places.keys().isdisjoint(second.places)
