"""Finds organisations in the master list: by IATI identifier, name, acronym, name with its acronym, or as an office of one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from schemas.actors import FILE, ListedActor, listed_actors
from schemas.countries import countries
from schemas.errors import BrokenReference
from steps.actors.words import IN_BRACKETS, Words, part_acronym, phrases, read_name, words_of, words_of_acronym
from steps.places.gazetteer import gazetteer
from steps.places.spelling import REMEMBERED, key

EVERYWHERE = ""
SHORTEST_COUNTRY = 4  # letters; ISO codes and the like are too short to be taken for a country
SAME_BEGINNING = 5  # letters: Migrants and Migration are forms of one word
MOST_NUMBER_WORDS = 2  # "Regional Office IV-A", "Oficina Regional No 5"
NUMBER_LETTERS = frozenset("ivxabcno0123456789")
GOVERNMENT = "GOV-"


class Hit(NamedTuple):
    """An organisation of the list: its id, how it was found, and the text that was found."""

    actor_id: str
    method: str
    matched: str


class Listed:
    """The master list by what may be written for its organisations."""

    def __init__(self, actors: dict[str, ListedActor]) -> None:
        self.actors = actors
        self.iati = {actor.iati_org_ref.casefold(): actor.actor_id for actor in actors.values() if actor.iati_org_ref}
        self.names: dict[str, dict[Words, str]] = defaultdict(dict)
        self.bare: dict[str, dict[Words, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.acronyms: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for actor in actors.values():
            self._take(actor)
        self._refuse_shadows()

    def _take(self, actor: ListedActor) -> None:
        scope = scope_of(actor)
        for name in actor.full_names:
            words = words_of(name)
            other = self.names[scope].setdefault(words, actor.actor_id)
            if other != actor.actor_id:
                raise BrokenReference(f"reference/{FILE}: '{name}' means both {other} and {actor.actor_id}.")
            self.bare[scope][read_name(name).bare].add(actor.actor_id)
        for acronym in actor.acronyms:
            self.acronyms[scope][words_of_acronym(acronym)].add(actor.actor_id)

    def _refuse_shadows(self) -> None:
        """Refuse a name of one country's list that stands for another organisation everywhere."""
        for scope in [scope for scope in self.names if scope != EVERYWHERE]:
            for words in self.names[scope].keys() & self.names[EVERYWHERE].keys():
                both = f"{self.names[EVERYWHERE][words]} and {self.names[scope][words]}"
                raise BrokenReference(f"reference/{FILE}: '{' '.join(words)}' means both {both} in {scope}.")

    def named(self, words: Words, scopes: Iterable[str]) -> str | None:
        """Return the organisation that bears exactly a name."""
        found = {self.names[scope][words] for scope in (EVERYWHERE, *scopes) if words in self.names.get(scope, {})}
        return found.pop() if len(found) == 1 else None

    def called(self, acronym: str, scopes: Iterable[str]) -> str | None:
        """Return the organisation that an acronym stands for, when it stands for one only there."""
        found = {one for scope in (EVERYWHERE, *scopes) for one in self.acronyms.get(scope, {}).get(acronym, ())}
        return found.pop() if len(found) == 1 else None

    def bearing(self, name: str, scopes: Iterable[str]) -> str | None:
        """Return the organisation whose name is the same but for words of the legal form, unless the forms contradict each other."""
        asked = read_name(name)
        found = {
            actor_id
            for scope in (EVERYWHERE, *scopes)
            for actor_id in self.bare.get(scope, {}).get(asked.bare, ())
            if self._fits_form(actor_id, asked.bare, asked.forms)
        }
        return found.pop() if len(found) == 1 else None

    def _fits_form(self, actor_id: str, bare: Words, forms: frozenset[str]) -> bool:
        own = [one.forms for name in self.actors[actor_id].full_names if (one := read_name(name)).bare == bare]
        return any(not forms or not form or forms & form for form in own)

    def is_like(self, words: Words, actor_id: str) -> bool:
        """Whether all words of a name are, but for their endings, those of one of an organisation's names."""
        return any(_share_words(words, words_of(name)) for name in self.actors[actor_id].full_names)


def scope_of(actor: ListedActor) -> str:
    """Return where an organisation's names hold: its country, if it is one of the programme, or everywhere."""
    return actor.country_code if actor.country_code in countries() else EVERYWHERE


@cache
def listed() -> Listed:
    """Return the master list as it is asked. Raises BrokenReference, also when a name stands for two organisations of a country."""
    return Listed(listed_actors())


def find_by_iati(text: str) -> str | None:
    """Return the listed organisation that has an IATI identifier."""
    return listed().iati.get(text.strip().casefold())


@lru_cache(maxsize=REMEMBERED)
def find_listed(name: str, acronym: str, scopes: tuple[str, ...]) -> Hit | None:
    """Return the listed organisation that a name, with the acronym stated beside it if any, stands for without doubt.

    `scopes` are the countries whose own organisations may be meant.
    """
    return _exactly(name, acronym, scopes) or _as_office(name, scopes) or _before_brackets(name, acronym, scopes)


def _exactly(name: str, acronym: str, scopes: tuple[str, ...]) -> Hit | None:
    master = listed()
    if whole := master.named(words_of(name), scopes):
        return Hit(whole, "LISTED", name)
    long_name, short = part_acronym(name)
    stated = [*short, *filter(None, [acronym])]
    named, called = (
        master.named(words_of(long_name), scopes),
        master.called(words_of_acronym(read_name(long_name).short or long_name), scopes),
    )
    found = named or called or master.bearing(long_name, scopes)
    if found is None:
        return _with_acronym(long_name, stated, scopes)
    # "BMZ (GIZ)" names two.
    if {master.called(words_of_acronym(one), scopes) for one in stated} - {found, None}:
        return None
    return Hit(found, "LISTED" if named or not called else "ACRONYM", long_name)


def _with_acronym(long_name: str, short: Sequence[str], scopes: tuple[str, ...]) -> Hit | None:
    """Return what the acronym beside a name stands for, when the name is like one that it bears."""
    words, _ = without_office(words_of(long_name))
    for acronym in short:
        found = listed().called(words_of_acronym(acronym), scopes)
        if found and listed().is_like(words, found):
            return Hit(found, "NAME_ACRONYM", f"{long_name} ({acronym})")
    return None


def _as_office(name: str, scopes: tuple[str, ...]) -> Hit | None:
    """Return the organisation whose office a name means: a country's own only when the name gives no other country."""
    long_name, _ = part_acronym(name)
    words, named = without_office(words_of(long_name))
    if words == words_of(long_name):
        return None
    bare = " ".join(words)
    found = listed().named(words, scopes) or listed().called(words_of_acronym(bare), scopes) or listed().bearing(bare, scopes)
    seat = scope_of(listed().actors[found]) if found else EVERYWHERE
    if found is None or (seat and named - {seat}):
        return None
    return Hit(found, "OFFICE", name)


def _before_brackets(name: str, acronym: str, scopes: tuple[str, ...]) -> Hit | None:
    """Return the organisation before a bracket that explains it, as in "European Union (Aeneas programme)", unless it names another."""
    inside = IN_BRACKETS.findall(name)
    outside = IN_BRACKETS.sub(" ", name).strip() if inside else ""
    found = _exactly(outside, acronym, scopes) if outside else None
    named = (_exactly(one, "", scopes) for text in inside for one in (text, *text.split())) if found else ()
    return found if found and all(one is None or one.actor_id == found.actor_id for one in named) else None


def without_office(words: Words) -> tuple[Words, frozenset[str]]:
    """Return a name's words without those for an office and without countries at its ends, and the countries taken off."""
    taken: set[str] = set()
    while True:
        for rest, country in _shorter(words):
            words = rest
            taken |= {country} if country else set()
            break
        else:
            return words, frozenset(taken)


def _shorter(words: Words) -> Iterable[tuple[Words, str]]:
    offices = phrases("office")
    for length in range(min(_longest_office(), len(words) - 1), 0, -1):
        head, tail = words[:length], words[-length:]
        if tail in offices:
            yield words[:-length], ""
        if head in offices:
            yield words[length:], ""
        if country := country_of(tail):
            yield words[:-length], country
    for length in range(1, min(MOST_NUMBER_WORDS, len(words) - 2) + 1):
        numbers, before = words[-length:], words[:-length]
        if all(NUMBER_LETTERS.issuperset(word) for word in numbers) and any(before[-k:] in offices for k in (1, 2)):
            yield before, ""


@cache
def _longest_office() -> int:
    return max(map(len, phrases("office")))


def country_of(words: Words) -> str | None:
    """Return the country whose name the words are, in any language."""
    return _countries().get(words)


@cache
def _countries() -> dict[Words, str]:
    found: dict[Words, set[str]] = defaultdict(set)
    for name, codes in gazetteer().countries.items():
        if len(name) >= SHORTEST_COUNTRY or not name.isascii():
            found[words_of(name)] |= codes
    return {words: next(iter(codes)) for words, codes in found.items() if len(codes) == 1}


def government_of(name: str) -> str | None:
    """Return the id of the government that a name means: the word for it and a country."""
    words = words_of(name)
    for length in range(1, len(words)):
        if words[:length] in phrases("government") and (country := country_of(words[length:])):
            return GOVERNMENT + country
    return None


def _share_words(asked: Words, known: Words) -> bool:
    return (len(asked) > 1 or len(known) == 1) and all(any(_is_same_word(one, other) for other in known) for one in asked)


def _is_same_word(one: str, other: str) -> bool:
    if one == other or (len(one) >= SAME_BEGINNING and one[:SAME_BEGINNING] == other[:SAME_BEGINNING]):
        return True
    return len(one) > SAME_BEGINNING and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def is_country(text: str) -> str | None:
    """Return the country that a text names, in any language."""
    return country_of(words_of(text)) if key(text) else None
