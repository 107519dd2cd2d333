"""Which unit of the gazetteer a local authority governs: by the words for the authority in its name, or its type, and the unit's name.

An authority is told from the State's representation in the same territory (the wilaya of a region, a governorate), and from the
authority of another tier whose territory has the same name.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference
from steps.actors.words import Words, part_acronym, small_words
from steps.places.gazetteer import ADMIN1, ADMIN2, ADMIN3, Gazetteer, Place
from steps.places.geocode import resolve
from steps.places.heard import looked_up
from steps.places.mentions import Question
from steps.places.spelling import REMEMBERED, key

EVERYWHERE = "*"
REGION, INTERMEDIATE, MUNICIPAL, SUBMUNICIPAL, ANY, STATE = "REG", "INT", "MUN", "SUB", "ANY", "STATE"
TIER_OF_TYPE = {"LA_REG": REGION, "LA_INT": INTERMEDIATE, "LA_MUN": MUNICIPAL, "LA_RES": ANY, "LA_UNS": ANY}
TYPE_OF_TIER = {REGION: "LA_REG", INTERMEDIATE: "LA_INT", MUNICIPAL: "LA_MUN", SUBMUNICIPAL: "LA_MUN"}
MAY_BE_AUTHORITIES = frozenset((*TIER_OF_TYPE, "", "oth"))
LEVEL_OF_PLACE = {ADMIN1: "L1", ADMIN2: "L2", ADMIN3: "L3"}
PARTS_OF_MUNICIPALITIES = frozenset(("arrondissement", "sub_municipality"))
METHODS = ("CODE", "EXACT", "ALIAS", "HIST")  # by the rung on which a name is found (see steps/places/heard.py)
MOST_WORDS_FOR_UNIT = 4  # "Gobierno Autónomo Descentralizado Municipal del Cantón Loja"


class Authority(NamedTuple):
    """A local authority as named: its tier, the unit it governs if that is certain, how the unit was found, and what it may be else."""

    tier: str
    place: Place | None
    method: str
    candidates: tuple[Place, ...]


class _Named(NamedTuple):
    tier: str
    kinds: frozenset[str]
    name: str


def local_authority(name: str, type_code: str, country_code: str, within: tuple[str, str], gazetteer: Gazetteer) -> Authority | None:
    """Return the local authority that a name means, None when it is none or its tier is not told.

    `type_code` is the stated type, empty when none was; `within` are the names of the first- and second-level unit of its seat.
    """
    if type_code not in MAY_BE_AUTHORITIES or country_code not in countries():
        return None
    named = _named(part_acronym(name)[0], country_code)
    tier = named.tier if named.tier != ANY else TIER_OF_TYPE.get(type_code, ANY)
    if tier in (ANY, STATE):
        return None
    kinds = named.kinds or _kinds(country_code).get(tier, frozenset())
    method, places = _units(named.name, country_code, kinds, within, gazetteer)
    return Authority(tier, places[0] if len(places) == 1 else None, method if len(places) == 1 else "NONE", tuple(places))


def level_of(place: Place) -> str | None:
    """Return the tier, L1 to L4, of the authority that governs a unit: the unit's level, or L4 when it is a part of a municipality."""
    return "L4" if place.kind in PARTS_OF_MUNICIPALITIES else LEVEL_OF_PLACE.get(place.level)


def type_of(authority: Authority) -> str:
    """Return the type of actor that a tier of local authority is."""
    return TYPE_OF_TIER[authority.tier]


def _units(name: str, country_code: str, kinds: frozenset[str], within: tuple[str, str], gazetteer: Gazetteer) -> tuple[str, list[Place]]:
    """Return the units of these kinds that bear a name, by their best rung, and how they were found."""
    heard = {
        place: rung
        for place_id, (rung, _) in looked_up(name, country_code, gazetteer)
        if (place := gazetteer.by_id.get(place_id)) and place.kind in kinds and not place.is_former
    }
    around = _seat(country_code, within, gazetteer)
    fitting = {place: rung for place, rung in heard.items() if around is None or around in place.around or place.place_id == around}
    best = min(fitting.values(), default=0)
    places = sorted((place for place, rung in fitting.items() if rung == best), key=lambda place: place.place_id)
    return METHODS[min(best, len(METHODS) - 1)], places


def _seat(country_code: str, within: tuple[str, str], gazetteer: Gazetteer) -> str | None:
    """Return the unit that the seat's columns name, when there is no doubt about it."""
    cells = tuple((column, text) for column, text in zip(("admin1_text", "admin2_text"), within, strict=True) if text)
    found = resolve(Question(country_code, cells), gazetteer) if cells else None
    return found.place.place_id if found and found.status == "matched" and found.place else None


@lru_cache(maxsize=REMEMBERED)
def _named(name: str, country_code: str) -> _Named:
    """Return what the words for an authority before and after a name say, and the name without them."""
    words: Words = tuple(key(name).split())
    tier, kinds = ANY, frozenset[str]()
    for _ in range(MOST_WORDS_FOR_UNIT):
        found = _at_an_end(words, country_code)
        if not found:
            break
        words, (other, own) = found
        if STATE in (other, tier) or (ANY not in (other, tier) and other != tier):
            return _Named(STATE if STATE in (other, tier) else ANY, frozenset(), "")
        tier = other if tier == ANY else tier
        kinds = own or kinds
    return _Named(tier, kinds, " ".join(words))


def _at_an_end(words: Words, country_code: str) -> tuple[Words, tuple[str, frozenset[str]]] | None:
    known = _authority_words(country_code)
    for length in range(min(max(map(len, known)), len(words) - 1), 0, -1):
        if words[:length] in known and (rest := _without_small(words[length:])):
            return rest, known[words[:length]]
        if words[-length:] in known:
            return words[:-length], known[words[-length:]]
    return None


def _without_small(words: Words) -> Words:
    """Return the words without "de la" and the like before them; an article that may belong to the name stays."""
    first = next(
        (number for number, word in enumerate(words) if word not in ("de", "del", "d", "du", "des", "of", "the", "ng")), len(words)
    )
    rest = words[first:]
    known_article = len(rest) > 1 and rest[0] in small_words() and rest[1:2] in _next_words()
    return rest[1:] if known_article else rest


@cache
def _next_words() -> frozenset[Words]:
    return frozenset((words[0],) for country in countries() for words in _authority_words(country))


@cache
def _authority_words(country_code: str) -> dict[Words, tuple[str, frozenset[str]]]:
    """Return the words for authorities in a country, each with its tier and the kinds of unit; its own meaning replaces the general one."""
    rows = read_reference("authority_words.csv", ("word_text", "country_code", "tier_code", "unit_kinds"), ("word_text", "country_code"))
    found: dict[Words, tuple[str, frozenset[str]]] = {}
    for row in sorted(rows, key=lambda one: one["country_code"]):
        if row["tier_code"] not in (*TYPE_OF_TIER, ANY, STATE):
            raise BrokenReference(f"reference/authority_words.csv, {row['word_text']}: {row['tier_code']} is no tier.")
        if row["country_code"] in (EVERYWHERE, country_code):
            found[tuple(key(row["word_text"]).split())] = (row["tier_code"], _parts(row["unit_kinds"]))
    return found


@cache
def _kinds(country_code: str) -> dict[str, frozenset[str]]:
    """Return the kinds of unit that the authorities of each tier govern in a country."""
    rows = read_reference("authority_tiers.csv", ("country_code", "tier_code", "unit_kinds"), ("country_code", "tier_code"))
    return {row["tier_code"]: _parts(row["unit_kinds"]) for row in rows if row["country_code"] == country_code}


def _parts(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split("|")))
